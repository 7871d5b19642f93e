"""A programme's form as a Django form: what is asked, what is kept, what is sent."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from lindra.programme.registry import programme
from lindra.programme.spec import Form
from lindra.web.answer_form import AnswerForm
from tests.cast import PROGRAMME
from tests.web.conftest import SUNDAY

OWN = {"csrfmiddlewaretoken", "revision", "form", "entry_date", "send", "keep"} | {
    *("more", "fewer", "more_rows", "_stammer"),
}
WEEK = "smarta=0&sysslor=1&gladje=2&humor=3&somn=4&tilltro=10"


def spec(form_id: str) -> Form:
    return programme(PROGRAMME).form(form_id)


def filled(form_id: str, query: str, **rest: object) -> AnswerForm:
    return AnswerForm(spec(form_id), SUNDAY, QueryDict(query), **rest)


def night(query: str) -> AnswerForm:
    return filled("somndagbok", query, entry_date=SUNDAY.date())


def test_no_question_has_the_name_of_something_that_the_page_itself_sends() -> None:
    forms = programme(PROGRAMME).forms
    names = {(form.id, question.id) for form in forms for question in form.questions}
    assert [(form, name) for form, name in names if name in OWN] == []


@pytest.mark.row("M5b")
def test_nought_is_sent_and_kept() -> None:
    made = filled("veckokollen", WEEK)
    assert made.is_valid()
    wanted = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}
    assert made.values() == wanted
    assert made.raw()["smarta"] == "0"


@pytest.mark.row("M5b")
def test_nothing_stands_for_what_was_not_answered() -> None:
    made = night("b=22:00&u=06:30&anm=&kval=&smarta_natt=&sol=")
    assert made.is_valid()
    assert made.values() == {"datum": "2026-11-22", "b": "22:00", "u": "06:30"}


@pytest.mark.row("M5b")
def test_four_questions_come_first_in_the_sleep_diary() -> None:
    made = night("")
    first = [question.id for question, _ in made.first()]
    assert first == ["b", "u", "kval", "smarta_natt", "vill_ha_kontakt"]
    assert [question.id for question, _ in made.more()][:2] == ["sov_inte", "s"]


def test_a_form_that_names_no_first_questions_shows_all_of_them() -> None:
    made = filled("veckokollen", "")
    assert (len(made.first()), made.more()) == (len(spec("veckokollen").questions), [])


def test_what_is_not_asked_is_neither_wrong_nor_sent() -> None:
    made = night("b=22:00&u=06:30&sov_inte=ja&s=kvart+över+tio&sol=9999")
    assert made.is_valid()
    assert made.values() == {
        "datum": "2026-11-22",
        "b": "22:00",
        "u": "06:30",
        "sov_inte": "ja",
    }


def test_what_is_not_asked_is_kept_in_the_draft() -> None:
    assert night("sov_inte=ja&s=kvart").raw() == {"sov_inte": "ja", "s": "kvart"}


def test_a_draft_keeps_what_is_typed_however_wrong_but_for_nul_signs() -> None:
    made = filled("veckoplan", "aktiviteter-1-aktivitet=G%00%C3%A5&aktiviteter-1-man=9%009&dagar=x")
    assert made.raw() == {
        "aktiviteter": [
            {"row": "1", "aktivitet": "Gå"}
            | {"man": "99", "tis": None, "ons": None, "tor": None}
            | {"fre": None, "lor": None, "son": None}
        ],
        "dagar": "x",
    }


@pytest.mark.parametrize("query", ["", "nytt=+++", "nytt=&prova=%0d%0a"])
def test_one_of_several_has_to_be_answered(query: str) -> None:
    made = filled("reflektion-1", query)
    assert not made.is_valid()
    assert made.errors == {"nytt": ["Skriv något i minst en av rutorna. Ett par ord räcker."]}


def test_nought_is_one_of_several() -> None:
    assert filled("alkohol-dela", "glas=0").is_valid()


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("b=22:00&u=22:00", "u", "Det är samma tid"),
        ("b=07:00&u=06:00", "u", "Det blir 23 tim i sängen. Kontrollera tiderna."),
        ("b=22:00&u=06:00&sov_inte=nej&s=12:00", "s", "Tiderna går inte ihop."),
        ("b=22:00&u=06:00&sov_inte=nej&n=0&waso=5", "waso", "Du har skrivit att du vaknade 0"),
    ],
)
def test_a_night_that_does_not_add_up_is_told_at_its_question(
    query: str, field: str, says: str
) -> None:
    made = night(query)
    assert not made.is_valid()
    assert list(made.errors) == [field]
    assert made.errors[field][0].startswith(says)


def test_a_night_of_more_than_fourteen_hours_is_asked_about() -> None:
    made = night("b=18:00&u=09:00")
    assert not made.is_valid()
    assert made.confirm == "Det blir 15 tim i sängen. Stämmer det?"
    assert made.confirmation.label == "Ja, det stämmer"
    assert night("b=18:00&u=09:00&_stammer=on").is_valid()


@pytest.mark.parametrize(("minutes", "asks"), [("120", ""), ("121", "121 minuter. Stämmer det?")])
def test_a_long_pass_is_asked_about(minutes: str, asks: str) -> None:
    made = filled("traningsdagbok", f"datum=2026-11-22&typ=dans&minuter={minutes}&anstr=3")
    assert made.is_valid() is not bool(asks)
    assert made.confirm == asks


def test_a_pass_that_has_not_been_is_refused() -> None:
    made = filled("traningsdagbok", "datum=2026-11-22&typ=dans&minuter=5&anstr=0&tid=09:31")
    assert not made.is_valid()
    assert made.errors == {"tid": ["Den tiden har inte varit än."]}
    earlier = filled("traningsdagbok", "datum=2026-11-22&typ=dans&minuter=5&anstr=0&tid=09:30")
    assert earlier.is_valid()


@pytest.mark.row("M14c")
def test_the_help_stands_at_the_tick_before_anything_is_sent() -> None:
    helps = {help_.id: help_.html for help_ in programme(PROGRAMME).helps}
    made = AnswerForm(spec("start"), SUNDAY, helps=helps)
    at = {question.id: field.field.tick_help for question, field in made.bound()}
    assert at["nytt_symtom"] == helps["symtom"]
    assert at["vill_ha_kontakt"] == helps["kontakt"]
    assert at["hoppas"] == ""


def test_several_values_for_one_question_are_the_last_of_them() -> None:
    made = filled("veckokollen", WEEK + "&smarta=7")
    assert made.is_valid()
    assert made.values()["smarta"] == 7
