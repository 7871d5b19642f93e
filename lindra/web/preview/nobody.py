"""Nobody's treatment: what the pages need of a patient and a unit, made up and never saved."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import Http404

from lindra import clock
from lindra.models import Answer, Patient, Treatment, Unit
from lindra.programme.registry import all_programmes
from lindra.programme.spec import Form
from lindra.queries.overview import ModuleView
from lindra.queries.results import Filling, filling
from lindra.rules.answers import lifted_words
from lindra.rules.progress import ModuleState
from lindra.web.frame import Frame
from lindra.web.words import in_words


def key(programme_id: str) -> UUID:
    """What stands for the treatment in the addresses."""
    return uuid5(NAMESPACE_URL, programme_id)


def frame(treatment_id: UUID) -> Frame:
    """Somebody's treatment with the programme of that key, or 404."""
    found = [content for content in all_programmes() if key(content.id) == treatment_id]
    if not found:
        raise Http404
    unit = Unit(name="Mottagningen", reads="på vardagar", answers="inom tre vardagar")
    patient = Patient(personal_number="0" * 12, given_name="Patienten", family_name="")
    nobody = Treatment(id=treatment_id, patient=patient, unit=unit, programme=found[0].id)
    return Frame(nobody, found[0], "Karin")


def view(here: Frame, module_id: str) -> ModuleView:
    """A module of which nothing is read; the page that some are offered first is told."""
    found = here.module(module_id)
    unread: frozenset[str] = frozenset()
    return ModuleView(found, ModuleState.NOT_BEGUN, unread, found.pages, found.first_when)


def helps(here: Frame) -> dict[str, str]:
    """The programme's help texts, by id, as HTML for a page."""
    return {
        each.id: in_words(each.html, here.treatment, here.programme, here.therapist)
        for each in here.programme.helps
    }


def answer(here: Frame, form: Form, values: Mapping[str, object]) -> Filling:
    """What was filled in, as the therapist would read it."""
    return filling(
        Answer(
            treatment=here.treatment,
            form=form.id,
            version=form.version,
            values=dict(values),
            lifted=list(lifted_words(form, values)),
            sent_at=clock.now(),
        )
    )
