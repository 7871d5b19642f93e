"""`lindra programme preview` becomes a server with the preview's own settings."""

import os
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

Started = list[tuple[str, list[str], dict[str, str]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What would have taken this process's place; the server itself is tried in tests/preview."""
    found: Started = []
    monkeypatch.setattr(os, "execve", lambda *args: found.append(args))
    return found


@pytest.mark.parametrize(("chosen", "port"), [({}, "8001"), ({"PORT": "8123"}, "8123")])
def test_the_address_is_told_and_the_server_takes_over(
    chosen: dict[str, str], port: str, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    out = StringIO()
    call_command("programme", "preview", "smartskolan", stdout=out)
    assert out.getvalue() == f"Förhandsvisning: http://127.0.0.1:{port}/  (Ctrl-C avslutar)\n"
    ((program, arguments, env),) = started
    assert (program, arguments[0]) == (sys.executable, sys.executable)
    assert arguments[1:] == ["-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
    assert env["DJANGO_SETTINGS_MODULE"] == "lindra.web.preview.settings"


def test_a_programme_that_is_not_there_is_told_before_anything_starts(started: Started) -> None:
    with pytest.raises(CommandError, match=r"finns-inte finns inte\.$"):
        call_command("programme", "preview", "finns-inte", stdout=StringIO())
    assert started == []
