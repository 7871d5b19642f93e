"""A note ready for the record: read, approved, copied by hand or by a button."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lindra.models import AccessLog, RecordNote
from tests.cast import Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall

pytestmark = pytest.mark.row("N8")


@pytest.fixture
def bo(cast: Cast) -> Browser:
    return Browser(cast.bo)


@pytest.mark.parametrize("tab", ["", "anteckningar/"])
def test_the_way_to_it_is_from_hantera_and_the_notes(tab: str, cast: Cast, bo: Browser) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/{tab}")
    bo.click("Anteckning till journalen")
    assert bo.address == f"/moment/{cast.treatment.pk}/journalanteckning/"
    assert "- 2026-11-22 Programmet startat" in bo.text


def test_it_is_read_approved_and_kept_to_be_copied(cast: Cast, bo: Browser) -> None:
    cast.send("reflektion-1", {"nytt": "Att <b>vila</b>"})
    bo.open(f"/moment/{cast.treatment.pk}/journalanteckning/")
    line = "Reflektion, modul 1 (version 1): Vad var nytt för dig? Att <b>vila</b>"
    assert f"- 2026-11-22 {line}" in bo.text
    bo.press("Godkänn")
    note = RecordNote.objects.get()
    assert bo.address == f"/moment/{cast.treatment.pk}/journalanteckning/#godkand-{note.pk}"
    assert "Anteckningen är godkänd." in bo.text
    assert "Inget har hänt sedan den förra anteckningen." in bo.text
    assert not bo.page.has_button("Godkänn")
    assert "Bo Berg, fysioterapeut · i dag" in bo.text
    assert "Att &lt;b&gt;vila&lt;/b&gt;" in bo.page.html
    assert AccessLog.objects.latest("pk").activity_type == "Läsa"
    assert AccessLog.objects.filter(activity_type="Skriva").count() == 1


def test_what_has_come_since_is_shown_and_nothing_is_kept(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/journalanteckning/")
    wall.pass_by(minutes=2)
    cast.send("reflektion-1", {"nytt": "ett ord"}, at=cast.now + timedelta(minutes=1))
    bo.press("Godkänn")
    assert bo.status == 422
    assert "Något har kommit sedan sidan visades." in bo.text
    assert "Vad var nytt för dig? ett ord" in bo.text
    assert not RecordNote.objects.exists()
    assert not AccessLog.objects.filter(activity_type="Skriva").exists()
    bo.press("Godkänn")
    assert "ett ord" in RecordNote.objects.get().text


def test_the_button_that_copies_waits_for_its_script_and_the_text_can_be_marked(
    cast: Cast, bo: Browser
) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/journalanteckning/")
    bo.press("Godkänn")
    areas = [attrs for tag, attrs in bo.page.elements if tag == "textarea"]
    copying = [attrs for tag, attrs in bo.page.elements if tag == "button" and "hidden" in attrs]
    assert (len(areas), "readonly" in areas[0]) == (1, True)
    assert [attrs["type"] for attrs in copying] == ["button"]
    assert "Markera texten och kopiera den." in bo.text
    assert "js/copy" in bo.page.html
