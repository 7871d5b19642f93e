"""Cells that no spreadsheet takes for formulas (ASVS 1.2.10)."""

from __future__ import annotations

import re

from lindra.exchange.codebook import Cell

# What makes a formula in some spreadsheet, full width too; a quotation mark, so that what we set
# before can always be taken away again.
_FORMULA = "=+-@\0'|%#" + "＝＋－＠"
_STARTS = f"{_FORMULA}\t\r\n"
_BLANK = " \u00a0\u200b\ufeff"
# Where a reader that splits at ; or at a tab begins a cell of its own, and a formula could follow.
_SPLIT = re.compile(f'(\r\n|[;\t\r\n])(?=[{_BLANK}"]*(?:[{re.escape(_FORMULA)}\t]|\\Z))')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(cell: Cell) -> Cell:
    """A number as it is; a text that could begin a formula with ' before it.

    Whoever reads the file takes one ' away from the beginning of a text. Signs that XML does not
    have become �.
    """
    if not isinstance(cell, str):
        return cell
    starts = cell.lstrip(_BLANK)[:1] or cell[:1]
    marked = f"'{cell}" if starts and starts in _STARTS else cell
    return _NOT_IN_XML.sub("\ufffd", marked)


def harmless_however_split(cell: Cell) -> Cell:
    """As `harmless`, for a CSV: a Swedish Excel opens it as split at ; and not at the comma.

    Within a text ' is set after each ; tab and line break that a formula, or nothing, follows.
    Whoever reads the file takes one ' away from the beginning and after each of those signs.
    """
    return harmless(_SPLIT.sub(r"\1'", cell) if isinstance(cell, str) else cell)
