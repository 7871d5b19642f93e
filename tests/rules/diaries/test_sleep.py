"""BEHAVIOUR M5b: one night, by the arithmetic of CONTENT 3.1."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lindra.rules.diaries.sleep import night_from_values, question_to_confirm
from lindra.rules.refused import Refused
from tests.rules.diaries.nights import ORDINARY, night
from tests.samples import sampled

pytestmark = pytest.mark.row("M5b")

SWEDEN = ZoneInfo("Europe/Stockholm")


def fault(**values):
    with pytest.raises(Refused) as refused:
        night(**values)
    return refused.value.code, refused.value.field


@pytest.mark.parametrize(
    ("morning", "b", "s", "sol", "waso", "w", "u", "tib", "tst", "se"),
    [
        ("2026-11-21", "22:30", "23:00", 40, 35, "06:20", "07:00", 510, 365, 71.6),
        ("2026-11-21", "00:15", "00:30", 20, 0, "07:30", "07:45", 450, 400, 88.9),
        ("2026-10-25", "22:30", "23:00", 20, 30, "06:30", "07:00", 570, 460, 80.7),
        ("2027-03-28", "22:30", "23:00", 20, 30, "06:30", "07:00", 450, 340, 75.6),
    ],
)
def test_the_vectors_of_the_content_come_out_exactly(morning, b, s, sol, waso, w, u, tib, tst, se):
    found = night_from_values(
        {"datum": morning, "b": b, "s": s, "sol": sol, "waso": waso, "w": w, "u": u}
    )
    assert (found.tib, found.tst, found.se) == (tib, tst, se)


@pytest.mark.parametrize(
    ("b", "u", "went_to_bed", "tib"),
    [
        ("22:30", "07:00", "2026-11-20 22:30", 510),
        ("00:15", "07:45", "2026-11-21 00:15", 450),
        ("24:00", "07:00", "2026-11-21 00:00", 420),
        ("23:59", "00:01", "2026-11-20 23:59", 2),
        ("08:00", "15:30", "2026-11-21 08:00", 450),
        ("13:00", "21:00", "2026-11-21 13:00", 480),
        ("15:00", "09:00", "2026-11-20 15:00", 1080),
        ("12:00", "05:00", "2026-11-20 12:00", 1020),
    ],
)
def test_bedtime_is_the_last_time_before_rising_that_the_clock_showed_so(b, u, went_to_bed, tib):
    found = night(b=b, u=u, s=None, w=None)
    bed = datetime.fromisoformat(went_to_bed).replace(tzinfo=SWEDEN)
    assert (found.bed, found.tib) == (bed, tib)


def test_the_times_of_a_night_are_placed_on_their_sides_of_midnight():
    found = night(b="22:30", s="23:00", w="06:20", u="07:00")
    assert (found.bed, found.tried, found.woke, found.up) == (
        datetime(2026, 11, 20, 21, 30, tzinfo=UTC),
        datetime(2026, 11, 20, 22, 0, tzinfo=UTC),
        datetime(2026, 11, 21, 5, 20, tzinfo=UTC),
        datetime(2026, 11, 21, 6, 0, tzinfo=UTC),
    )


def test_wanting_to_sleep_after_midnight_belongs_to_the_morning():
    found = night(b="23:30", s="00:30")
    assert found.tried == datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def test_a_person_may_want_to_sleep_at_once_and_rise_at_once():
    found = night(b="23:00", s="23:00", w="07:00", u="07:00", sol=0, n=0, waso=None)
    assert (found.tib, found.tst, found.se) == (480, 480, 100.0)


def test_all_that_is_written_is_kept():
    found = night(
        utvilad=0, smarta_natt=10, tupplur=20, anm=" Resa. ", sov_inte=False, n=2, kval="4"
    )
    assert (found.morning, found.latency, found.wakings, found.awake) == (
        date(2026, 11, 21),
        40,
        2,
        35,
    )
    assert (found.quality, found.rested, found.pain, found.nap) == (4, 0, 10, 20)
    assert (found.note, found.no_sleep) == ("Resa.", False)


def test_the_four_first_questions_are_enough_for_a_night_but_not_for_a_sleep_time():
    found = night_from_values({"datum": "2026-11-21", "b": "22:30", "u": "07:00", "kval": 3})
    assert (found.tib, found.tst, found.se) == (510, None, None)
    assert (found.latency, found.awake, found.wakings, found.pain) == (None, None, None, None)


@pytest.mark.parametrize("missing", ["s", "sol", "waso", "w"])
def test_without_one_of_what_it_needs_there_is_no_sleep_time(missing):
    found = night(**{missing: None})
    assert (found.tib, found.tst, found.se) == (510, None, None)


@pytest.mark.parametrize("missing", ["datum", "b", "u"])
def test_date_bedtime_and_rising_are_required(missing):
    assert fault(**{missing: ""}) == ("missing", missing)


def test_a_night_without_sleep_counts_as_zero():
    found = night(sov_inte=True, sol=None, waso=None, w=None)
    assert (found.tib, found.tst, found.se, found.no_sleep) == (510, 0, 0.0, True)


def test_a_night_without_sleep_drops_what_is_hidden_then():
    found = night(sov_inte="ja", s="21:00", sol=40, n=0, waso=35, w="12:00")
    assert (found.tried, found.latency, found.wakings, found.awake, found.woke) == (None,) * 5
    assert (found.tst, found.quality) == (0, 3)


def test_no_waking_is_no_time_awake():
    found = night(n=0, waso=None)
    assert (found.awake, found.tst) == (0, 400)


def test_time_awake_without_waking_is_asked_about():
    assert fault(n=0, waso=35) == ("awake_without_waking", "waso")
    assert night(n=0, waso=0).awake == 0


@pytest.mark.parametrize(
    ("values", "code", "field", "message"),
    [
        (
            {"b": "07:00", "u": "07:00"},
            "no_time_in_bed",
            "u",
            "Det är samma tid för när du gick till sängs och när du gick upp. Kontrollera tiderna.",
        ),
        (
            {"b": "12:55", "s": None, "w": None},
            "too_long_in_bed",
            "u",
            "Det blir 18 tim 5 min i sängen. Kontrollera tiderna.",
        ),
        (
            {"s": "22:00"},
            "outside_the_night",
            "s",
            (
                "Tiderna går inte ihop. Den här tiden ska ligga mellan att du gick till sängs "
                "och att du gick upp."
            ),
        ),
        (
            {"s": "06:20", "w": "06:20"},
            "times_do_not_add_up",
            "w",
            (
                "Tiderna går inte ihop. När du vaknade sista gången ska vara senare än när du "
                "ville somna."
            ),
        ),
        (
            {"sol": 300, "waso": 141},
            "times_do_not_add_up",
            "waso",
            "Tiderna går inte ihop. Tiden du låg vaken är längre än natten. Kontrollera tiderna.",
        ),
        (
            {"n": 0, "waso": 1},
            "awake_without_waking",
            "waso",
            "Du har skrivit att du vaknade 0 gånger. Då är tiden du var vaken också 0.",
        ),
        ({"b": "25"}, "not_a_time", "b", "Skriv tiden så här: 22:30"),
    ],
)
def test_what_does_not_go_together_is_told_in_its_own_words(values, code, field, message):
    with pytest.raises(Refused) as refused:
        night(**values)
    told = refused.value
    assert (told.code, told.field, told.message) == (code, field, message)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"w": "07:05"}, "w"),
        ({"w": "22:00"}, "w"),
        ({"b": "00:15", "s": "00:10"}, "s"),
        ({"b": "00:15", "s": "23:00"}, "s"),
        ({"b": "08:00", "u": "15:00", "s": "15:01", "w": None}, "s"),
    ],
)
def test_a_time_outside_the_night_is_refused(values, field):
    assert fault(**values) == ("outside_the_night", field)


def test_sleep_time_may_be_zero_without_a_tick():
    assert night(sol=400, waso=40).tst == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sol": 601}, "sol"),
        ({"waso": -1}, "waso"),
        ({"n": 31}, "n"),
        ({"kval": 0}, "kval"),
        ({"kval": 6}, "kval"),
        ({"utvilad": 11}, "utvilad"),
        ({"smarta_natt": 11}, "smarta_natt"),
        ({"tupplur": 601}, "tupplur"),
    ],
)
def test_numbers_stay_in_their_ranges(values, field):
    assert fault(**values) == ("out_of_range", field)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("b", {"b": "02:30"}),
        ("s", {"b": "01:00", "s": "02:00"}),
        ("w", {"w": "02:59"}),
        ("u", {"u": "02:10", "w": None}),
    ],
)
def test_an_hour_that_the_clocks_leapt_over_is_asked_for_again(field, values):
    assert fault(datum="2027-03-28", **values) == ("no_such_time", field)


def test_an_hour_that_was_run_twice_means_the_first():
    found = night(datum="2026-10-25", b="02:30", s="02:59", w="03:00", u="04:00", sol=0, waso=0)
    assert (found.bed, found.tib, found.tst) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        150,
        61,
    )


def test_eighteen_hours_in_bed_are_true_hours_when_the_clocks_change():
    assert night(datum="2027-03-28", b="15:00", u="10:00", s=None, w=None).tib == 1080
    assert fault(datum="2026-10-25", b="15:00", u="08:05") == ("too_long_in_bed", "u")


@pytest.mark.parametrize(
    ("b", "question"),
    [
        ("17:00", None),
        ("16:55", "Det blir 14 tim 5 min i sängen. Stämmer det?"),
        ("13:00", "Det blir 18 tim i sängen. Stämmer det?"),
    ],
)
def test_more_than_fourteen_hours_in_bed_are_asked_about(b, question):
    assert question_to_confirm(night(b=b, s=None, w=None)) == question


MORNINGS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MINUTES = st.none() | st.integers(0, 600)


def seen_from_utc(day: date, at: time) -> datetime | None:
    """The first moment at which a Swedish clock shows it, by trying both offsets."""
    for hours in (2, 1):
        moment = datetime.combine(day, at, UTC) - timedelta(hours=hours)
        if moment.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M") == f"{day} {at:%H:%M}":
            return moment
    return None


def test_time_in_bed_is_the_difference_of_moments_on_every_night_of_three_years():
    changed = set()
    for number in range((date(2029, 1, 1) - date(2026, 1, 1)).days):
        morning = date(2026, 1, 1) + timedelta(days=number)
        bed = seen_from_utc(morning - timedelta(days=1), time(22, 30))
        up = seen_from_utc(morning, time(7))
        tib = night_from_values({"datum": str(morning), "b": "22:30", "u": "07:00"}).tib
        assert tib == (up - bed).total_seconds() / 60
        if tib != 510:
            changed.add((morning, tib))
    assert changed == {
        (date(2026, 3, 29), 450),
        (date(2026, 10, 25), 570),
        (date(2027, 3, 28), 450),
        (date(2027, 10, 31), 570),
        (date(2028, 3, 26), 450),
        (date(2028, 10, 29), 570),
    }


@sampled(200)
@given(MORNINGS, CLOCKS, CLOCKS)
def test_time_in_bed_is_the_difference_of_moments_for_any_times(morning, bed, up):
    evening = morning if bed < up else morning - timedelta(days=1)
    went, rose = seen_from_utc(evening, bed), seen_from_utc(morning, up)
    assume(went and rose and bed != up and rose - went <= timedelta(hours=18))
    values = {"datum": str(morning), "b": f"{bed:%H:%M}", "u": f"{up:%H:%M}"}
    assert night_from_values(values).tib == (rose - went).total_seconds() / 60


@st.composite
def nights(draw) -> dict[str, object]:
    """Values that hold together most of the time: minutes from bedtime, in order."""
    bed = datetime.combine(draw(MORNINGS), time(17)) + timedelta(minutes=draw(st.integers(0, 600)))
    after = sorted(draw(st.lists(st.integers(1, 840), min_size=3, max_size=3, unique=True)))
    tried, woke, up = (bed + timedelta(minutes=minutes) for minutes in after)
    return {
        "datum": str(up.date()),
        "b": f"{bed:%H:%M}",
        "s": draw(st.sampled_from([None, f"{tried:%H:%M}"])),
        "sol": draw(st.none() | st.integers(0, 60)),
        "n": draw(st.none() | st.integers(0, 5)),
        "waso": draw(st.none() | st.integers(0, 60)),
        "w": draw(st.sampled_from([None, f"{woke:%H:%M}"])),
        "u": f"{up:%H:%M}",
        "sov_inte": draw(st.booleans()),
    }


def accepted(values):
    try:
        return night_from_values(values)
    except Refused:
        return None


@sampled(200)
@given(nights())
def test_efficiency_is_between_0_and_100_and_there_only_when_all_it_needs_is(values):
    found = accepted(values)
    assume(found)
    complete = None not in (values["s"], values["sol"], values["w"]) and (
        values["waso"] is not None or values["n"] == 0
    )
    assert (found.se is not None) == (complete or values["sov_inte"])
    assert found.se is None or 0 <= found.se <= 100


@sampled(100)
@given(nights(), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_is_irrelevant(values, rng: random.Random):
    shuffled = list(values.items())
    rng.shuffle(shuffled)
    assert accepted(dict(shuffled)) == accepted(values)


@sampled(100)
@given(nights(), st.sampled_from(["sol", "waso", "n", "kval", "tupplur", "smarta_natt"]))
def test_an_empty_value_is_never_read_as_zero(values, question):
    left_out = accepted({**values, question: None})
    emptied = accepted({**values, question: ""})
    assert left_out == emptied
    assume(left_out and not values["sov_inte"])
    assert question != "sol" or left_out.tst is None


def test_the_ordinary_night_is_not_changed_by_the_tests():
    assert night_from_values(ORDINARY).tst == 365
