"""A template has nothing that a strict policy would stop, and fetches nothing from outside."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.source import ROOT, name

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
QUICK_EXIT = "https://www.smhi.se/"  # where "Lämna sidan snabbt" leads: the weather
ADDRESSES = {"href", "src", "action", "formaction", "srcset", "poster", "data", "ping"}
TAG = re.compile(r"{#.*?#}|{%.*?%}", re.DOTALL)


class Reader(HTMLParser):
    """Gathers what a strict policy stops, and every address that is not the site's own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stopped: list[str] = []
        self.outside: list[str] = []
        self.feed(TAG.sub("", text))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_data = given.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.stopped.append(tag)
        for key, value in attrs:
            if key == "style" or key.startswith(("on", "hx-on")) or (value or "").startswith("js:"):
                self.stopped.append(key)
            if self.is_address(key) and re.match(r"\s*(\w+:|//)", value or ""):
                self.outside.append(value)

    @staticmethod
    def is_address(key: str) -> bool:
        return key in ADDRESSES or re.fullmatch(r"hx-(get|post|put|patch|delete)", key) is not None


def read(path):
    return Reader(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_style_script_or_handler_of_its_own(path):
    assert read(path).stopped == []


def test_the_only_address_outside_is_the_quick_way_out():
    found = {name(path): read(path).outside for path in TEMPLATES}
    assert {path: outside for path, outside in found.items() if outside} == {
        "templates/patient/page.html": [QUICK_EXIT]
    }


@pytest.mark.parametrize(
    ("text", "stopped", "outside"),
    [
        ("<p style='color:red'>", ["style"], []),
        ('<a {% if x %}class="y"{% endif %} onclick="f()">', ["onclick"], []),
        ("<script>f()</script><style></style>", ["script", "style"], []),
        ('<script src="/a.js"></script><script type="application/json">{}</script>', [], []),
        (
            '<img src="//x.se/a.png"><a href="javascript:f()">',
            [],
            ["//x.se/a.png", "javascript:f()"],
        ),
        ('<a href="/x/"><form action="{% url \'y\' %}" hx-post="https://z">', [], ["https://z"]),
        ('<div hx-on:click="f()" hx-vals="js:{}">', ["hx-on:click", "hx-vals"], []),
    ],
)
def test_what_would_be_stopped_is_seen(text, stopped, outside):
    found = Reader(text)
    assert (found.stopped, found.outside) == (stopped, outside)


def test_no_link_opens_what_it_leads_to_to_this_page():
    """A new window must not reach back."""
    found = [
        name(path)
        for path in TEMPLATES
        for link in re.findall(
            r"<a\b[^>]*target=\"_blank\"[^>]*>", path.read_text(encoding="utf-8")
        )
        if "noopener" not in link
    ]
    assert found == []
