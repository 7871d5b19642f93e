"""What a property is tried with: few examples in `make test`, the same each time, so that a red
run tells of a change; many more in `make drill`, and new ones each time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings

F = TypeVar("F", bound=Callable[..., Any])

IN_DRILLS = 10  # times as many
DRILL = os.environ.get("LINDRA_DRILL") == "1"
ALLOWED = (
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
)
# No deadline: on a machine that is busy with the other half of the tests anything may take long.
ALWAYS: dict[str, Any] = {"deadline": None, "suppress_health_check": ALLOWED}
settings.register_profile("steady", derandomize=True, **ALWAYS)
settings.register_profile("drill", **ALWAYS)
settings.load_profile("drill" if DRILL else "steady")
# Where shrinking what was found takes longer than reading it.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


def sampled(examples: int, **more: Any) -> Callable[[F], F]:
    """Tries the property with so many examples, and runs in the drill too with many more."""

    def decorate(test: F) -> F:
        count = examples * (IN_DRILLS if DRILL else 1)
        return pytest.mark.sampled(settings(max_examples=count, **more)(test))

    return decorate
