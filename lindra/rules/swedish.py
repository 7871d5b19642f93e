"""Swedish order of names: å ä ö last, accents as their letters."""

_ORDER = str.maketrans("åäöéèëüáàñøæ", "{|}eeeuaan}|")


def order(text: str) -> tuple[str, str]:
    """The key that sorts in Swedish order; equal letters are settled by the text as it is written."""
    return text.lower().translate(_ORDER), text
