""" "Mina uppgifter": everything that is kept, to read and to take out as PDF or JSON (F11, M18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from lindra.access import May, treatments_of
from lindra.actions.access_log import Activity
from lindra.exchange.own_document import parts
from lindra.exchange.own_json import own_json
from lindra.exchange.own_pdf import own_pdf
from lindra.exchange.own_words import Part
from lindra.models import Treatment
from lindra.queries.handover import former_units
from lindra.queries.own_data import OwnData, own_data
from lindra.rules.calendar import local_date
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context

NAME = "Mina uppgifter"
FILE = "mina-uppgifter"  # says nothing of whose they are, or of what


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands right under it, and the headings within it."""

    title: str
    parts: list[Part] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


@door(May.READ_OWN_ANSWERS, NAME)
def page(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """All that is kept, in words: who can read it, how long it is kept, and the two files."""
    here = frame(treatment, request.now)
    mine = treatments_of(request.who, local_date(request.now))
    shown = {
        **context(request, here),
        "sections": nested(parts(_data(request, treatment))),
        "former": former_units(treatment),
        "others": mine.exclude(pk=treatment.pk).exists(),
    }
    return render(request, "patient/own_data.html", shown)


@door(May.READ_OWN_ANSWERS, NAME, methods=("POST",), activity=Activity.PRINT)
def pdf(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """The document to keep, or to show somebody."""
    return _file(own_pdf(_data(request, treatment)), "application/pdf", "pdf")


@door(May.READ_OWN_ANSWERS, NAME, methods=("POST",), activity=Activity.PRINT)
def json(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """The same for another computer (GDPR 20)."""
    return _file(own_json(_data(request, treatment)), "application/json", "json")


def nested(found: Iterable[Part]) -> list[Section]:
    """The parts under their headings, in the document's order."""
    path = [Section("")]
    for part in found:
        if part["kind"] != "heading":
            path[-1].parts.append(part)
            continue
        del path[int(str(part["level"])) :]
        section = Section(str(part["text"]))
        path[-1].sections.append(section)
        path.append(section)
    return path[0].sections


def _data(request: PatientRequest, treatment: Treatment) -> OwnData:
    return own_data(request.who.patient, request.now, treatment)


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    kept = {"Content-Disposition": f'attachment; filename="{FILE}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=kept)
