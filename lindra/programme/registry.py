"""The programmes that this installation has, each read once from the folder that it is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lindra.programme.faults import Fault, ProgrammeError
from lindra.programme.load import load_programme
from lindra.programme.spec import Programme


class _Shelf:
    """A folder of programmes, and what has been read of it."""

    folder: Path | None = None
    released_only = False
    read: dict[str, Programme] | None = None

    def programmes(self) -> dict[str, Programme]:
        if self.read is None:
            folders = sorted(path.parent for path in self.root().glob("*/programme.yaml"))
            read = {folder.name: load_programme(folder) for folder in folders}
            if self.released_only:
                refuse_unreleased(read.values())
            self.read = read
        return self.read

    def root(self) -> Path:
        if self.folder is None:
            raise RuntimeError("registry.configure(folder) has not been called")
        return self.folder


_shelf = _Shelf()


def configure(folder: Path, *, released_only: bool = False) -> None:
    """Tells where the programmes are, each in a folder named as its id; forgets what was read.

    With `released_only` a programme with a form that is not released is refused: an answer must
    always be shown with the questions that were put (BEHAVIOUR F13).
    """
    _shelf.folder, _shelf.read, _shelf.released_only = folder, None, released_only


def refuse_unreleased(programmes: Iterable[Programme]) -> None:
    """Raises ProgrammeError when a form that can be sent is not released."""
    faults = [
        Fault(f"forms/{form.id}-{form.version}.yaml", 1, "Formuläret är inte släppt.")
        for programme in programmes
        for form in programme.forms
        if not form.private
        and (form.id, form.version) not in {(each[0], each[1]) for each in programme.released}
    ]
    if faults:
        raise ProgrammeError(faults)


def folder_of(programme_id: str) -> Path:
    """The folder of a programme, whether there is one or not; RuntimeError before `configure`."""
    return _shelf.root() / programme_id


def programme(programme_id: str) -> Programme:
    """The programme of that id; KeyError when there is none, ProgrammeError when one is faulty."""
    return _shelf.programmes()[programme_id]


def all_programmes() -> tuple[Programme, ...]:
    """Every programme, by id; ProgrammeError when one is faulty."""
    return tuple(_shelf.programmes().values())
