"""Logging in: an identity becomes the patient or the commission that it stands for."""

from datetime import datetime

from django.db import transaction

from lindra.access import PatientSession, StaffSession, staff_session
from lindra.actions.access_log import Activity, log_access
from lindra.actions.treatments import log_in_patient
from lindra.gateways.identity import Identity, Kind
from lindra.models import Commission, Patient, StaffChannels
from lindra.rules.addresses import mobile_number
from lindra.rules.calendar import local_date
from lindra.rules.names import same_name
from lindra.rules.refused import Refused


def patient_logs_in(*, identity: Identity, now: datetime, wall: datetime) -> PatientSession:
    """The patient of the personal number. Her session leaves one row in the access log.

    Raises `Refused` when nothing is started for her, or when the name that was typed at the start
    is not hers: then access is stopped and the unit is told (BEHAVIOUR M9b).
    """
    patient = (
        Patient.objects.filter(personal_number=identity.subject).first()
        if identity.kind is Kind.PATIENT
        else None
    )
    if patient is None:
        raise Refused("Det finns inget program för dig här.", code="unknown")
    if patient.name_typed and not patient.mismatch_at:
        _compare(patient, identity, now)
    if patient.mismatch_at:
        raise Refused(
            "Något stämmer inte, så programmet är stoppat. Hör av dig till din mottagning.",
            code="mismatch",
        )
    by = PatientSession(patient)
    with transaction.atomic():
        log_in_patient(by=by, now=now)
        log_access(
            by=by,
            wall=wall,
            activity=Activity.READ,
            name="log_in",
            resource="Inloggning",
            patients=[patient],
        )
    return by


def staff_logs_in(*, identity: Identity, wall: datetime) -> StaffSession:
    """The commission that the provider names, if it is the person's and holds today."""
    commission = (
        Commission.objects.filter(
            hsa_id=identity.commission,
            staff__hsa_id=identity.subject,
            staff__issuer=identity.issuer,
        ).first()
        if identity.kind is Kind.STAFF
        else None
    )
    found = staff_session(commission.pk, local_date(wall)) if commission else None
    if found is None:
        raise Refused("Du har inget uppdrag här som gäller i dag.", code="unknown")
    if not found.roles:
        raise Refused("Du har ingen roll här som gäller i dag.", code="no_role")
    _keep_addresses(found, identity)
    return found


def _keep_addresses(who: StaffSession, identity: Identity) -> None:
    """What the provider says of e-mail and number; a number that cannot be one is none (M23)."""
    try:
        phone = mobile_number(identity.phone)
    except Refused:
        phone = ""
    said = {"email": identity.mail, "phone": phone}
    if any(said.values()) or StaffChannels.objects.filter(staff=who.staff).exists():
        StaffChannels.objects.update_or_create(staff=who.staff, defaults=said)


def _compare(patient: Patient, identity: Identity, now: datetime) -> None:
    if same_name(patient.given_name, patient.family_name, identity.given, identity.family):
        patient.given_name, patient.family_name = identity.given, identity.family
        patient.name_typed = False
    else:
        patient.mismatch_at = now
    patient.save(update_fields=["given_name", "family_name", "name_typed", "mismatch_at"])
