"""The treatment's life: extended, maintained, ended, opened again, postponed.

Each holds the row, asks the rule anew, and refuses who acts on what has changed since she looked:
of many at once one wins, and the others are told by whom.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, Patient, Treatment
from lindra.programme.registry import programme
from lindra.queries.life import changed_by, phase_of, seen_of
from lindra.rules.calendar import date_words, last_day, local_date
from lindra.rules.lifecycle import (
    DECEASED,
    Act,
    State,
    check_act,
    check_extension,
    check_first_day,
    check_reopening,
    end_reasons,
    maintained_until,
)
from lindra.rules.refused import Refused
from lindra.rules.shown import check_choice, module_words

REASON_LENGTH = 200


class Changed(Refused):
    """Somebody has changed the treatment since the page was shown."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} ändrade momentet nyss. Se vad som gäller nu och försök igen.", code="changed"
        )


class RunsAgain(Refused):
    """The patient has the programme anew at the unit: the old one stays ended."""

    def __init__(self) -> None:
        super().__init__(
            "Patienten har redan ett nytt moment med programmet här.", code="already_running"
        )


def hold(
    *, treatment: Treatment, act: Act, seen: str, by: StaffSession, now: datetime
) -> Treatment:
    """The treatment's row, held until the transaction ends, if it takes the act and is unchanged.

    `seen` is `queries.life.seen_of` of what `by` was shown. Raises `Refused` or `Changed`.
    """
    held = Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    check_act(act, phase_of(held, local_date(now)))
    if seen != seen_of(held):
        raise Changed(changed_by(held) or by.name)
    return held


@transaction.atomic
def extend_treatment(
    *,
    treatment: Treatment,
    new_last_day: date,
    reason: str,
    seen: str,
    by: StaffSession,
    now: datetime,
) -> Treatment:
    """A new last day, and why (M18b). What was maintained or over is worked in again."""
    held = hold(treatment=treatment, act=Act.EXTEND, seen=seen, by=by, now=now)
    check_extension(new_last_day, held.ends_on, local_date(now))
    why = _reason(reason)
    held.state, held.ends_on, held.maintained_modules = State.ACTIVE, new_last_day, []
    held.save(update_fields=["state", "ends_on", "maintained_modules"])
    words = f"Till och med {date_words(new_last_day)}. {why}"
    record_event(treatment=held, kind=EventKind.EXTENDED, by=by, now=now, words=words)
    return held


@transaction.atomic
def maintain_treatment(
    *,
    treatment: Treatment,
    days: int,
    modules: Collection[str],
    seen: str,
    by: StaffSession,
    now: datetime,
) -> Treatment:
    """Those modules can be read for so many days more, and nothing is filled in (M19)."""
    held = hold(treatment=treatment, act=Act.MAINTAIN, seen=seen, by=by, now=now)
    content = programme(held.programme)
    check_choice(content, modules)
    held.state, held.ends_on = State.MAINTENANCE, maintained_until(days, local_date(now))
    held.maintained_modules = [m.id for m in content.modules if m.id in modules]
    held.save(update_fields=["state", "ends_on", "maintained_modules"])
    shown = module_words(content, held.maintained_modules)
    words = f"Till och med {date_words(held.ends_on)}: {shown}"
    record_event(treatment=held, kind=EventKind.MAINTAINED, by=by, now=now, words=words)
    return held


@transaction.atomic
def end_treatment(
    *, treatment: Treatment, reason: str, seen: str, by: StaffSession, now: datetime
) -> Treatment:
    """Ended, for one of the unit's reasons (M20). Drafts are kept, and can be sent no more.

    "Avliden" is kept with the patient, so that no notice is sent in any of the treatments (M9b).
    """
    held = hold(treatment=treatment, act=Act.END, seen=seen, by=by, now=now)
    if reason not in end_reasons(held.unit.end_reasons):
        raise Refused("Välj en orsak.", code="reason", field="reason")
    held.ended_from, held.state = held.state, State.ENDED
    held.ended_at, held.end_reason = now, reason
    held.save(update_fields=["ended_from", "state", "ended_at", "end_reason"])
    if reason == DECEASED:
        Patient.objects.filter(pk=held.patient_id, deceased_on__isnull=True).update(
            deceased_on=local_date(now)
        )
    record_event(treatment=held, kind=EventKind.ENDED, by=by, now=now, words=reason)
    return held


@transaction.atomic
def reopen_treatment(
    *, treatment: Treatment, seen: str, by: StaffSession, now: datetime
) -> Treatment:
    """As it was before the end, within 14 days of it, unless another runs (M18b).

    A death that the end had noted is taken back with it.
    """
    held = hold(treatment=treatment, act=Act.REOPEN, seen=seen, by=by, now=now)
    assert held.ended_at is not None
    ended_on, reason = local_date(held.ended_at), held.end_reason
    check_reopening(ended_on, local_date(now))
    held.state, held.ended_from = State(held.ended_from or State.ACTIVE), ""
    held.ended_at, held.end_reason = None, ""
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "ended_from", "ended_at", "end_reason"])
    except IntegrityError as error:
        raise RunsAgain from error
    if reason == DECEASED:
        Patient.objects.filter(pk=held.patient_id, deceased_on=ended_on).update(deceased_on=None)
    record_event(treatment=held, kind=EventKind.REOPENED, by=by, now=now)
    return held


@transaction.atomic
def postpone_treatment(
    *, treatment: Treatment, first_day: date, seen: str, by: StaffSession, now: datetime
) -> Treatment:
    """Another first day for what has not begun, today or within a year; the last day follows."""
    held = hold(treatment=treatment, act=Act.POSTPONE, seen=seen, by=by, now=now)
    check_first_day(first_day, local_date(now))
    months = programme(held.programme).months_of_access
    held.starts_on, held.ends_on = first_day, last_day(first_day, months)
    held.save(update_fields=["starts_on", "ends_on"])
    words = f"{date_words(first_day)}, öppet till och med {date_words(held.ends_on)}"
    record_event(treatment=held, kind=EventKind.POSTPONED, by=by, now=now, words=words)
    return held


def _reason(typed: str) -> str:
    why = " ".join(typed.split())
    if not why:
        raise Refused("Skriv en orsak.", code="reason", field="reason")
    if len(why) > REASON_LENGTH:
        raise Refused(
            f"Orsaken får vara högst {REASON_LENGTH} tecken.", code="reason", field="reason"
        )
    return why
