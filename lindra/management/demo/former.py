"""Those who had the programme the year before: what statistics count and purge can take.

Their therapist has left, so they stand on nobody's list. They are many and nobody opens them: their
rows are written together, not lived through.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from lindra.actions.holds import place_hold
from lindra.management.demo import fillings
from lindra.management.demo.cast import ISSUER, Cast
from lindra.management.demo.lives import PROGRAMME
from lindra.models import (
    Answer,
    Commission,
    Event,
    EventKind,
    ModuleDone,
    PageRead,
    Part,
    Patient,
    Staff,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.programme.registry import programme
from lindra.rules.calendar import instant, last_day, local_date
from lindra.rules.lifecycle import State
from lindra.rules.personal_number import parse
from lindra.rules.refused import Refused
from lindra.rules.unit_statistics import years

GUNILLA = "TSTNMT2321000156-1099"
DORIS = "TST-UPPDRAG-1007-1"
BEGAN = (7, 8, 6, 9, 7, 5, 2, 6, 10, 9, 7, 5)  # January to December
REASONS = {
    "Genomfört enligt plan": 42,
    "Avbrutet på patientens önskemål": 15,
    "Slutat vara aktiv": 11,
    "Övergått till annan vård": 7,
    "Aldrig påbörjat": 4,
    "Annan orsak": 2,
}
DONE = "Genomfört enligt plan"
NEVER = "Aldrig påbörjat"
GIVEN = "Anna Björn Cecilia David Elsa Fredrik Greta Hans Ida Jonas Kerstin Lars Maria".split()
FAMILY = "Ahl Brink Dahlin Ek Fors Grahn Hed Isberg Kjell Lind Norén Palm Rydh Sjö Wik".split()
FIRST_INVENTED = 980  # the birth numbers of the demo's people
HELD = "Anmälan till Inspektionen för vård och omsorg väntar på beslut."


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who has had the programme, and how many modules were done."""

    treatment: Treatment
    modules: int
    dice: random.Random

    @property
    def began(self) -> datetime:
        return self.treatment.started_at

    @property
    def ended(self) -> datetime:
        assert self.treatment.ended_at is not None
        return self.treatment.ended_at


def live_before(cast: Cast, now: datetime) -> None:
    """Eighty-one who began a year ago and more; one of them has a legal hold."""
    dice = random.Random("former")  # noqa: S311 - not a secret
    doris = cast.staff[DORIS]
    gone = _gone(doris.commission.unit, local_date(now))
    found = list(_begun(doris.commission.unit, now, dice))
    Patient.objects.bulk_create(each.treatment.patient for each in found)
    Treatment.objects.bulk_create(each.treatment for each in found)
    TeamMember.objects.bulk_create(_in_team(each, gone) for each in found)
    Event.objects.bulk_create(event for each in found for event in _events(each, gone.name))
    PageRead.objects.bulk_create(page for each in found for page in _pages(each))
    ModuleDone.objects.bulk_create(done for each in found for done in _modules(each))
    Answer.objects.bulk_create(answer for each in found for answer in _answers(each, gone))
    held = min((each.treatment for each in found), key=lambda each: each.ended_at or now)
    place_hold(treatment=held, reason=HELD, by=doris, now=now - timedelta(days=20))


def _gone(unit: Unit, today: date) -> Staff:
    """Gunilla, whose commission is over."""
    staff = Staff.objects.create(
        issuer=ISSUER,
        hsa_id=GUNILLA,
        given_name="Gunilla",
        family_name="Rask",
        profession="fysioterapeut",
    )
    Commission.objects.create(
        hsa_id=f"{GUNILLA}-1",
        staff=staff,
        unit=unit,
        first_day=today.replace(year=today.year - 4, day=1),
        last_day=today - timedelta(days=1),
    )
    return staff


