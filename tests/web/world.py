"""Everybody who could knock at an address, and what Astrid and Fatima each have behind one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lindra.access import PatientSession, Session, StaffSession
from lindra.actions.drafts import open_draft, save_draft
from lindra.models import Answer, Draft, Part, RoleKind, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.rules.calendar import local_date
from tests.cast import PROGRAMME, Cast, staff, start

NOBODY = "nobody"
SECRET = "Det som bara Fatima har skrivit"
MARGARETA = "195111079827"
SLEPT = {"datum": "2026-11-21", "b": "23:00", "u": "07:00"}


@dataclass(frozen=True)
class Theirs:
    """What one patient has."""

    treatment: Treatment
    draft: Draft
    answer: Answer
    diary: Answer


@dataclass(frozen=True)
class World:
    """`people` by first name.

    Erik and Gustav treat Margareta. Gustav treated Astrid until yesterday. Hanna administers the
    patients of the unit.
    """

    cast: Cast
    people: dict[str, Session]
    astrids: Theirs
    fatimas: Theirs

    @classmethod
    def create(cls, cast: Cast) -> World:
        """Give both patients a draft and two answers, and add those who nearly reach them."""
        unit = cast.smartenheten
        gustav = staff("Gustav", "Gran", "läkare", unit, RoleKind.THERAPIST)
        hanna = staff("Hanna", "Holm", "sekreterare", unit, RoleKind.PATIENT_ADMINISTRATOR)
        yesterday = local_date(cast.now) - timedelta(days=1)
        margaretas = start(MARGARETA, "Margareta", "Östlund", cast.erik, cast.now)
        _beside(margaretas, gustav, yesterday, None)
        _beside(cast.treatment, gustav, yesterday, yesterday)
        people: dict[str, Session] = {
            "astrid": cast.astrid,
            "fatima": cast.fatima,
            "bo": cast.bo,
            "erik": cast.erik,
            "gustav": gustav,
            "carin": cast.carin,
            "doris": cast.doris,
            "hanna": hanna,
        }
        astrids = _theirs(cast, cast.astrid, cast.treatment, "Sömnen")
        return cls(cast, people, astrids, _theirs(cast, cast.fatima, cast.fatimas, SECRET))


def _beside(
    treatment: Treatment, who: StaffSession, first_day: date, last_day: date | None
) -> None:
    TeamMember.objects.create(
        treatment=treatment,
        staff=who.staff,
        part=Part.CO_THERAPIST,
        first_day=first_day,
        last_day=last_day,
        added_at=treatment.started_at,
    )


def _theirs(cast: Cast, who: PatientSession, treatment: Treatment, wrote: str) -> Theirs:
    answer = cast.send("reflektion-1", {"nytt": wrote}, by=who)
    diary = cast.send("somndagbok", SLEPT, by=who)
    form = programme(PROGRAMME).form("smartbild")
    draft = open_draft(treatment=treatment, form=form, by=who, now=cast.now)
    save_draft(draft=draft, values={"tror": wrote}, revision=0, by=who, now=cast.now)
    draft.refresh_from_db()
    return Theirs(treatment, draft, answer, diary)


def nobody_has() -> UUID:
    """A number that nothing has."""
    return UUID("00000000-0000-4000-8000-000000000000")
