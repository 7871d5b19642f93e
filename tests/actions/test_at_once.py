"""Many at the same time: nothing is overwritten in silence, nothing is doubled, nobody is stuck."""

from collections import Counter
from functools import partial

import pytest

from lindra.actions.answers import (
    AlreadySent,
    mark_read,
    mark_unopened,
    send_answer,
    withdraw_answer,
)
from lindra.actions.drafts import NotCurrent, Stale, open_draft, save_draft
from lindra.actions.reading import finish_module, read_page
from lindra.actions.treatments import (
    AlreadyRunning,
    log_in_patient,
    open_as_patient,
    start_treatment,
)
from lindra.gateways.population import Person
from lindra.models import Answer, Draft, Event, EventKind, ModuleDone, PageRead, Patient, Treatment
from lindra.programme.registry import programme
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import ASTRID, PROGRAMME, Cast
from tests.rules.made import module

FIFTY = range(50)
GUNNAR = "194501029814"
FORM = "reflektion-1"
ONE = module("m1", "a")


def a_draft(cast: Cast, replaces: Answer | None = None) -> Draft:
    return open_draft(
        treatment=cast.treatment,
        form=programme(PROGRAMME).form(FORM),
        by=cast.astrid,
        now=cast.now,
        replaces=replaces,
    )


def save(cast: Cast, draft: Draft, number: int, revision: int) -> int:
    values = {"nytt": str(number)}
    return save_draft(draft=draft, values=values, revision=revision, by=cast.astrid, now=cast.now)


def save_until_saved(cast: Cast, draft: Draft, number: int) -> int:
    """What a page does when it is told: show what is saved, and try again."""
    while True:
        try:
            return save(cast, draft, number, Draft.objects.get(pk=draft.pk).revision)
        except Stale:
            continue


def send(cast: Cast, draft: Draft, text: str) -> Answer:
    return send_answer(
        treatment=cast.treatment,
        form=programme(PROGRAMME).form(FORM),
        draft_id=draft.pk,
        values={"nytt": text},
        revision=draft.revision,
        by=cast.astrid,
        now=cast.now,
    )


def kinds(results) -> Counter[str]:
    return Counter(type(each).__name__ for each in results)


def kind_count(kind: EventKind) -> int:
    """How many events of the kind there are."""
    return Event.objects.filter(kind=kind).count()


@pytest.mark.row("M5")
def test_of_fifty_saves_of_one_revision_one_wins_and_the_others_are_told(committed):
    draft = a_draft(committed)
    results = at_once([partial(save, committed, draft, n, 0) for n in FIFTY])
    assert kinds(results) == {"int": 1, "Stale": 49}
    draft.refresh_from_db()
    assert (draft.values, draft.revision) == ({"nytt": str(results.index(1))}, 1)


@pytest.mark.row("M5")
def test_fifty_saves_that_are_tried_again_give_fifty_revisions(committed):
    draft = a_draft(committed)
    results = at_once([partial(save_until_saved, committed, draft, n) for n in FIFTY])
    assert sorted(results) == list(range(1, 51))
    draft.refresh_from_db()
    assert (draft.values, draft.revision) == ({"nytt": str(results.index(50))}, 50)


@pytest.mark.row("M5")
def test_fifty_openings_of_a_form_give_one_draft(committed):
    results = at_once([partial(a_draft, committed) for _ in FIFTY])
    assert ({draft.pk for draft in results}, kinds(results)) == (
        {Draft.objects.get().pk},
        {"Draft": 50},
    )


@pytest.mark.row("M5")
def test_fifty_presses_on_send_give_one_answer(committed):
    draft = a_draft(committed)
    results = at_once([partial(send, committed, draft, "samma") for _ in FIFTY])
    assert {answer.pk for answer in results} == {Answer.objects.get().pk}
    assert (kind_count(EventKind.SENT), Draft.objects.count()) == (1, 0)


@pytest.mark.row("M5c")
def test_of_fifty_tabs_that_send_one_draft_one_wins_and_the_others_see_it(committed):
    draft = a_draft(committed)
    results = at_once([partial(send, committed, draft, str(n)) for n in FIFTY])
    assert kinds(results) == {"Answer": 1, "AlreadySent": 49}
    answer = Answer.objects.get()
    assert answer.values == {"nytt": str(results.index(answer))}
    told = {each.answer.pk for each in results if isinstance(each, AlreadySent)}
    assert told == {answer.pk}


@pytest.mark.row("M5")
def test_what_is_saved_while_it_is_sent_is_sent_or_refused_and_never_lost(committed):
    for _ in range(10):
        draft = a_draft(committed)
        saved, sent = at_once(
            [partial(save, committed, draft, 7, 0), partial(send, committed, draft, "skickat")]
        )
        assert (saved, kinds([sent])) == (1, {"Stale": 1}) or kinds([saved, sent]) == {
            "Stale": 1,
            "Answer": 1,
        }
        Draft.objects.all().delete()


def correct(cast: Cast, answer: Answer, text: str) -> Answer:
    return send(cast, a_draft(cast, replaces=answer), text)


@pytest.mark.row("M5c")
def test_of_fifty_corrections_of_one_answer_one_stands(committed):
    old = committed.send(FORM, {"nytt": "först"})
    results = at_once([partial(correct, committed, old, str(n)) for n in FIFTY])
    found = kinds(results)
    assert found["Answer"] == 1
    assert found["Answer"] + found["AlreadySent"] + found["NotCurrent"] == 50
    new = Answer.objects.get(replaced_at__isnull=True)
    assert (new.replaces, new.values) == (old, {"nytt": str(results.index(new))})
    assert (Answer.objects.count(), kind_count(EventKind.CHANGED)) == (2, 1)


