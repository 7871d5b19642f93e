"""`lindra log`: what each of its verbs prints and leaves, and its exit status."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from lindra import clock
from lindra.actions import seals
from lindra.models import AccessLog
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


def printed(*words):
    out = StringIO()
    call_command("log", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def signing(settings, tmp_path):
    """A key of the installation's; the file where its public half is kept."""
    settings.LOG_KEY = tmp_path / "key.pem"
    public = tmp_path / "public.pem"
    public.write_text(printed("public-key"))
    return public


def test_a_signed_head_is_checked_with_the_public_key(capsys, tmp_path, settings, signing):
    write_rows(1)
    seal_all()
    kept = tmp_path / "heads"
    kept.write_text(printed("head"))
    settings.LOG_KEY = None
    call_command("log", "verify", "--head", str(kept), "--key", str(signing))
    assert said(capsys)[2] == "Jämfört med utskrivna kontrollsummor: 1."
    call_command("log", "verify", "--head", str(kept))
    unknown = "Signaturerna är inte kontrollerade: ingen nyckel."
    assert said(capsys)[2] == f"Jämfört med utskrivna kontrollsummor: 1. {unknown}"
    line = json.loads(kept.read_text())
    kept.write_text(json.dumps({**line, "signature": ""}))
    with pytest.raises(SystemExit):
        call_command("log", "verify", "--head", str(kept), "--key", str(signing))
    assert said(capsys)[0] == "Kontrollsumman för sigill 1 har ingen giltig signatur."


def test_a_key_is_made_once(capsys, tmp_path, settings):
    path = tmp_path / "key.pem"
    call_command("log", "new-key", str(path))
    assert said(capsys) == [f"Nyckeln ligger i {path}. Sätt LINDRA_LOG_KEY till den."]
    with pytest.raises(CommandError, match="finns redan"):
        call_command("log", "new-key", str(path))
    settings.LOG_KEY = path
    call_command("log", "public-key")
    assert said(capsys)[0] == "-----BEGIN PUBLIC KEY-----"


def test_without_a_key_there_is_no_public_key_and_a_broken_one_is_told(tmp_path, settings):
    with pytest.raises(CommandError, match="LINDRA_LOG_KEY är inte satt"):
        call_command("log", "public-key")
    settings.LOG_KEY = tmp_path / "key.pem"
    settings.LOG_KEY.write_text("x")
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("log", "public-key")


def test_the_log_is_taken_out_in_whole_days_and_the_log_says_so(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "wall", lambda: WALL + timedelta(days=9))
    write_rows(3)  # 22 November, a second apart
    folder = tmp_path / "out"
    call_command("log", "export", "--from", "2026-11-22", "--to", "2026-11-22", str(folder))
    assert said(capsys) == ["3 rader i 1 fil."]
    assert (folder / "storelog-000001.xml").read_text().count("<log>") == 3
    row = AccessLog.objects.latest("id")
    assert (row.activity_args, row.activity_level) == ("log_export", "2026-11-22/2026-11-22")
    call_command("log", "export", "--from", "2026-11-23", "--to", "2026-11-30", f"{folder}2")
    assert said(capsys) == ["0 rader i 0 filer."]
    call_command("log", "export", "--from", "2026-11-22", "--to", "2026-12-31", f"{folder}3")
    assert said(capsys) == ["6 rader i 2 filer."]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("2026-11-22", "2026-11-21", "före den första"), ("2026-11-22", "2026-11-22", "inte tom")],
)
def test_an_export_that_cannot_be_made_is_told(first, last, words, tmp_path):
    (tmp_path / "something").touch()
    with pytest.raises(CommandError, match=words):
        call_command("log", "export", "--from", first, "--to", last, str(tmp_path))


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    days = ("--from", "2026-11-22", "--to", "2026-11-22")
    with pytest.raises(CommandError, match="Det går inte att skriva"):
        call_command("log", "export", *days, str(tmp_path / "file" / "x"))


def test_a_day_that_is_none_is_told(tmp_path):
    with pytest.raises(CommandError, match="i går är ingen dag"):
        call_command("log", "export", "--from", "i går", "--to", "2026-11-22", str(tmp_path))
