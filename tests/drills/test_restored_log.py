"""A log that a dump has carried into a new cluster, where transactions are counted anew."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tools.home import Home
from tools.postgres import Server

pytestmark = [pytest.mark.row("N12"), pytest.mark.drill]

ROOT = Path(__file__).parent.parent.parent
TABLES = ("lindra_accesslog", "lindra_accesslogseal")
ROW = """
    INSERT INTO lindra_accesslog (log_id, patients, start_date, {texts})
    VALUES (gen_random_uuid(), '[]', %s, {values})
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Folders for two clusters; as root they lie elsewhere and are removed too."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    both = (tmp_path / "old", tmp_path / "new")
    yield both
    for folder in both:
        Home(folder).remove()


def test_a_restored_log_goes_on_in_a_new_cluster(folders, tmp_path):
    old_folder, new_folder = folders
    with Server(old_folder, durable=False) as old, Server(new_folder, durable=False) as new:
        for url in (old, new):
            lindra(url, "migrate", "--verbosity", "0")
        count_transactions(old, 3000)
        write(old, 5)
        lindra(old, "seal_log")
        kept = tmp_path / "heads"
        kept.write_text(lindra(old, "log", "head").stdout)
        write(old, 2)
        restore(old, new)
        write(new, 3)
        verified = lindra(new, "log", "verify", "--head", str(kept)).stdout.splitlines()
        assert verified == [
            "Åtkomstloggen håller.",
            "Kontrollerat: 10 rader i 3 sigill.",
            "Jämfört med utskrivna kontrollsummor: 1.",
            "Inte förseglat än: 0 rader.",
        ]
        tamper(new, "UPDATE lindra_accesslog SET user_name = 'x' WHERE id = 6")
        broken = lindra(new, "log", "verify", status=1).stdout.splitlines()
        assert broken[0].startswith("Sigill 2 håller inte: en rad eller sigillet är ändrat.")


def lindra(url: str, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"DATABASE_URL": url, "LINDRA_ENV": "test"}
    command = [sys.executable, "-m", "lindra", *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done


def count_transactions(url: str, times: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for _each in range(times):
            connection.execute("SELECT pg_current_xact_id()")


def write(url: str, times: int) -> None:
    """Rows in a transaction each."""
    with psycopg.connect(url, autocommit=True) as connection:
        columns = connection.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'lindra_accesslog' AND data_type = 'character varying'"
        ).fetchall()
        texts = ", ".join(name for (name,) in columns)
        values = ", ".join("'å'" for _each in columns)
        for minute in range(times):
            moment = datetime(2026, 11, 22, 20, minute, tzinfo=UTC)
            connection.execute(ROW.format(texts=texts, values=values), [moment])


def restore(old: str, new: str) -> None:
    """What a logical dump does: rows as they are, triggers afterwards, the sequence set."""
    with psycopg.connect(old) as source, psycopg.connect(new) as target:
        target.execute("SET session_replication_role = replica")
        for table in TABLES:
            columns = ", ".join(
                name
                for (name,) in source.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
                    [table],
                )
            )
            with (
                source.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as out,
                target.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into,
            ):
                for part in out:
                    into.write(part)
        target.execute("SELECT setval(pg_get_serial_sequence('lindra_accesslog', 'id'), 7)")


def tamper(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement)
