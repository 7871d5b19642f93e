"""The activity log: rows, days, categories, lists and the sentence (CONTENT 3.3)."""

from datetime import UTC, date, datetime

import pytest

from lindra.rules.diaries.activity import (
    ActivityDay,
    ActivityRow,
    CategoryMeans,
    categories,
    costs_little_gives_much,
    costs_much_gives_little,
    days,
    finding,
    overlapping,
    row_from_values,
    spread_words,
)
from lindra.rules.refused import Refused

VALUES = {
    "datum": "2026-11-20",
    "start": "9",
    "minuter": 45,
    "vad": "Städade köket",
    "kat": "hushåll",
    "stallning": "stå",
    "fore": 4,
    "efter": 6,
    "energi_f": 7,
    "energi_e": 4,
    "mening": 3,
    "lagom": "för mycket",
}


def row(day=20, hour=9, minutes=60, category="hushåll", **more):
    start = datetime(2026, 11, day, hour, tzinfo=UTC)
    return ActivityRow(start=start, minutes=minutes, category=category, **more)


def test_a_row_is_read_from_its_values():
    found = row_from_values(VALUES)
    assert found == ActivityRow(
        start=datetime(2026, 11, 20, 8, tzinfo=UTC),
        minutes=45,
        category="hushåll",
        what="Städade köket",
        posture="stå",
        before=4,
        after=6,
        energy_before=7,
        energy_after=4,
        meaning=3,
        amount="för_mycket",
    )
    assert (found.pain_change, found.energy_change) == (2, -3)
    assert (found.day, found.end) == (
        date(2026, 11, 20),
        datetime(2026, 11, 20, 8, 45, tzinfo=UTC),
    )


@pytest.mark.parametrize("missing", ["datum", "start", "minuter", "kat"])
def test_date_start_minutes_and_category_are_needed(missing):
    with pytest.raises(Refused) as refused:
        row_from_values({**VALUES, missing: None})
    assert (refused.value.code, refused.value.field) == ("missing", missing)


@pytest.mark.parametrize("minutes", [4, 721])
def test_a_row_is_of_5_to_720_minutes(minutes):
    with pytest.raises(Refused) as refused:
        row_from_values({**VALUES, "minuter": minutes})
    assert (refused.value.code, refused.value.field) == ("out_of_range", "minuter")


def test_a_start_that_the_clocks_leapt_over_is_asked_for_again():
    with pytest.raises(Refused) as refused:
        row_from_values({**VALUES, "datum": "2027-03-28", "start": "02:30"})
    assert (refused.value.code, refused.value.field) == ("no_such_time", "start")


def test_changes_need_both_figures():
    bare = row(before=4, energy_after=5)
    assert (bare.pain_change, bare.energy_change) == (None, None)


def test_rows_that_share_a_moment_overlap_and_neighbours_do_not():
    nine_to_ten = row()
    early, inside, late = row(hour=8), row(hour=9, minutes=5), row(hour=10)
    long = row(hour=8, minutes=61)
    assert overlapping(nine_to_ten, [early, inside, late, long]) == (inside, long)


def test_a_row_counts_on_the_swedish_day_on_which_it_began():
    rows = [
        row(21, 22, 120),
        row(20, 23, 30),
        row(20, 9, 60, "vila"),
        row(20, 12, 45),
        row(21, 23, 30, "vila"),
    ]
    assert days(rows) == (
        ActivityDay(date(2026, 11, 20), active=45, rest=60),
        ActivityDay(date(2026, 11, 21), active=150, rest=0),
        ActivityDay(date(2026, 11, 22), active=0, rest=30),
    )


def test_a_category_has_means_from_two_rows_on():
    rows = [
        row(before=4, after=6, energy_before=7, energy_after=4),
        row(before=4, after=5, energy_after=4),
        row(category="arbete", before=1, after=2),
    ]
    assert categories(rows) == (
        CategoryMeans("arbete", rows=1, pain_change=None, energy_change=None),
        CategoryMeans("hushåll", rows=2, pain_change=1.5, energy_change=None),
    )


@pytest.mark.parametrize(
    ("active", "words"),
    [
        ([100, 149], "jämnt"),
        ([149, 100, 120], "jämnt"),
        ([100, 150], "ganska ojämnt"),
        ([100, 250], "ganska ojämnt"),
        ([100, 251], "berg- och dalbana"),
        ([0, 5], "berg- och dalbana"),
        ([0, 0], None),
        ([100], None),
        ([], None),
    ],
)
def test_the_spread_between_days_is_told_in_words(active, words):
    logged = [ActivityDay(date(2026, 11, n), minutes, 0) for n, minutes in enumerate(active, 1)]
    assert spread_words(logged) == words


def test_the_two_lists_go_by_energy_and_meaning():
    heavy_dull = row(energy_before=7, energy_after=5, meaning=4)
    light_dear = row(energy_before=7, energy_after=6, meaning=6)
    rest = [
        row(energy_before=7, energy_after=5, meaning=5),
        row(energy_before=7, energy_after=5, meaning=6),
        row(energy_before=7, energy_after=6, meaning=5),
        row(energy_before=7, energy_after=6, meaning=4),
        row(energy_before=7, energy_after=5),
        row(energy_after=5, meaning=0),
        row(energy_after=5, meaning=10),
    ]
    rows = [heavy_dull, light_dear, *rest]
    assert costs_much_gives_little(rows) == (heavy_dull,)
    assert costs_little_gives_much(rows) == (light_dear,)


@pytest.mark.row("N1")
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], None),
        ([row()], "Du har skrivit upp 1 dag."),
        ([row(20, category="vila"), row(21, category="vila")], "Du har skrivit upp 2 dagar."),
        (
            [row(20), row(21, minutes=100)],
            "Du har skrivit upp 2 dagar. Aktiv tid per dag: ganska ojämnt, 60–100 minuter.",
        ),
    ],
)
def test_the_sentence_tells_the_days_and_their_spread(rows, sentence):
    assert finding(rows) == sentence
