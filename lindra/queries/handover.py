"""Handovers: where a treatment can go, what is offered, what a former unit may still read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from lindra.access import StaffSession, handovers_of, treatments_handed_over
from lindra.models import Answer, Event, Handover, Treatment, Unit
from lindra.queries.results import Filling, filling
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State

TOLD = timedelta(days=14)  # so long the patient's start page tells of the new unit


@dataclass(frozen=True, slots=True)
class Period:
    """From when a unit had a treatment (None: from its start) to when it was handed over."""

    first: datetime | None
    last: datetime


def open_offer(treatment: Treatment) -> Handover | None:
    """The offer that waits for an answer."""
    offers = treatment.handovers.filter(answered_at__isnull=True)
    return offers.select_related("to_unit", "from_unit", "offered_by").first()


def units_to_offer(treatment: Treatment) -> list[Unit]:
    """The other units of the care provider that use the programme; training stays training."""
    here = treatment.unit
    units = Unit.objects.filter(care_provider=here.care_provider_id, training=here.training)
    others = units.exclude(pk=treatment.unit_id).order_by("name")
    return [unit for unit in others if treatment.programme in unit.programmes]


def offers_to(unit: Unit) -> list[Handover]:
    """What is offered to the unit and not answered, the oldest first."""
    offers = Handover.objects.filter(to_unit=unit, answered_at__isnull=True)
    found = offers.exclude(treatment__state=State.ENDED).order_by("offered_at")
    return list(found.select_related("treatment__patient", "from_unit", "offered_by"))


def handed_over(who: StaffSession, now: datetime) -> list[Handover]:
    """What the unit has handed over while she was in the team: each treatment's latest."""
    reached = treatments_handed_over(who, local_date(now)).values("pk")
    rows = handovers_of(who).filter(treatment__in=reached).order_by("treatment", "-answered_at")
    latest = rows.distinct("treatment").select_related("treatment__patient", "to_unit")
    return sorted(latest, key=lambda each: each.answered_at, reverse=True)


def moved_lately(treatment: Treatment, now: datetime) -> Handover | None:
    """The handover that the patient's start page still tells of."""
    rows = treatment.handovers.filter(accepted=True, answered_at__gt=now - TOLD)
    return rows.select_related("to_unit", "from_unit").order_by("-answered_at").first()


def former_units(treatment: Treatment) -> list[Handover]:
    """The units that have had the treatment, each until when (F10)."""
    rows = treatment.handovers.filter(accepted=True).select_related("from_unit")
    return list(rows.order_by("answered_at"))


def periods(treatment: Treatment, who: StaffSession) -> list[Period]:
    """The unit's own periods in which she was in the team, the oldest first."""
    accepted = treatment.handovers.filter(accepted=True)
    ends = handovers_of(who).filter(treatment=treatment).order_by("answered_at")
    return [Period(_begun(accepted, each), each.answered_at) for each in ends if each.answered_at]


def events_of(treatment: Treatment, kept: list[Period]) -> QuerySet[Event]:
    """What happened in the periods, newest first."""
    return treatment.events.filter(_within("at", kept)).select_related("answer").order_by("-id")


def answers_of(treatment: Treatment, kept: list[Period]) -> QuerySet[Answer]:
    """What the patient sent in the periods, newest first."""
    rows = treatment.answers.filter(_within("sent_at", kept)).select_related("treatment")
    return rows.order_by("-sent_at", "-id")


def fillings_of(treatment: Treatment, kept: list[Period]) -> list[Filling]:
    """The same in words."""
    return [filling(answer) for answer in answers_of(treatment, kept)]


def _begun(accepted: QuerySet[Handover], end: Handover) -> datetime | None:
    came = accepted.filter(to_unit=end.from_unit_id, answered_at__lt=end.answered_at)
    return came.order_by("-answered_at").values_list("answered_at", flat=True).first()


def _within(name: str, kept: list[Period]) -> Q:
    found = Q(pk__in=())
    for period in kept:
        part = Q(**{f"{name}__lte": period.last})
        found |= part & Q(**{f"{name}__gte": period.first}) if period.first else part
    return found
