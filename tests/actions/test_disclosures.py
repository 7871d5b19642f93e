"""Nothing is given out before it is noted to whom, what for, and who has reviewed it (F19)."""

import pytest

from lindra.actions.disclosures import NEEDED, disclose
from lindra.models import Disclosure, Event
from lindra.queries.own_data import own_data
from lindra.rules.refused import Refused
from tests.cast import start

pytestmark = pytest.mark.row("F19")
GIVEN = {
    "recipient": "IVO",
    "purpose": "Tillsyn",
    "grounds": "Får lämnas, 10 kap. 28 § OSL",
    "reviewed_by": "Lova Lind, jurist",
}


def give(cast, **changed) -> Disclosure:
    given = {**GIVEN, **changed}
    return disclose(treatment=cast.treatment, by=cast.doris, now=cast.now, **given)


def test_what_is_noted_is_kept_and_the_team_is_told(cast):
    made = give(cast, recipient=" IVO ")
    assert {name: getattr(made, name) for name in GIVEN} == GIVEN
    assert (made.unit, made.made_by, made.made_at) == (
        *(cast.smartenheten, cast.doris.staff, cast.now),
    )
    told = Event.objects.get(kind="disclosed")
    assert (told.treatment, told.words) == (cast.treatment, "Till IVO: Tillsyn")


@pytest.mark.parametrize("name", GIVEN)
def test_each_of_the_four_is_needed_and_has_its_length(cast, name):
    longest, missing = NEEDED[name]
    for typed, words in ((" ", missing), ("x" * (longest + 1), f"Skriv högst {longest} tecken.")):
        with pytest.raises(Refused) as refused:
            give(cast, **{name: typed})
        assert (refused.value.message, refused.value.field) == (words, name)
    assert not Disclosure.objects.exists()
    assert not Event.objects.filter(kind="disclosed").exists()
    give(cast, **{name: "x" * longest})


def test_what_a_unit_gives_out_is_of_its_own_treatments_and_notes_alone(cast):
    patient = cast.treatment.patient
    other = start(patient.personal_number, "Astrid", "Alm", cast.carin, cast.now)
    for unit, reason in ((cast.smartenheten, "Här"), (cast.ekbacken, "Där")):
        patient.legal_holds.create(
            unit=unit, reason=reason, placed_at=cast.now, placed_by=cast.doris.staff
        )
    give(cast)
    found = own_data(patient, cast.now, unit=cast.smartenheten)
    assert [each.treatment for each in found.treatments] == [cast.treatment]
    tables = {each.name: each.rows for each in found.tables}
    assert [row["reason"] for row in tables["LegalHold"]] == ["Här"]
    assert [row["recipient"] for row in tables["Disclosure"]] == ["IVO"]
    assert len(tables["Patient"]) == 1
    elsewhere = own_data(patient, cast.now, unit=cast.ekbacken)
    assert [each.treatment for each in elsewhere.treatments] == [other]
    everything = own_data(patient, cast.now)
    assert len(everything.treatments) == 2
    assert len({each.name: each.rows for each in everything.tables}["LegalHold"]) == 2
