"""How many rows left, and a fingerprint of them: what a later export or a purge is held against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from lindra.exchange.codebook import Cell


@dataclass(slots=True)
class Receipt:
    """Counts and hashes the rows that go through it, sheet by sheet, before cells are made safe."""

    rows: dict[str, int] = field(default_factory=dict)
    _head: bytes = b""

    @property
    def sha256(self) -> str:
        """The chain's head: SHA-256 over the head before and the next row.

        A row is a JSON list with its sheet's name first. Without rows it is empty.
        """
        return self._head.hex()

    def through(self, sheet: str, rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        """The rows, unchanged."""
        self.rows.setdefault(sheet, 0)
        for row in rows:
            self.rows[sheet] += 1
            line = json.dumps([sheet, *row], ensure_ascii=False, separators=(",", ":"))
            self._head = sha256(self._head + line.encode("utf-8", "surrogatepass")).digest()
            yield row
