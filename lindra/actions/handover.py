"""Handing a treatment over to another unit of the same care provider (BEHAVIOUR F5)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.actions.holds import take_hold_along
from lindra.actions.team import lock, move_team
from lindra.models import EventKind, Handover, Treatment, Unit
from lindra.programme.registry import programme
from lindra.queries.colleagues import responsible_of
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused


@transaction.atomic
def offer_handover(
    *, treatment: Treatment, to: Unit, agreed: bool, by: StaffSession, now: datetime
) -> Handover:
    """Offer the treatment to another unit; nothing moves until a therapist there accepts.

    `agreed`: the patient has been asked, and has not barred the data (PDL 4:4). Raises `Refused`
    unless by the responsible therapist, to a unit of the same care provider that uses the
    programme, where it does not run for the patient; and while another offer is open.
    """
    lock(treatment)
    _check_responsible(treatment, by)
    _check_unit(treatment, to)
    if not agreed:
        raise Refused("Fråga patienten först.", code="not_agreed", field="agreed")
    try:
        with transaction.atomic():
            offer = Handover.objects.create(
                treatment=treatment,
                from_unit=treatment.unit,
                to_unit=to,
                offered_at=now,
                offered_by=by.staff,
            )
    except IntegrityError as error:
        raise Refused("Momentet är redan erbjudet till en enhet.", code="offered") from error
    _tell(treatment, EventKind.HANDOVER_OFFERED, by, now, f"till {to.name}")
    return offer


@transaction.atomic
def accept_handover(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """The therapist's unit takes over and she becomes responsible; the old team leaves.

    The old unit keeps its period, up to this moment, read-only. A "gallringsstopp" goes along.
    """
    lock(treatment)
    offer = _answerable(treatment, by)
    _check_unit(treatment, offer.to_unit)
    words = f"från {offer.from_unit.name} till {offer.to_unit.name}"
    take_hold_along(treatment=treatment, to=offer.to_unit, by=by, now=now)
    try:
        with transaction.atomic():
            Treatment.objects.filter(pk=treatment.pk).update(unit=offer.to_unit)
    except IntegrityError as error:
        raise Refused(_RUNS_THERE, code="runs_there") from error
    treatment.unit = offer.to_unit
    move_team(treatment=treatment, to=by.staff, by=by, now=now)
    _tell(treatment, EventKind.HANDOVER_ACCEPTED, by, now, words)
    _answer(offer, by, now, accepted=True)


@transaction.atomic
def decline_handover(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """The unit says no; the treatment stays where it is."""
    lock(treatment)
    offer = _answerable(treatment, by)
    _answer(offer, by, now, accepted=False)
    _tell(treatment, EventKind.HANDOVER_DECLINED, by, now, f"av {offer.to_unit.name}")


@transaction.atomic
def withdraw_handover(*, treatment: Treatment, by: StaffSession, now: datetime) -> None:
    """The responsible therapist takes her unit's offer back before it is answered."""
    lock(treatment)
    _check_responsible(treatment, by)
    offer = _open_offer(treatment)
    _answer(offer, by, now, accepted=False)
    words = f"erbjudandet till {offer.to_unit.name} togs tillbaka"
    _tell(treatment, EventKind.HANDOVER_DECLINED, by, now, words)


_RUNS_THERE = "Patienten har redan programmet på den enheten."


def _check_responsible(treatment: Treatment, by: StaffSession) -> None:
    if responsible_of(treatment).staff != by.staff or treatment.unit_id != by.commission.unit_id:
        raise Refused("Bara den som är ansvarig kan göra det.", code="not_responsible")


def _check_unit(treatment: Treatment, to: Unit) -> None:
    if to.pk == treatment.unit_id:
        raise Refused("Momentet finns redan på enheten.", code="same_unit", field="to")
    if to.care_provider_id != treatment.unit.care_provider_id:
        raise Refused(
            "Enheten hör till en annan vårdgivare. Avsluta, ge patienten en kopia, och låt dem "
            "starta på nytt.",
            code="other_provider",
            field="to",
        )
    if treatment.unit.training != to.training:
        raise Refused(
            "Övningsmoment lämnas bara mellan övningsenheter.", code="training", field="to"
        )
    if treatment.programme not in to.programmes:
        name = programme(treatment.programme).name
        raise Refused(f"{to.name} använder inte {name}.", code="not_used", field="to")
    running = Treatment.objects.exclude(state=State.ENDED).filter(
        patient=treatment.patient_id, programme=treatment.programme, unit=to
    )
    if running.exists():
        raise Refused(_RUNS_THERE, code="runs_there", field="to")


def _open_offer(treatment: Treatment) -> Handover:
    offers = treatment.handovers.select_related("from_unit", "to_unit")
    offer = offers.filter(answered_at__isnull=True).first()
    if offer is None:
        raise Refused("Erbjudandet är redan besvarat eller återtaget.", code="answered")
    return offer


def _answerable(treatment: Treatment, by: StaffSession) -> Handover:
    offer = _open_offer(treatment)
    if offer.to_unit_id != by.commission.unit_id:
        raise Refused("Erbjudandet är till en annan enhet.", code="other_unit")
    return offer


def _answer(offer: Handover, by: StaffSession, now: datetime, *, accepted: bool) -> None:
    offer.answered_at, offer.answered_by, offer.accepted = now, by.staff, accepted
    offer.save(update_fields=["answered_at", "answered_by", "accepted"])


def _tell(
    treatment: Treatment, kind: EventKind, by: StaffSession, now: datetime, words: str
) -> None:
    record_event(treatment=treatment, kind=kind, by=by, now=now, words=words)
