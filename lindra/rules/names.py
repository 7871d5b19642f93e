"""Whether two names are the same person's, as far as names can tell."""

from __future__ import annotations


def same_name(given: str, family: str, other_given: str, other_family: str) -> bool:
    """The first given name and the family name agree, whatever their letters' case (M9b)."""
    return _folded(given, family) == _folded(other_given, other_family)


def _folded(given: str, family: str) -> str:
    return " ".join([*given.split()[:1], *family.split()]).casefold()
