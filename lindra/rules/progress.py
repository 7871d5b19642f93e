"""How far a patient has come, and which page is the next: nothing is ever locked (BEHAVIOUR M2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from lindra.programme.spec import Module, ModuleKind, Page


class ModuleState(StrEnum):
    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"


def countable(module: Module) -> tuple[Page, ...]:
    """The pages whose reading is kept: all but the private ones."""
    return tuple(page for page in module.pages if not page.private)


def pages_read(module: Module, read: Collection[str]) -> int:
    """How many of the module's pages are read."""
    return sum(page.id in read for page in countable(module))


def all_read(module: Module, read: Collection[str]) -> bool:
    """Whether "Klar med modulen" is offered."""
    return bool(module.pages) and pages_read(module, read) == len(countable(module))


def module_state(
    module: Module, read: Collection[str], done: Collection[str], opened: str = ""
) -> ModuleState:
    """Done is the patient's word; under way when a page is read, or `opened` is the module."""
    if module.id in done:
        return ModuleState.DONE
    begun = pages_read(module, read) > 0 or module.id == opened
    return ModuleState.UNDER_WAY if begun else ModuleState.NOT_BEGUN


def minutes_left(module: Module, read: Collection[str]) -> int:
    """Minutes of reading left in the module."""
    return sum(page.minutes for page in countable(module) if page.id not in read)


def reading_order(module: Module, first: str = "") -> tuple[Page, ...]:
    """The module's pages, with the page `first` before the others (CONTENT 1.0, PEM)."""
    ahead = tuple(page for page in module.pages if page.id == first)
    return ahead + tuple(page for page in module.pages if page.id != first)


def neighbours(pages: tuple[Page, ...], page_id: str) -> tuple[Page | None, Page | None]:
    """The page before and the page after; None at the ends."""
    at = [page.id for page in pages].index(page_id)
    before = pages[at - 1] if at else None
    after = pages[at + 1] if at + 1 < len(pages) else None
    return before, after


def next_module(modules: Sequence[Module], module: Module) -> Module | None:
    """The module after this one on the recommended path; None after the last."""
    path = _path(modules)
    if module not in path:
        return None
    at = path.index(module)
    return path[at + 1] if at + 1 < len(path) else None


def current_module(
    modules: Sequence[Module], done: Collection[str], opened: str = "", begin: str = ""
) -> Module:
    """The module of "Fortsätt där du var" (`opened`), or the first on the path that is not done.

    `opened` is "" for a module that has been marked as done since it was last opened. Until a
    module is opened, the recommended one (`begin`) comes first (BEHAVIOUR M4).
    """
    path = _path(modules)
    for wanted in (opened, "" if begin in done else begin):
        for module in path:
            if module.id == wanted:
                return module
    return next((m for m in path if m.id not in done), path[-1])


def _path(modules: Sequence[Module]) -> list[Module]:
    return [module for module in modules if module.kind is not ModuleKind.MINDFULNESS]
