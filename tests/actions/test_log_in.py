"""Who an identity stands for, and who is turned away."""

from datetime import timedelta

import pytest

from lindra.actions.log_in import patient_logs_in, staff_logs_in
from lindra.gateways.identity import Identity, Kind
from lindra.models import AccessLog, Commission, Patient, Role, RoleKind, StaffChannels, Treatment
from lindra.rules.refused import Refused
from tests.cast import ASTRID, LONG_AGO, at

WALL = at("2026-11-22 09:00")
DAY = timedelta(days=1)


def astrid(given="Astrid", family="Alm", *, subject=ASTRID, kind=Kind.PATIENT) -> Identity:
    return Identity(kind, "test", subject, given, family, WALL)


def bo(**more) -> Identity:
    said = {"issuer": "test", "subject": "TST-Bo", "commission": "TST-Bo-1", **more}
    return Identity(
        said.pop("kind", Kind.STAFF), given="Bo", family="Berg", authenticated_at=WALL, **said
    )


def typed(**more) -> None:
    """Astrid's name was typed at the start, as the register was down."""
    Patient.objects.filter(personal_number=ASTRID).update(name_typed=True, **more)


def refused_code(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.row("M8")
def test_a_patient_is_known_by_the_personal_number(cast):
    found = patient_logs_in(identity=astrid(), now=cast.now, wall=WALL)
    assert found == cast.astrid
    assert Treatment.objects.get(pk=cast.treatment.pk).last_active_at == cast.now


def test_a_patients_session_leaves_one_row_in_the_access_log(cast):
    patient_logs_in(identity=astrid(), now=cast.now, wall=WALL)
    row = AccessLog.objects.get()
    assert (row.start_date, row.activity_type, row.resource_type) == (WALL, "Läsa", "Inloggning")
    assert (row.user_kind, row.user_id, row.user_name) == ("patient", ASTRID, "Astrid Alm")
    assert row.patients == [{"id": ASTRID, "name": "Astrid Alm"}]


@pytest.mark.row("M8")
@pytest.mark.parametrize("who", [{"subject": "199001019802"}, {"kind": Kind.STAFF}])
def test_nobody_else_is_let_in_as_a_patient(cast, who):
    code = refused_code(lambda: patient_logs_in(identity=astrid(**who), now=cast.now, wall=WALL))
    assert (code, AccessLog.objects.count()) == ("unknown", 0)


@pytest.mark.row("M9b")
@pytest.mark.parametrize("given", ["Astrid", "ASTRID", "Astrid Maria"])
def test_a_typed_name_gives_way_to_the_providers_when_it_is_the_same_person(cast, given):
    typed()
    patient_logs_in(identity=astrid(given), now=cast.now, wall=WALL)
    found = Patient.objects.get(personal_number=ASTRID)
    assert (found.given_name, found.name_typed, found.mismatch_at) == (given, False, None)


@pytest.mark.row("M9b")
def test_the_first_of_several_given_names_decides(cast):
    typed(given_name="Astrid Maria")
    patient_logs_in(identity=astrid("Astrid Eva"), now=cast.now, wall=WALL)
    assert Patient.objects.get(personal_number=ASTRID).given_name == "Astrid Eva"


@pytest.mark.row("M9b")
@pytest.mark.parametrize("name", [("Astrid", "Ek"), ("Anna", "Alm"), ("", "Alm")])
def test_another_name_than_the_typed_one_stops_access_until_the_team_has_looked(cast, name):
    typed()
    logs_in = [
        lambda: patient_logs_in(identity=astrid(*name), now=cast.now, wall=WALL),
        lambda: patient_logs_in(identity=astrid(), now=cast.now + DAY, wall=WALL),
    ]
    assert [refused_code(each) for each in logs_in] == ["mismatch", "mismatch"]
    found = Patient.objects.get(personal_number=ASTRID)
    assert (found.name, found.name_typed, found.mismatch_at) == ("Astrid Alm", True, cast.now)
    assert (AccessLog.objects.count(), found.treatments.get().last_active_at) == (0, None)


@pytest.mark.row("M9b")
def test_a_name_from_the_register_is_not_compared(cast):
    patient_logs_in(identity=astrid("Annat", "Namn"), now=cast.now, wall=WALL)
    assert Patient.objects.get(personal_number=ASTRID).name == "Astrid Alm"


@pytest.mark.row("M8")
def test_staff_are_let_in_for_the_commission_that_the_provider_names(cast):
    found = staff_logs_in(identity=bo(), wall=WALL)
    assert (found.commission, found.roles) == (cast.bo.commission, {RoleKind.THERAPIST})


@pytest.mark.row("M8")
@pytest.mark.parametrize(
    "who",
    [
        {"subject": "TST-Erik"},
        {"commission": "TST-Erik-1"},
        {"commission": ""},
        {"issuer": "another"},
        {"kind": Kind.PATIENT},
    ],
)
def test_nobody_else_is_let_in_as_staff(cast, who):
    assert refused_code(lambda: staff_logs_in(identity=bo(**who), wall=WALL)) == "unknown"


@pytest.mark.row("M8")
def test_a_commission_counts_between_its_days_in_sweden(cast):
    midnight = at("2026-11-22 23:30")
    own = Commission.objects.filter(pk=cast.bo.commission.pk)
    own.update(last_day=WALL.date())
    assert staff_logs_in(identity=bo(), wall=WALL).commission == cast.bo.commission
    assert refused_code(lambda: staff_logs_in(identity=bo(), wall=midnight)) == "unknown"
    own.update(first_day=WALL.date() + DAY, last_day=None)
    assert refused_code(lambda: staff_logs_in(identity=bo(), wall=WALL)) == "unknown"
    assert staff_logs_in(identity=bo(), wall=midnight).commission == cast.bo.commission


@pytest.mark.row("M8")
def test_a_role_counts_between_its_days_and_who_has_none_is_told_so(cast):
    roles = Role.objects.filter(commission=cast.bo.commission)
    roles.update(last_day=WALL.date())
    Role.objects.create(
        commission=cast.bo.commission, kind=RoleKind.LOG_REVIEWER, first_day=LONG_AGO
    )
    both = {RoleKind.THERAPIST, RoleKind.LOG_REVIEWER}
    assert staff_logs_in(identity=bo(), wall=WALL).roles == both
    roles.filter(kind=RoleKind.THERAPIST).update(last_day=WALL.date() - DAY)
    assert staff_logs_in(identity=bo(), wall=WALL).roles == {RoleKind.LOG_REVIEWER}
    Role.objects.filter(commission=cast.bo.commission).delete()
    assert refused_code(lambda: staff_logs_in(identity=bo(), wall=WALL)) == "no_role"


@pytest.mark.row("M8")
def test_whoever_has_a_role_logs_in(cast):
    for name in ("Doris", "Hanna", "Agnes", "Lova", "Sixten"):
        found = staff_logs_in(
            identity=bo(subject=f"TST-{name}", commission=f"TST-{name}-1"), wall=WALL
        )
        assert found.staff.given_name == name


@pytest.mark.row("M23")
def test_what_the_provider_says_of_mail_and_number_is_kept_anew_at_each_log_in(cast):
    for mail, phone, kept in [
        ("bo@region.example", "070-174 06 05", ("bo@region.example", "+46701740605")),
        ("bo@region.example", "08-123 456", ("bo@region.example", "")),
        ("", "", ("", "")),
    ]:
        staff_logs_in(identity=bo(mail=mail, phone=phone), wall=WALL)
        own = StaffChannels.objects.get(staff=cast.bo.staff)
        assert (own.email, own.phone) == kept
