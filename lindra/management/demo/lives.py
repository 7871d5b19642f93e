"""What the demo's patients have done: lived through the same actions as the pages use."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import mark_read, send_answer
from lindra.actions.drafts import open_draft, save_draft
from lindra.actions.reading import finish_module, open_page, read_page
from lindra.actions.treatments import open_as_patient, open_as_team, start_treatment
from lindra.management.demo import fillings
from lindra.management.demo.cast import Cast
from lindra.models import Part, TeamMember, Treatment
from lindra.models.answer import UNREAD
from lindra.programme.registry import programme
from lindra.programme.spec import Module, ModuleKind
from lindra.rules.calendar import SWEDEN, local_date
from lindra.rules.personal_number import PersonalNumber

PROGRAMME = "smartskolan"
KARIN = "TST-UPPDRAG-1001-1"
JOHAN = "TST-UPPDRAG-1002-1"
MIRJAM = "TST-UPPDRAG-1003-1"


@dataclass(frozen=True, slots=True)
class Story:
    """`days` ago it began. Spans are (first, last) days ago. `read`: read until then."""

    days: int
    therapist: str = KARIN
    beside: str = ""
    opened: bool = True
    modules: int = 0
    pages: int = 0
    active: int = 0
    sleep: tuple[int, int] | None = None
    training: tuple[int, int] | None = None
    weekly: tuple[int, int] | None = None
    forms: Mapping[str, int] = field(default_factory=dict)
    contact: bool = False
    draft: bool = False
    read: int = 3


LIVES: dict[str, Story] = {
    "astrid": Story(
        84,
        beside=JOHAN,
        modules=2,
        pages=4,
        sleep=(28, 0),
        training=(40, 1),
        weekly=(77, 1),
        forms={"start": 84, "smartbild": 78, "reflektion-1": 5},
        draft=True,
    ),
    "jamal": Story(
        196,
        modules=5,
        pages=2,
        active=1,
        sleep=(60, 46),
        training=(150, 2),
        weekly=(190, 2),
        forms={"start": 196, "smartbild": 190, "reflektion-1": 180},
        contact=True,
        read=5,
    ),
    "margareta": Story(
        330,
        modules=8,
        active=2,
        sleep=(120, 100),
        weekly=(320, 6),
        forms={"start": 329, "smartbild": 320, "genomfort": 2},
        read=5,
    ),
    "petra": Story(12, pages=6, active=1, sleep=(6, 1), weekly=(5, 5), forms={"start": 11}, read=4),
    "mikko": Story(0, opened=False),
    "amina": Story(21, pages=3, active=19, forms={"start": 20}, read=10),
    "lars_erik": Story(
        240,
        JOHAN,
        KARIN,
        modules=6,
        pages=5,
        active=4,
        training=(200, 4),
        weekly=(230, 9),
        forms={"start": 239},
        read=0,
    ),
    "soraya": Story(
        49,
        JOHAN,
        modules=3,
        pages=1,
        active=0,
        sleep=(14, 1),
        weekly=(42, 0),
        forms={"start": 48, "smartbild": 45},
        read=2,
    ),
    "tove": Story(
        60, MIRJAM, modules=1, pages=8, active=32, sleep=(50, 35), forms={"start": 58}, read=20
    ),
    "elin": Story(5, MIRJAM, pages=1, active=3, forms={"start": 4}, read=4),
}


def live(cast: Cast, who: str, story: Story, now: datetime) -> Treatment:
    """Start the treatment that many days ago and let the patient do what the story tells."""
    by = cast.staff[story.therapist]
    began = now - timedelta(days=story.days)
    treatment = start_treatment(
        number=PersonalNumber(cast.people[who].personal_number),
        person=cast.people[who],
        typed=False,
        programme=programme(PROGRAMME),
        by=by,
        now=began,
    )
    if story.beside:
        _beside(treatment, cast.staff[story.beside], began)
    if not story.opened:
        return treatment
    patient = PatientSession(treatment.patient)
    open_as_team(treatment=treatment, by=by, now=began + timedelta(hours=1))
    open_as_patient(treatment=treatment, by=patient, now=began + timedelta(hours=3))
    _read(treatment, patient, story, began, now)
    _write(treatment, patient, story, random.Random(who), now)  # noqa: S311 - not a secret
    _be_read(treatment, by, now - timedelta(days=story.read))
    _be_last_active(treatment, now - timedelta(days=story.active))
    return treatment


def _beside(treatment: Treatment, by: StaffSession, now: datetime) -> None:
    TeamMember.objects.create(
        treatment=treatment,
        staff=by.staff,
        part=Part.CO_THERAPIST,
        first_day=local_date(now),
        added_at=now,
    )


def _read(
    treatment: Treatment, patient: PatientSession, story: Story, began: datetime, now: datetime
) -> None:
    modules = [m for m in programme(PROGRAMME).modules if m.kind is not ModuleKind.MINDFULNESS]
    whole = modules[: story.modules + 1] if story.modules else ()
    partly = modules[story.modules + 1 : story.modules + 2] if story.modules else modules[:1]
    last = now - timedelta(days=story.active, minutes=40)
    step = (last - began) / (story.modules + 3)
    for number, module in enumerate(whole, start=1):
        at = began + step * number
        _read_pages(treatment, patient, module, len(module.pages), at)
        finish_module(treatment=treatment, module=module, by=patient, now=at + timedelta(hours=1))
    for module in partly:
        _read_pages(treatment, patient, module, story.pages, last)


def _read_pages(
    treatment: Treatment, patient: PatientSession, module: Module, pages: int, at: datetime
) -> None:
    for number, page in enumerate(module.pages[:pages]):
        moment = at + timedelta(minutes=4 * number)
        open_page(treatment=treatment, module=module, page=page, by=patient, now=moment)
        read_page(treatment=treatment, page=page, by=patient, now=moment)
    following = module.pages[pages : pages + 1]
    for page in following:
        open_page(treatment=treatment, module=module, page=page, by=patient, now=at)


def _write(
    treatment: Treatment,
    patient: PatientSession,
    story: Story,
    dice: random.Random,
    now: datetime,
) -> None:
    moments: list[tuple[int, str]] = [(day, form) for form, day in story.forms.items()]
    moments += [(day, "somndagbok") for day in _span(story.sleep, 1, dice, 0.85)]
    moments += [(day, "traningsdagbok") for day in _span(story.training, 2, dice, 0.8)]
    moments += [(day, "veckokollen") for day in _span(story.weekly, 7, dice, 0.9)]
    for day, form_id in sorted(moments, reverse=True):
        evening = now.astimezone(SWEDEN).replace(hour=17, minute=dice.randrange(60))
        at = min(evening - timedelta(days=day) + timedelta(hours=dice.randrange(4)), now)
        worse = 1 - day / max(story.days, 1)
        values = fillings.values(form_id, local_date(at), worse, dice)
        if story.contact and form_id == "reflektion-1":
            values["vill_ha_kontakt"] = True
        _send(treatment, patient, form_id, values, max(at, treatment.started_at))
    if story.contact:
        values = {"nytt": fillings.TEXTS["kontakt"], "vill_ha_kontakt": True}
        _send(treatment, patient, "reflektion-1", values, now - timedelta(hours=20))
    if story.draft:
        form = programme(PROGRAMME).form("smartbild")
        draft = open_draft(treatment=treatment, form=form, by=patient, now=now)
        save_draft(draft=draft, values={"tror": "Jag tror att"}, revision=0, by=patient, now=now)


def _span(span: tuple[int, int] | None, step: int, dice: random.Random, share: float) -> list[int]:
    if span is None:
        return []
    first, last = span
    return [day for day in range(first, last - 1, -step) if dice.random() < share]


def _send(
    treatment: Treatment,
    patient: PatientSession,
    form_id: str,
    values: dict[str, object],
    at: datetime,
) -> None:
    form = programme(PROGRAMME).form(form_id)
    entry_date = date.fromisoformat(str(values["datum"])) if form.one_per_date else None
    draft = open_draft(treatment=treatment, form=form, by=patient, now=at, entry_date=entry_date)
    send_answer(
        treatment=treatment,
        form=form,
        draft_id=draft.pk,
        values=values,
        revision=draft.revision,
        by=patient,
        now=at,
    )


def _be_read(treatment: Treatment, by: StaffSession, until: datetime) -> None:
    answers = treatment.answers.filter(UNREAD, sent_at__lt=until, lifted=[]).order_by("sent_at")
    for answer in answers.select_related("treatment"):
        mark_read(answers=[answer], by=by, now=min(answer.sent_at + timedelta(days=2), until))


def _be_last_active(treatment: Treatment, at: datetime) -> None:
    Treatment.objects.filter(pk=treatment.pk).update(last_active_at=at)
