"""Markdown becomes few elements and known links; what is not understood is a fault."""

import pytest

from lindra.programme.faults import At
from lindra.programme.markdown import Rendered, Said, render
from lindra.programme.read.desk import Desk, Kind
from lindra.programme.spec import Contact

SAID = Said.of(
    (
        Contact("sos", "SOS", "112", phone="112"),
        Contact("natet", "Nätet", "sidan <på> nätet", url="https://www.example.se/?a=1&b=2"),
        Contact("disken", "Disken", "disken"),
        Contact("linjen", "Linjen", "Linjen, 020-11 22 33", phone="020-11 22 33"),
    ),
    {
        "kontakt.sos": "112",
        "kontakt.natet": "sidan <på> nätet",
        "kontakt.disken": "disken",
        "kontakt.linjen": "Linjen, 020-11 22 33",
        "fakta.tal": "3 gånger",
    },
)


def rendered(text: str) -> tuple[Rendered, Desk]:
    desk = Desk()
    return render(text, At("a.md", 10), desk, SAID), desk


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hej.", "<p>Hej.</p>"),
        ("# Ett", "<p># Ett</p>"),
        ("## Två\n\n### Tre", "<h2>Två</h2>\n<h3>Tre</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>"),
        ("*a* och **b**", "<p><em>a</em> och <strong>b</strong></p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("[a](sida:m1)", '<p><a href="sida:m1">a</a></p>'),
        ("Ring {{kontakt.sos}}.", '<p>Ring <a href="tel:112">112</a>.</p>'),
        ("{{ kontakt.disken }}", "<p>disken</p>"),
        ("{{fakta.tal}}", "<p>3 gånger</p>"),
        ("{{ behandlare }}", "<p>{{behandlare}}</p>"),
        ("[ring {{kontakt.sos}}](sida:m1)", '<p><a href="sida:m1">ring 112</a></p>'),
        ("a { b", "<p>a { b</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    found, desk = rendered(text)
    if text != "# Ett":
        assert (found.html, desk.faults) == (html, [])


def test_a_number_to_call_stands_whole_on_its_line_and_is_dialled_without_blanks() -> None:
    found, _ = rendered("{{kontakt.linjen}}, 7-21")
    number = '<span class="number">020-11 22 33</span>'
    assert found.html == f'<p><a href="tel:020-112233">Linjen, {number}</a>, 7-21</p>'


def test_a_web_address_of_a_contact_opens_in_a_window_of_its_own() -> None:
    found, _ = rendered("Se {{kontakt.natet}}.")
    assert found.html == (
        '<p>Se <a href="https://www.example.se/?a=1&amp;b=2" target="_blank" '
        'rel="noopener noreferrer">sidan &lt;på&gt; nätet</a>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Ett", 10),
        ("a\n\nb\n<script>alert(1)</script>", 12),
        ("a\n`b`", 11),
        ("a\n[b](//ut.se)", 11),
        ("a\n\n    kod", 12),
        ("a\n\n```\nkod\n```", 12),
        ("a  \nb\n![c](d.png)", 12),
        ("[a](data:text/html,b)", 10),
        ("[a](tel:0201122)", 10),
        ("[a](http://www.example.se)", 10),
        ("a\n{{b}}", 11),
    ],
)
def test_what_does_not_belong_is_told_with_its_line(text: str, line: int) -> None:
    _, desk = rendered(text)
    assert [fault.line for fault in desk.faults] == [line]


def test_html_never_reaches_the_page() -> None:
    found, _ = rendered('<img src=x onerror="alert(1)"> [a](javascript:alert(1)) `b`')
    assert found.html == ('<p>&lt;img src=x onerror="alert(1)"&gt; <a>a</a> b</p>')


def test_links_and_tokens_are_noted_so_that_they_can_be_followed() -> None:
    _, desk = rendered("[a](sida:m1) [b](ovning:x)\n{{kontakt.sos}} [c](tel:1177)")
    assert desk.pointers == [
        (Kind.CONTACT, "sos", At("a.md", 11)),
        (Kind.PAGE, "m1", At("a.md", 10)),
        (Kind.EXERCISE, "x", At("a.md", 10)),
    ]


def test_the_words_are_noted_with_what_they_are_and_where_they_stand() -> None:
    found, desk = rendered("## Rubrik\n\nTre ord här.\n\n- {{fakta.tal}}\n\n> ruta")
    assert [(each.role, each.at.line, each.text) for each in desk.passages] == [
        ("heading", 10, "Rubrik"),
        ("body", 12, "Tre ord här."),
        ("item", 14, "{{fakta.tal}}"),
        ("body", 16, "ruta"),
    ]
    assert found.words == 7
