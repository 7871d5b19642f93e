"""Words that a patient should not meet, and what may be written instead (CONTENT 6.1–6.3).

A programme adds its own in undvik.txt ("ord = skriv i stället", one a line), and lets sentences by
with tillatet.txt (a piece of the sentence, one a line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lindra.programme.lint.finding import Finding, Level
from lindra.programme.lint.material import Material
from lindra.programme.lint.measure import Sentence, sentences

OWN, ALLOWED = "undvik.txt", "tillatet.txt"
NEGATED = re.compile(
    r"\b(inte|aldrig|ingen|inget|inga|ingenting|varken|utan att|behöver du)\b", re.IGNORECASE
)
NOT_FOR_PATIENTS = {"lifted", "words", "name", "say", "hours"}


@dataclass(frozen=True, slots=True)
class Avoided:
    """A pattern to avoid; `unless_negated` lets "det sitter inte i huvudet" by."""

    pattern: re.Pattern[str]
    instead: str
    level: Level = Level.ERROR
    unless_negated: bool = False


def _avoid(
    pattern: str, instead: str, *, level: Level = Level.ERROR, negated: bool = False
) -> Avoided:
    return Avoided(re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), instead, level, negated)


AVOIDED = (
    _avoid("kroniker(n|na)?|smärtpatient\\w*|lider av", "långvarig smärta, du som har ont"),
    _avoid("sitter i huvudet|inbilla\\w*|psykosomatisk\\w*", "all smärta är verklig", negated=True),
    _avoid("falsk\\w* larm|felkoppla\\w*|hjärnan lura\\w*", "nervsystemet har blivit känsligare"),
    _avoid("smärtsignal\\w*", "varningssignal"),
    _avoid("katastrofera\\w*|katastroferar", "larmtankar"),
    _avoid("rörelserädd\\w*|fobisk\\w*|fobi", "att undvika är begripligt"),
    _avoid("misslyck\\w*|återfall till noll", "sämre dag, bakslag", negated=True),
    _avoid("träna trots smärta\\w*", "jämn nivå, portionera", negated=True),
    _avoid("bit(er|a)? ihop", "jämn nivå, portionera", level=Level.WARNING, negated=True),
    _avoid("skärp\\w* (dig|sig)|ta dig samman", "du kan få stöd", negated=True),
    _avoid("utslit\\w*|skräprygg\\w*|ben mot ben", "förändringar som är vanliga med åldern"),
    _avoid("terapeut(en|er|erna)?|kliniker(n|na)?", "behandlare"),
    _avoid("tänk positivt|var positiv", "ingenting: det är ett krav"),
    _avoid("(är|var) (ju )?bara att", "ingenting: det är inte så lätt", negated=True),
    _avoid("(be|ut)?kämpa\\w*|besegra\\w*|slåss mot|hjälte\\w*", "prova, öva, välja", negated=True),
    _avoid("garantera\\w*|botar|mirak\\w*|smärtfri\\w*", "kan, ofta, för många", negated=True),
    _avoid("måste|borde", "kan, prova, välja", level=Level.WARNING, negated=True),
    _avoid(
        "t\\.? ?ex\\.?|bl\\.? ?a\\.|dvs\\.?|d\\.v\\.s\\.|m\\.m\\.|osv\\.?|etc\\.?|ca\\.?|resp\\.",
        "hela ordet",
    ),
    _avoid("NRS|PHQ(-\\d)?|LIX|PEG|BPI|TST|Borg", "ingenting: skalors namn visas inte"),
    _avoid("vidmakthåll\\w*", "du kan läsa men inte fylla i"),
    _avoid("flagg(a|an|ad|at|or|as)", "Nytt", level=Level.WARNING),
    _avoid("moment(et)?", "programmet", level=Level.WARNING),
)


def check(material: Material) -> Iterator[Finding]:
    avoided = [*AVOIDED, *_own(material)]
    allowed = [phrase.lower() for _, phrase in material.lines(ALLOWED)]
    for sentence in _read_by_patients(material):
        if not any(phrase in sentence.text.lower() for phrase in allowed):
            yield from _avoided(sentence, avoided)


def _own(material: Material) -> Iterator[Avoided]:
    for _, line in material.lines(OWN):
        word, _, instead = line.partition("=")
        yield _avoid(re.escape(word.strip()), instead.strip() or "något annat")


def _read_by_patients(material: Material) -> Iterator[Sentence]:
    for file in material.by_file:
        for passage in material.passages(file):
            if passage.role not in NOT_FOR_PATIENTS:
                yield from sentences(passage)


def _avoided(sentence: Sentence, avoided: list[Avoided]) -> Iterator[Finding]:
    for each in avoided:
        match = each.pattern.search(sentence.text)
        if match and not (each.unless_negated and NEGATED.search(sentence.text)):
            words = f'Undvik "{match[0]}". Skriv: {each.instead}. ({sentence.text[:60]})'
            yield Finding(sentence.at.file, sentence.at.line, each.level, words)
