"""BEHAVIOUR M24: free of charge and for any diagnosis; no page asks for payment or a diagnosis."""

import re

import pytest

from lindra.programme.registry import all_programmes
from tests.architecture.source import ROOT, files, name

PAYMENT = re.compile(
    r"\bbetal(?:a|ning|kort|ningsmedel)\b|swish|kortnummer|faktura|frikort|patientavgift"
    r"|högkostnad|kostnadsfri",
    re.IGNORECASE,
)
DIAGNOSIS = re.compile("diagnos|icd-?10", re.IGNORECASE)
ASKS_FOR_DIAGNOSIS = re.compile(
    r"(?:vilken|vilka|skriv|ange|fyll i|välj|har du|fått)\b[^.!?]{0,40}diagnos", re.IGNORECASE
)

pytestmark = pytest.mark.row("M24")


def words(question) -> list[str]:
    """All that stands at a question."""
    return [
        *(question.id, question.text, question.help, question.heading),
        *(choice.text for choice in (*question.choices, *question.labels)),
        *(each for column in question.columns for each in words(column)),
    ]


def test_no_form_asks_for_payment_or_a_diagnosis():
    forms = [form for programme in all_programmes() for form in programme.forms]
    found = {
        f"{form.id}: {word}"
        for form in forms
        for pattern in (PAYMENT, DIAGNOSIS)
        for word in pattern.findall("\n".join(w for q in form.questions for w in words(q)))
    }
    assert (found, len(forms) > 20) == (set(), True)


def test_no_page_of_a_programme_asks_for_a_diagnosis():
    modules = [module for programme in all_programmes() for module in programme.modules]
    pages = [page for module in modules for page in module.pages]
    found = {
        page.id: asked
        for page in pages
        if (asked := ASKS_FOR_DIAGNOSIS.findall(re.sub("<[^>]+>", " ", page.html)))
    }
    assert (found, len(pages) > 20) == ({}, True)


def test_no_page_of_the_platform_speaks_of_either():
    shown = [*(ROOT / "templates").rglob("*.html"), *files("lindra/web", "lindra/rules")]
    found = {
        f"{name(path)}: {word}"
        for path in shown
        for pattern in (PAYMENT, DIAGNOSIS)
        for word in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert (found, len(shown) > 100) == (set(), True)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Vilken diagnos har du fått?", True),
        ("Skriv din diagnos här.", True),
        ("Du behöver ingen diagnos.", False),
        ("Svaret här är ingen diagnos.", False),
    ],
)
def test_a_question_for_a_diagnosis_would_be_noticed(text, asks):
    assert bool(ASKS_FOR_DIAGNOSIS.search(text)) is asks