def _begun(unit: Unit, now: datetime, dice: random.Random) -> Iterator[Former]:
    year = years(local_date(now))[0]
    reasons = [reason for reason, count in REASONS.items() for _ in range(count)]
    dice.shuffle(reasons)
    days = [date(year, month, 2 + n) for month, count in enumerate(BEGAN, 1) for n in range(count)]
    numbers = _numbers(local_date(now))
    for day, reason in zip(days, reasons, strict=True):
        began = instant(day, time(9, dice.randrange(60)))
        longest = 200 if reason == DONE else 120
        ended = began + timedelta(days=dice.randrange(40, longest), hours=4)
        patient = Patient(
            personal_number=next(numbers),
            given_name=dice.choice(GIVEN),
            family_name=dice.choice(FAMILY),
        )
        treatment = Treatment(
            patient=patient,
            programme=PROGRAMME,
            unit=unit,
            state=State.ENDED,
            starts_on=day,
            ends_on=last_day(day, 12),
            started_at=began,
            opened_by_patient_at=None if reason == NEVER else began + timedelta(days=1),
            last_active_at=None if reason == NEVER else ended - timedelta(days=3),
            ended_at=ended,
            ended_from=State.ACTIVE,
            end_reason=reason,
        )
        modules = {DONE: 9, NEVER: 0}.get(reason, dice.randrange(1, 6))
        yield Former(treatment, modules, dice)


def _numbers(today: date) -> Iterator[str]:
    """Personal numbers of nobody, a month and a year apart."""
    for n in range(1000):
        born = date(1950 + n % 45, 1 + n % 12, 1 + n % 28)
        for digit in range(10):
            try:
                yield parse(f"{born:%Y%m%d}{FIRST_INVENTED + n % 20}{digit}", today).value
            except Refused:
                continue


def _in_team(former: Former, staff: Staff) -> TeamMember:
    return TeamMember(
        treatment=former.treatment,
        staff=staff,
        part=Part.RESPONSIBLE,
        first_day=former.treatment.starts_on,
        added_at=former.began,
        opened_at=former.began + timedelta(hours=1),
    )


def _events(former: Former, name: str) -> Iterator[Event]:
    staff = {"actor": "staff", "actor_name": name}
    yield Event(treatment=former.treatment, kind=EventKind.STARTED, at=former.began, **staff)
    reason = former.treatment.end_reason
    yield Event(
        treatment=former.treatment, kind=EventKind.ENDED, at=former.ended, words=reason, **staff
    )


def _at(former: Former, share: float) -> datetime:
    return former.began + (former.ended - former.began) * share


def _pages(former: Former) -> Iterator[PageRead]:
    """The first pages of each module that was begun."""
    for n, module in enumerate(programme(PROGRAMME).modules[: former.modules + 1]):
        if former.modules:
            for page in [page for page in module.pages if not page.private][:2]:
                at = _at(former, 0.1 + 0.08 * n)
                yield PageRead(treatment=former.treatment, page=page.id, read_at=at)


def _modules(former: Former) -> Iterator[ModuleDone]:
    for n, module in enumerate(programme(PROGRAMME).modules[: former.modules]):
        at = _at(former, 0.12 + 0.08 * n)
        yield ModuleDone(treatment=former.treatment, module=module.id, done_at=at)


def _answers(former: Former, staff: Staff) -> Iterator[Answer]:
    dice = former.dice
    if not former.modules:
        return
    forms = ["start"] if dice.random() < 0.9 else []
    forms += ["smartbild"] if former.modules > 1 and dice.random() < 0.7 else []
    forms += ["veckokollen"] * dice.randrange(4)
    forms += ["genomfort"] if former.modules == 9 and dice.random() < 0.8 else []
    for n, form_id in enumerate(forms):
        form, at = programme(PROGRAMME).form(form_id), _at(former, 0.2 + 0.12 * n)
        yield Answer(
            treatment=former.treatment,
            form=form.id,
            version=form.version,
            completes=form.completes,
            values=fillings.values(form_id, local_date(at), n / len(forms), dice),
            key=UUID(int=dice.getrandbits(128)),
            sent_at=at,
            read_at=at + timedelta(days=1),
            read_by=staff,
        )
