"""docs/writing-a-programme.md tells of every key that the loader reads and every word it knows."""

import re
from pathlib import Path

import pytest

from lindra.programme import svg
from lindra.programme.load import load_programme
from lindra.programme.read.fields import Fields
from lindra.programme.spec import kinds
from lindra.programme.tokens import PAGE_TOKENS
from tests.programme.conftest import PROGRAMMES

ROOT = Path(__file__).parents[2]
WORDS = set(re.findall(r"[\w.-]+", (ROOT / "docs/writing-a-programme.md").read_text()))


def test_every_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    node = Fields.node
    monkeypatch.setattr(
        Fields, "node", lambda self, key, **how: asked.add(key) or node(self, key, **how)
    )
    load_programme(PROGRAMMES / "litet")
    assert len(asked) > 90
    assert sorted(asked - WORDS) == []


def test_every_word_of_the_closed_lists_is_told() -> None:
    lists = [each for each in vars(kinds).values() if isinstance(each, type)]
    words = {str(word) for each in lists if each.__module__ == kinds.__name__ for word in each}
    assert sorted(words - WORDS) == []


def test_every_class_of_drawings_and_every_token_of_a_page_is_told() -> None:
    assert sorted({*svg.CLASSES, *PAGE_TOKENS} - WORDS) == []
