"""The page about the life of a treatment is the one that the table writes."""

from pathlib import Path

from lindra.rules.lifecycle import TRANSITIONS, Act, Phase
from lindra.rules.lifecycle_page import lifecycle_page

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def test_the_page_is_written_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page()


def test_every_transition_stands_in_the_picture():
    lines = lifecycle_page().splitlines()
    for stage, act in TRANSITIONS:
        assert any(line.startswith(f"  {stage} --> ") and line.endswith(act) for line in lines)


def test_the_table_has_every_act_and_every_phase():
    lines = lifecycle_page().splitlines()
    assert f"| act | {' | '.join(Phase)} |" in lines
    assert [line.split()[1] for line in lines if line.startswith("| ")][1 : 1 + len(Act)] == [*Act]
