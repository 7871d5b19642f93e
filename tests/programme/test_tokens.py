"""Contacts and facts are put into every text of a programme."""

from pathlib import Path

from lindra.programme.load import load_programme
from lindra.programme.spec import Choice, Every, Form, FormKind, Question, QuestionType
from lindra.programme.tokens import put_in, put_in_all
from tests.programme.conftest import Change

SAID = {"kontakt.sos": "112"}


def test_known_tokens_are_put_in_and_others_stay_without_blanks() -> None:
    assert put_in("{{ kontakt.sos }} {{behandlare }} {{}}", SAID) == "112 {{behandlare}} {{}}"


def test_every_text_of_a_value_is_gone_through() -> None:
    question = Question(
        "a", "Ring {{kontakt.sos}}?", QuestionType.BOOL, choices=(Choice("b", "{{kontakt.sos}}"),)
    )
    form = Form("a", 1, "A", FormKind.PLAN, "m1", (question,), every=Every.DAY, minutes=2)
    found = put_in_all(form, SAID)
    assert found.question("a").text == "Ring 112?"
    assert found.question("a").choices == (Choice("b", "112"),)
    assert (found.every, found.minutes, found.days_back) == (Every.DAY, 2, 14)


def test_what_has_no_tokens_is_the_same_value() -> None:
    question = Question("a", "Ring?", QuestionType.BOOL)
    assert put_in_all(question, SAID) is question
    assert put_in_all({"a": "b"}, SAID) == {"a": "b"}
    assert put_in_all(Question, SAID) is Question


def test_opening_hours_come_from_the_contact_itself(litet: Path) -> None:
    assert load_programme(litet).help("kontakt").html.endswith("Myndigheten svarar vardagar.</p>")


def test_tokens_work_in_heads_forms_and_cues(litet: Path, change: Change) -> None:
    change("forms/uppfoljning-1.yaml", "text: Hur gick det?", 'text: "{{fakta.andetag}}?"')
    change("1-andas/m1-03.md", "Du kan vila.", '"Ring {{kontakt.sos}}."')
    change("mindfulness/landa.yaml", "Sätt dig skönt.", '"{{fakta.andetag}}."')
    programme = load_programme(litet)
    assert programme.form("uppfoljning").question("gick").text == "omkring 12 andetag i minuten?"
    assert programme.page("m1-03")[1].short[2] == "Ring 112."
    assert programme.exercise("landa").cues[0].text == "omkring 12 andetag i minuten."
