"""Whatever is changed, deleted, added or moved in a sealed access log is found."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lindra.actions.seals import check_log, verify_log
from lindra.rules.seals import Head, Report, Seal
from tests.drills.sealed_log import WALL, seal_in_batches, without_triggers, write_rows
from tests.drills.tampering import WAYS, Tampering

pytestmark = [pytest.mark.row("N12"), pytest.mark.usefixtures("transactional_db")]

SEED = 20261122


@pytest.mark.parametrize("times", [130, pytest.param(10_000, marks=pytest.mark.drill)])
def test_every_tampering_is_found(times: int) -> None:
    last = a_sealed_log()
    done: Counter[str] = Counter()
    for number in range(times):
        way = WAYS[number % len(WAYS)]
        chance = random.Random(f"{SEED} {number}")
        while (found := is_found(way, chance, last)) is None:
            done["refused by the database"] += 1
        assert found, f"{way.__name__}, number {number}, was not found"
        done[way.__name__] += 1
    assert done.total() - done["refused by the database"] == times
    assert check_log(heads=[Head(last.number, last.head)]) == Report(seals=last.number, rows=300)


def a_sealed_log() -> Seal:
    """300 rows of 75 transactions in 15 seals; the last of them."""
    for first in range(0, 300, 4):
        write_rows(4, first=first)
    last = seal_in_batches(5)[-1]
    assert (check_log().rows, check_log().found) == (300, 0)
    return last


def is_found(way: Tampering, chance: random.Random, last: Seal) -> bool | None:
    """Tamper, check as `log verify` does, undo. None when a constraint did not let it happen."""
    try:
        with transaction.atomic():
            with without_triggers() as cursor:
                way(cursor, chance)
            report = verify_log(
                wall=WALL + timedelta(hours=1), heads=[Head(last.number, last.head)]
            )
            transaction.set_rollback(True)
            return report.found > 0
    except IntegrityError:
        return None
