"""How far a treatment has come, module by module: one picture for the patient and the team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lindra.models import Treatment
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import FirstWhen, Module, ModuleKind, Page, Programme
from lindra.queries.life import shown_in
from lindra.rules.answers import holds
from lindra.rules.progress import (
    ModuleState,
    all_read,
    countable,
    current_module,
    minutes_left,
    module_state,
    pages_read,
    reading_order,
)


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module as this patient has it; `pages` in the order in which they are offered."""

    module: Module
    state: ModuleState
    read: frozenset[str]
    pages: tuple[Page, ...]
    first: FirstWhen | None = None
    shown: bool = True

    @property
    def pages_read(self) -> int:
        return pages_read(self.module, self.read)

    @property
    def total(self) -> int:
        """How many pages are counted: all but the private ones."""
        return len(countable(self.module))

    @property
    def minutes_left(self) -> int:
        return minutes_left(self.module, self.read)

    @property
    def all_read(self) -> bool:
        return all_read(self.module, self.read)

    @property
    def done(self) -> bool:
        return self.state is ModuleState.DONE

    @property
    def begun(self) -> bool:
        return self.state is not ModuleState.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class Overview:
    """`here` is the module of "Fortsätt där du var", `page` the very page in it.

    `everything` has every module of the programme, `modules` those that the patient is shown.
    """

    treatment: Treatment
    programme: Programme
    everything: tuple[ModuleView, ...]
    here: ModuleView
    page: Page
    opened_at: datetime | None

    @property
    def modules(self) -> tuple[ModuleView, ...]:
        return tuple(view for view in self.everything if view.shown)

    @property
    def begin(self) -> ModuleView | None:
        """The module that the team recommends ("Börja här"), until the patient is done with it."""
        wanted = self.treatment.begin_with
        return next((v for v in self.modules if v.module.id == wanted and not v.done), None)

    def module(self, module_id: str) -> ModuleView:
        """The module of that id; KeyError when the patient is shown none."""
        for view in self.modules:
            if view.module.id == module_id:
                return view
        raise KeyError(module_id)

    @property
    def path(self) -> tuple[ModuleView, ...]:
        """The numbered modules, 1 to 8."""
        return tuple(v for v in self.modules if v.module.kind is ModuleKind.MODULE)

    @property
    def page_number(self) -> int:
        return self.here.pages.index(self.page) + 1


def overview(treatment: Treatment) -> Overview:
    """Read progress and place of a treatment, in a constant number of queries."""
    content = programme(treatment.programme)
    read = frozenset(treatment.pages_read.values_list("page", flat=True))
    done = dict(treatment.modules_done.values_list("module", "done_at"))
    place = getattr(treatment, "place", None)
    opened = place.module if place else ""
    firsts = _firsts(treatment, content)
    shown = shown_in(treatment)
    everything = tuple(
        _view(m, read, done, opened, firsts.get(m.id), shown=m.id in shown) for m in content.modules
    )
    left = place and opened in done and done[opened] >= place.opened_at
    path = tuple(m for m in content.modules if m.id in shown)
    begin = treatment.begin_with if treatment.begin_with in shown else ""
    here_id = current_module(path, done, "" if left else opened, begin).id
    here = next(view for view in everything if view.module.id == here_id)
    page = next((p for p in here.pages if place and p.id == place.page), None) or next(
        (p for p in here.pages if p.id not in read), here.pages[0]
    )
    opened_at = place.opened_at if place and opened in shown else None
    return Overview(treatment, content, everything, here, page, opened_at)


def _view(
    module: Module,
    read: frozenset[str],
    done: Collection[str],
    opened: str,
    first: FirstWhen | None,
    *,
    shown: bool,
) -> ModuleView:
    return ModuleView(
        module,
        module_state(module, read, done, opened),
        read,
        reading_order(module, first.page if first else ""),
        first,
        shown,
    )


def _firsts(treatment: Treatment, content: Programme) -> dict[str, FirstWhen]:
    wanted = {m.id: m.first_when for m in content.modules if m.first_when}
    values = latest_values(treatment, {first.form for first in wanted.values()})
    return {
        module: first
        for module, first in wanted.items()
        if holds(first.when, values.get(first.form, {}))
    }


def latest_values(treatment: Treatment, forms: set[str]) -> dict[str, dict[str, object]]:
    """The newest current answer's values of each of the forms, in one query (none for no forms)."""
    if not forms:
        return {}
    rows = treatment.answers.filter(CURRENT, form__in=forms).order_by("sent_at")
    return dict(rows.values_list("form", "values"))
