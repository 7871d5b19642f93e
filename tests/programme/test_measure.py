"""LIX and the length of sentences."""

import pytest

from lindra.programme.faults import At
from lindra.programme.lint.measure import Measure, measure, sentences
from lindra.programme.read.desk import Passage

ALARM = """Du har säkert bränt dig på en spis någon gång. Handen flög undan innan du hann tänka. Så
fungerar smärta som larm. Den skyddar dig och får dig att agera snabbt."""


def passage(text: str, role: str = "body") -> Passage:
    return Passage(At("a.md", 10), role, text)


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    assert measure([passage(ALARM)]) == Measure(words=31, sentences=4, long_words=2)
    assert measure([passage(ALARM)]).lix == 14
    assert measure([passage(ALARM)]).mean == 7.8


def test_a_text_that_is_empty_measures_nothing() -> None:
    assert (measure([]).lix, measure([passage("…")]).mean) == (0, 0.0)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ett. Två! Tre? Fyra: fem", 5),
        ("Ett 1.5 två", 1),
        ("”Ett.” Två.", 2),
        ("Ett …", 1),
        ("", 0),
    ],
)
def test_a_sentence_ends_with_its_mark_and_with_its_passage(text: str, count: int) -> None:
    assert len(sentences(passage(text))) == count


def test_a_sentence_knows_its_line() -> None:
    found = sentences(passage("Ett två.\nTre\nfyra. Fem."))
    assert [(each.at.line, each.text) for each in found] == [
        (10, "Ett två."),
        (11, "Tre fyra."),
        (12, "Fem."),
    ]


def test_headings_and_short_items_are_passed_over() -> None:
    found = measure(
        [
            passage("Rubriken här", "heading"),
            passage("Tre ord bara", "item"),
            passage("Det här är fyra ord", "item"),
        ]
    )
    assert (found.words, found.sentences) == (5, 1)


def test_a_word_of_seven_letters_is_long_and_one_of_six_is_not() -> None:
    assert measure([passage("smärtan smärta")]).long_words == 1
