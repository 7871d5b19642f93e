"""Small counts stay hidden from somebody who reckons with all that is shown."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.rules.statistics import SUM, shown, shown_list, words

pytestmark = pytest.mark.row("F15")


@st.composite
def tables(draw, most=5, biggest=12):
    """A small table with many small counts: (counts, rows, columns)."""
    rows = [f"r{n}" for n in range(draw(st.integers(1, most)))]
    columns = [f"c{n}" for n in range(draw(st.integers(1, most)))]
    numbers = st.one_of(st.integers(0, 6), st.integers(0, biggest * 10))
    return {cell: draw(numbers) for cell in product(rows, columns)}, rows, columns


def whole(counts, rows, columns) -> dict:
    """The counts with their sums."""
    return {
        **counts,
        **{(row, SUM): sum(counts[row, column] for column in columns) for row in rows},
        **{(SUM, column): sum(counts[row, column] for row in rows) for column in columns},
        (SUM, SUM): sum(counts.values()),
    }


def equations(table):
    """(cells that are added, their sum's cell) for each row and column, sums among them."""
    for row in (*table.rows, SUM):
        yield [(row, column) for column in table.columns], (row, SUM)
    for column in (*table.columns, SUM):
        yield [(row, column) for row in table.rows], (SUM, column)


def solved(table) -> set:
    """The hidden cells that the equations alone settle: Gauss and Jordan with fractions."""
    unknown = sorted(cell for cell, count in table.counts.items() if count is None)
    matrix = []
    for parts, total in equations(table):
        line = [Fraction(0)] * (len(unknown) + 1)
        for cell, sign in [*((part, 1) for part in parts), (total, -1)]:
            count = table.counts[cell]
            if count is None:
                line[unknown.index(cell)] += sign
            else:
                line[-1] -= sign * count
        matrix.append(line)
    reduced = _reduce(matrix, len(unknown))
    settled = set()
    for line in reduced:
        used = [n for n in range(len(unknown)) if line[n]]
        if len(used) == 1:
            settled.add(unknown[used[0]])
    return settled


def _reduce(matrix, width):
    done = 0
    for column in range(width):
        pivot = next((n for n in range(done, len(matrix)) if matrix[n][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        first = matrix[done][column]
        matrix[done] = [each / first for each in matrix[done]]
        for n, line in enumerate(matrix):
            if n != done and line[column]:
                factor = line[column]
                matrix[n] = [a - factor * b for a, b in zip(line, matrix[done], strict=True)]
        done += 1
    return matrix[:done]


def narrowed(table) -> set:
    """The hidden cells whose bounds meet, when no count is below nought."""
    bounds = {
        cell: (count, count) if count is not None else (0, 10**6)
        for cell, count in table.counts.items()
    }
    changed = True
    while changed:
        changed = False
        for parts, total in equations(table):
            signed = [*((part, 1) for part in parts), (total, -1)]
            for cell, sign in signed:
                rest = [(c, s) for c, s in signed if c != cell]
                least = sum(s * bounds[c][0 if s > 0 else 1] for c, s in rest)
                most = sum(s * bounds[c][1 if s > 0 else 0] for c, s in rest)
                low, high = (-most, -least) if sign > 0 else (least, most)
                new = max(bounds[cell][0], low), min(bounds[cell][1], high)
                if new != bounds[cell] and bounds[cell][1] <= 10**6:
                    bounds[cell], changed = new, True
    return {c for c, n in table.counts.items() if n is None and bounds[c][0] == bounds[c][1]}


@given(tables())
@settings(max_examples=50)
def test_no_hidden_count_follows_from_the_sums(made):
    assert solved(shown(*made)) == set()


@given(tables(most=4, biggest=2))
@settings(max_examples=60, deadline=None)
def test_no_hidden_count_follows_when_it_is_known_that_none_is_below_nought(made):
    assert narrowed(shown(*made)) == set()


@given(st.lists(st.integers(0, 7), min_size=4, max_size=4))
@settings(max_examples=15, deadline=None)
def test_somebody_who_tries_every_table_finds_two_counts_for_each_hidden_one(numbers):
    rows, columns = ["r0", "r1"], ["c0", "c1"]
    cells = list(product(rows, columns))
    told = shown(dict(zip(cells, numbers, strict=True)), rows, columns)
    possible = {cell: set() for cell, count in told.counts.items() if count is None}
    for tried in product(range(10), repeat=4):
        counts = whole(dict(zip(cells, tried, strict=True)), rows, columns)
        if all(count in (None, counts[cell]) for cell, count in told.counts.items()):
            for cell, found in possible.items():
                found.add(counts[cell])
    assert all(len(found) > 1 for found in possible.values())


@given(tables())
def test_what_is_shown_is_true_and_at_least_five(made):
    counts, rows, columns = made
    told = shown(*made)
    truth = whole(counts, rows, columns)
    assert set(told.counts) == set(truth)
    assert all(n is None or (n == truth[cell] and n >= 5) for cell, n in told.counts.items())


@given(tables())
def test_a_table_without_small_counts_is_shown_whole(made):
    counts, rows, columns = made
    told = shown({cell: count + 5 for cell, count in counts.items()}, rows, columns)
    assert None not in told.counts.values()


def test_one_small_count_takes_the_next_smallest_with_it_and_the_sum_stays():
    told = shown_list({"Genomfört": 40, "Avliden": 1, "Övergått": 9})
    assert told.row("Genomfört") == (40, 40)
    assert (told.row("Avliden"), told.row("Övergått")) == ((None, None), (None, None))
    assert told.sums == (50, 50)


def test_two_that_are_nought_do_not_show_themselves_by_a_sum_that_leaves_nothing():
    told = shown_list({"a": 0, "b": 0, "c": 30, "d": 7})
    assert (told.row("a")[0], told.row("b")[0], told.row("d")[0]) == (None, None, None)
    assert told.row("c")[0] == 30


def test_a_table_with_nobody_says_nothing():
    assert set(shown({}, ["a"], ["b"]).counts.values()) == {None}
    assert set(shown({}, [], []).counts.values()) == {None}


def test_a_hidden_count_is_said_without_a_bound():
    assert (words(None), words(12)) == ("Visas inte", "12")


@pytest.mark.parametrize(("counts", "rows"), [({("a", "b"): -1}, ["a"]), ({("", "b"): 1}, [""])])
def test_a_negative_count_and_an_empty_name_are_faults_in_the_program(counts, rows):
    with pytest.raises(ValueError, match="negative"):
        shown(counts, rows, ["b"])
