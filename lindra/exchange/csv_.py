"""An export as CSV: a zip with a file for each table (RFC 4180, UTF-8, comma, a head)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lindra.exchange.cells import harmless_however_split
from lindra.exchange.codebook import Cell
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export, sheets
from lindra.rules.calendar import local


def write_csv(export: Export, out: IO[bytes]) -> Receipt:
    """Writes the zip to `out`, row by row, and returns what was written."""
    receipt = Receipt()
    with ZipFile(out, "w") as zipped:
        for sheet in sheets(export):
            with entry(zipped, f"{sheet.name}.csv", export.made_at) as raw:
                write_text(raw, sheet.head, receipt.through(sheet.name, sheet.rows()))
    return receipt


def entry(zipped: ZipFile, name: str, made_at: datetime) -> IO[bytes]:
    """A file of the zip to write to, of whatever size."""
    info = ZipInfo(name, local(made_at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    return zipped.open(info, "w", force_zip64=True)


def write_text(raw: IO[bytes], head: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> None:
    """A head and rows in UTF-8."""
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    write_rows(text, head, rows)
    text.detach()


def write_rows(text: io.TextIOBase, head: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> None:
    """A head and rows; lines end with CR LF, and nothing begins a formula."""
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(list(head))
    for row in rows:
        writer.writerow([harmless_however_split(cell) for cell in row])
    text.flush()
