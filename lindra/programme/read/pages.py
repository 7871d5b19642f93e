"""A page: its head, its text, and the drawing beside it."""

from __future__ import annotations

from lindra.programme.faults import At
from lindra.programme.markdown import Said, render
from lindra.programme.read.desk import AnswerRef, Kind
from lindra.programme.read.fields import Fields
from lindra.programme.read.folder import Document, Folder
from lindra.programme.read.page_exercises import read_page_exercise
from lindra.programme.spec import (
    Condition,
    ExerciseKind,
    Figure,
    Help,
    NoteWhen,
    Page,
    PageExercise,
    Recall,
)
from lindra.programme.svg import read_svg


def read_pages(folder: Folder, module: str, said: Said) -> tuple[Page, ...]:
    """The pages of a module's folder, in the order of their names."""
    return tuple(
        _page(folder, file, document, said)
        for file in folder.files(module, ".md")
        if (document := folder.document(file))
    )


def _page(folder: Folder, file: str, document: Document, said: Said) -> Page:
    fields = Fields(document.head, file, folder.desk)
    forms = fields.texts("forms")
    text = render(document.body, At(file, document.body_line), folder.desk, said)
    page = Page(
        id=fields.name(),
        title=fields.prose("title", must=True),
        minutes=fields.must_number("minutes", 1, 60),
        short=fields.proses("short", must=True),
        html=text.html,
        words=text.words,
        file=file,
        figure=_figure(folder, fields, file),
        exercises=tuple(read_page_exercise(each) for each in fields.each("exercises")),
        forms=forms,
        question=fields.prose("question", page_words=True),
        recall=tuple(_recall(each) for each in fields.each("recall")),
        charts=fields.texts("charts"),
        note_when=_note_when(fields),
        sources=fields.texts("sources"),
        private=fields.yes("private"),
        door=fields.prose("door"),
        printable=fields.yes("printable"),
    )
    _check(fields, page, file)
    fields.done()
    return page


def _check(fields: Fields, page: Page, file: str) -> None:
    desk = fields.desk
    desk.define(Kind.PAGE, page.id, fields.at("id"))
    if not file.endswith(f"/{page.id}.md"):
        fields.fault("id", f"Filen ska heta {page.id}.md, efter id.")
    if not page.html:
        fields.fault("", "Sidan har ingen brödtext.")
    for form in page.forms:
        desk.point(Kind.FORM, form, fields.at("forms"))
    for form in page.charts:
        desk.point(Kind.FORM, form, fields.at("charts"))
    for source in page.sources:
        desk.point(Kind.SOURCE, source, fields.at("sources"))
    if page.private:
        _check_private(fields, page.exercises)


def _check_private(fields: Fields, exercises: tuple[PageExercise, ...]) -> None:
    """A private page leaves no trace at all, so nothing on it may be kept or looked up."""
    for key in ("forms", "recall", "charts", "note_when"):
        if fields.has(key):
            fields.fault(key, f'En privat sida lämnar inga spår: "{key}" går inte.')
    if any(exercise.kind is ExerciseKind.ACKNOWLEDGE for exercise in exercises):
        fields.fault("exercises", "En privat sida lämnar inga spår: acknowledge sparas.")


def _figure(folder: Folder, fields: Fields, file: str) -> Figure | None:
    drawing = f"{file.removesuffix('.md')}.svg"
    inner = fields.inner("figure")
    if inner is None:
        if folder.has(drawing):
            fields.fault("figure", "Ritningen finns, men figure med alt och long_desc saknas.")
        return None
    alt, long_desc = inner.prose("alt", must=True), inner.prose("long_desc", must=True)
    inner.done()
    if not folder.has(drawing):
        fields.fault("figure", f"Ritningen {drawing} saknas.")
        return None
    text = folder.text(drawing)
    prefix = fields.text("id") or "f"
    return Figure(read_svg(text, drawing, prefix, folder.desk), alt, long_desc) if text else None


def _recall(fields: Fields) -> Recall:
    recall = Recall(fields.text("form"), fields.text("question"), fields.prose("lead", must=True))
    point_at_answer(fields, ())
    fields.done()
    return recall


def _note_when(fields: Fields) -> NoteWhen | None:
    inner = fields.inner("note_when")
    if inner is None:
        return None
    condition = read_condition(inner)
    note = NoteWhen(inner.text("form"), condition, inner.prose("text", must=True))
    inner.done()
    return note


def read_condition(fields: Fields) -> Condition:
    """form, question and values, which must exist."""
    values = fields.texts("values", must=True)
    point_at_answer(fields, values)
    return Condition(fields.text("question"), values)


def point_at_answer(fields: Fields, values: tuple[str, ...]) -> None:
    """Notes that the form's question, and its values, must exist."""
    form = fields.text("form", must=True)
    question = fields.text("question", must=True)
    fields.desk.point(Kind.FORM, form, fields.at("form"))
    fields.desk.answers.append(AnswerRef(form, question, values, fields.at("question")))


def read_helps(folder: Folder, said: Said) -> tuple[Help, ...]:
    """The help texts, by the names of the files."""
    return tuple(
        _help(folder, file, document, said)
        for file in folder.files("help", ".md")
        if (document := folder.document(file))
    )


def _help(folder: Folder, file: str, document: Document, said: Said) -> Help:
    fields = Fields(document.head, file, folder.desk)
    help_ = Help(
        id=fields.name(),
        title=fields.prose("title", must=True),
        html=render(document.body, At(file, document.body_line), folder.desk, said).html,
    )
    if file != f"help/{help_.id}.md":
        fields.fault("id", f"Filen ska heta {help_.id}.md, efter id.")
    folder.desk.define(Kind.HELP, help_.id, fields.at("id"))
    fields.done()
    return help_
