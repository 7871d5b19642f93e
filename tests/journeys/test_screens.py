"""Pictures of the five screens, to be looked at, in the folder that LINDRA_SHOTS names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lindra.rules.calendar import local_date
from tests.journeys.visitor import Visitor
from tests.journeys.world import FINGER, KARIN, POINTER, World

pytestmark = pytest.mark.drill

SIZES = {"390": {"width": 390, "height": 844}, "1360": {"width": 1360, "height": 900}}
THEMES = ("light", "dark")


def folder(tmp_path: Path) -> Path:
    """Where the pictures go."""
    chosen = Path(os.environ.get("LINDRA_SHOTS", tmp_path))
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def screens(lives: World, size: dict[str, int]) -> Iterator[tuple[str, Visitor, str]]:
    """The name of each screen, who sees it, and its address."""
    treatment = lives.treatment_of("astrid")
    patient, karin = lives.visitor(size, FINGER), lives.visitor(size, POINTER)
    lives.log_in_again(patient, treatment)
    karin.log_in(lives.session(KARIN))
    mine = f"/program/{treatment.pk}/"
    yield "hem", patient, mine
    yield "modulsida", patient, f"{mine}modul/m1/m1-03/"
    yield "somndagbok", patient, f"{mine}formular/somndagbok/{local_date(lives.now)}/"
    yield "mina", karin, "/mina/"
    yield "hantera", karin, f"/moment/{treatment.pk}/"


def test_the_five_screens_are_drawn_in_both_sizes_and_themes(lives: World, tmp_path: Path) -> None:
    pictures = folder(tmp_path)
    treatment = lives.treatment_of("astrid")
    treatment.answers.filter(entry_date=local_date(lives.now)).delete()
    for width, size in SIZES.items():
        for name, visitor, path in screens(lives, size):
            visitor.open(path)
            for theme in THEMES:
                visitor.page.emulate_media(color_scheme=theme)
                file = pictures / f"{name}-{theme}-{width}.png"
                visitor.page.screenshot(path=file, full_page=True)
                assert file.stat().st_size > 10_000
