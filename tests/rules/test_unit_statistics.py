"""What is published of a year: nothing hidden can be worked out over the whole page."""

from datetime import date
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.rules import unit_statistics as statistics
from lindra.rules.lifecycle import reopened_until
from lindra.rules.unit_statistics import (
    Counts,
    Published,
    counted_until,
    months,
    published,
    years,
)

pytestmark = pytest.mark.row("F15")


def splits(total: int, parts: int) -> list[tuple[int, ...]]:
    """Every way in which so many can be split among so many names."""
    if parts == 1:
        return [(total,)]
    return [(n, *rest) for n in range(total + 1) for rest in splits(total - n, parts - 1)]


def worlds(most: int, standings: int, modules: int) -> list[Counts]:
    """Every year of so many: two months, some standings, carried out or not, and modules."""
    return [
        Counts(began, standing, done, [each[1:] for each in module], [])
        for total in range(most + 1)
        for began, standing, done, *module in product(
            splits(total, 2),
            splits(total, standings),
            range(total + 1),
            *[splits(total, 3)] * modules,
        )
    ]


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same list is worked out once: the years that are tried have it many times."""
    once = cache(statistics._list)
    monkeypatch.setattr(statistics, "_list", lambda counts: once(tuple(counts)))


def flat(told: Published) -> list[int | None]:
    """All the counts of the page in one list."""
    lists = [(told.began,), told.months, told.standing, told.completed, *told.modules, *told.forms]
    return [count for each in lists for count in each]


def truth(counts: Counts) -> list[int]:
    """The same without anything hidden."""
    began = counts.began
    modules = [n for way, done in counts.modules for n in (began - way - done, way, done)]
    forms = [n for form in counts.forms for n in form]
    completed = (counts.completed, began - counts.completed)
    return [began, *counts.months, *counts.standing, *completed, *modules, *forms]


def could_be(made: list[Counts]) -> dict[tuple[int | None, ...], list[set[int]]]:
    """For each page that can be seen, what each of its counts can have been."""
    found: dict[tuple[int | None, ...], list[set[int]]] = {}
    for counts in made:
        real, page = truth(counts), tuple(flat(published(counts)))
        seen = found.setdefault(page, [set() for _ in real])
        for values, n in zip(seen, real, strict=True):
            values.add(n)
    return found


@pytest.mark.parametrize(("most", "standings", "modules"), [(11, 3, 0), (7, 2, 1)])
def test_whoever_knows_the_rules_and_tries_every_year_finds_two_numbers_for_each_hidden_one(
    most, standings, modules
):
    pages = could_be(worlds(most, standings, modules))
    certain = [
        (page, values)
        for page, counts in pages.items()
        for shown, values in zip(page, counts, strict=True)
        if shown is None and len(values) < 2
    ]
    assert certain == []
    assert len(pages) > 10


def test_neither_users_of_a_form_nor_those_who_did_not_use_it_can_be_worked_out():
    made = [
        Counts([total], [total], 0, [], [(used, used + more)])
        for total in range(14)
        for used in range(total + 1)
        for more in (range(4) if used else (0,))
    ]
    for page, counts in could_be(made).items():
        for shown, values in zip(page[-2:], counts[-2:], strict=True):
            assert shown is not None or len(values) > 1
            assert shown is None or values == {shown}


@st.composite
def years_lived(draw):
    """A year with any numbers that fit together."""
    began = draw(st.lists(st.integers(0, 9), min_size=1, max_size=12))
    total = sum(began)

    def parts(count):
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
        return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]

    modules = [tuple(parts(3)[1:]) for _ in range(draw(st.integers(0, 3)))]
    used = draw(st.lists(st.integers(0, total), max_size=3))
    forms = [(n, n and n + draw(st.integers(0, 30))) for n in used]
    return Counts(
        began, parts(draw(st.integers(1, 6))), draw(st.integers(0, total)), modules, forms
    )


@given(years_lived())
@settings(max_examples=50, deadline=None)
def test_what_is_shown_is_true_and_at_least_five(counts):
    for shown, real in zip(flat(published(counts)), truth(counts), strict=True):
        assert shown is None or shown == real >= 5


@given(years_lived())
@settings(max_examples=50, deadline=None)
def test_how_many_began_is_hidden_only_together_with_everything_else(counts):
    told = published(counts)
    if counts.began < 5:
        assert set(flat(told)) == {None}
    else:
        assert told.began == counts.began


@given(years_lived())
@settings(max_examples=50, deadline=None)
def test_a_list_that_sums_to_those_who_began_hides_none_or_two_at_least(counts):
    told = published(counts)
    for row in (told.months, told.standing, told.completed, *told.modules):
        assert row.count(None) != 1 or told.began is None


def test_a_list_that_counts_others_than_those_who_began_is_a_fault_in_the_program():
    with pytest.raises(ValueError, match="once"):
        published(Counts([5], [4], 0, [], []))
    with pytest.raises(ValueError, match="negative"):
        published(Counts([5], [5], 6, [], []))


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 22), 2025),
        (date(2026, 12, 31), 2025),
        (date(2027, 1, 31), 2025),
        (date(2027, 2, 1), 2026),
    ],
)
def test_a_year_is_shown_from_february_when_it_is_over_and_the_years_are_the_same_for_all(
    today, latest
):
    assert years(today) == tuple(range(latest, latest - 5, -1))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_every_year_that_is_shown_was_over_before_the_last_that_could_be_reopened(today):
    assert all(reopened_until(counted_until(year)) < today for year in years(today))


def test_a_year_has_its_twelve_months():
    found = months(2025)
    assert (len(found), found[0], found[-1]) == (12, date(2025, 1, 1), date(2025, 12, 1))
    assert counted_until(2025) == date(2025, 12, 31)
