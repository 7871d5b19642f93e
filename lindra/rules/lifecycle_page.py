"""`docs/lifecycle.md`, written from the table of transitions."""

from __future__ import annotations

from lindra.rules.lifecycle import REFUSALS, TRANSITIONS, Act, Phase, State, may

HEAD = """# The life of a treatment

Written by `python -m lindra lifecycle` from `lindra/rules/lifecycle.py`; a test compares.

Stored is the state: active, maintenance, ended. Seen is the phase: a state and what its dates make
of it. An active treatment is planned before its first day, an active or maintained one is expired
after its last. Nothing moves by itself: when the time is over, a person extends, maintains or ends.
"""
BY_TIME = (
    (Phase.PLANNED, Phase.RUNNING, "the first day"),
    (Phase.RUNNING, Phase.EXPIRED, "after the last day"),
    (Phase.MAINTAINED, Phase.EXPIRED, "after the last day"),
)
LED_TO = {
    State.ACTIVE: Phase.RUNNING,
    State.MAINTENANCE: Phase.MAINTAINED,
    State.ENDED: Phase.ENDED,
}
LEFT = "as it was"


def lifecycle_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_table(), "", *_refusals(), "", *_diagram(), ""])


def _table() -> list[str]:
    rows = ["## What may be done when", "", f"| act | {' | '.join(Phase)} |"]
    rows.append(f"|---|{'---|' * len(Phase)}")
    rows += [f"| {act} | {' | '.join(_cell(stage, act) for stage in Phase)} |" for act in Act]
    return rows


def _cell(stage: Phase, act: Act) -> str:
    if not may(act, stage):
        return "–"
    to = TRANSITIONS[stage, act]
    return f"→ {to}" if to else f"→ {LEFT}"


def _refusals() -> list[str]:
    rows = ["## What is said when it may not", "", "| phase | act | words |", "|---|---|---|"]
    return rows + [f"| {stage} | {act} | {words} |" for (stage, act), words in REFUSALS.items()]


def _diagram() -> list[str]:
    rows = ["## The picture", "", "```mermaid", "stateDiagram-v2", "  [*] --> planned: start later"]
    rows.append("  [*] --> running: start")
    rows += [f"  {start} --> {to}: {words}" for start, to, words in BY_TIME]
    for stage, act in TRANSITIONS:
        rows += [f"  {stage} --> {to}: {act}" for to in _leads(stage, act)]
    return [*rows, "```"]


def _leads(stage: Phase, act: Act) -> list[Phase]:
    """Where an act leads: what has not begun stays so; what is opened again is what it was."""
    to = TRANSITIONS[stage, act]
    if to is None:
        return [Phase.RUNNING, Phase.MAINTAINED, Phase.EXPIRED, Phase.PLANNED]
    if stage is Phase.PLANNED and to is State.ACTIVE:
        return [Phase.PLANNED]
    return [LED_TO[to]]
