"""A treatment with its programme: what the pages about it share, on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import Http404
from django.urls import reverse

from lindra.access import team_and_supervisors
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Form, Module, Page, Programme
from lindra.queries.life import phase_of, shown_in
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import Phase
from lindra.rules.shown import form_is_shown
from lindra.web.readers import NOBODY, readers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """`therapist` is the first name of whoever is responsible today; `phase` is the treatment's.

    `readers` is everybody who can read what is sent (BEHAVIOUR F10).
    """

    treatment: Treatment
    programme: Programme
    therapist: str
    phase: Phase = Phase.RUNNING
    readers: str = NOBODY

    @property
    def can_read(self) -> bool:
        """Whether the programme is open to the patient."""
        return self.phase in (Phase.RUNNING, Phase.MAINTAINED)

    @property
    def can_write(self) -> bool:
        """Whether the patient may fill in and write."""
        return self.phase is Phase.RUNNING

    def address(self, name: str, *args: object) -> str:
        """The address of a page of this treatment."""
        return reverse(name, args=[self.treatment.pk, *args])

    def module(self, module_id: str) -> Module:
        """The module of the address, or 404."""
        return _or_404(lambda: self.programme.module(module_id))

    def shown_module(self, module_id: str) -> Module:
        """The same, 404 too for a module that the patient is not shown (BEHAVIOUR M4)."""
        if module_id not in shown_in(self.treatment):
            raise Http404
        return self.module(module_id)

    def page(self, module_id: str, page_id: str) -> Page:
        """The page of the address, or 404."""
        return _or_404(lambda: self.module(module_id).page(page_id))

    def shown_page(self, module_id: str, page_id: str) -> Page:
        """The same, 404 too for a page of a module that the patient is not shown."""
        return _or_404(lambda: self.shown_module(module_id).page(page_id))

    def form(self, form_id: str, version: int | None = None) -> Form:
        """The form of the address in that version or its newest, or 404."""
        return _or_404(lambda: self.programme.form(form_id, version))

    def shown_form(self, form_id: str) -> Form:
        """The newest version, 404 too for a form of modules that the patient is not shown."""
        form = self.form(form_id)
        if not form_is_shown(form, self.programme, shown_in(self.treatment)):
            raise Http404
        return form

    def offered(self, forms: Iterable[Form]) -> list[Form]:
        """Those of the forms that the patient can fill in now."""
        if not self.can_write:
            return []
        shown = shown_in(self.treatment)
        return [form for form in forms if form_is_shown(form, self.programme, shown)]


def frame(treatment: Treatment, now: datetime) -> Frame:
    """The frame of a page about the treatment."""
    today = local_date(now)
    members, supervisors = team_and_supervisors(treatment, today)
    name = members[0].staff.given_name if members else ""
    content, phase = programme(treatment.programme), phase_of(treatment, today)
    reading = readers([*members, *supervisors])
    return Frame(treatment, content, name, phase, reading)


def _or_404(find: Callable[[], T]) -> T:
    try:
        return find()
    except KeyError as error:
        raise Http404 from error
