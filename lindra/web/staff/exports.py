""" "Export": what the unit has ordered, a form for more, and the files, each fetched once (M22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from lindra.access import May, Purpose
from lindra.actions.access_log import Activity
from lindra.actions.exports import (
    ON_THE_WAY,
    REASON,
    Order,
    fetch_export,
    fetch_key,
    order_export,
)
from lindra.exchange.run import file_name
from lindra.models import ExportFormat, ExportJob, ExportState
from lindra.programme.spec import Programme
from lindra.queries.exports import exports_of, patients_in, programmes_at
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.widgets import CalendarDate, ChoiceRows, LongText, TickRow

RESOURCE = "Export"
IN_MEMORY = 8_000_000  # bytes; a larger file is on disk, without a name, while it leaves
DAY = {"required": "Välj en dag.", "invalid": "Välj en dag som finns."}
CHOOSE = {"required": "Välj ett av dem.", "invalid_choice": "Välj ett av dem i listan."}
FORMATS = {
    ExportFormat.CSV: "CSV. En zip med en fil för varje formulär. För statistikprogram.",
    ExportFormat.XLSX: "Excel (XLSX). Ett blad för varje formulär.",
    ExportFormat.FHIR: "FHIR R4. För andra vårdsystem.",
}


class People(StrEnum):
    """Whether rows can be told to be somebody's."""

    PSEUDONYMS = "pseudonyms"
    KEY = "key"
    IDENTIFIED = "identified"


PEOPLE = {
    People.PSEUDONYMS: "Pseudonymer utan nyckel. Ingen kan slå upp vem som är vem.",
    People.KEY: "Pseudonymer med nyckel. Nyckeln är en egen fil som visar vem som är vem. "
    "Förvara den skild från exporten.",
    People.IDENTIFIED: "Personnummer och namn. Varje rad pekar ut patienten.",
}


class ExportForm(forms.Form):
    """An order. `people` and `free_text` say what each choice leads to."""

    use_required_attribute = False
    programme = forms.ChoiceField(label="Program", widget=ChoiceRows(), error_messages=CHOOSE)
    first = forms.DateField(label="Första dagen", error_messages=DAY)
    last = forms.DateField(
        label="Sista dagen",
        help_text="Svaren som skickats de dagarna, och momenten som pågick då.",
        error_messages=DAY,
    )
    format = forms.ChoiceField(
        label="Format",
        choices=list(FORMATS.items()),
        initial=ExportFormat.CSV,
        widget=ChoiceRows(),
        error_messages=CHOOSE,
    )
    people = forms.ChoiceField(
        label="Vem är vem?",
        choices=list(PEOPLE.items()),
        initial=People.PSEUDONYMS,
        widget=ChoiceRows(),
        error_messages=CHOOSE,
    )
    free_text = forms.BooleanField(
        label="Ta med fri text",
        help_text="Patienternas egna ord kan peka ut dem själva och andra.",
        required=False,
        widget=TickRow(),
    )
    reason = forms.CharField(
        label="Skäl",
        help_text="Behövs vid nyckel, personnummer eller fri text. Skriv ingens namn här.",
        required=False,
        max_length=REASON,
        widget=LongText(REASON, rows=2),
        error_messages={"max_length": "Skriv högst 300 tecken."},
    )

    def __init__(self, programmes: Sequence[Programme], today: date, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        listed = [(each.id, each.name) for each in programmes]
        self.fields["programme"].choices = listed  # type: ignore[attr-defined]
        if len(listed) == 1:
            self.fields["programme"].initial = listed[0][0]
        for name in ("first", "last"):
            self.fields[name].widget = CalendarDate(latest=today)

    def order(self) -> Order:
        """What is asked for, of a form that is valid."""
        given = self.cleaned_data
        return Order(
            programme=given["programme"],
            first=given["first"],
            last=given["last"],
            format=ExportFormat(given["format"]),
            identified=given["people"] == People.IDENTIFIED,
            free_text=given["free_text"],
            keeps_key=given["people"] == People.KEY,
            reason=given["reason"],
        )


@door(May.EXPORT, RESOURCE, methods=("GET", "POST"), purpose=Purpose.STATISTICS)
def exports(request: StaffRequest) -> HttpResponse:
    """The unit's exports, and a form for one more."""
    form = _form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order_export(order=form.order(), by=request.who, now=request.now)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "Exporten är beställd. Den tas fram nu.")
            return redirect("exports")
    return _page(request, form)


