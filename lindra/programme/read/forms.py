"""A form: one file for each version, with the question of contact last."""

from __future__ import annotations

from dataclasses import replace

from lindra.programme.read.desk import Kind, missing
from lindra.programme.read.fields import Fields
from lindra.programme.read.folder import Folder
from lindra.programme.read.questions import read_questions
from lindra.programme.spec import (
    CALCULATION_NEEDS,
    CONTACT_QUESTION,
    Calculation,
    Every,
    Form,
    FormKind,
    HelpAt,
    Lifted,
    Question,
    QuestionType,
)

PRIVATE_REFUSES = ("every", "one_per_date", "calculation", "follows")


def read_contact_questions(programme: Fields) -> tuple[Question, ...]:
    """The wordings of the question that stands last in each form, unless it says `contact: false`.

    A form keeps the wording that it was released with; a new version may take a later one.
    """
    first = programme.inner("contact_question")
    later = tuple(programme.each("contact_question_later"))
    return tuple(_contact_question(programme, each) for each in (first, *later) if each)


def _contact_question(programme: Fields, fields: Fields) -> Question:
    help_ = fields.name("help", must=False)
    programme.desk.point(Kind.HELP, help_, fields.at("help"))
    lifted = fields.prose("lifted", must=True)
    question = Question(
        id=CONTACT_QUESTION,
        text=fields.prose("text", must=True),
        type=QuestionType.BOOL,
        lifted=Lifted(lifted, ("ja",)),
        help_at=(HelpAt(help_, ("ja",)),) if help_ else (),
    )
    fields.done()
    return question


def read_forms(folder: Folder, contacts: tuple[Question, ...]) -> tuple[Form, ...]:
    """Every form of the folder, by the names of the files."""
    found = []
    for file in folder.files("forms", ".yaml"):
        fields = folder.fields(file)
        if fields is not None:
            found.append(_form(fields, contacts))
    return tuple(sorted(found, key=lambda form: (form.id, form.version)))


def _form(fields: Fields, contacts: tuple[Question, ...]) -> Form:
    asks = fields.yes("contact", default=True)
    wording = fields.number("contact_version", 1, 99) or 1
    days_back = fields.number("days_back", 0, 366)
    form = Form(
        id=fields.name(),
        version=fields.must_number("version", 1, 999),
        title=fields.prose("title", must=True),
        heading=fields.prose("heading"),
        kind=fields.one_of("kind", FormKind) or FormKind.PLAN,
        module=fields.text("module", must=True),
        intro=fields.prose("intro"),
        minutes=fields.number("minutes", 1, 120),
        every=fields.maybe("every", Every),
        one_per_date=fields.text("one_per_date"),
        days_back=14 if days_back is None else days_back,
        one_of=fields.texts("one_of"),
        one_of_message=fields.prose("one_of_message"),
        calculation=fields.maybe("calculation", Calculation),
        follows=fields.text("follows"),
        days_after=fields.number("days_after", 1, 90),
        private=fields.yes("private"),
        printable=fields.yes("printable"),
        thanks=fields.prose("thanks"),
        questions=read_questions(fields, "questions"),
    )
    _check(fields, form)
    fields.done()
    if contacts and asks and not form.private:
        if wording > len(contacts):
            fields.fault("contact_version", "Programmet har inte så många ordalydelser av frågan.")
            return form
        last = replace(
            contacts[wording - 1], first=any(question.first for question in form.questions)
        )
        return replace(form, questions=(*form.questions, last))
    return form


def _check(fields: Fields, form: Form) -> None:
    desk = fields.desk
    desk.names[Kind.FORM].setdefault(form.id, fields.at("id"))
    if fields.file != f"forms/{form.id}-{form.version}.yaml":
        fields.fault("id", f"Filen ska heta {form.id}-{form.version}.yaml, efter id och version.")
    desk.point(Kind.MODULE, form.module, fields.at("module"))
    desk.point(Kind.FORM, form.follows, fields.at("follows"))
    if form.days_after and not form.follows:
        fields.fault("days_after", '"days_after" räknas från ett formulär: "follows" saknas.')
    if form.private:
        _check_private(fields, form)
    if form.one_of and not form.one_of_message:
        fields.fault("one_of", '"one_of" behöver "one_of_message": vad som sägs när alla är tomma.')
    questions = {question.id: question for question in form.questions}
    for name in form.one_of:
        if name not in questions:
            fields.fault("one_of", missing("fråga", name, questions))
    _check_date(fields, form, questions)
    _check_calculation(fields, form, questions)


def _check_private(fields: Fields, form: Form) -> None:
    for key in PRIVATE_REFUSES:
        if fields.has(key):
            fields.fault(key, f'Ett privat formulär skickas aldrig: "{key}" går inte.')
    for question in form.questions:
        if question.lifted:
            words = f'Ett privat formulär skickas aldrig: "{question.id}" kan inte lyftas.'
            fields.fault("private", words)


def _check_date(fields: Fields, form: Form, questions: dict[str, Question]) -> None:
    if not form.one_per_date:
        return
    question = questions.get(form.one_per_date)
    if question is None:
        fields.fault("one_per_date", missing("fråga", form.one_per_date, questions))
    elif question.type is not QuestionType.DATE or not question.required:
        fields.fault("one_per_date", f'"{question.id}" ska vara ett datum, och required: true.')


def _check_calculation(fields: Fields, form: Form, questions: dict[str, Question]) -> None:
    for name in CALCULATION_NEEDS[form.calculation] if form.calculation else ():
        if name not in questions or not questions[name].required:
            words = f'Uträkningen behöver frågan "{name}", med required: true.'
            fields.fault("calculation", words)
