""" "Gallring" in two steps: one proposes what she was shown, another approves exactly that (M21).

Nothing is deleted here: what is approved is carried out by a job (`actions.erasure`).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.gateways import queue
from lindra.models import PurgeItem, PurgeRun
from lindra.queries.purge import preview, still_held
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused

CARRY_OUT = "carry_out_purge"
DECISION_LENGTH = 100
NOW_HELD = {
    "not_ended": "inte längre avslutade",
    "legal_hold": "med gallringsstopp",
    "journal": "som ska bevaras som journal",
    "waiting": "vars väntetid inte är slut",
}


class OthersNow(Refused):
    """What may be purged is not what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Det som kan gallras har ändrats sedan sidan visades. Inget är föreslaget. "
            "Se vad som gäller nu.",
            code="changed",
        )


@transaction.atomic
def propose_purge(*, decision: str, shown: str, by: StaffSession, now: datetime) -> PurgeRun:
    """A proposal of exactly what was shown: `shown` is the preview's fingerprint.

    `Refused` without a decision or anything to purge, or while another is open; `OthersNow` when
    something else may be purged by now.
    """
    unit = by.commission.unit
    number = _decision(decision)
    found = preview(unit, local_date(now))
    if found.fingerprint != shown:
        raise OthersNow
    if not found.found:
        raise Refused("Det finns inget att gallra.", code="none")
    try:
        with transaction.atomic():
            run = PurgeRun.objects.create(
                unit=unit,
                decision=number,
                shown=[[each.programme, each.year, each.number] for each in found.counts],
                total=len(found.found),
                proposed_at=now,
                proposed_by=by.staff,
            )
    except IntegrityError as error:
        raise Refused("Det finns redan ett förslag som väntar.", code="open") from error
    PurgeItem.objects.bulk_create(PurgeItem(run=run, treatment_id=each.id) for each in found.found)
    return run


@transaction.atomic
def approve_purge(*, run: PurgeRun, by: StaffSession, now: datetime) -> None:
    """The second person's: it is carried out from now on, and cannot be taken back.

    `Refused` for whoever proposed it, and when anything of it may no longer be purged.
    """
    held = _waiting(run)
    if held.proposed_by_id == by.staff.pk:
        raise Refused(
            "Förslaget ska godkännas av en annan dataadministratör än den som gjorde det.",
            code="own",
        )
    hindered = still_held(held, local_date(now))
    if hindered:
        raise Refused(
            f"Förslaget gäller inte längre: {_words(hindered)}. Avbryt det och gör ett nytt.",
            code="hindered",
        )
    held.approved_at, held.approved_by = now, by.staff
    held.save(update_fields=["approved_at", "approved_by"])
    queue.put(CARRY_OUT, [str(held.pk)])


@transaction.atomic
def cancel_purge(*, run: PurgeRun, by: StaffSession, now: datetime) -> None:
    """Either data administrator's, before it is approved. Nothing was deleted."""
    held = _waiting(run)
    held.cancelled_at, held.cancelled_by = now, by.staff
    held.save(update_fields=["cancelled_at", "cancelled_by"])
    held.items.all().delete()


def _decision(typed: str) -> str:
    number = " ".join(typed.split())
    if not number:
        raise Refused("Skriv beslutets diarienummer.", code="decision", field="decision")
    if len(number) > DECISION_LENGTH:
        raise Refused("Skriv högst 100 tecken.", code="decision", field="decision")
    return number


def _waiting(run: PurgeRun) -> PurgeRun:
    """The run's row, held until the transaction ends; `Refused` once it is settled."""
    held = PurgeRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=run.pk)
    if held.approved_at:
        raise Refused("Förslaget är redan godkänt.", code="approved")
    if held.cancelled_at:
        raise Refused("Förslaget är avbrutet.", code="cancelled")
    return held


def _words(hindered: Counter[str]) -> str:
    """1 moment med gallringsstopp, 2 moment inte längre avslutade"""
    return ", ".join(f"{number} moment {NOW_HELD[why]}" for why, number in hindered.most_common())
