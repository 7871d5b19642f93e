"""The known cast. Astrid is the patient, Bo hers; Carin belongs to another unit.

Bo and Erik work at Smärtenheten, Bo is responsible for Astrid, Erik is in no team of hers. Carin
works at Ekbacken. Doris is data administrator at Smärtenheten and Hanna its patient
administrator, David its second data administrator, Agnes access administrator, Lova log reviewer
and Sixten supervisor there; they treat nobody. Fatima is another patient, Carin's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from lindra import clock
from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import send_answer
from lindra.actions.drafts import open_draft
from lindra.actions.treatments import start_treatment
from lindra.gateways.population import Person
from lindra.models import (
    Answer,
    CareProvider,
    Commission,
    Patient,
    Role,
    RoleKind,
    Staff,
    Treatment,
    Unit,
)
from lindra.programme.registry import programme
from lindra.rules.personal_number import PersonalNumber
from lindra.web import session
from tests.laid import again

PROGRAMME = "smartskolan"
ASTRID = "197804129802"
FATIMA = "198212249885"
LONG_AGO = date(2020, 1, 1)


@dataclass
class Cast:
    """Everybody, with what each of them has. `now` is when the treatments were started."""

    now: datetime
    smartenheten: Unit
    ekbacken: Unit
    bo: StaffSession
    erik: StaffSession
    carin: StaffSession
    doris: StaffSession
    hanna: StaffSession
    david: StaffSession
    agnes: StaffSession
    lova: StaffSession
    sixten: StaffSession
    astrid: PatientSession
    fatima: PatientSession
    treatment: Treatment
    fatimas: Treatment

    @classmethod
    def create(cls, now: datetime | None = None) -> Cast:
        """Make them, with one running treatment each for Astrid (Bo) and Fatima (Carin).

        In an empty database the rows of an earlier cast of the same moment are laid again.
        """
        return again(cls._create, now or clock.now())

    @classmethod
    def _create(cls, now: datetime) -> Cast:
        provider = CareProvider.objects.create(hsa_id="SE-P1", name="Region Västanvind")
        smart = _unit(provider, "SE-E1", "Smärtenheten")
        ek = _unit(provider, "SE-E2", "Ekbacken")
        people = _staff(
            ("Bo", "Berg", "fysioterapeut", smart, RoleKind.THERAPIST),
            ("Erik", "Edlund", "psykolog", smart, RoleKind.THERAPIST),
            ("Carin", "Ceder", "arbetsterapeut", ek, RoleKind.THERAPIST),
            ("Doris", "Dahl", "administratör", smart, RoleKind.DATA_ADMINISTRATOR),
            ("Hanna", "Holm", "sekreterare", smart, RoleKind.PATIENT_ADMINISTRATOR),
            ("David", "Dal", "administratör", smart, RoleKind.DATA_ADMINISTRATOR),
            ("Agnes", "Ask", "enhetschef", smart, RoleKind.ACCESS_ADMINISTRATOR),
            ("Lova", "Lind", "jurist", smart, RoleKind.LOG_REVIEWER),
            ("Sixten", "Sand", "psykolog", smart, RoleKind.SUPERVISOR),
        )
        bo, _, carin, *_ = people
        treatment = start(ASTRID, "Astrid", "Alm", bo, now)
        fatimas = start(FATIMA, "Fatima", "Farah", carin, now)
        patients = PatientSession(treatment.patient), PatientSession(fatimas.patient)
        return cls(now, smart, ek, *people, *patients, treatment, fatimas)

    def send(
        self,
        form_id: str,
        values: dict[str, object],
        *,
        at: datetime | None = None,
        by: PatientSession | None = None,
        replaces: Answer | None = None,
    ) -> Answer:
        """Astrid (or `by`) sends a form; a diary's date is read off its values."""
        by = by or self.astrid
        treatment = self.treatment if by == self.astrid else self.fatimas
        now = at or self.now
        form = programme(PROGRAMME).form(form_id)
        day = str(values[form.one_per_date]) if form.one_per_date else ""
        draft = open_draft(
            treatment=treatment,
            form=form,
            by=by,
            now=now,
            entry_date=date.fromisoformat(day) if day else None,
            replaces=replaces,
        )
        return send_answer(
            treatment=treatment,
            form=form,
            draft_id=draft.pk,
            values=values,
            revision=draft.revision,
            by=by,
            now=now,
        )

    def client(self, who: PatientSession | StaffSession) -> Client:
        """A browser in which somebody is logged in."""
        return log_in(Client(), who)


def log_in(client: Client, who: PatientSession | StaffSession) -> Client:
    """Log somebody in without the provider."""
    kept = client.session
    moment = clock.wall().timestamp()
    key = who.patient.pk if isinstance(who, PatientSession) else who.commission.pk
    kind = "patient" if isinstance(who, PatientSession) else "staff"
    kept.update({session.KEY: [kind, key], session.SEEN: moment, session.BEGUN: moment})
    kept.save()
    client.cookies["sessionid"] = kept.session_key
    return client


def staff(given: str, family: str, profession: str, unit: Unit, *roles: RoleKind) -> StaffSession:
    """A member of staff with a commission at the unit and the roles."""
    return _staff((given, family, profession, unit, *roles))[0]


def _staff(*people: tuple[str | Unit | RoleKind, ...]) -> list[StaffSession]:
    """The same for many, in three questions to the database."""
    persons = Staff.objects.bulk_create(
        Staff(
            issuer="test",
            hsa_id=f"TST-{given}",
            given_name=given,
            family_name=family,
            profession=profession,
        )
        for given, family, profession, *_ in people
    )
    commissions = Commission.objects.bulk_create(
        Commission(hsa_id=f"{person.hsa_id}-1", staff=person, unit=unit, first_day=LONG_AGO)
        for person, (_, _, _, unit, *_) in zip(persons, people, strict=True)
    )
    sessions = [
        StaffSession(commission, frozenset(roles))
        for commission, (_, _, _, _, *roles) in zip(commissions, people, strict=True)
    ]
    Role.objects.bulk_create(
        Role(commission=each.commission, kind=kind, first_day=LONG_AGO)
        for each in sessions
        for kind in each.roles
    )
    return sessions


def start(number: str, given: str, family: str, by: StaffSession, now: datetime) -> Treatment:
    """Start Digitala smärtskolan for a person."""
    return start_treatment(
        number=PersonalNumber(number),
        person=Person(number, given, family),
        typed=False,
        programme=programme(PROGRAMME),
        by=by,
        now=now,
    )


def at(text: str) -> datetime:
    """A moment in UTC: at("2026-11-22 08:30")."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def patient(number: str, given: str, family: str) -> Patient:
    """A patient without a treatment."""
    return Patient.objects.create(personal_number=number, given_name=given, family_name=family)


def _unit(provider: CareProvider, hsa_id: str, name: str) -> Unit:
    return Unit.objects.create(
        care_provider=provider,
        hsa_id=hsa_id,
        name=name,
        reads="på vardagar",
        answers="inom tre vardagar",
        programmes=[PROGRAMME],
    )
