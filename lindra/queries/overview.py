"""How far a treatment has come, module by module: one picture for the patient and the team."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lindra.models import Treatment
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import FirstWhen, Module, ModuleKind, Page, Programme
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
    """`here` is the module of "Fortsätt där du var", `page` the very page in it."""

    treatment: Treatment
    programme: Programme
    modules: tuple[ModuleView, ...]
    here: ModuleView
    page: Page
    opened_at: datetime | None

    def module(self, module_id: str) -> ModuleView:
        """The module of that id; KeyError when the programme has none."""
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
    modules = tuple(_view(m, read, done, opened, firsts.get(m.id)) for m in content.modules)
    left = place and opened in done and done[opened] >= place.opened_at
    here_id = current_module(content, done, "" if left else opened).id
    here = next(view for view in modules if view.module.id == here_id)
    page = next((p for p in here.pages if place and p.id == place.page), None) or next(
        (p for p in here.pages if p.id not in read), here.pages[0]
    )
    return Overview(treatment, content, modules, here, page, place.opened_at if place else None)


def _view(
    module: Module,
    read: frozenset[str],
    done: Collection[str],
    opened: str,
    first: FirstWhen | None,
) -> ModuleView:
    return ModuleView(
        module,
        module_state(module, read, done, opened),
        read,
        reading_order(module, first.page if first else ""),
        first,
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
