"""Times of day as people type them (UX 5.6), and lengths of time in words."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.diaries.times import about_words, duration_words, parse_time, time_text
from lindra.rules.refused import Refused


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("22:30", "22:30"),
        ("2230", "22:30"),
        ("22.30", "22:30"),
        ("22,30", "22:30"),
        ("22 30", "22:30"),
        ("22\u00a030", "22:30"),
        ("22 : 30", "22:30"),
        (" 22:30 ", "22:30"),
        ("kl 22.30", "22:30"),
        ("Kl. 7", "07:00"),
        ("7", "07:00"),
        ("07", "07:00"),
        ("730", "07:30"),
        ("7:30", "07:30"),
        ("22", "22:00"),
        ("24:00", "00:00"),
        ("24", "00:00"),
        ("2400", "00:00"),
        ("0", "00:00"),
        ("00:00", "00:00"),
        ("000", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed, stored):
    assert time_text(parse_time(typed)) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "25", "22:75", "24:01", "2460", "7:3", "7:300", "22:30:00", "-1", "sju"),
        *("22:30 22:40", "22::30", "073000", "\u0667", "½", ":30"),
    ],
)
def test_what_is_no_time_is_answered_with_how_to_write_it(typed):
    with pytest.raises(Refused) as refused:
        parse_time(typed, field="b")
    told = refused.value
    assert (told.message, told.code, told.field) == ("Skriv tiden så här: 22:30", "not_a_time", "b")


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_stored_time_is_read_as_itself(at):
    assert parse_time(time_text(at)) == at


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from([":", ".", ",", " ", ""]))
def test_the_sign_between_hours_and_minutes_is_free(hour, minute, sign):
    assert parse_time(f"{hour}{sign}{minute:02}") == time(hour, minute)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (30, "30 min"),
        (60, "1 tim"),
        (480, "8 tim"),
        (510, "8 tim 30 min"),
        (61, "1 tim 1 min"),
    ],
)
def test_a_length_of_time_is_told_exactly(minutes, words):
    assert duration_words(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "mindre än en kvart"),
        (14.9, "mindre än en kvart"),
        (15, "en halvtimme"),
        (44.9, "en halvtimme"),
        (45, "en timme"),
        (75, "en och en halv timme"),
        (120, "två timmar"),
        (400, "sex och en halv timme"),
        (660, "elva timmar"),
        (720, "12 timmar"),
        (750, "12 och en halv timme"),
    ],
)
def test_a_length_of_time_is_told_roughly_to_the_nearest_half_hour(minutes, words):
    assert about_words(minutes) == words
