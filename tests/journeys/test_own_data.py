""" "Mina uppgifter" in a browser: the page as every page must be, and the files that are saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lindra.models import Treatment
from lindra.rules.lifecycle import State
from tests.journeys.checks import check_page
from tests.journeys.visitor import Visitor
from tests.journeys.world import World

pytestmark = [
    pytest.mark.journey,
    pytest.mark.row("F11"),
    pytest.mark.row("M18"),
]


def saved(visitor: Visitor, button: str) -> tuple[str, bytes]:
    """The name and content of the file that a button gives."""
    with visitor.page.expect_download() as waiting:
        visitor.press(button)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_all_that_is_kept_is_read_and_saved_without_scripts_after_the_end(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    Treatment.objects.filter(pk=treatment.pk).update(
        state=State.ENDED, ended_at=lives.now, end_reason="Annan orsak"
    )
    astrid = lives.patient(treatment, java_script_enabled=False)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.follow("Allt som är sparat om dig")
    astrid.sees_heading("Mina uppgifter")
    for folded in ("Svar", "Sömndagbok"):
        astrid.page.get_by_text(folded, exact=True).first.click()
    astrid.sees("När gick du till sängs?")
    name, content = saved(astrid, "Ladda ner som PDF")
    assert (name, content[:4]) == ("mina-uppgifter.pdf", b"%PDF")
    name, content = saved(astrid, "Ladda ner som fil för dator (JSON)")
    assert (name, json.loads(content)["format"]) == ("mina-uppgifter.json", "lindra-own-data")


def test_the_page_with_a_year_behind_it_is_as_every_page_must_be(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    astrid = lives.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/mina-uppgifter/")
    assert check_page(astrid.page, astrid.minimum, by_tab=False) == []
