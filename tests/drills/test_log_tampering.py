"""Whatever is changed, deleted, added or moved in a sealed access log is found."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from lindra.actions.log_archive import archive_head, public_keys, unsigned
from lindra.actions.seals import check_log, verify_log
from lindra.rules.seals import Head, Report, Seal, read_head_line
from tests.drills.sealed_log import WALL, seal_in_batches, without_triggers, write_rows
from tests.drills.tampering import WAYS, Tampering

pytestmark = [pytest.mark.row("N12"), pytest.mark.usefixtures("transactional_db")]

SEED = 20261122
ROWS = 60


@pytest.mark.parametrize("times", [39, pytest.param(10_000, marks=pytest.mark.drill)])
def test_every_tampering_is_found(times: int, settings, tmp_path: Path) -> None:
    """10,000 times in the drill: a bit, a row, the order, the tail against a head written out."""
    last = a_sealed_log()
    head = written_out(settings, tmp_path)
    done: Counter[str] = Counter()
    for number in range(times):
        way = WAYS[number % len(WAYS)]
        chance = random.Random(f"{SEED} {number}")
        while (found := is_found(way, chance, head)) is None:
            done["refused by the database"] += 1
        assert found, f"{way.__name__}, number {number}, was not found"
        done[way.__name__] += 1
    assert done.total() - done["refused by the database"] == times
    assert check_log(heads=[head]) == Report(seals=last.number, rows=ROWS)


def a_sealed_log() -> Seal:
    """60 rows of 15 transactions in 5 seals; the last of them."""
    for first in range(0, ROWS, 4):
        write_rows(4, first=first)
    last = seal_in_batches(3)[-1]
    assert (check_log().rows, check_log().found) == (ROWS, 0)
    return last


def written_out(settings, folder: Path) -> Head:
    """The newest head as the archive has it, its signature checked."""
    settings.LOG_ARCHIVE, settings.LOG_KEY = folder / "heads.jsonl", folder / "key.pem"
    archive_head(wall=WALL)
    (line,) = settings.LOG_ARCHIVE.read_text().splitlines()
    head = read_head_line(line)
    assert unsigned([head], public_keys([])) == []
    return head


def is_found(way: Tampering, chance: random.Random, head: Head) -> bool | None:
    """Tamper, check as `log verify` does, undo. None when a constraint did not let it happen."""
    try:
        with transaction.atomic():
            with without_triggers() as cursor:
                way(cursor, chance)
            report = verify_log(wall=WALL + timedelta(hours=1), heads=[head])
            transaction.set_rollback(True)
            return report.found > 0
    except IntegrityError:
        return None
