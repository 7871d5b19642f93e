"""`docs/access.md`, written from `access.py` and the table of addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from lindra.access import May, Reach
from lindra.models import RoleKind

HEAD = """# Who may do what

Written by `python -m lindra access` from `lindra/access.py` and the table of addresses; a test
compares. Everything else is closed: what may not be reached does not exist (404).

A role is given for one unit, between two days, and opens nothing at another unit.
"""
PATIENT = "patient"
# Whom a way of standing belongs to, and what it reaches.
STANDS: dict[Reach, tuple[str, str]] = {
    Reach.OWN: (PATIENT, "the own"),
    Reach.TEAM: (RoleKind.THERAPIST, "in the team, or standing in for the responsible"),
    Reach.OFFERED: (RoleKind.THERAPIST, "offered to the unit"),
    Reach.FORMER: (RoleKind.THERAPIST, "in the team when it was handed over"),
    Reach.EMERGENCY: (RoleKind.THERAPIST, "opened in an emergency that day"),
    Reach.OPENABLE: (RoleKind.THERAPIST, "outside the team, at a unit that allows it"),
    Reach.SUPERVISED: (RoleKind.SUPERVISOR, "named on it as supervisor"),
    Reach.WHERE_ALLOWED: (RoleKind.THERAPIST, "at a unit that allows it"),
    Reach.AT_UNIT: (RoleKind.DATA_ADMINISTRATOR, "at the unit"),
    Reach.THERAPIST: (RoleKind.THERAPIST, "yes"),
    Reach.PATIENT_ADMINISTRATOR: (RoleKind.PATIENT_ADMINISTRATOR, "yes"),
    Reach.DATA_ADMINISTRATOR: (RoleKind.DATA_ADMINISTRATOR, "yes"),
    Reach.ACCESS_ADMINISTRATOR: (RoleKind.ACCESS_ADMINISTRATOR, "yes"),
    Reach.LOG_REVIEWER: (RoleKind.LOG_REVIEWER, "yes"),
    Reach.SUPERVISOR: (RoleKind.SUPERVISOR, "yes"),
}
ROLES = (PATIENT, *RoleKind.values)


def access_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_doors(), "", *_addresses(), ""])


def _doors() -> list[str]:
    """A row for each door, a column for each role."""
    names = [role.replace("_", " ") for role in ROLES]
    rows = ["## What each role passes", "", f"| door | {' | '.join(names)} |"]
    rows.append(f"|---|{'---|' * len(ROLES)}")
    return rows + [
        f"| {may.value[0]} | {' | '.join(_cell(may, role) for role in ROLES)} |" for may in May
    ]


def _cell(may: May, role: str) -> str:
    """What the role reaches by the door; a treatment's door says which treatments."""
    found = [words for reach in Reach for who, words in [_stands(reach, may)] if who == role]
    return "; ".join(found) or "–"


def _stands(reach: Reach, may: May) -> tuple[str, str]:
    return STANDS[reach] if reach in may.reaches else ("", "")


def _addresses() -> list[str]:
    rows = ["## What stands behind each door", ""]
    behind: dict[May | None, list[str]] = {}
    for address, view in addresses():
        for door, methods in _methods(view).items():
            words = f"`{address}`" + (f" {', '.join(methods)}" if methods else "")
            behind.setdefault(door, []).append(words)
    for may in May:
        rows += _behind(may.value[0], behind.get(may, []))
    return [*rows, *_behind("open to anybody, and nothing about anybody is shown", behind[None])]


def _methods(view: object) -> dict[May | None, list[str]]:
    """The methods of a view by what they ask for: a POST may ask for more than a look."""
    found: dict[May | None, list[str]] = {}
    for method in getattr(view, "methods", ()):
        door = getattr(view, "post_door" if method == "POST" else "door")
        found.setdefault(door, []).append(method)
    return found or {None: []}


def _behind(title: str, found: list[str]) -> list[str]:
    return [f"### {title}", "", *[f"- {each}" for each in found or ["nothing yet"]], ""]


def addresses() -> list[tuple[str, object]]:
    """(address, view) of everything that the site answers at, in the table's order."""
    return list(_found(get_resolver().url_patterns, "/"))


def _found(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _found(pattern.url_patterns, here)
        else:
            yield here, pattern.callback
