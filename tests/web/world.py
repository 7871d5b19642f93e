"""Everybody who could knock at an address, and what Astrid and Fatima each have behind one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lindra import clock
from lindra.access import PatientSession, Session, StaffSession
from lindra.actions.access_log import Activity, log_access
from lindra.actions.drafts import open_draft, save_draft
from lindra.actions.log_reviews import make_review
from lindra.actions.message_drafts import open_message_draft, save_message_draft
from lindra.actions.notes import write_note
from lindra.models import (
    Answer,
    Conversation,
    Draft,
    ExportFormat,
    ExportState,
    Message,
    MessageDraft,
    Part,
    RoleKind,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.programme.registry import programme
from lindra.queries.log_review import Among
from lindra.rules.calendar import local_date
from tests.cast import PROGRAMME, Cast, staff, start
from tests.messages import write

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
    asked: Message
    told: Message

    @property
    def conversation(self) -> Conversation:
        """What the patient has asked in, and been answered."""
        return self.told.conversation

    def half(self, by: str, conversation: Conversation | None = None) -> MessageDraft:
        """The half-written message of the patient or of her therapist."""
        drafts = self.treatment.message_drafts.filter(staff__isnull=by == "patient")
        return drafts.get(conversation=conversation)


@dataclass(frozen=True)
class World:
    """`people` by first name.

    Erik and Gustav treat Margareta. Gustav treated Astrid until yesterday and once handed her over;
    it came back, and is offered to Carin's unit again. Hanna administers the patients of the unit.
    Sixten supervises Astrid's treatment. Ester, who treats nobody, has opened it in an emergency.
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
        yesterday = local_date(cast.now) - timedelta(days=1)
        margaretas = start(MARGARETA, "Margareta", "Östlund", cast.erik, cast.now)
        _beside(margaretas, gustav, yesterday, None)
        _beside(cast.treatment, gustav, yesterday, yesterday)
        _handed(cast, gustav)
        ester = staff("Ester", "Ek", "psykolog", unit, RoleKind.THERAPIST)
        _read_alone(cast, ester)
        people: dict[str, Session] = {
            "astrid": cast.astrid,
            "fatima": cast.fatima,
            "bo": cast.bo,
            "erik": cast.erik,
            "gustav": gustav,
            "carin": cast.carin,
            "doris": cast.doris,
            "hanna": cast.hanna,
            "david": cast.david,
            "agnes": cast.agnes,
            "lova": cast.lova,
            "sixten": cast.sixten,
            "ester": ester,
        }
        astrids = _theirs(cast, cast.astrid, cast.bo, "Sömnen")
        _reviewed(cast)
        _exported(cast)
        _recorded(cast)
        return cls(cast, people, astrids, _theirs(cast, cast.fatima, cast.carin, SECRET))


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


def _theirs(cast: Cast, who: PatientSession, therapist: StaffSession, wrote: str) -> Theirs:
    treatment = who.patient.treatments.get()
    answer = cast.send("reflektion-1", {"nytt": wrote}, by=who)
    diary = cast.send("somndagbok", SLEPT, by=who)
    form = programme(PROGRAMME).form("smartbild")
    draft = open_draft(treatment=treatment, form=form, by=who, now=cast.now)
    save_draft(draft=draft, values={"tror": wrote}, revision=0, by=who, now=cast.now)
    draft.refresh_from_db()
    asked = write(treatment, who, wrote, cast.now)
    told = write(treatment, therapist, wrote, cast.now, asked.conversation, seen=cast.now)
    for by in (who, therapist):
        for where in (None, asked.conversation):
            half = open_message_draft(treatment=treatment, conversation=where, by=by, now=cast.now)
            save_message_draft(draft=half, text=wrote, revision=0, by=by, now=cast.now)
    return Theirs(treatment, draft, answer, diary, asked, told)


def _reviewed(cast: Cast) -> None:
    """Lova has drawn the one row of the log: Bo has opened Astrid's treatment."""
    log_access(
        by=cast.bo,
        wall=clock.wall(),
        activity=Activity.READ,
        name="manage",
        resource="Hantera",
        patients=[cast.astrid.patient],
        treatment=cast.treatment,
    )
    day = local_date(clock.wall())
    make_review(among=Among(day, day), rows=1, by=cast.lova, now=clock.wall())


def _recorded(cast: Cast) -> None:
    """Doris has proposed a purge, of what has been opened again, and given out what both have."""
    run = cast.smartenheten.purges.create(
        decision="AN 2026-00122",
        shown=[[PROGRAMME, 2025, 1]],
        total=1,
        proposed_at=cast.now,
        proposed_by=cast.doris.staff,
    )
    run.items.create(treatment=cast.treatment)
    for unit, treatment in ((cast.smartenheten, cast.treatment), (cast.ekbacken, cast.fatimas)):
        treatment.patient.disclosures.create(
            unit=unit,
            recipient="IVO",
            purpose="Tillsyn",
            grounds="Får lämnas",
            reviewed_by="Lova Lind",
            made_at=cast.now,
            made_by=cast.doris.staff,
        )


def _exported(cast: Cast) -> None:
    """Doris's export is ready, with a key."""
    day = local_date(cast.now)
    job = cast.smartenheten.exports.create(
        programme=PROGRAMME,
        first=day,
        last=day,
        format=ExportFormat.CSV,
        keeps_key=True,
        reason="Uppföljning",
        ordered_at=cast.now,
        ordered_by=cast.doris.staff,
        state=ExportState.READY,
        finished_at=cast.now,
        expires_at=cast.now + timedelta(days=7),
    )
    for is_key in (False, True):
        job.parts.create(number=0, is_key=is_key, data=b"zip")


def _read_alone(cast: Cast, ester: StaffSession) -> None:
    """Sixten is named as supervisor; Ester has opened in an emergency, which the unit allows."""
    cast.treatment.team.create(
        staff=cast.sixten.staff,
        part=Part.SUPERVISOR,
        first_day=local_date(cast.now),
        added_at=cast.now,
    )
    Unit.objects.filter(pk=cast.smartenheten.pk).update(allows_emergency=True)
    cast.treatment.emergency_openings.create(
        staff=ester.staff, reason="Patienten ringde", opened_at=cast.now, day=local_date(cast.now)
    )


def _handed(cast: Cast, gustav: StaffSession) -> None:
    """A former period of Gustav's, an open offer to Ekbacken, and a note of Bo's."""
    units = {"from_unit": cast.smartenheten, "to_unit": cast.ekbacken}
    soon = cast.now + timedelta(minutes=1)
    cast.treatment.handovers.create(
        offered_at=cast.now,
        offered_by=gustav.staff,
        answered_at=soon,
        answered_by=cast.carin.staff,
        accepted=True,
        **units,
    )
    cast.treatment.handovers.create(offered_at=soon, offered_by=cast.bo.staff, **units)
    write_note(treatment=cast.treatment, text="Ring", key=nobody_has(), by=cast.bo, now=cast.now)


def nobody_has() -> UUID:
    """A number that nothing has."""
    return UUID("00000000-0000-4000-8000-000000000000")
