"""Which modules and forms a patient is shown, and how a choice of modules is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.programme.spec import Exercise, ModuleKind, Task
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused
from lindra.rules.shown import (
    begin_words,
    check_choice,
    check_recommended,
    form_is_shown,
    hidden_words,
    module_words,
    modules_of,
    shown_modules,
)
from tests.rules.made import form, module, programme

START = module("start", "s", kind=ModuleKind.START)
NUMBERED = tuple(module(f"m{n}", f"p{n}") for n in range(1, 9))
CALM = module("lugn", kind=ModuleKind.MINDFULNESS)


def numbered(made, number):
    """The same module with a number."""
    return type(made)(made.id, made.kind, made.title, "", number=number, pages=made.pages)


MODULES = tuple(numbered(each, n) for n, each in enumerate(NUMBERED, start=1))
PROGRAMME = programme(START, *MODULES, CALM)
ALL = frozenset(each.id for each in PROGRAMME.modules)
IDS = st.frozensets(st.sampled_from([*sorted(ALL), "borttagen"]))


@pytest.mark.row("M4", "F1")
def test_the_patient_sees_all_but_the_hidden_modules():
    assert shown_modules(PROGRAMME, State.ACTIVE, [], []) == ALL
    assert shown_modules(PROGRAMME, State.ACTIVE, ["m2", "lugn"], []) == ALL - {"m2", "lugn"}


@pytest.mark.row("M19")
def test_in_maintenance_the_patient_sees_those_that_were_chosen_for_it_alone():
    assert shown_modules(PROGRAMME, State.MAINTENANCE, ["m1"], ["m1", "m5"]) == {"m1", "m5"}
    assert shown_modules(PROGRAMME, State.ENDED, ["m1"], ["m1"]) == ALL - {"m1"}


@pytest.mark.row("M4")
@given(st.sampled_from(list(State)), IDS, IDS)
def test_there_is_always_something_to_read(state, hidden, maintained):
    found = shown_modules(PROGRAMME, state, hidden, maintained)
    assert found <= ALL
    check_choice(PROGRAMME, found)


@pytest.mark.row("M4")
@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "Välj minst en modul att läsa."),
        (["lugn"], "Välj minst en modul att läsa."),
        (["m1", "borttagen"], "Modulen finns inte i programmet."),
    ],
)
def test_a_choice_that_cannot_be_is_told(chosen, words):
    with pytest.raises(Refused) as refused:
        check_choice(PROGRAMME, chosen)
    assert (refused.value.message, refused.value.field) == (words, "modules")


@pytest.mark.row("M4")
@pytest.mark.parametrize("module_id", ["m2", "lugn", "borttagen"])
def test_only_a_module_that_is_shown_and_read_can_be_recommended(module_id):
    check_recommended("", {"m1"}, PROGRAMME)
    check_recommended("m1", {"m1"}, PROGRAMME)
    with pytest.raises(Refused) as refused:
        check_recommended(module_id, {"m1", "lugn"}, PROGRAMME)
    assert refused.value.code == "not_shown"


def with_forms():
    """m1 owns a form that a task of m2 leads to as well; one comes after an exercise."""
    exercise = Exercise("ovning", 1, "Ö", 3, (), "", "", (), after="efter")
    calm = type(CALM)(CALM.id, CALM.kind, "L", "", exercises=(exercise,))
    two = type(CALM)("m2", ModuleKind.MODULE, "2", "", tasks=(Task("Gör", form="bada"),))
    return programme(module("m1", "a"), two, calm)


@pytest.mark.row("M4")
def test_a_form_is_shown_while_any_of_its_modules_is():
    content = with_forms()
    both, own = form(name="bada", module="m1"), form(name="egen", module="m1")
    after = form(name="efter", module="lugn")
    assert modules_of(both, content) == {"m1", "m2"}
    assert [form_is_shown(each, content, {"m2"}) for each in (both, own, after)] == [
        True,
        False,
        True,
    ]
    assert form_is_shown(own, content, {"m1"})


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (ALL, "alla moduler"),
        ({"m1", "m5"}, "modul 1 och 5"),
        ({"m2"}, "modul 2"),
        ({"start", "m2", "m3", "m4"}, "start och modul 2–4"),
        ({"m1", "m2", "lugn"}, "modul 1 och 2 och lugn"),
        ({"start", "lugn"}, "start och lugn"),
        (set(), ""),
    ],
)
def test_a_choice_in_words(chosen, words):
    assert module_words(PROGRAMME, chosen) == words


@pytest.mark.row("F1")
def test_what_the_timeline_says():
    assert hidden_words(PROGRAMME, []) == "Alla moduler visas"
    assert hidden_words(PROGRAMME, ["m2", "m7"]) == "Visas inte: modul 2 och 7"
    assert begin_words(PROGRAMME, "m5") == "m5"
    assert begin_words(PROGRAMME, "") == "Ingen modul rekommenderas"
