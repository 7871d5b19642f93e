""" "Nästa att hantera": the list of "Mina" as it is filtered, and who follows in it."""

from __future__ import annotations

from uuid import UUID

from lindra.queries import worklist
from lindra.queries.worklist import Filter, Row
from lindra.rules.attention import Quiet
from lindra.web.door import StaffRequest
from lindra.web.staff.frame import FILTERS, list_filter


def shown(request: StaffRequest, rows: list[Row], kind: Filter | None) -> list[Row]:
    """The rows of the filter; what has ended is fetched for its own filter alone."""
    if kind is Quiet.ENDED:
        return worklist.ended(request.who, request.now)
    return worklist.filtered(rows, kind)


def row_after(request: StaffRequest, after: UUID, rows: list[Row] | None = None) -> Row | None:
    """Who is next after that treatment under the filter of the address; None for nobody else."""
    kind = FILTERS.get(list_filter(request, "lista"))
    every = worklist.mine(request.who, request.now) if rows is None else rows
    return worklist.next_to_handle(shown(request, every, kind), after, kind)
