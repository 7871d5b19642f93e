"""The statistics of a unit as tables: the page, its curve and its CSV show the same (F15)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lindra.exchange.csv_ import write_rows
from lindra.queries.statistics import Chosen, counts
from lindra.rules.calendar import date_words, month_words
from lindra.rules.statistics import words
from lindra.rules.unit_statistics import Published, Told, published

HEAD = ("tabell", "rad", "kolumn", "antal")
RUNNING = "Inte avslutade"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is about, and its counts, None where hidden."""

    title: str
    counts: tuple[Told, ...]

    @property
    def words(self) -> list[str]:
        return [words(count) for count in self.counts]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of the row is shown."""
        return set(self.counts) == {None}


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns of counts, `about` what the rows are."""

    id: str
    title: str
    about: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def hides(self) -> list[Line]:
        """The rows of which nothing is shown."""
        return [line for line in self.lines if line.is_hidden]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is published of a unit, a programme and a year. `months` has the curve's points."""

    chosen: Chosen
    began: Told
    months: tuple[tuple[date, Told], ...]
    tables: tuple[Table, ...]


def statistics(chosen: Chosen) -> Statistics:
    """Count, hide, and put in words."""
    told = published(counts(chosen))
    months = tuple(zip(chosen.months, told.months, strict=True))
    return Statistics(chosen, told.began, months, _tables(chosen, told))


def statistics_csv(found: Statistics) -> bytes:
    """The tables as one CSV, a count a row; a hidden one says so. UTF-8 with a mark for Excel."""
    text = io.StringIO(newline="")
    write_rows(text, HEAD, _rows(found))
    return text.getvalue().encode("utf-8-sig")


def _tables(chosen: Chosen, told: Published) -> tuple[Table, ...]:
    months = [month_words(first) for first in chosen.months]
    standing = [RUNNING, *(f"Avslutat: {reason}" for reason in chosen.reasons)]
    said = ["Genomfört", "Inte genomfört"]
    modules = [each.title for each in chosen.programme.modules]
    forms = [each.title for each in chosen.forms]
    states = ("Inte börjad", "Pågår", "Klar")
    return (
        Table("borjade", "Började", "Månad", ("Moment",), _single(months, told.months)),
        Table("lage", "Läge", "Läge", ("Moment",), _single(standing, told.standing)),
        Table(
            "genomfort",
            "Genomfört enligt patienten",
            "Besked",
            ("Moment",),
            _single(said, told.completed),
        ),
        Table("moduler", "Moduler", "Modul", states, _lines(modules, told.modules)),
        Table("formular", "Formulär", "Formulär", ("Moment", "Svar"), _lines(forms, told.forms)),
    )


def _single(titles: Sequence[str], counts: Sequence[Told]) -> tuple[Line, ...]:
    return _lines(titles, [(count,) for count in counts])


def _lines(titles: Sequence[str], counts: Sequence[tuple[Told, ...]]) -> tuple[Line, ...]:
    return tuple(Line(title, row) for title, row in zip(titles, counts, strict=True))


def _rows(found: Statistics) -> Iterator[tuple[str | int, ...]]:
    chosen = found.chosen
    yield "om", "enhet", "", chosen.unit.name
    yield "om", "program", "", chosen.programme.name
    yield "om", "började under", "", chosen.year
    yield "om", "räknat till och med", "", date_words(chosen.until)
    yield "om", "alla som började", "Moment", words(found.began)
    for table in found.tables:
        for line in table.lines:
            for column, count in zip(table.head, line.counts, strict=True):
                yield table.title, line.title, column, words(count) if count is None else count
