"""The queue's rows in words: why each is there, and what takes it away."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lindra.rules.flags import Flag, FlagKind
from lindra.rules.work import (
    LEAVES,
    ORDER,
    Also,
    Work,
    work_of_flag,
    work_of_look,
    work_of_mismatch,
    work_order,
)

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.mark.row("N6")
@pytest.mark.parametrize(
    ("flag", "why"),
    [
        (
            Flag(FlagKind.LIFTED, NOW, "f", lifted=("Nytt symtom",)),
            "Nytt symtom · Veckokollen",
        ),
        (
            Flag(FlagKind.LIFTED, NOW, "f", lifted=("Nytt symtom",), completes=True),
            "Nytt symtom, Programmet genomfört · Veckokollen",
        ),
        (
            Flag(FlagKind.COMPLETED, NOW, "f", completes=True),
            "Programmet genomfört · Veckokollen",
        ),
        (Flag(FlagKind.ANSWERED, NOW, "f"), "Veckokollen: 1 oläst svar"),
        (Flag(FlagKind.ANSWERED, NOW, "f", 4), "Veckokollen: 4 olästa svar"),
        (
            Flag(FlagKind.MESSAGE, NOW, reply_by=TODAY + 5 * DAY),
            "1 meddelande att besvara senast 25 november",
        ),
        (
            Flag(FlagKind.MESSAGE, NOW, count=2, reply_by=TODAY - DAY, late=True),
            "2 meddelanden. Skulle ha besvarats senast i går.",
        ),
        (Flag(FlagKind.MESSAGE, NOW), "1 meddelande"),
        (
            Flag(FlagKind.ENDING, NOW, left=1),
            "Slutar i morgon: förläng, vidmakthåll eller avsluta",
        ),
        (Flag(FlagKind.NEW, NOW), "Nytt program. Ingen har öppnat Hantera."),
    ],
)
def test_a_flag_says_why_it_is_in_the_queue(flag, why):
    work = work_of_flag(flag, "Veckokollen", TODAY)
    assert (work.kind, work.since, work.why, work.flag) == (flag.kind, NOW, why, flag)
    assert work.kinds == flag.kinds


@pytest.mark.row("N6")
@pytest.mark.row("M9b")
def test_somebody_who_could_not_be_recognised_is_work():
    work = work_of_mismatch(NOW)
    assert (work.kinds, work.since) == ({Also.PERSON}, NOW)
    assert work.why == "Namnet stämmer inte. Inloggningen är stoppad."


@pytest.mark.row("N6")
@pytest.mark.row("M17")
@pytest.mark.parametrize(
    ("looked", "why"),
    [
        (True, "Senast uppföljd 30 oktober, 21 dagar sedan"),
        (False, "Inte uppföljd sedan starten 30 oktober, 21 dagar sedan"),
    ],
)
def test_a_look_that_is_due_is_work(looked, why):
    work = work_of_look(NOW, TODAY - 21 * DAY, TODAY, looked=looked)
    assert (work.kind, work.why, work.since) == (Also.FOLLOW_UP, why, NOW)


@pytest.mark.row("N6")
def test_every_kind_has_its_place_and_says_what_takes_it_away():
    assert set(ORDER) == {*FlagKind, *Also} == set(LEAVES)
    assert all(LEAVES[kind].startswith("när ") for kind in ORDER)


@pytest.mark.row("N6")
def test_the_most_urgent_stands_first_and_the_oldest_first_within_it():
    made = [Work(kind, NOW - n * DAY, "") for kind in reversed(ORDER) for n in (1, 2)]
    found = sorted(made, key=work_order)
    assert [work.kind for work in found] == [kind for kind in ORDER for _ in range(2)]
    assert [work.since for work in found[:2]] == [NOW - 2 * DAY, NOW - DAY]
