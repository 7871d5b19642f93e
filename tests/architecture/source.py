"""The source as syntax trees: what is imported, called and named in which file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Every Python file of the folders, or a file itself, in order."""
    chosen = [ROOT / folder for folder in folders]
    return tuple(
        path
        for each in chosen
        for path in ([each] if each.is_file() else sorted(each.rglob("*.py")))
    )


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The file as the tests say it: lindra/web/door.py."""
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """The room a file of lindra stands in: web, actions, clock …"""
    return path.relative_to(ROOT / "lindra").with_suffix("").parts[0]


def calls(path: Path) -> Iterator[str]:
    """What the file calls, as it is written: `Answer.objects.create`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def imports(path: Path) -> Iterator[str]:
    """What the file imports, also within functions: `django.db.models`, `lindra.clock`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
