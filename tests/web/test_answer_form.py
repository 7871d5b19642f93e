"""A programme's form as a Django form: what is asked, what is kept, what is sent."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from lindra.actions.treatments import open_as_team
from lindra.programme.registry import programme
from lindra.programme.spec import Form, Question
from lindra.programme.spec.form import CONTACT_QUESTION
from lindra.web.answer_form import AnswerForm
from lindra.web.words import in_words
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.conftest import SUNDAY
from tests.web.page import Page

OWN = {"csrfmiddlewaretoken", "revision", "form", "entry_date", "send", "keep"} | {
    *("more", "fewer", "more_rows", "_stammer"),
}
WEEK = "smarta=0&sysslor=1&gladje=2&humor=3&somn=4&tilltro=10"
BEGUN = "smarta_varaktighet=over_5_ar&pem=nej&" + WEEK
PASS = "datum=2026-11-22&typ=dans&minuter=5&anstr=0"
Tick = tuple[str, str, tuple[str, ...], str, str]
# Form, question, values, what is lifted, the help; and what else is filled in.
TICKS: dict[Tick, str] = {
    ("start", "smarta_varaktighet", ("under_3_manader",), "", "kort-tid"): BEGUN,
    ("start", "pem", ("ja", "ibland"), "Blir sämre av ansträngning", "pem"): BEGUN,
    ("start", "nytt_symtom", ("ja",), "Nytt symtom", "symtom"): BEGUN,
    ("veckokollen", "nytt_symtom", ("ja",), "Nytt symtom", "symtom"): WEEK,
    ("traningsdagbok", "tecken", ("ja",), "Nytt symtom", "brost"): PASS,
    ("efter-ovningen", "kvar", ("ja",), "Obehag som sitter kvar", "obehag"): "hur=obehagligt_ok",
    ("utvardering", "fel", ("ja",), "Något kändes fel", "kandes-fel"): "",
}
CONTACT: Tick = ("start", CONTACT_QUESTION, ("ja",), "Vill ha kontakt", "kontakt")


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


def ticks(form: Form, question: Question) -> Tick:
    """What a tick of the question does: the same values lift it and show its help."""
    [help_at] = question.help_at
    lifted = question.lifted
    assert lifted is None or lifted.values == help_at.values
    return form.id, question.id, help_at.values, lifted.words if lifted else "", help_at.help


@pytest.mark.row("M14c")
def test_these_ticks_and_no_others_give_help_or_are_lifted() -> None:
    asked = [(form, each) for form in programme(PROGRAMME).forms for each in form.questions]
    does = [(form, each) for form, each in asked if each.lifted or each.help_at]
    own = {ticks(form, each) for form, each in does if each.id != CONTACT_QUESTION}
    assert own == set(TICKS)
    contact = {ticks(form, each) for form, each in does if each.id == CONTACT_QUESTION}
    sent = {form.id for form in programme(PROGRAMME).forms if not form.private}
    assert contact == {(each, *CONTACT[1:]) for each in sent - {"efter-ovningen"}}


EVERY = {**TICKS, CONTACT: BEGUN}


@pytest.mark.row("M14c")
@pytest.mark.parametrize(
    ("tick", "value"),
    [(tick, value) for tick in EVERY for value in tick[2]],
    ids=lambda part: part if isinstance(part, str) else "-".join(part[:2]),
)
def test_each_tick_shows_its_help_on_the_page_and_puts_its_words_on_the_flag(
    tick: Tick, value: str, cast: Cast, astrid: Browser, bo: Browser
) -> None:
    form, question, values, lifted, help_id = tick
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)
    page = astrid.open(reverse("fill_in", args=[cast.treatment.pk, form]))
    fields = [each for _, each in page.elements if each.get("name") == question]
    assert [each.get("value", "ja") for each in fields if "data-shows-help" in each] == [*values]
    html = programme(PROGRAMME).help(help_id).html
    said = in_words(html, cast.treatment, programme(PROGRAMME), cast.bo.staff.given_name)
    assert Page(said).text in page.text
    rest = {name: each[-1] for name, each in QueryDict(EVERY[tick]).lists()}
    astrid.press("Spara och skicka", **rest | {question: value})
    assert astrid.page.headings[0] == "Skickat"
    assert cast.treatment.answers.get().lifted == ([lifted] if lifted else [])
    flags = [text for to, text in bo.open("/mina/").links if to.startswith("/moment/")]
    assert flags == ["Astrid Alm", lifted or "Besvarat formulär · Var är du i dag?"]


def test_several_values_for_one_question_are_the_last_of_them() -> None:
    made = filled("veckokollen", WEEK + "&smarta=7")
    assert made.is_valid()
    assert made.values()["smarta"] == 7
