"""An export as XLSX: a sheet for each table, written row by row into the zip (ECMA-376, part 1).

Nothing is put in files on the way, as a library would: a worker that is killed leaves nothing that
somebody has written. A text is a string of its own cell and so never a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from lindra.exchange.cells import harmless
from lindra.exchange.codebook import Cell
from lindra.exchange.csv_ import entry
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export, sheets

MOST_ROWS = 1_048_575  # of a sheet, beside its head
LONGEST_CELL = 32_767  # signs; a longer text is whole in the CSV
LONGEST_NAME = 31
CUT = " … (hela texten finns i CSV)"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>\n"
)
_FOOT = "</sheetData></worksheet>"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
)
_RETURN = {"\r": "&#13;"}  # XML would make it a line break


class Book:
    """A workbook that is written to `out` sheet by sheet; leaving it writes what names them."""

    def __init__(self, out: IO[bytes], made_at: datetime) -> None:
        self._zip, self._made_at = ZipFile(out, "w"), made_at
        self.names: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        if failed[0] is None:
            for name, text in _parts(self.names):
                with entry(self._zip, name, self._made_at) as raw:
                    raw.write(text.encode())
        self._zip.close()

    def write(
        self,
        name: str,
        head: Iterable[str],
        rows: Iterable[tuple[Cell, ...]],
        most: int = MOST_ROWS,
    ) -> None:
        """The rows on a sheet, on several when they are more than one sheet holds."""
        left, number, titles = iter(rows), 1, tuple(head)
        first = next(left, None)
        while first is not None or number == 1:
            self.names.append(_sheet_name(name, number))
            path = f"xl/worksheets/sheet{len(self.names)}.xml"
            with entry(self._zip, path, self._made_at) as raw:
                raw.write(_HEAD.encode())
                raw.write(_row(titles))
                if first is not None:
                    raw.write(_row(first))
                    for row in islice(left, most - 1):
                        raw.write(_row(row))
                raw.write(_FOOT.encode())
            number, first = number + 1, next(left, None)


def write_xlsx(export: Export, out: IO[bytes]) -> Receipt:
    """Writes the workbook to `out` and returns what was written."""
    receipt = Receipt()
    with Book(out, export.made_at) as book:
        for sheet in sheets(export):
            book.write(sheet.name, sheet.head, receipt.through(sheet.name, sheet.rows()))
    return receipt


def _row(cells: Iterable[Cell]) -> bytes:
    return f"<row>{''.join(map(_cell, cells))}</row>\n".encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    safe = harmless(cell)
    if not isinstance(safe, str):
        return f"<c><v>{safe!r}</v></c>"
    if len(safe) > LONGEST_CELL:
        safe = safe[: LONGEST_CELL - len(CUT)] + CUT
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(safe, _RETURN)}</t></is></c>'


def _sheet_name(name: str, number: int) -> str:
    end = f" ({number})" if number > 1 else ""
    return re.sub(r"[\[\]:*?/\\]", "_", name)[: LONGEST_NAME - len(end)] + end


def _parts(names: list[str]) -> Iterator[tuple[str, str]]:
    """What says which sheets there are, and in which file each is."""
    numbered = list(enumerate(names, start=1))
    told = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered
    )
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{told}</sheets></workbook>'
    yield "xl/workbook.xml", _XML + book
    related = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered]
    yield "xl/_rels/workbook.xml.rels", _relations(related)
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
    types = _type("/xl/workbook.xml", "sheet.main")
    types += "".join(_type(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n, _ in numbered)
    yield "[Content_Types].xml", f"{_TYPES}{types}</Types>"


def _type(path: str, kind: str) -> str:
    return f'<Override PartName="{path}" ContentType="{_KIND}.{kind}+xml"/>'


def _relations(of: list[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in of
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'
