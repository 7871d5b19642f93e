"""The programmes that this installation has, each read once from the folder that it is told."""

from __future__ import annotations

from pathlib import Path

from lindra.programme.load import load_programme
from lindra.programme.spec import Programme


class _Shelf:
    """A folder of programmes, and what has been read of it."""

    folder: Path | None = None
    read: dict[str, Programme] | None = None

    def programmes(self) -> dict[str, Programme]:
        if self.read is None:
            folders = sorted(path.parent for path in self.root().glob("*/programme.yaml"))
            self.read = {folder.name: load_programme(folder) for folder in folders}
        return self.read

    def root(self) -> Path:
        if self.folder is None:
            raise RuntimeError("registry.configure(folder) has not been called")
        return self.folder


_shelf = _Shelf()


def configure(folder: Path) -> None:
    """Tells where the programmes are, each in a folder named as its id; forgets what was read."""
    _shelf.folder, _shelf.read = folder, None


def folder_of(programme_id: str) -> Path:
    """The folder of a programme, whether there is one or not; RuntimeError before `configure`."""
    return _shelf.root() / programme_id


def programme(programme_id: str) -> Programme:
    """The programme of that id; KeyError when there is none, ProgrammeError when one is faulty."""
    return _shelf.programmes()[programme_id]


def all_programmes() -> tuple[Programme, ...]:
    """Every programme, by id; ProgrammeError when one is faulty."""
    return tuple(_shelf.programmes().values())
