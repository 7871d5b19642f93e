"""A list asks as many questions of the database for many rows as for one."""

from datetime import date, timedelta

import pytest

from lindra.access import PatientSession
from lindra.actions.answers import send_answer
from lindra.actions.drafts import open_draft
from lindra.models import ModuleDone, PageRead, Place, Treatment
from lindra.programme.registry import programme
from lindra.queries.facts import patient_facts, staff_facts
from lindra.queries.overview import overview
from lindra.queries.queue import queue
from lindra.queries.results import fillings, forms_answered
from lindra.queries.timeline import timeline
from lindra.queries.worklist import mine
from tests.cast import PROGRAMME, Cast, start
from tests.rules.numbers import invented

FORMS = {"reflektion-1": {"nytt": "ord"}, "veckokollen": {"smarta": 3}, "start": {"pem": "ja"}}


def live(cast: Cast, treatment: Treatment, times: int) -> None:
    """So much is read, done and sent in the treatment."""
    by = PatientSession(treatment.patient)
    for n in range(times):
        moment = cast.now + timedelta(minutes=n)
        PageRead.objects.create(treatment=treatment, page=f"m1-{n:02}", read_at=moment)
        ModuleDone.objects.create(treatment=treatment, module=f"m{n}", done_at=moment)
        for name, values in FORMS.items():
            form = programme(PROGRAMME).form(name)
            draft = open_draft(treatment=treatment, form=form, by=by, now=moment)
            send_answer(
                treatment=treatment,
                form=form,
                draft_id=draft.pk,
                values=values,
                revision=0,
                by=by,
                now=moment,
            )
    Place.objects.create(treatment=treatment, module="m1", page="m1-01", opened_at=cast.now)


@pytest.fixture(params=[1, 5], ids=["one", "many"])
def many(request, cast) -> Cast:
    """Bo has so many patients, in each of whose treatments so much has happened."""
    for n in range(request.param - 1):
        number = invented(date(1980, 1, 1), 901 + n)
        live(cast, start(number, "Eva", f"Ek {n}", cast.bo, cast.now), 1)
    live(cast, cast.treatment, request.param)
    return cast


def fresh(cast: Cast) -> Treatment:
    return Treatment.objects.get(pk=cast.treatment.pk)


def test_mina_asks_six_questions(many, django_assert_num_queries):
    with django_assert_num_queries(6):
        rows = mine(many.bo, many.now)
        assert all(row.name and row.treatment.unit.care_provider.name for row in rows)


def test_the_facts_of_flags_are_three_questions(many, django_assert_num_queries):
    treatments = list(Treatment.objects.select_related("unit"))
    with django_assert_num_queries(3):
        staff_facts(treatments, many.now)


@pytest.mark.row("N6")
def test_the_queue_asks_six_questions(many, django_assert_num_queries):
    with django_assert_num_queries(6):
        items = queue(many.bo, many.now)
        assert all(item.treatment.patient.name and item.work.why for item in items)


def test_the_patients_flags_are_one_question(many, django_assert_num_queries):
    treatment = fresh(many)
    with django_assert_num_queries(1):
        patient_facts(treatment, many.now)


def test_the_overview_asks_four_questions(many, django_assert_num_queries):
    treatment = fresh(many)
    with django_assert_num_queries(4):
        overview(treatment)


def test_the_timeline_asks_one_question(many, django_assert_num_queries):
    treatment = fresh(many)
    with django_assert_num_queries(1):
        for event in timeline(treatment).events:
            assert event.answer is None or event.answer.form


def test_the_forms_answered_are_one_question(many, django_assert_num_queries):
    treatment = fresh(many)
    with django_assert_num_queries(1):
        forms_answered(treatment)


def test_the_fillings_of_a_form_are_one_question(many, django_assert_num_queries):
    treatment = fresh(many)
    with django_assert_num_queries(1):
        for each in fillings(treatment, "reflektion-1"):
            assert (each.answer.read_by, each.answer.marked_by) == (None, None)
