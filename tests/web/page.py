"""A page as somebody without a script meets it: its words, links and forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br", "hr", "img", "use", "path", "circle"}
ADDRESSES = ("href", "action", "src", "hx-get", "hx-post", "data-url", "formaction")
SILENT = {"script", "style", "title"}
BREAKS = {
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "option",
    "div",
    "legend",
    "br",
}

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r"\b[0-9A-Za-z]{64}\b")

Attrs = dict[str, str]


def undrawn(html: str) -> str:
    """The page without what is drawn at random, which may hold any short word or number."""
    return TOKEN.sub("", KEY.sub("", html))


@dataclass
class Words:
    """An element that is being read, and the words in it."""

    tag: str
    attrs: Attrs
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


@dataclass
class Form:
    """A form: what a browser would send of it, and its buttons by their words."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, Attrs]] = field(default_factory=list)
    id: str = ""

    def put(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class Page(HTMLParser):
    """`fields` holds what stands in every named field, `links` every address with its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.links: list[tuple[str, str]] = []
        self.addresses: list[tuple[str, str, str]] = []
        self.forms: list[Form] = []
        self.fields: dict[str, list[str]] = {}
        self.elements: list[tuple[str, Attrs]] = []
        self.headings: list[str] = []
        self.errors_by_id: dict[str, str] = {}
        self._text: list[str] = []
        self._open: list[Words] = []
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._stray = Form("", "get")
        self._inside: Form | None = None
        self._outside: list[tuple[str, Attrs]] = []
        self.feed(html)
        self.close()
        for words, attrs in self._outside:
            (form,) = (each for each in self.forms if each.id == attrs["form"])
            form.buttons.append((words, attrs))

    @property
    def text(self) -> str:
        """The words of the page with single blanks."""
        return " ".join("".join(self._text).split())

    @property
    def errors(self) -> list[str]:
        return list(self.errors_by_id.values())

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def link(self, words: str) -> str:
        """The address of the first link with those words; AssertionError when there is none."""
        found = [address for address, text in self.links if words in text]
        assert found, f"no link {words!r} on the page: {self.text[:300]}"
        return found[0]

    def has_link(self, words: str) -> bool:
        return any(words in text for _, text in self.links)

    def told(self) -> dict[str, str]:
        """What is said to be wrong, by the name of the field."""
        return {
            element_id.removeprefix("id_").removesuffix("_error"): text
            for element_id, text in self.errors_by_id.items()
        }

    def form(self, words: str) -> tuple[Form, Attrs]:
        """The form whose button holds the words, and the button's attributes."""
        for form in self.forms:
            for text, attrs in form.buttons:
                if words in text:
                    return form, attrs
        raise AssertionError(f"no button {words!r} on the page: {self.text[:300]}")

    def has_button(self, words: str) -> bool:
        return any(words in text for form in self.forms for text, _ in form.buttons)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        for name in ADDRESSES:
            if name in given:
                self.addresses.append((tag, name, given[name]))
        if tag == "form":
            method = given.get("method", "get").lower()
            self._inside = Form(given.get("action", ""), method, id=given.get("id", ""))
            self.forms.append(self._inside)
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given.get("name", ""), []
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))
        if tag in BREAKS or given.get("class", "").startswith("row-"):
            self.handle_data(" ")
        if tag not in VOID:
            self._open.append(Words(tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self._text.append(" ")
        if tag == "form":
            self._inside = None
        if tag == "select":
            self._chosen()
        while any(each.tag == tag for each in self._open):
            closed = self._open.pop()
            self._closed(closed)
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.parts.append(data)
        if not any(each.tag in SILENT for each in self._open):
            self._text.append(data)

    def _closed(self, element: Words) -> None:
        match element.tag:
            case "a":
                self.links.append((element.attrs.get("href", ""), element.text))
            case "button" if "form" in element.attrs:
                self._outside.append((element.text, element.attrs))
            case "button":
                (self._inside or self._stray).buttons.append((element.text, element.attrs))
            case "textarea":
                text = "".join(element.parts)
                self._stands(element.attrs.get("name", ""), text.removeprefix("\n"))
            case "h1" | "h2" | "h3":
                self.headings.append(element.text)
            case "div" if "field-error" in element.attrs.get("class", ""):
                self.errors_by_id[element.attrs.get("id", "")] = element.text

    def _chosen(self) -> None:
        """What a select sends: the option that is selected, otherwise its first."""
        name, options = self._select or ("", [])
        self._select = None
        for value, _ in [each for each in options if each[1]] or options[:1]:
            self._stands(name, value)

    def _input(self, attrs: Attrs) -> None:
        ticked = attrs.get("type", "text") in ("radio", "checkbox")
        if ticked and "checked" not in attrs:
            return
        self._stands(attrs.get("name", ""), attrs.get("value", "on" if ticked else ""))

    def _stands(self, name: str, value: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)
            (self._inside or self._stray).put(name, value)
