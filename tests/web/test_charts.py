"""Curves: one measure a picture, gaps where nothing was written, words beside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from lindra.models import Answer
from lindra.programme.registry import programme
from lindra.web.charts import Chart, Curves, chart_forms, charts_of
from tests.cast import PROGRAMME, Cast, at
from tests.web.conftest import SUNDAY

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}
SLEPT = {"sov_inte": "nej", "s": "23:00", "sol": 0, "waso": 0, "w": "06:00"}

pytestmark = pytest.mark.row("F2")


def night(cast: Cast, day: str, **more: object) -> Answer:
    return cast.send("somndagbok", {"datum": day, "b": "22:30", "u": "06:30", **more})


def drawn(cast: Cast, *forms: str) -> list[Curves]:
    return charts_of(cast.treatment, forms)


def chart(cast: Cast, form: str, chart_id: str) -> Chart:
    (curves,) = drawn(cast, form)
    return next(each for each in curves.charts if each.id == chart_id)


def week(cast: Cast, moment: datetime, **more: object) -> Answer:
    return cast.send("veckokollen", {**WEEK, **more}, at=moment)


def test_the_diaries_and_the_weekly_check_have_curves() -> None:
    assert set(chart_forms(programme(PROGRAMME))) == {"somndagbok", "traningsdagbok", "veckokollen"}


def test_without_answers_there_is_nothing_to_draw(cast: Cast) -> None:
    assert drawn(cast, "somndagbok", "veckokollen") == []
    assert drawn(cast, "reflektion-1") == []
    assert drawn(cast) == []


def test_a_line_is_broken_where_nothing_was_written(cast: Cast) -> None:
    for day in ("2026-11-17", "2026-11-18", "2026-11-20", "2026-11-22"):
        night(cast, day, smarta_natt=4)
    pain = chart(cast, "somndagbok", "smarta-natt")
    assert [point.day.day for point in pain.points] == [17, 18, 20, 22]
    assert [len(run.split()) for run in pain.runs] == [2]


def test_nothing_written_is_never_drawn_as_nought(cast: Cast) -> None:
    night(cast, "2026-11-21")
    night(cast, "2026-11-22", smarta_natt=0)
    pain = chart(cast, "somndagbok", "smarta-natt")
    assert [(point.day.day, point.value) for point in pain.points] == [(22, 0)]
    assert pain.points[0].y == pain.ground


@pytest.mark.row("M5b")
def test_sleep_is_drawn_only_when_all_that_it_needs_is_filled_in(cast: Cast) -> None:
    night(cast, "2026-11-21")
    assert chart(cast, "somndagbok", "sang").points[0].text == "8 tim"
    night(cast, "2026-11-22", **SLEPT)
    slept = chart(cast, "somndagbok", "somn")
    assert [(point.day.day, point.text) for point in slept.points] == [(22, "7 tim")]


def test_a_night_without_sleep_is_nought(cast: Cast) -> None:
    night(cast, "2026-11-22", sov_inte="ja")
    assert [point.value for point in chart(cast, "somndagbok", "somn").points] == [0]


def test_what_is_higher_than_the_picture_is_drawn_at_its_top(cast: Cast) -> None:
    cast.send("somndagbok", {"datum": "2026-11-22", "b": "20:00", "u": "09:30"})
    in_bed = chart(cast, "somndagbok", "sang")
    assert (in_bed.points[0].value, in_bed.points[0].text) == (13.5, "13 tim 30 min")
    assert in_bed.points[0].y == in_bed.ticks[-1][0]


def test_only_the_last_four_weeks_of_nights_are_drawn(cast: Cast) -> None:
    for back in (27, 28):
        _old(cast, SUNDAY.date() - timedelta(days=back))
    assert [p.day for p in chart(cast, "somndagbok", "smarta-natt").points] == [date(2026, 10, 26)]


def _old(cast: Cast, day: date) -> None:
    """A night from before the treatment, as the database may hold it."""
    Answer.objects.create(
        treatment=cast.treatment,
        form="somndagbok",
        version=1,
        entry_date=day,
        one_per_date=True,
        values={"datum": day.isoformat(), "b": "22:00", "u": "06:00", "smarta_natt": 1},
        key=uuid4(),
        sent_at=cast.now,
    )


def test_what_was_changed_or_taken_back_is_not_drawn(cast: Cast) -> None:
    first = week(cast, SUNDAY, smarta=9)
    cast.send("veckokollen", {**WEEK, "smarta": 3}, replaces=first)
    gone = week(cast, SUNDAY, smarta=8)
    Answer.objects.filter(pk=gone.pk).update(withdrawn_at=cast.now)
    assert [point.value for point in chart(cast, "veckokollen", "pain").points] == [3]


def test_the_start_form_lends_its_figures_and_its_line_to_the_weekly_check(cast: Cast) -> None:
    about = {"smarta_varaktighet": "over_5_ar", "pem": "nej"}
    cast.send("start", {**about, **WEEK, "smarta": 8})
    week(cast, SUNDAY + timedelta(minutes=1), smarta=6)
    pain = chart(cast, "veckokollen", "pain")
    assert [point.value for point in pain.points] == [8, 6]
    assert pain.start == pain.points[0].y


def test_a_single_value_has_no_line_and_no_start(cast: Cast) -> None:
    week(cast, SUNDAY)
    mood = chart(cast, "veckokollen", "mood")
    assert (mood.runs, mood.start) == ((), None)
    assert mood.says == "Ett värde: 3 av 10 (i dag)."


def test_the_words_say_the_lowest_and_the_highest(cast: Cast) -> None:
    week(cast, SUNDAY, humor=3)
    week(cast, SUNDAY, humor=7)
    assert chart(cast, "veckokollen", "mood").says == (
        "2 värden. Lägst 3 av 10 (i dag), högst 7 av 10 (i dag)."
    )


def test_training_is_a_bar_for_each_week_with_a_pass(cast: Cast) -> None:
    for day, minutes in (("2026-11-09", 10), ("2026-11-15", 20), ("2026-11-22", 90)):
        done = {"datum": day, "typ": "dans", "minuter": minutes, "anstr": 0}
        cast.send("traningsdagbok", done)
    bars = chart(cast, "traningsdagbok", "minuter")
    assert [(point.day.isoformat(), point.value) for point in bars.points] == [
        ("2026-11-09", 30),
        ("2026-11-16", 90),
    ]
    assert (bars.bars, bars.top) == (True, 120)
    assert bars.points[0].text == "30 minuter"


def test_every_point_lies_inside_its_picture(cast: Cast) -> None:
    for n in range(10):
        night(cast, f"2026-11-{22 - n}", smarta_natt=n)
        week(cast, at("2026-11-22 08:30"), smarta=n, tilltro=10 - n)
    for curves in drawn(cast, "somndagbok", "veckokollen"):
        for each in curves.charts:
            assert all(each.left <= point.x <= each.right for point in each.points)
            assert all(0 <= point.y <= each.ground for point in each.points)


def test_the_table_has_every_day_newest_first_and_nothing_for_what_is_missing(cast: Cast) -> None:
    night(cast, "2026-11-21", smarta_natt=3)
    night(cast, "2026-11-22")
    (curves,) = drawn(cast, "somndagbok")
    assert curves.table == [
        (date(2026, 11, 22), ["8 tim", ""]),
        (date(2026, 11, 21), ["8 tim", "3 av 10"]),
    ]


def test_another_patients_answers_are_never_drawn(cast: Cast) -> None:
    cast.send("veckokollen", WEEK, by=cast.fatima)
    assert drawn(cast, "veckokollen") == []


def test_all_curves_are_one_question_of_the_database(cast: Cast, django_assert_num_queries) -> None:
    week(cast, SUNDAY)
    night(cast, "2026-11-22")
    with django_assert_num_queries(1):
        assert len(drawn(cast, "somndagbok", "veckokollen", "traningsdagbok")) == 2
