"""An export as XLSX: a sheet for each table, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

from lindra.exchange.cells import harmless
from lindra.exchange.codebook import Cell
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export, sheets

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_575  # of a sheet, beside its head
LONGEST_CELL = 32_767  # signs; a longer text is whole in the CSV
LONGEST_NAME = 31
CUT = " … (hela texten finns i CSV)"


def write_xlsx(export: Export, out: IO[bytes]) -> Receipt:
    """Writes the workbook to `out` and returns what was written."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and used here alone
    from openpyxl.writer.excel import save_workbook  # noqa: PLC0415

    receipt = Receipt()
    book = Workbook(write_only=True)
    for sheet in sheets(export):
        rows = receipt.through(sheet.name, sheet.rows())
        write_sheets(book, sheet.name, sheet.head, rows)
    save_workbook(book, out)
    return receipt


def write_sheets(
    book: Workbook,
    name: str,
    head: Iterable[str],
    rows: Iterable[tuple[Cell, ...]],
    most: int = MOST_ROWS,
) -> None:
    """The rows on a sheet, on several when they are more than one sheet holds."""
    left, number, titles = iter(rows), 1, list(head)
    stretch: Iterator[tuple[Cell, ...]] = islice(left, most)
    first = next(stretch, None)
    while first is not None or number == 1:
        page = book.create_sheet(_sheet_name(name, number))
        page.freeze_panes = "A2"
        page.append(titles)
        if first is not None:
            page.append([_cell(cell) for cell in first])
        for row in stretch:
            page.append([_cell(cell) for cell in row])
        stretch, number = islice(left, most), number + 1
        first = next(stretch, None)


def _cell(cell: Cell) -> Cell:
    safe = harmless(cell)
    if isinstance(safe, str) and len(safe) > LONGEST_CELL:
        return safe[: LONGEST_CELL - len(CUT)] + CUT
    return safe


def _sheet_name(name: str, number: int) -> str:
    end = f" ({number})" if number > 1 else ""
    return re.sub(r"[\[\]:*?/\\]", "_", name)[: LONGEST_NAME - len(end)] + end
