"""A note for the record: read, approved, and on the clipboard by one press."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lindra.models import RecordNote
from tests.journeys.world import KARIN, World

pytestmark = [pytest.mark.journey, pytest.mark.row("N8")]


def test_a_note_is_read_approved_and_copied(world: World) -> None:
    treatment = world.opened("astrid")
    world.send(treatment, "reflektion-1", {"nytt": "Att jag kan vila"})
    karin = world.staff(KARIN)
    karin.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    karin.open(f"/moment/{treatment.pk}/anteckningar/")
    karin.follow("Anteckning till journalen")
    karin.sees("Vad var nytt för dig? Att jag kan vila")
    karin.press("Godkänn")
    karin.sees("Anteckningen är godkänd.")
    karin.press("Kopiera till journalen")
    expect(karin.page.get_by_text("Kopierat. Klistra in i journalen.")).to_be_visible()
    copied = karin.page.evaluate("navigator.clipboard.readText()")
    assert copied == RecordNote.objects.get().text
    karin.check()
