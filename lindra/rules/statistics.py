"""Small counts are hidden, and cannot be worked out from what is shown (BEHAVIOUR F15).

A table of counts with the sums of its rows, its columns and the whole. Every count under five is
hidden, sums too; then other counts, until no hidden one follows from what is left.

Each count stands in one row and one column (a sum stands in the row or column of sums), so the
counts are the edges of a graph whose nodes are rows and columns. What somebody can work out is then
a question about ways through that graph: a hidden count is certain exactly when it lies on no
round along which counts can be moved up and down, none of them below nought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SMALLEST_SHOWN = 5
SUM = ""  # the row and the column of sums

Cell = tuple[str, str]
Node = tuple[str, str]  # "row" or "column", and its name
Ways = dict[Node, list[tuple[Node, Cell, int]]]

_DEAR = 10**12  # a sum is worth more than any count


@dataclass(frozen=True, slots=True)
class Shown:
    """The table as it may be published. A hidden count is None; `SUM` names the sums."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Cell, int | None]

    def row(self, name: str) -> tuple[int | None, ...]:
        """A row's counts in the order of the columns, its sum last."""
        return tuple(self.counts[name, column] for column in (*self.columns, SUM))

    @property
    def sums(self) -> tuple[int | None, ...]:
        """The columns' sums, and that of the whole last."""
        return self.row(SUM)


def shown(
    counts: Mapping[Cell, int],
    rows: Sequence[str],
    columns: Sequence[str],
    least: int = SMALLEST_SHOWN,
) -> Shown:
    """The table with everything under `least` hidden, and what else must be.

    `counts` is by (row, column); what is missing is 0. Nought is hidden too: that nobody ended for
    a reason is also known of each. Publish each count in one table: two tables of the same people
    can be set against each other. ValueError for a negative count or an empty name.
    """
    if SUM in rows or SUM in columns or any(count < 0 for count in counts.values()):
        raise ValueError("a count is not negative, and a row and a column have names")
    table = _with_sums(counts, rows, columns)
    hidden = {cell for cell, count in table.items() if count < least}
    while len(hidden) < len(table) and (certain := next(_certain(table, hidden), None)):
        hidden |= set(_round(table, hidden, certain))
    told = {cell: None if cell in hidden else count for cell, count in table.items()}
    return Shown(tuple(rows), tuple(columns), told)


def shown_list(counts: Mapping[str, int], least: int = SMALLEST_SHOWN) -> Shown:
    """A list with its sum, as a table of one column named "antal"."""
    return shown({(name, "antal"): n for name, n in counts.items()}, list(counts), ["antal"], least)


def words(count: int | None) -> str:
    """As a page shows it. It does not say "under five": a hidden count may be larger."""
    return "Visas inte" if count is None else str(count)


def _with_sums(
    counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]
) -> dict[Cell, int]:
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        table[row, SUM] = sum(table[row, column] for column in columns)
    for column in (*columns, SUM):
        table[SUM, column] = sum(table[row, column] for row in rows)
    return table


def _certain(table: Mapping[Cell, int], hidden: set[Cell]) -> Iterator[Cell]:
    """The hidden counts that can only be what they are, in a fixed order."""
    ways = _ways(table, hidden)
    for cell in sorted(hidden):
        if not any(_cheapest(ways, *ends, cell, hidden) for ends in _changes(table, cell)):
            yield cell


def _changes(table: Mapping[Cell, int], cell: Cell) -> Iterator[tuple[Node, Node]]:
    """The two ways of a count: from its row to its column it is raised, back it is lowered.

    For the sum of a row or a column it is the other way about, since a sum stands on the other side
    of its equation. What is nought cannot be lowered.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    is_sum = (cell[0] == SUM) != (cell[1] == SUM)
    yield (column, row) if is_sum else (row, column)
    if table[cell] > 0:
        yield (row, column) if is_sum else (column, row)


def _ways(table: Mapping[Cell, int], cells: Iterable[Cell]) -> Ways:
    """From each row and column where the counts can be changed, with what it costs to hide them."""
    ways: Ways = {}
    for cell in sorted(cells):
        cost = table[cell] + 1 + _DEAR * ((cell[0] == SUM) + (cell[1] == SUM))
        for start, goal in _changes(table, cell):
            ways.setdefault(start, []).append((goal, cell, cost))
    return ways


def _cheapest(
    ways: Ways, goal: Node, start: Node, without: Cell, hidden: Collection[Cell]
) -> tuple[int, tuple[Cell, ...]] | None:
    """The way from `start` to `goal` past the count itself that hides least, and its cells."""
    waiting: list[tuple[int, Node, tuple[Cell, ...]]] = [(0, start, ())]
    seen: set[Node] = set()
    while waiting:
        so_far, node, cells = heappop(waiting)
        if node == goal:
            return so_far, cells
        if node in seen:
            continue
        seen.add(node)
        for following, cell, cost in ways.get(node, ()):
            if cell != without:
                more = 0 if cell in hidden else cost
                heappush(waiting, (so_far + more, following, (*cells, cell)))
    return None


def _round(table: Mapping[Cell, int], hidden: Collection[Cell], certain: Cell) -> tuple[Cell, ...]:
    """The counts to hide so that the certain one is no longer: small ones first, sums last."""
    ways = _ways(table, table)
    found = [_cheapest(ways, *ends, certain, hidden) for ends in _changes(table, certain)]
    return min(each for each in found if each)[1]
