"""Markdown to HTML that a page can show: few elements, known kinds of links, contacts put in.

Links keep the schemes sida:, ovning:, formular:, modul: and hjalp:; the page turns them into
addresses. What is not understood is a fault, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from lindra.programme.faults import At
from lindra.programme.read.desk import Desk, Kind, Passage
from lindra.programme.spec import Contact
from lindra.programme.tokens import TOKEN, bare, check_tokens, put_in

SCHEMES = {
    "sida": Kind.PAGE,
    "ovning": Kind.EXERCISE,
    "formular": Kind.FORM,
    "modul": Kind.MODULE,
    "hjalp": Kind.HELP,
}
ALWAYS = ("tel:112", "tel:1177")  # these never change (CONTENT 7.1)
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "br", "hr"}
KEPT = TAGS | {"span"}  # a number's, put round it here
REFUSED = {
    "heading_open": "Rubriker börjar på ##: sidans namn är den enda på första nivån.",
    "fence": "Kodblock används inte (rader med ```).",
    "code_block": "Raden är indragen fyra steg och blir då kod: ta bort indraget.",
    "code_inline": "Text mellan ` används inte.",
    "image": "Bilder läggs i sidans huvud, under figure.",
}
NUMBER = re.compile(r"\d{2,4}-\d[\d ]*\d")  # to be called: stands whole on one line
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+|\d+")


@dataclass(frozen=True, slots=True)
class Said:
    """What contacts and facts say, and what a contact is reached by."""

    texts: Mapping[str, str]
    links: Mapping[str, str]

    @classmethod
    def of(cls, contacts: tuple[Contact, ...], texts: Mapping[str, str]) -> Said:
        reached = {each.id: _dialled(each.phone) or each.url for each in contacts}
        return cls(texts, {f"kontakt.{name}": link for name, link in reached.items() if link})


def _dialled(phone: str) -> str:
    """A number as a link has it: without blanks (RFC 3966)."""
    return f"tel:{phone.replace(' ', '')}" if phone else ""


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    words: int


def render(text: str, at: At, desk: Desk, said: Said) -> Rendered:
    """The HTML of a Markdown text that begins at `at`, and how many words it has.

    Faults are told to the desk, and what is read is noted there.
    """
    check_tokens(desk, text, at, page_words=True)
    tokens = parser().parse(text, {"said": said})
    words = 0
    for token, role in _with_roles(tokens):
        place = At(at.file, at.line + (token.map[0] if token.map else 0))
        _check(token, place, desk)
        if token.type == "inline":
            desk.passages.append(Passage(place, role, plain(token)))
            words += len(WORD.findall(put_in(plain(token), said.texts)))
    html: str = parser().renderer.render(tokens, parser().options, {})
    return Rendered(_clean(html), words)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=KEPT,
        attributes={"a": {"href", "target", "rel"}, "span": {"class"}},
        url_schemes={*SCHEMES, "tel", "https"},
        link_rel=None,
    ).strip()


def _with_roles(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Each token with where its words stand: heading, item of a list, or body."""
    items, heading = 0, False
    for token in tokens:
        if token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        if token.type in ("heading_open", "heading_close"):
            heading = token.nesting == 1
        yield token, "heading" if heading else "item" if items else "body"


def plain(token: Token) -> str:
    """The text of an inline token, without marks; line breaks and braces stay as written."""
    breaks = ("softbreak", "hardbreak")
    return "".join(
        "\n" if child.type in breaks else str(child.meta.get("written", child.content))
        for child in token.children or []
    )


def _check(token: Token, at: At, desk: Desk) -> None:
    if token.type in REFUSED and not (token.type == "heading_open" and token.tag in TAGS):
        desk.fault(at, REFUSED[token.type])
    if re.search(r"<[a-zA-Z/!]", token.content) and token.type == "inline":
        desk.fault(at, "HTML används inte i texten.")
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            at = At(at.file, at.line + 1)
        if child.type == "link_open" and not child.meta.get("contact"):
            check_link(desk, str(child.attrs["href"]), at)
        elif child.type in REFUSED:
            desk.fault(at, REFUSED[child.type])


def check_link(desk: Desk, href: str, at: At) -> None:
    """A link leads inside the programme, or to a number that never changes."""
    scheme, _, name = href.partition(":")
    if scheme in SCHEMES and name:
        desk.point(SCHEMES[scheme], name, at)
    elif href not in ALWAYS:
        desk.fault(
            at,
            f"Länken {href} går inte: skriv sida:, ovning:, formular:, modul: eller hjalp:. "
            "Webbadresser och telefonnummer skrivs i contacts.yaml och kommer med {{kontakt.…}}.",
        )


@cache
def parser() -> MarkdownIt:
    """CommonMark without HTML; tokens in braces are links where a contact can be reached."""
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.disable(["autolink", "reference", "html_inline", "html_block", "lheading"])
    markdown.validateLink = bool  # type: ignore[method-assign,assignment]  # check_link tells what is wrong
    markdown.inline.ruler.before("escape", "said", _said)
    markdown.add_render_rule("said", _said_html)
    return markdown


def _said_html(_: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    return NUMBER.sub(r'<span class="number">\g<0></span>', escapeHtml(tokens[index].content))


def _said(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called so
    match = TOKEN.match(state.src, state.pos)
    if not match:
        return False
    said: Said = state.env.get("said") or Said({}, {})
    if not silent:
        link = said.links.get(match[1], "") if state.linkLevel == 0 else ""
        _linked(state.push, link, said.texts.get(match[1], bare(match[1]))).meta = {
            "written": match[0]
        }
    state.pos = match.end()
    return True


def _linked(push: Callable[..., Token], link: str, text: str) -> Token:
    if link:
        opened = push("link_open", "a", 1)
        opened.attrs = {"href": link}
        opened.meta = {"contact": True}
        if link.startswith("https:"):
            opened.attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
    token = push("said", "", 0)
    token.content = text
    if link:
        push("link_close", "a", -1)
    return token