@door(May.EXPORT, RESOURCE, purpose=Purpose.STATISTICS)
def progress(request: StaffRequest) -> HttpResponse:
    """The list alone, asked for while something is on its way."""
    return render(request, "staff/_exports.html", _listed(request))


@door(
    May.EXPORT,
    "Export, hämtad",
    methods=("POST",),
    activity=Activity.PRINT,
    purpose=Purpose.STATISTICS,
)
def fetch(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The file, once."""
    return _fetched(request, export_id, fetch_export, is_key=False)


@door(
    May.EXPORT,
    "Export, nyckel hämtad",
    methods=("POST",),
    activity=Activity.PRINT,
    purpose=Purpose.STATISTICS,
)
def key(request: StaffRequest, export_id: UUID) -> HttpResponse:
    """The key to its pseudonyms, once, apart from the file."""
    return _fetched(request, export_id, fetch_key, is_key=True)


def _fetched(
    request: StaffRequest, export_id: UUID, take: Callable[..., ExportJob], *, is_key: bool
) -> HttpResponse:
    """The whole is read in the transaction; what leaves after it is a copy without a name."""
    with ExitStack() as stack:
        file = stack.enter_context(SpooledTemporaryFile(IN_MEMORY))
        try:
            job = take(job_id=export_id, out=file, by=request.who, now=request.now)
        except ExportJob.DoesNotExist as error:
            raise Http404 from error
        except Refused as refused:
            request.seen.activity = Activity.READ
            return _page(request, _form(request, None), refused)
        request.seen.patients = list(patients_in(job))
        request.seen.unsent = stack.pop_all()  # when it is sent, the response closes it
    return _file(file, job, is_key=is_key)


def _file(file: SpooledTemporaryFile[bytes], job: ExportJob, *, is_key: bool) -> FileResponse:
    file.seek(0)
    ending = "xlsx" if job.format == ExportFormat.XLSX and not is_key else "zip"
    name = file_name(job.pk, ending, is_key=is_key)
    kind = "application/octet-stream"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


def _form(request: StaffRequest, data: object) -> ExportForm:
    programmes = programmes_at(request.who.commission.unit)
    return ExportForm(programmes, local_date(request.now), data)


def _page(request: StaffRequest, form: ExportForm, refused: Refused | None = None) -> HttpResponse:
    page = {
        **context(request, "exports"),
        **_listed(request),
        "form": form,
        "refused": refused,
        "training": request.who.commission.unit.training,
        "has_errors": bool(form.errors),
    }
    wrong = bool(form.errors or refused)
    return render(request, "staff/exports.html", page, status=422 if wrong else 200)


def _listed(request: StaffRequest) -> dict[str, object]:
    unit = request.who.commission.unit
    found, names = exports_of(unit), {each.id: each.name for each in programmes_at(unit)}
    shown = [
        {
            "job": job,
            "programme": names.get(job.programme, job.programme),
            "own": job.ordered_by == request.who.staff,
            "done": _thousands(job.done),
            "total": _thousands(job.total),
        }
        for job in found
    ]
    on_the_way = any(job.state in ON_THE_WAY for job in found)
    ready = any(job.state == ExportState.READY for job in found)
    every = 2 if on_the_way else 10
    return {
        "exports": shown,
        "on_the_way": on_the_way,
        "every": every if on_the_way or ready else 0,
    }


def _thousands(number: int) -> str:
    """12 000, and no line is broken within it."""
    return f"{number:,}".replace(",", "\u00a0")
