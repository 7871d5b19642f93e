"""Swedish order of names: å ä ö last, accents as their letters."""

from unicodedata import combining, normalize

_ORDER = str.maketrans("åäæöøüłđð", "{||}}yldd")


def order(text: str) -> tuple[str, str]:
    """The key that sorts in Swedish order; equal letters are settled by the text itself."""
    placed = normalize("NFC", text).casefold().translate(_ORDER)
    return "".join(sign for sign in normalize("NFD", placed) if not combining(sign)), text
