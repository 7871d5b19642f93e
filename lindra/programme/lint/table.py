"""The table that ends a check: what each module holds, and how it reads."""

from __future__ import annotations

from lindra.programme.lint.material import Material
from lindra.programme.lint.readability import module_lix, page_lix, script_lix
from lindra.programme.spec import Module

HEAD = ("Modul", "Sidor", "Ord", "LIX", "Högst", "Formulär", "Bilder", "Minuter", "Övningar")

Row = tuple[str | int, ...]


def table(material: Material) -> str:
    """One line for each module and one for all; for scripts LIX is that of the exercises."""
    rows: list[Row] = [_row(material, module) for module in material.programme.modules]
    every = [lix for module in material.programme.modules for lix in page_lix(material, module)]
    mean = round(sum(every) / len(every)) if every else 0
    sums = (
        [sum(int(row[column]) for row in rows) for column in range(len(HEAD))[1:]] if rows else []
    )
    total: Row = ("Allt", *sums[:2], mean, max(every, default=0), *sums[4:])
    return _lines([HEAD, *rows, total] if rows else [HEAD])


def _row(material: Material, module: Module) -> Row:
    scripts = [script_lix(material, exercise) for exercise in module.exercises]
    pages = page_lix(material, module)
    mean = module_lix(material, module) if pages else _mean(scripts)
    return (
        module.title,
        len(module.pages),
        sum(page.words for page in module.pages),
        mean,
        max(pages or scripts, default=0),
        sum(form.module == module.id for form in material.programme.newest_forms()),
        sum(page.figure is not None for page in module.pages),
        sum(page.minutes for page in module.pages),
        len(module.exercises),
    )


def _mean(values: list[int]) -> int:
    return round(sum(values) / len(values)) if values else 0


def _lines(rows: list[Row]) -> str:
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [str(row[0]).ljust(widths[0])]
        cells += [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells))
    return "\n".join(lines)
