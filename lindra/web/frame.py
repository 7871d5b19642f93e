"""A treatment with its programme: what the pages about it share, on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import Http404
from django.urls import reverse

from lindra.access import team_of
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Form, Module, Page, Programme
from lindra.rules.calendar import local_date

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """`therapist` is the first name of whoever is responsible today."""

    treatment: Treatment
    programme: Programme
    therapist: str

    def address(self, name: str, *args: object) -> str:
        """The address of a page of this treatment."""
        return reverse(name, args=[self.treatment.pk, *args])

    def module(self, module_id: str) -> Module:
        """The module of the address, or 404."""
        return _or_404(lambda: self.programme.module(module_id))

    def page(self, module_id: str, page_id: str) -> Page:
        """The page of the address, or 404."""
        return _or_404(lambda: self.module(module_id).page(page_id))

    def form(self, form_id: str, version: int | None = None) -> Form:
        """The form of the address in that version or its newest, or 404."""
        return _or_404(lambda: self.programme.form(form_id, version))


def frame(treatment: Treatment, now: datetime) -> Frame:
    """The frame of a page about the treatment."""
    members = list(team_of(treatment, local_date(now)))
    name = members[0].staff.given_name if members else ""
    return Frame(treatment, programme(treatment.programme), name)


def _or_404(find: Callable[[], T]) -> T:
    try:
        return find()
    except KeyError as error:
        raise Http404 from error
