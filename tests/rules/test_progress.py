"""BEHAVIOUR M2: pages read, modules done, where to go on. Nothing is ever locked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.programme.spec import ModuleKind
from lindra.rules.progress import (
    ModuleState,
    all_read,
    countable,
    current_module,
    minutes_left,
    module_state,
    neighbours,
    next_module,
    pages_read,
    reading_order,
)
from tests.rules.made import module, page, programme

SECRET = page("hemlig", private=True)
START = module("start", "s1", kind=ModuleKind.START)
ONE = module("m1", "a", SECRET, "b")
TWO = module("m2", "c")
EXERCISES = module("ovningar", "o1", kind=ModuleKind.MINDFULNESS)
PROGRAMME = programme(START, ONE, EXERCISES, TWO)

pytestmark = pytest.mark.row("M2")


def names(pages):
    return [each.id for each in pages]


def test_a_private_page_is_never_counted():
    assert names(countable(ONE)) == ["a", "b"]
    assert pages_read(ONE, {"a", "hemlig", "c"}) == 1


@pytest.mark.parametrize(
    ("read", "offered"), [((), False), (("a",), False), (("a", "b"), True), (("b", "a", "c"), True)]
)
def test_the_end_of_a_module_is_offered_when_all_but_the_private_pages_are_read(read, offered):
    assert all_read(ONE, read) is offered


def test_a_module_without_pages_is_never_all_read():
    assert all_read(module("tom"), ()) is False


@pytest.mark.parametrize(
    ("read", "done", "opened", "state"),
    [
        ((), (), "", ModuleState.NOT_BEGUN),
        (("c", "hemlig"), (), "m2", ModuleState.NOT_BEGUN),
        (("a",), (), "", ModuleState.UNDER_WAY),
        ((), (), "m1", ModuleState.UNDER_WAY),
        (("a", "b"), (), "", ModuleState.UNDER_WAY),
        ((), ("m1",), "", ModuleState.DONE),
        (("a", "b"), ("m1",), "m1", ModuleState.DONE),
    ],
)
def test_a_module_is_not_begun_under_way_or_done(read, done, opened, state):
    assert module_state(ONE, read, done, opened) is state


def test_the_minutes_left_are_those_of_the_pages_that_are_not_read():
    timed = module("m", page("x", minutes=3), page("y", minutes=4), page("z", private=True))
    assert [minutes_left(timed, read) for read in ((), ("x",), ("x", "y"))] == [7, 4, 0]


@pytest.mark.parametrize(
    ("first", "expected"),
    [("", ["a", "hemlig", "b"]), ("b", ["b", "a", "hemlig"]), ("annan", ["a", "hemlig", "b"])],
)
def test_one_page_may_be_offered_before_the_others(first, expected):
    assert names(reading_order(ONE, first)) == expected


def test_a_page_knows_the_one_before_and_the_one_after():
    a, secret, b = ONE.pages
    assert neighbours(ONE.pages, "a") == (None, secret)
    assert neighbours(ONE.pages, "hemlig") == (a, b)
    assert neighbours(ONE.pages, "b") == (secret, None)


def test_the_recommended_path_leaves_the_exercises_aside():
    following = [next_module(PROGRAMME.modules, each) for each in (START, ONE, TWO, EXERCISES)]
    assert following == [ONE, TWO, None, None]


@pytest.mark.parametrize(
    ("done", "opened", "expected"),
    [
        ((), "", START),
        (("start",), "", ONE),
        (("start", "m1"), "", TWO),
        (("m1",), "", START),
        (("start", "m1", "m2"), "", TWO),
        (("start", "m1"), "m1", ONE),
        (("start",), "m2", TWO),
        (("start",), "ovningar", ONE),
        (("start",), "borttagen", ONE),
    ],
)
def test_the_patient_goes_on_where_she_was_or_at_the_first_that_is_not_done(done, opened, expected):
    assert current_module(PROGRAMME.modules, done, opened) is expected


@pytest.mark.row("M4")
@pytest.mark.parametrize(
    ("done", "opened", "begin", "expected"),
    [
        ((), "", "m2", TWO),
        ((), "m1", "m2", ONE),
        (("m2",), "", "m2", START),
        ((), "", "ovningar", START),
        ((), "", "borttagen", START),
    ],
)
def test_the_recommended_module_comes_first_until_one_is_opened(done, opened, begin, expected):
    assert current_module(PROGRAMME.modules, done, opened, begin) is expected


@pytest.mark.row("M4")
def test_a_module_that_is_not_shown_is_not_the_next():
    assert next_module((START, TWO, EXERCISES), START) is TWO
    assert current_module((ONE, TWO), (), "start") is ONE


MADE = st.lists(
    st.builds(page, st.sampled_from("abcdef"), minutes=st.integers(1, 9), private=st.booleans()),
    unique_by=lambda each: each.id,
).map(lambda pages: module("m", *pages))
READ = st.sets(st.sampled_from("abcdefxyz"))


@given(MADE, READ, st.booleans(), st.sampled_from(["", "m", "n"]))
def test_progress_agrees_with_itself(made, read, done, opened):
    finished = {"m"} if done else set()
    number, whole = pages_read(made, read), len(countable(made))
    assert 0 <= number <= whole <= len(made.pages)
    assert (minutes_left(made, read) == 0) == (number == whole)
    assert all_read(made, read) == (number == whole and made.pages != ())
    state = module_state(made, read, finished, opened)
    assert (state is ModuleState.DONE) == done
    if number and not done:
        assert state is ModuleState.UNDER_WAY


@given(MADE, READ, READ)
def test_reading_more_never_takes_progress_back(made, read, more):
    assert pages_read(made, read) <= pages_read(made, read | more)
    assert minutes_left(made, read) >= minutes_left(made, read | more)
    assert all_read(made, read | more) >= all_read(made, read)


@given(MADE, st.sampled_from(["", *"abcdef"]))
def test_every_page_is_met_once_on_the_way_through_a_module(made, first):
    pages = reading_order(made, first)
    assert sorted(names(pages)) == sorted(names(made.pages))
    assert names(pages)[:1] in ([first], names(made.pages)[:1])
    if not pages:
        return
    walked, here = [pages[0]], pages[0]
    while (following := neighbours(pages, here.id)[1]) is not None:
        assert neighbours(pages, following.id)[0] is here
        walked.append(following)
        here = following
    assert walked == list(pages)