@pytest.mark.row("M5c")
def test_an_answer_that_is_changed_and_taken_back_at_once_is_one_of_them(committed):
    old = [committed.send(FORM, {"nytt": str(n)}) for n in range(10)]
    drafts = [a_draft(committed, replaces=answer) for answer in old]
    changes = [partial(send, committed, draft, "nytt") for draft in drafts]
    returns = [
        partial(withdraw_answer, answer=answer, by=committed.astrid, now=committed.now)
        for answer in old
    ]
    results = at_once([act for pair in zip(changes, returns, strict=True) for act in pair])
    pairs = list(zip(results[::2], results[1::2], strict=True))
    assert all(isinstance(a, NotCurrent) != isinstance(b, NotCurrent) for a, b in pairs)
    for answer, (changed, _) in zip(old, pairs, strict=True):
        answer.refresh_from_db()
        stands = isinstance(changed, Answer)
        assert (answer.replaced_at is not None, answer.withdrawn_at is None) == (stands, stands)


@pytest.mark.row("M14b")
def test_a_correction_sent_while_the_old_answer_is_opened_waits_for_nobody_in_a_ring(committed):
    for n in range(10):
        old = committed.send(FORM, {"nytt": str(n)})
        draft = a_draft(committed, replaces=old)
        changed, _ = at_once(
            [
                partial(send, committed, draft, "nytt"),
                partial(mark_read, answers=[old], by=committed.bo, now=committed.now),
            ]
        )
        old.refresh_from_db()
        assert (old.read_by, changed.replaces) == (committed.bo.staff, old)


@pytest.mark.row("M15")
def test_opening_and_marking_at_once_leave_each_answer_done_once(committed):
    answers = [committed.send(FORM, {"nytt": str(n)}) for n in range(10)]
    ids = [answer.pk for answer in answers]
    opens = [
        partial(mark_read, answers=answers[::step], by=by, now=committed.now)
        for step in (1, -1)
        for by in (committed.bo, committed.erik)
    ]
    marks = [
        partial(
            mark_unopened,
            treatment=committed.treatment,
            answer_ids=ids[::step],
            by=committed.bo,
            now=committed.now,
        )
        for step in (1, -1)
    ]
    results = at_once([*marks, *opens] * 8)
    assert not [each for each in results if isinstance(each, Refused)]
    assert kind_count(EventKind.READ) == 10
    marked = Answer.objects.filter(marked_at__isnull=False).count()
    assert kind_count(EventKind.MARKED) == marked == sum(len(each or ()) for each in results)
    assert Answer.objects.filter(read_at__isnull=False).count() == 10


def start(cast: Cast, by) -> Treatment:
    return start_treatment(
        number=PersonalNumber(GUNNAR),
        person=Person(GUNNAR, "Gunnar", "Grön"),
        typed=False,
        programme=programme(PROGRAMME),
        by=by,
        now=cast.now,
    )


@pytest.mark.row("M9")
def test_of_fifty_starts_of_one_patient_one_is_made_and_the_others_are_led_to_it(committed):
    starters = [committed.bo, committed.erik] * 25
    results = at_once([partial(start, committed, by) for by in starters])
    assert kinds(results) == {"Treatment": 1, "AlreadyRunning": 49}
    treatment = Patient.objects.get(personal_number=GUNNAR).treatments.get()
    told = {each.treatment.pk for each in results if isinstance(each, AlreadyRunning)}
    assert (told, treatment.team.count(), treatment.events.count()) == ({treatment.pk}, 1, 1)
    assert treatment.team.get().staff == starters[results.index(treatment)].staff


@pytest.mark.row("M2")
def test_a_page_read_and_a_module_done_fifty_times_at_once_are_so_once(committed):
    by = {"treatment": committed.treatment, "by": committed.astrid, "now": committed.now}
    at_once([partial(read_page, page=ONE.pages[0], **by) for _ in FIFTY])
    at_once([partial(finish_module, module=ONE, **by) for _ in FIFTY])
    assert (PageRead.objects.count(), ModuleDone.objects.count()) == (1, 1)
    assert (kind_count(EventKind.PAGE_READ), kind_count(EventKind.MODULE_DONE)) == (1, 1)


@pytest.mark.row("M14b")
def test_of_fifty_first_openings_one_is_the_first(committed):
    by = {"treatment": committed.treatment, "by": committed.astrid, "now": committed.now}
    results = at_once([partial(open_as_patient, **by) for _ in FIFTY])
    assert Counter(results) == {True: 1, False: 49}
    assert kind_count(EventKind.OPENED) == 1


def test_a_patient_with_several_treatments_logs_in_fifty_times_at_once(committed):
    second = start_treatment(
        number=PersonalNumber(ASTRID),
        person=Person(ASTRID, "Astrid", "Alm"),
        typed=False,
        programme=programme(PROGRAMME),
        by=committed.carin,
        now=committed.now,
    )
    at_once([partial(log_in_patient, by=committed.astrid, now=committed.now) for _ in FIFTY])
    found = Treatment.objects.filter(pk__in=[committed.treatment.pk, second.pk])
    times = set(found.values_list("previous_active_at", "last_active_at"))
    assert times == {(committed.now, committed.now)}
