"""The patient's own data as a document to read: headings, facts, tables and answers, in order.

A table that has no place of its own stands last under its name, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lindra.exchange import own_words as words
from lindra.exchange.own_words import Part
from lindra.models import Patient
from lindra.programme.registry import programme
from lindra.programme.spec import Form, FormKind, Programme, QuestionType
from lindra.queries.own_data import OwnData, OwnTreatment, Row, Table

COLUMNS = 6  # of a diary beside its day: more than that, and another table follows
_IN_TABLES = (FormKind.DIARY, FormKind.WEEKLY)
_IN_WORDS = (QuestionType.TEXT, QuestionType.ROWS)
_PLACED = (
    *("Treatment", "TeamMember", "Answer", "Draft", "Conversation", "Message", "MessageDraft"),
    *("WorkNote", "PageRead", "ModuleDone", "Place", "Acknowledgement", "Event"),
)


def parts(data: OwnData) -> list[Part]:
    """All the parts of the document after its first page's head."""
    found = [words.heading(1, "Personuppgifter")]
    for table in data.tables:
        if table.name == Patient.__name__:
            found += [words.facts(words.row_facts(table.name, row)) for row in table.rows]
        else:
            found += _other(table)
    for own in data.treatments:
        found += _treatment(own)
    return found


def _treatment(own: OwnTreatment) -> Iterator[Part]:
    content = programme(own.treatment.programme)
    tables = {table.name: table for table in own.tables}
    yield words.heading(1, own.programme)
    yield words.facts([("Mottagning", own.unit), *_of_treatment(tables["Treatment"], content)])
    yield from _team(tables["TeamMember"].rows)
    if own.plan:
        yield words.heading(2, "Plan")
        yield from (words.said(row, with_title=True) for row in own.plan)
    yield from _answers(tables["Answer"].rows, content)
    yield from _messages(tables["Message"].rows)
    yield from _unsent(tables["Draft"].rows, tables["MessageDraft"].rows)
    yield from _notes(tables["WorkNote"].rows)
    yield from _reading(tables, content)
    yield from _events(tables["Event"].rows, content)
    for table in own.tables:
        if table.name not in _PLACED:
            yield from _other(table)


def _of_treatment(table: Table, content: Programme) -> list[tuple[str, str]]:
    """The treatment's own fields; modules by their titles."""
    titles = {module.id: module.title for module in content.modules}
    (row,) = table.rows
    told = dict(row)
    for name in ("hidden_modules", "maintained_modules"):
        told[name] = ", ".join(titles.get(each, each) for each in row[name])  # type: ignore[attr-defined]
    told["begin_with"] = titles.get(str(row["begin_with"]), str(row["begin_with"]))
    told["programme"] = ""
    return words.row_facts(table.name, told)


def _team(rows: Sequence[Row]) -> Iterator[Part]:
    if rows:
        yield words.heading(2, "Team")
        names = ("staff", "part", "first_day", "last_day")
        yield words.table(
            ("Namn", "Uppgift", "Från", "Till"),
            [[words.value("TeamMember", name, row[name]) for name in names] for row in rows],
            (4, 3, 3, 3),
        )


def _answers(rows: Sequence[Row], content: Programme) -> Iterator[Part]:
    if not rows:
        return
    yield words.heading(2, "Svar")
    order = {form.id: number for number, form in enumerate(content.newest_forms())}
    by_form = sorted(rows, key=lambda row: (order[str(row["form"])], row["version"]))
    for _, group in groupby(by_form, key=lambda row: (row["form"], row["version"])):
        found = list(group)
        form = content.form(str(found[0]["form"]), int(str(found[0]["version"])))
        yield words.heading(3, form.title)
        if form.kind in _IN_TABLES:
            yield from _diary(form, found)
        else:
            yield from (words.said(row) for row in found)


