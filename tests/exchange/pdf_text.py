"""What somebody who copies from a PDF gets: its texts, read through the fonts' own tables."""

import io
import re

import pikepdf


def texts(pdf: bytes) -> str:
    """All pages' text in the order in which it is drawn; spaces come as they are drawn."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            fonts = {name: _letters(font) for name, font in page.resources.Font.items()}
            found.append(_page(page, fonts))
    return "\n".join(found)


def struct_types(pdf: bytes) -> list[str]:
    """The types of the structure elements, in reading order: H1, P, Table …"""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_types(document.Root.StructTreeRoot))


def _types(element):
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from _types(each)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S).removeprefix("/")
        if "/K" in element:
            yield from _types(element.K)


def _page(page, fonts) -> str:
    found, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                found.append(_said(operands[0], letters))
            case "TJ":
                parts = [each for each in operands[0] if isinstance(each, pikepdf.String)]
                found.append("".join(_said(each, letters) for each in parts))
            case "ET":
                found.append("\n")
    return "".join(found)


def _said(string, letters) -> str:
    codes = bytes(string)
    pairs = (int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2))
    return "".join(letters.get(code, "") for code in pairs)


def _letters(font) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = chr(int(text, 16) + n)
    return found
