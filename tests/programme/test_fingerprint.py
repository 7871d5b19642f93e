"""A released form never changes under an answer."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from lindra.programme.faults import ProgrammeError
from lindra.programme.fingerprint import fingerprint
from lindra.programme.load import load_programme, read_programme
from lindra.programme.spec import Choice, Form, FormKind, Question, QuestionType
from tests.programme.conftest import Change

FORM = Form(
    "a",
    1,
    "A",
    FormKind.PLAN,
    "m1",
    (Question("q", "Hur är det?", QuestionType.CHOICE, choices=(Choice("ja", "Ja"),)),),
)


def test_a_fingerprint_is_that_of_the_canonical_json() -> None:
    text = (
        '{"id":"a","kind":"plan","module":"m1","questions":[{"choices":[{"text":"Ja","value":"ja"}],'
        '"id":"q","text":"Hur är det?","type":"choice"}],"title":"A","version":1}'
    )
    assert fingerprint(FORM) == hashlib.sha256(text.encode()).hexdigest()


def test_every_part_of_a_form_counts() -> None:
    question = FORM.questions[0]
    others = [
        replace(FORM, title="B"),
        replace(FORM, version=2),
        replace(FORM, days_back=7),
        replace(FORM, questions=()),
        replace(FORM, questions=(replace(question, required=True),)),
        replace(FORM, questions=(replace(question, choices=(Choice("ja", "Jo"),)),)),
    ]
    assert len({fingerprint(form) for form in [FORM, *others]}) == 7


def test_a_released_form_that_is_edited_is_refused(litet: Path, change: Change) -> None:
    change("forms/dagbok-1.yaml", "Något särskilt?", "Något annat?")
    with pytest.raises(ProgrammeError) as error:
        load_programme(litet)
    assert str(error.value) == (
        "forms/dagbok-1.yaml:1: Ändra inte ett släppt formulär: återställ filen och skriv en ny "
        "version, dagbok-2.yaml."
    )


def test_a_released_form_that_is_removed_is_refused(litet: Path) -> None:
    (litet / "forms/dagbok-1.yaml").unlink()
    with pytest.raises(ProgrammeError) as error:
        load_programme(litet)
    words = "Formuläret är släppt men filen saknas: svar kan inte visas utan den."
    assert str(error.value) == f"forms/dagbok-1.yaml:1: {words}"


def test_comments_and_the_way_a_file_is_written_change_nothing(litet: Path, change: Change) -> None:
    change("forms/dagbok-1.yaml", "id: dagbok", "# En kommentar.\nid: 'dagbok'")
    assert load_programme(litet).form("dagbok", 1).title == "Dagbok"


def test_a_new_telephone_number_changes_no_form(litet: Path, change: Change) -> None:
    change("forms/min-1.yaml", "text: En tanke", 'text: "Ring {{kontakt.stodlinje}}?"')
    raw = read_programme(litet).programme
    assert raw
    with (litet / "released.txt").open("a") as file:
        file.write(f"min 1 {fingerprint(raw.form('min'))}\n")
    change("contacts.yaml", 'say: "Stödlinjen, 020-11 22 33"', 'say: "Stödlinjen, 020-44 55 66"')
    question = load_programme(litet).form("min").question("tanke")
    assert question.text == "Ring Stödlinjen, 020-44 55 66?"


def test_what_is_released_is_known(litet: Path) -> None:
    released = load_programme(litet).released
    assert [(form, version) for form, version, _ in released] == [("dagbok", 1)]
