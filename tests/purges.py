"""Treatments that may be purged: ended so long ago that nothing but a decision is lacking."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lindra.access import StaffSession
from lindra.actions.purge import approve_purge, propose_purge
from lindra.models import LegalHold, Patient, PurgeRun, Treatment, Unit
from lindra.queries.purge import preview
from lindra.rules.calendar import local_date
from tests.cast import Cast, start
from tests.rules.numbers import invented

TWO_YEARS = timedelta(days=730)
DECISION = "AN 2026-00123"


def end(treatment: Treatment, at: datetime) -> Treatment:
    """Ended at that moment, as the action leaves it."""
    Treatment.objects.filter(pk=treatment.pk).update(
        state="ended",
        ended_from="active",
        ended_at=at,
        end_reason="Annan orsak",
        started_at=at - timedelta(days=90),
        starts_on=local_date(at) - timedelta(days=90),
        ends_on=local_date(at) + timedelta(days=275),
    )
    treatment.refresh_from_db()
    return treatment


def old(cast: Cast, number: int, by: StaffSession | None = None) -> Treatment:
    """A treatment of a patient of its own that ended two years ago."""
    born = invented(date(1980, 1, 1) + timedelta(days=number))
    made = start(born, f"Gammal{number}", "Patient", by or cast.bo, cast.now)
    return end(made, cast.now - TWO_YEARS)


def hold(patient: Patient, unit: Unit, by: StaffSession, now: datetime) -> LegalHold:
    """ "Gallringsstopp"."""
    return patient.legal_holds.create(
        unit=unit, reason="Tillsyn", placed_at=now, placed_by=by.staff
    )


def proposed(cast: Cast) -> PurgeRun:
    """Doris proposes all that may go at Smärtenheten."""
    shown = preview(cast.smartenheten, local_date(cast.now)).fingerprint
    return propose_purge(decision=DECISION, shown=shown, by=cast.doris, now=cast.now)


def approved(cast: Cast) -> PurgeRun:
    """The same, approved by David."""
    run = proposed(cast)
    approve_purge(run=run, by=cast.david, now=cast.now)
    return run
