"""A drawing may hold shapes, words and known classes, and leads nowhere."""

import pytest

from lindra.programme.read.desk import Desk
from lindra.programme.svg import read_svg


def read(inside: str, root: str = 'viewBox="0 0 360 200"') -> tuple[str, list[str]]:
    desk = Desk()
    svg = read_svg(f"<svg {root}>\n{inside}</svg>", "a.svg", "m1-01", desk)
    return svg, [f"{fault.line}: {fault.message}" for fault in desk.faults]


def test_a_drawing_is_written_anew_and_said_by_its_page() -> None:
    svg, faults = read(
        '<title>Hej</title><desc>Hej <b/></desc>\n<circle class="f-ink" r="4" cx="1" cy="2"/>\n'
        '<text x="1" y="2">a <tspan>&lt;b&gt;</tspan></text>'
    )
    assert faults == []
    assert svg == (
        '<svg viewBox="0 0 360 200" aria-hidden="true"><circle class="f-ink" r="4" cx="1" cy="2">'
        '</circle>\n<text x="1" y="2">a <tspan>&lt;b&gt;</tspan></text></svg>'
    )


def test_ids_are_the_pages_own_wherever_they_are_used() -> None:
    svg, faults = read(
        '<clipPath id="a"><path id="m1-01-b" d=""/></clipPath><g clip-path="url(#a)"/>'
    )
    assert faults == []
    assert svg.count("m1-01-a") == 2
    assert 'id="m1-01-b"' in svg


def test_what_a_reader_would_say_twice_is_left_out() -> None:
    svg, faults = read("", 'viewBox="0 0 360 9.5" role="img" aria-label="x" aria-hidden="false"')
    assert (svg, faults) == ('<svg viewBox="0 0 360 9.5" aria-hidden="true"></svg>', [])


@pytest.mark.parametrize(
    ("inside", "faults"),
    [
        ("<script>alert(1)</script>", ["<script> används inte i en ritning."]),
        ("<foreignObject/>", ["<foreignObject> används inte i en ritning."]),
        ('<image href="a.png"/>', None),
        ('<g onclick="a()"/>', None),
        ('<g style="fill:red"/>', None),
        ('<g fill="red"/>', None),
        ('<g class="f-ink röd"/>', ['Klassen "röd" finns inte för ritningar.']),
        ('<g clip-path="url(https://a.se)"/>', ["clip-path får inte leda ut ur ritningen."]),
        ('<path d="javascript:a"/>', ["d får inte leda ut ur ritningen."]),
        ("<g>", ["Ritningen är inte hel XML (mismatched tag)."]),
    ],
)
def test_what_does_not_belong_is_told_with_its_line(inside: str, faults: list[str] | None) -> None:
    _, found = read(inside)
    assert {line[:3] for line in found} == {"2: "}
    if faults:
        assert found == [f"2: {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("", 'Ritningen saknar viewBox="0 0 bredd höjd".'),
        ('viewBox="1 0 360 200"', 'Ritningen saknar viewBox="0 0 bredd höjd".'),
        (
            'viewBox="0 0 360 200" width="9"',
            "width skrivs inte på <svg>: sidan bestämmer storleken.",
        ),
        (
            'viewBox="0 0 360 200" xmlns="http://a.se"',
            "xmlns används inte i en ritning: färg och form kommer av class.",
        ),
    ],
)
def test_the_root_has_a_view_box_and_no_size(root: str, words: str) -> None:
    assert read("", root)[1][0] == f"1: {words}"


def test_another_root_and_a_doctype_are_refused() -> None:
    desk = Desk()
    read_svg('<!DOCTYPE svg>\n<g viewBox="0 0 1 1"/>', "a.svg", "a", desk)
    assert [str(fault) for fault in desk.faults] == [
        "a.svg:1: <!DOCTYPE> används inte i en ritning.",
        "a.svg:2: En ritning börjar med <svg>.",
    ]


def test_the_words_of_a_drawing_are_noted() -> None:
    desk = Desk()
    read_svg('<svg viewBox="0 0 1 1">\n<text>hand</text></svg>', "a.svg", "a", desk)
    assert [(each.role, each.at.line, each.text) for each in desk.passages] == [
        ("figure", 2, "hand")
    ]
