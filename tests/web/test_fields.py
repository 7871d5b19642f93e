"""One field for each type of question: what it accepts, and the words for each fault."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from lindra.programme.spec import Choice, Question, QuestionType
from lindra.web.fields import MISSING, field_for

TODAY = date(2026, 11, 22)
CHOICES = (Choice("ja", "Ja"), Choice("nej", "Nej"))
KINDS = QuestionType


def field(kind: QuestionType, **rest: object) -> forms.Field:
    return field_for(Question("fraga", "Hur?", kind, **rest), TODAY)


def refused(made: forms.Field, typed: object) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        made.clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("number", range(11))
def test_a_number_from_0_to_10_is_a_whole_number(number: int) -> None:
    assert field(KINDS.NRS).clean(str(number)) == number


def test_nothing_chosen_of_0_to_10_is_not_0() -> None:
    assert field(KINDS.NRS).clean("") is None


@pytest.mark.parametrize("typed", ["11", "-1", "5.5", "åtta"])
def test_another_number_than_0_to_10_is_refused(typed: str) -> None:
    assert refused(field(KINDS.NRS), typed) == "Välj en siffra från 0 till 10."


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("22:30", "22:30"),
        ("2230", "22:30"),
        ("22.30", "22:30"),
        ("7", "07:00"),
        (" kl 7.05 ", "07:05"),
        ("24:00", "00:00"),
        ("", ""),
    ],
)
def test_a_time_is_understood_as_people_type_it(typed: str, value: str) -> None:
    assert field(KINDS.TIME).clean(typed) == value


@pytest.mark.parametrize("typed", ["25:00", "12:60", "halv åtta", "7" * 10_000])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert refused(field(KINDS.TIME), typed) == "Skriv tiden så här: 22:30"


@pytest.mark.parametrize(
    "typed", ["2026-11-20", "20261120", "20/11 2026", "20/11/2026", " 2026-11-20 "]
)
def test_a_day_is_understood_as_people_type_it(typed: str) -> None:
    assert field(KINDS.DATE, days_back=14, days_ahead=0).clean(typed) == "2026-11-20"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-11-23", "Den dagen har inte varit än."),
        ("2026-11-07", "Välj en dag från och med 8 november."),
        ("2026-02-30", "Datumet finns inte. Skriv det så här: 2026-11-22"),
        ("i går", "Datumet finns inte. Skriv det så här: 2026-11-22"),
    ],
)
def test_a_day_outside_its_limits_is_refused(typed: str, says: str) -> None:
    assert refused(field(KINDS.DATE, days_back=14, days_ahead=0), typed) == says


@pytest.mark.parametrize("typed", ["2026-11-08", "2026-11-22", ""])
def test_a_days_limits_are_themselves_allowed(typed: str) -> None:
    assert field(KINDS.DATE, days_back=14, days_ahead=0).clean(typed) == typed


def test_a_day_to_come_has_a_last_day() -> None:
    made = field(KINDS.DATE, days_back=0, days_ahead=84)
    assert made.clean("2027-02-14") == "2027-02-14"
    assert refused(made, "2027-02-15") == "Välj en dag till och med 14 februari 2027."
    assert refused(made, "2026-11-21") == "Välj en dag från och med i dag."


@pytest.mark.parametrize(
    ("kind", "low", "high"), [(KINDS.MINUTES, 5, 720), (KINDS.NUMBER, 0, 7), (KINDS.NUMBER, 1, 7)]
)
def test_a_number_keeps_to_its_limits(kind: QuestionType, low: int, high: int) -> None:
    made, says = field(kind, min=low, max=high), f"Skriv ett helt tal mellan {low} och {high}."
    assert [made.clean(str(low)), made.clean(str(high)), made.clean("")] == [low, high, None]
    for typed in (str(low - 1), str(high + 1), "många", "1,5", "1e3", "9" * 5000):
        assert refused(made, typed) == says


@pytest.mark.parametrize(
    ("typed", "value"),
    [("45", 45), ("45 min", 45), ("1:30", 90), ("1 tim 30 min", 90), ("1,5 tim", 90), ("0", 0)],
)
def test_minutes_are_understood_as_people_type_them(typed: str, value: int) -> None:
    made = field(KINDS.MINUTES, min=0, max=600)
    assert made.clean(made.widget.value_from_datadict({"x": typed}, {}, "x")) == value


def test_a_text_is_as_long_as_it_may_be_and_no_longer() -> None:
    made = field(KINDS.TEXT, max_length=40)
    assert made.clean("å" * 40) == "å" * 40
    assert refused(made, "å" * 41) == "Texten får vara högst 40 tecken. Nu är den 41."


def test_a_line_break_counts_as_one_character_as_on_the_page() -> None:
    made = field(KINDS.TEXT, max_length=5)
    assert made.clean("ab\r\ncd") == "ab\ncd"


def test_a_text_without_words_is_empty() -> None:
    assert field(KINDS.TEXT, max_length=40).clean(" \r\n ") == ""


def test_a_text_with_a_nul_sign_is_refused() -> None:
    assert "Null" in refused(field(KINDS.TEXT, max_length=40), "a\0b")


def test_only_what_can_be_chosen_is_a_choice() -> None:
    one, several = field(KINDS.CHOICE, choices=CHOICES), field(KINDS.MULTI, choices=CHOICES)
    assert (one.clean("ja"), one.clean(""), several.clean(["ja", "nej"])) == (
        "ja",
        "",
        ["ja", "nej"],
    )
    assert refused(one, "kanske") == "Välj ett av svaren."
    assert refused(several, ["ja", "kanske"]) == "Välj bland svaren."
    assert refused(several, "ja") == "Välj bland svaren."


def test_a_box_is_ticked_or_not() -> None:
    made = field(KINDS.BOOL)
    assert (made.clean(True), made.clean(False)) == (True, False)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not KINDS.ROWS])
def test_what_is_required_says_what_is_missing(kind: QuestionType) -> None:
    made = field(kind, required=True, choices=CHOICES, max_length=40)
    nothing = [] if kind is KINDS.MULTI else False if kind is KINDS.BOOL else ""
    assert refused(made, nothing) == MISSING[kind]


@pytest.mark.parametrize("kind", list(KINDS))
def test_nothing_is_chosen_beforehand(kind: QuestionType) -> None:
    made = field(kind, choices=CHOICES, columns=(Question("rad", "Vad?", KINDS.TEXT),), max=3)
    html = made.widget.render("x", made.get_bound_field(forms.Form(), "x").value(), {"id": "x"})
    assert [word for word in (" checked", " selected") if word in html] == []