def _diary(form: Form, rows: Sequence[Row]) -> Iterator[Part]:
    """A line a day, as many columns as a page holds; what is in words stands below."""
    rows = sorted(rows, key=words.day_of)
    in_words = {question.text for question in form.questions if question.type in _IN_WORDS}
    answered = {each["question"] for row in rows for each in words.answers(row)}
    dates = {question.text for question in form.questions if question.id == form.one_per_date}
    dates |= {q.text for q in form.questions if q.type is QuestionType.DATE}
    asked = [
        question.text
        for question in form.questions
        if question.text in answered and question.text not in in_words | dates
    ]
    for start in range(0, len(asked), COLUMNS):
        columns = asked[start : start + COLUMNS]
        lines = [[words.day_words(row), *_cells(row, columns)] for row in rows]
        kept = [line for line in lines if any(line[1:])]
        yield words.table(("Dag", *columns), kept, (1.3, *(1 for _ in columns)))
    for row in rows:
        own = [each for each in words.answers(row) if each["question"] in in_words]
        if own:
            yield words.said(row, only=own)


def _cells(row: Row, columns: Iterable[str]) -> list[str]:
    given = {str(each["question"]): str(each["answer"]) for each in words.answers(row)}
    return [given.get(column, "") for column in columns]


def _messages(rows: Sequence[Row]) -> Iterator[Part]:
    if not rows:
        return
    yield words.heading(2, "Meddelanden")
    threads = list(dict.fromkeys(row["thread"] for row in rows))
    for thread in threads:
        found = [row for row in rows if row["thread"] == thread]
        yield words.heading(3, str(found[0]["conversation"]))
        yield from (words.written(row, "sent_at") for row in found)


def _unsent(drafts: Sequence[Row], messages: Sequence[Row]) -> Iterator[Part]:
    """What is begun: an opened form where nothing is written is not shown."""
    begun = [row for row in drafts if words.answers(row)]
    typed = [row for row in messages if row["text"] or row["title"]]
    if begun or typed:
        yield words.heading(2, "Påbörjat men inte skickat")
    yield from (words.said(row, with_title=True, at="saved_at") for row in begun)
    yield from (words.written(row, "saved_at") for row in typed)


def _notes(rows: Sequence[Row]) -> Iterator[Part]:
    if rows:
        yield words.heading(2, "Teamets arbetsanteckningar")
        yield from (words.written(row, "written_at") for row in rows)


def _reading(tables: dict[str, Table], content: Programme) -> Iterator[Part]:
    """What was read and when; the place to return to is the last line."""
    lines = [
        *((row["read_at"], "Läst", row["page"]) for row in tables["PageRead"].rows),
        *((row["done_at"], "Klar med modulen", row["module"]) for row in tables["ModuleDone"].rows),
        *((row["at"], "Läst och förstått", row["page"]) for row in tables["Acknowledgement"].rows),
        *((row["opened_at"], "Senast öppnad", row["page"]) for row in tables["Place"].rows),
    ]
    if lines:
        yield words.heading(2, "Läsning")
        yield words.table(
            ("När", "Vad", "Var"),
            [
                [words.plain(at), what, words.place(str(where), content)]
                for at, what, where in sorted(lines, key=lambda line: str(line[0]))
            ],
            (3, 3, 7),
        )


def _events(rows: Sequence[Row], content: Programme) -> Iterator[Part]:
    if rows:
        yield words.heading(2, "Händelser")
        yield words.table(
            ("När", "Vad", "Vem", "Gäller"),
            [
                [
                    words.plain(row["at"]),
                    words.value("Event", "kind", row["kind"]),
                    str(row["actor_name"]) or words.value("Event", "actor", row["actor"]),
                    str(row["words"]) or words.place(str(row["subject"]), content),
                ]
                for row in rows
            ],
            (3, 4, 3, 4),
        )


def _other(table: Table) -> Iterator[Part]:
    """A table as it is, with the names of its fields in words where there are such."""
    if not table.rows:
        return
    yield words.heading(2, words.title(table.name))
    if len(table.fields) <= COLUMNS:
        lines = [
            [words.value(table.name, name, row[name]) for name in table.fields]
            for row in table.rows
        ]
        head = tuple(words.label(table.name, name) for name in table.fields)
        yield words.table(head, lines, tuple(1 for _ in head))
    else:
        yield from (words.facts(words.row_facts(table.name, row)) for row in table.rows)
