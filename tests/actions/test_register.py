"""Night by night the register says who is protected and who has died."""

from datetime import date

import pytest

from lindra.actions.register import follow_register
from lindra.gateways.population import Person, RegisterDown
from lindra.models import Patient, Treatment
from tests.cast import ASTRID, FATIMA, Cast, patient

pytestmark = pytest.mark.row("M9b")
DIED = date(2026, 11, 20)


class Register:
    """Knows those it is given; asked too often it is down. `asked` are the numbers."""

    def __init__(self, *people: Person, lasts: int = 99) -> None:
        self.people = {person.personal_number: person for person in people}
        self.asked: list[str] = []
        self.lasts = lasts

    def look_up(self, personal_number: str) -> Person | None:
        if len(self.asked) == self.lasts:
            raise RegisterDown
        self.asked.append(personal_number)
        return self.people.get(personal_number)


def marks() -> dict[str, tuple[bool, date | None]]:
    rows = Patient.objects.values_list("personal_number", "protected", "deceased_on")
    return {number: (protected, died) for number, protected, died in rows}


def test_who_is_protected_or_has_died_is_marked(cast: Cast) -> None:
    register = Register(
        Person(ASTRID, "Astrid", "Alm", protected=True), Person(FATIMA, "F", "F", deceased=DIED)
    )
    assert follow_register(register=register) == 2
    assert marks() == {ASTRID: (True, None), FATIMA: (False, DIED)}
    assert follow_register(register=register) == 0


def test_who_is_protected_no_longer_is_not_marked_and_nobody_comes_back_from_the_dead(
    cast: Cast,
) -> None:
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(protected=True)
    Patient.objects.filter(pk=cast.fatima.patient.pk).update(deceased_on=DIED)
    register = Register(Person(ASTRID, "Astrid", "Alm"), Person(FATIMA, "Fatima", "Farah"))
    assert follow_register(register=register) == 1
    assert marks() == {ASTRID: (False, None), FATIMA: (False, DIED)}


def test_who_is_not_in_the_register_stays_as_she_was(cast: Cast) -> None:
    assert follow_register(register=Register()) == 0
    assert marks() == {ASTRID: (False, None), FATIMA: (False, None)}


def test_only_those_who_are_treated_are_asked_for(cast: Cast) -> None:
    patient("197001011234", "Nils", "Nord")
    Treatment.objects.filter(pk=cast.fatimas.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    register = Register()
    follow_register(register=register)
    assert register.asked == [ASTRID]


def test_a_register_that_is_down_ends_it_and_what_is_marked_stays(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    people = [Person(number, "A", "B", protected=True) for number in (ASTRID, FATIMA)]
    assert follow_register(register=Register(*people, lasts=1)) == 1
    assert sorted(marks().values()) == [(False, None), (True, None)]
    assert "population register is down" in caplog.text
    assert ASTRID not in caplog.text
