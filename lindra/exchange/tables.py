"""The tables of an export: the treatments, and one for each form, row by row (BEHAVIOUR M22).

CSV and XLSX write the same tables; only how a cell is written differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lindra.exchange.codebook import FIXED, HEAD, Cell, Column, codebook, columns, shared_columns
from lindra.exchange.disclosure import SECRECY
from lindra.exchange.pseudonyms import Pseudonyms
from lindra.models import Answer, Treatment
from lindra.programme.spec import Form
from lindra.queries.export import Selection, each_answer, each_treatment, forms_in
from lindra.rules.calendar import date_words, local
from lindra.rules.progress import countable

Row = tuple[Cell, ...]

TREATMENTS, CODEBOOK, ABOUT = "moment", "kodbok", "om-exporten"
READING = (
    "Ett ' först i en text är ditsatt för att ingen formel ska köras. I CSV gäller det också ett ' "
    "direkt efter semikolon, tabb eller radbyte. Ta bort ett på varje sådant ställe."
)


@dataclass(frozen=True, slots=True)
class Export:
    """One export. Pseudonymised and without free text unless something else is asked for.

    Identified, a row has the personal number and the name beside the pseudonyms. `told` is called
    for each answer that is read.
    """

    selection: Selection
    made_at: datetime
    identified: bool = False
    free_text: bool = False
    pseudonyms: Pseudonyms = field(default_factory=Pseudonyms)
    told: Callable[[], None] = lambda: None

    def answers(self, form_id: str = "") -> Iterator[Answer]:
        """The answers of the period, only of one form when it is named."""
        for answer in each_answer(self.selection, form_id):
            yield answer
            self.told()

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that have answers in the period, in the programme's order."""
        found = {form_id for form_id, _ in forms_in(self.selection)}
        return tuple(f.id for f in self.selection.programme.newest_forms() if f.id in found)

    def patient(self, treatment: Treatment) -> str:
        return self.pseudonyms.of("patient", treatment.patient_id)

    def treatment(self, treatment_id: object) -> str:
        return self.pseudonyms.of("treatment", treatment_id)

    def answer(self, answer_id: object) -> str:
        return self.pseudonyms.of("answer", answer_id)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name and head; `rows()` reads it anew each time."""

    name: str
    head: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def sheets(export: Export) -> tuple[Sheet, ...]:
    """All the tables, in the order in which they are written."""
    return (
        about_sheet(export),
        Sheet(TREATMENTS, _treatment_head(export), lambda: _treatments(export)),
        *(_of_form(export, form_id) for form_id in export.forms),
        codebook_sheet(export),
    )


def about_sheet(export: Export) -> Sheet:
    """What the export is: secrecy, unit, programme, period, and how to read it."""
    return Sheet(ABOUT, ("om", "gäller"), lambda: iter(_about(export)))


def codebook_sheet(export: Export) -> Sheet:
    """What the columns, or the questions, mean."""
    content = export.selection.programme
    return Sheet(CODEBOOK, HEAD, lambda: codebook(content, free_text=export.free_text))


def _about(export: Export) -> list[Row]:
    chosen = export.selection
    period = f"{date_words(chosen.first)} till {date_words(chosen.last)}"
    return [
        ("sekretess", SECRECY),
        ("vårdgivare", chosen.unit.care_provider.name),
        ("enhet", f"{chosen.unit.name}, {chosen.unit.hsa_id}"),
        ("program", chosen.programme.name),
        ("period", period),
        ("framtagen", _moment(export.made_at)),
        ("personuppgifter", "identifierade" if export.identified else "pseudonymiserade"),
        ("fri text", "med" if export.free_text else "utan"),
        ("läsning", READING),
    ]


_OF_PERSON = ("personnummer", "fornamn", "efternamn")


def _treatment_head(export: Export) -> tuple[str, ...]:
    """The columns of a treatment. A module's column is 1 when the patient has marked it as done."""
    return (
        *("patient", "moment"),
        *(_OF_PERSON if export.identified else ()),
        *("lage", "startat", "forsta_dag", "sista_dag", "oppnat", "senast_aktiv", "avslutat"),
        *("avslutningsorsak", "svar", "sidor_lasta", "sidor"),
        *(f"klar__{module.id}" for module in export.selection.programme.modules),
    )


def _treatments(export: Export) -> Iterator[Row]:
    modules = export.selection.programme.modules
    pages = sum(len(countable(module)) for module in modules)
    for each in each_treatment(export.selection):
        yield (
            export.patient(each),
            export.treatment(each.pk),
            *(_person(each) if export.identified else ()),
            each.state,
            _moment(each.started_at),
            each.starts_on.isoformat(),
            each.ends_on.isoformat(),
            _moment(each.opened_by_patient_at),
            _moment(each.last_active_at),
            _moment(each.ended_at),
            each.end_reason or None,
            each.sent,  # type: ignore[attr-defined]
            each.pages,  # type: ignore[attr-defined]
            pages,
            *(int(module.id in each.modules) for module in modules),  # type: ignore[attr-defined]
        )


def _of_form(export: Export, form_id: str) -> Sheet:
    shared = shared_columns(export.selection.programme, form_id, free_text=export.free_text)
    head = (*FIXED, *(column.name for column in shared))
    return Sheet(form_id, head, lambda: _answers(export, form_id, shared))


def _answers(export: Export, form_id: str, shared: tuple[Column, ...]) -> Iterator[Row]:
    by_version: dict[int, dict[str, Column]] = {}
    for answer in export.answers(form_id):
        if answer.version not in by_version:
            form = export.selection.programme.form(form_id, answer.version)
            by_version[answer.version] = _by_name(form, free_text=export.free_text)
        own = by_version[answer.version]
        values = {} if answer.withdrawn_at else answer.values
        yield (
            export.patient(answer.treatment),
            export.treatment(answer.treatment_id),
            export.answer(answer.pk),
            answer.version,
            answer.entry_date.isoformat() if answer.entry_date else None,
            _moment(answer.sent_at),
            standing(answer),
            export.answer(answer.replaces_id) if answer.replaces_id else None,
            _moment(answer.read_at),
            *(own[c.name].cell(values) if c.name in own else None for c in shared),
        )


def standing(answer: Answer) -> str:
    """Whether the answer holds. One that was taken back keeps its row and no values (M5c)."""
    if answer.withdrawn_at:
        return "återtaget"
    return "ersatt" if answer.replaced_at else "gäller"


def _by_name(form: Form, *, free_text: bool) -> dict[str, Column]:
    return {column.name: column for column in columns(form, free_text=free_text)}


def _person(treatment: Treatment) -> Row:
    patient = treatment.patient
    return patient.number, patient.given_name, patient.family_name


def _moment(at: datetime | None) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None
