"""The programme's text on a page: links become addresses, words become the unit's own."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve

from lindra.programme.registry import programme
from lindra.web.words import in_words, in_words_for_staff, plain
from tests.cast import PROGRAMME, Cast

LINKS = (
    '<a href="sida:m3-09">a</a> <a href="ovning:landa-har">b</a> <a href="modul:m2">c</a> '
    '<a href="formular:veckokollen">d</a> <a href="hjalp:hjalp-nu">e</a> '
    '<a href="tel:112">f</a> <a href="https://www.1177.se/">g</a>'
)
TOKENS = "{{klinik.lastid}} och {{klinik.svarstid}}, av {{behandlare}}"


def names(html: str) -> list[str]:
    """The names of the pages that the links lead to; other addresses as they are."""
    found = re.findall(r'href="([^"]+)"', html)
    return [resolve(to).view_name if to.startswith("/") else to for to in found]


def test_the_patients_links_lead_to_her_own_pages(cast: Cast) -> None:
    html = in_words(LINKS, cast.treatment, programme(PROGRAMME), "Bo")
    own = ["page", "exercise", "module", "fill_in", "help_now"]
    assert names(html) == [*own, "tel:112", "https://www.1177.se/"]
    assert html.count(str(cast.treatment.pk)) == 4


def test_the_staffs_links_lead_to_what_staff_can_open(cast: Cast) -> None:
    html = in_words_for_staff(LINKS, cast.treatment, programme(PROGRAMME), "Bo")
    own = ["preview_page", "preview_module", "help_now"]
    assert names(html) == [*own, "tel:112", "https://www.1177.se/"]
    assert " b " in html
    assert " d " in html


def test_the_units_own_words_stand_in_the_text_and_can_do_no_harm(cast: Cast) -> None:
    cast.treatment.unit.reads = "<b>på</b> vardagar"
    html = in_words(TOKENS, cast.treatment, programme(PROGRAMME), "B & o")
    assert html == "&lt;b&gt;på&lt;/b&gt; vardagar och inom tre vardagar, av B &amp; o"


def test_without_a_name_it_is_your_therapist(cast: Cast) -> None:
    assert plain(TOKENS, cast.treatment, "").endswith(", av din behandlare")
    assert "av din behandlare" in in_words(TOKENS, cast.treatment, programme(PROGRAMME), "")


def test_a_text_without_html_is_left_as_it_is(cast: Cast) -> None:
    cast.treatment.unit.answers = "inom <3 dagar"
    assert plain("{{klinik.svarstid}}", cast.treatment, "Bo") == "inom <3 dagar"


@pytest.mark.parametrize("module", [m.id for m in programme(PROGRAMME).modules])
def test_no_word_of_the_programme_is_left_unfinished(module: str, cast: Cast) -> None:
    content = programme(PROGRAMME)
    for page in content.module(module).pages:
        for make in (in_words, in_words_for_staff):
            html = make(page.html, cast.treatment, content, "Bo")
            assert re.findall(r"\{\{|href=\"(?:sida|ovning|formular|modul|hjalp):", html) == []
            assert "None" not in names(html)
