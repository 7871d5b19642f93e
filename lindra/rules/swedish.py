"""Swedish order of names (å ä ö last, accents as their letters), and words in a row."""

from collections.abc import Sequence
from unicodedata import combining, normalize

_ORDER = str.maketrans("åäæöøüłđð", "{||}}yldd")


def order(text: str) -> tuple[str, str]:
    """The key that sorts in Swedish order; equal letters are settled by the text itself."""
    placed = normalize("NFC", text).casefold().translate(_ORDER)
    return "".join(sign for sign in normalize("NFD", placed) if not combining(sign)), text


def listed(words: Sequence[str]) -> str:
    """a; a och b; a, b och c"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"
