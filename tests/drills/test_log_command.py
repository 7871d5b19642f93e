"""`lindra log verify` and `lindra log head`: what they print, and their exit status."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from lindra.actions import seals
from lindra.rules.seals import head_line
from tests.drills.sealed_log import (
    WALL,
    ask,
    seal_all,
    seal_in_batches,
    without_triggers,
    write_rows,
)

pytestmark = [pytest.mark.row("N12"), pytest.mark.usefixtures("transactional_db")]


def tamper(statement):
    with transaction.atomic(), without_triggers() as cursor:
        cursor.execute(statement)


def said(capsys):
    return capsys.readouterr().out.splitlines()


def test_an_empty_log_holds(capsys):
    call_command("log", "verify")
    assert said(capsys) == [
        "Åtkomstloggen håller.",
        "Kontrollerat: 0 rader i 0 sigill.",
        "Inte förseglat än: 0 rader.",
    ]


def test_verify_seals_first(capsys):
    write_rows(2)
    seal_all()
    write_rows(1, first=2)
    seal_all()
    call_command("log", "verify")
    assert said(capsys)[1:] == ["Kontrollerat: 3 rader i 2 sigill.", "Inte förseglat än: 0 rader."]


def test_rows_of_transactions_that_still_run_are_counted_as_not_yet_sealed(capsys):
    with transaction.atomic():
        write_rows(1)
        call_command("log", "verify")
        transaction.set_rollback(True)
    assert said(capsys)[1:] == ["Kontrollerat: 0 rader i 0 sigill.", "Inte förseglat än: 1 rad."]


def test_a_changed_row_is_told_and_the_exit_status_is_1(capsys):
    write_rows(2)
    (seal,) = seal_all()
    tamper("UPDATE lindra_accesslog SET user_name = 'Karin El' WHERE activity_level = '1'")
    with pytest.raises(SystemExit) as end:
        call_command("log", "verify")
    of_what = f"transaktion 0–{seal.to_xid - 1}, till 22 november 2026 20:15:01"
    assert end.value.code == 1
    assert said(capsys) == [
        f"Sigill 1 håller inte: en rad eller sigillet är ändrat. Det gäller {of_what}.",
        "Åtkomstloggen håller inte.",
        "Kontrollerat: 2 rader i 1 sigill.",
        "Inte förseglat än: 0 rader.",
    ]


def test_more_than_twenty_faults_are_counted(capsys):
    for number in range(23):
        write_rows(1, first=number)
    seal_in_batches(1)
    tamper("UPDATE lindra_accesslogseal SET rows = 5")
    with pytest.raises(SystemExit):
        call_command("log", "verify")
    assert said(capsys)[20] == "… och 3 fel till."


def test_a_head_that_was_written_out_is_compared(capsys, tmp_path: Path):
    write_rows(1)
    seal_all()
    call_command("log", "head")
    first = capsys.readouterr().out
    write_rows(1, first=1)
    seal_all()
    call_command("log", "head")
    kept = tmp_path / "heads"
    kept.write_text(first + capsys.readouterr().out)
    call_command("log", "verify", "--head", str(kept))
    assert said(capsys)[2] == "Jämfört med utskrivna kontrollsummor: 2."
    tamper("DELETE FROM lindra_accesslogseal WHERE id = 2")
    tamper("DELETE FROM lindra_accesslog WHERE activity_level = '1'")
    with pytest.raises(SystemExit):
        call_command("log", "verify", "--head", str(kept))
    assert said(capsys)[0] == "Sigill 2 finns inte längre: slutet av loggen är borttaget."


def test_nothing_sealed_has_no_head():
    with pytest.raises(CommandError, match="Ingenting är förseglat än"):
        call_command("log", "head")


def test_the_head_is_the_newest_seals(capsys):
    write_rows(1)
    (seal,) = seal_all()
    call_command("log", "head")
    assert said(capsys) == [head_line(seal)]


@pytest.mark.parametrize(("content", "words"), [("", "har inga"), ("x", "går inte"), (None, "går")])
def test_a_file_without_heads_is_refused(content, words, tmp_path):
    kept = tmp_path / "heads"
    if content is not None:
        kept.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("log", "verify", "--head", str(kept))


def test_a_log_that_cannot_be_sealed_does_not_hold_but_is_checked(capsys):
    write_rows(2)
    cluster = ask("SELECT system_identifier FROM pg_control_system()")
    with transaction.atomic():
        seals._seal(cluster, 0, 10**15, WALL)
    with pytest.raises(SystemExit):
        call_command("log", "verify")
    lines = said(capsys)
    assert lines[0].startswith("Nya rader kan inte förseglas. Databasen räknar transaktioner från")
    assert lines[1:3] == ["Åtkomstloggen håller inte.", "Kontrollerat: 2 rader i 1 sigill."]
