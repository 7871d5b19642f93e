"""Settings from the environment: what production demands, and what it never allows."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lindra.settings import database, env_bool

FILE = Path(__file__).parents[1] / "lindra" / "settings.py"
PRODUCTION = {
    "LINDRA_ENV": "production",
    "LINDRA_SECRET_KEY": "x" * 60,
    "LINDRA_HOSTS": "vard.example",
}

Read = Callable[..., dict[str, object]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The settings as they are in an environment of these variables alone."""

    def settings(**env: str) -> dict[str, object]:
        for name in (
            *("ENV", "SECRET_KEY", "HOSTS", "TEST_LOGIN", "TIME_TRAVEL", "STATIC_ROOT"),
            *("IDLE_SECONDS", "SESSION_HOURS", "PROGRAMMES_DIR"),
        ):
            monkeypatch.delenv(f"LINDRA_{name}", raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(FILE))

    return settings


@pytest.mark.row("M8")
@pytest.mark.parametrize("name", ["LINDRA_TEST_LOGIN", "LINDRA_TIME_TRAVEL"])
@pytest.mark.parametrize("word", ["1", "true", "yes", "ON"])
def test_production_refuses_the_test_log_in_and_the_time_travel(
    name: str, word: str, read: Read
) -> None:
    with pytest.raises(ImproperlyConfigured, match="never run in production"):
        read(**PRODUCTION, **{name: word})


def test_production_has_neither_unless_it_is_asked(read: Read) -> None:
    found = read(**PRODUCTION)
    assert (found["TEST_LOGIN"], found["TIME_TRAVEL"], found["DEBUG"]) == (False, False, False)
    assert "lindra.web.time_travel.middleware" not in found["MIDDLEWARE"]


def test_what_nobody_has_said_is_production(read: Read) -> None:
    found = read(LINDRA_SECRET_KEY="x" * 60)
    assert (found["PRODUCTION"], found["TEST_LOGIN"]) == (True, False)


def test_production_wants_a_secret(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match="LINDRA_SECRET_KEY"):
        read(LINDRA_ENV="production")


def test_production_answers_at_no_host_until_it_is_told(read: Read) -> None:
    assert read(LINDRA_ENV="production", LINDRA_SECRET_KEY="x")["ALLOWED_HOSTS"] == [""]
    hosts = read(**{**PRODUCTION, "LINDRA_HOSTS": "a.example,b.example"})["ALLOWED_HOSTS"]
    assert hosts == ["a.example", "b.example"]


def test_an_unknown_kind_of_installation_is_refused(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match="LINDRA_ENV"):
        read(LINDRA_ENV="prod")


def test_the_cookies_of_production_are_the_hosts_own_and_encrypted(read: Read) -> None:
    found = read(**PRODUCTION)
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    assert [found[name] for name in names] == ["__Host-sessionid", "__Host-csrftoken"]
    flags = ("SECURE", "HTTPONLY")
    kinds = ("SESSION_COOKIE", "CSRF_COOKIE")
    assert [found[f"{kind}_{flag}"] for kind in kinds for flag in flags] == [True] * 4
    assert [found[f"{kind}_SAMESITE"] for kind in kinds] == ["Lax", "Lax"]
    assert "SESSION_COOKIE_DOMAIN" not in found


def test_production_is_encrypted_for_a_year_at_least(read: Read) -> None:
    found = read(**PRODUCTION)
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (True, True)
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_no_policy_allows_another_host_or_anything_inline(read: Read) -> None:
    directives = read(**PRODUCTION)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert {source for sources in directives.values() for source in sources} == {"'self'", "'none'"}
    assert directives["default-src"] == ["'self'"]


def test_the_session_is_half_an_hour_idle_and_ten_hours_in_all(read: Read) -> None:
    found = read(LINDRA_ENV="test")
    assert (found["IDLE_SECONDS"], found["SESSION_HOURS"]) == (1800, 10)
    assert found["SESSION_EXPIRE_AT_BROWSER_CLOSE"] is True


@pytest.mark.parametrize(
    ("word", "value"),
    [("1", True), ("True", True), ("YES", True), ("0", False), ("off", False), ("", False)],
)
def test_yes_and_no_are_understood(word: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINDRA_X", word)
    assert env_bool("LINDRA_X", default=not value) is value


def test_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINDRA_X", "kanske")
    with pytest.raises(ImproperlyConfigured, match="say true or false"):
        env_bool("LINDRA_X", default=False)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgresql:///lindra", ("lindra", "", "", "", "")),
        ("postgres://eva@db:5433/x", ("x", "eva", "", "db", "5433")),
        ("postgresql://eva:p%40ss@db/x%20y", ("x y", "eva", "p@ss", "db", "")),
        ("postgresql:///x?host=/tmp/run&user=eva&port=1", ("x", "eva", "", "/tmp/run", "1")),
    ],
)
def test_the_databases_address_is_read(url: str, wanted: tuple[str, ...]) -> None:
    found = database(url)
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted
    assert found["OPTIONS"] == {}


def test_what_else_the_databases_address_says_is_handed_on() -> None:
    assert database("postgresql://db/x?sslmode=verify-full")["OPTIONS"] == {
        "sslmode": "verify-full"
    }


def test_another_database_than_postgresql_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database("sqlite:///x")


def test_production_sends_nothing_until_it_is_told_where(read: Read) -> None:
    found = read(**PRODUCTION)
    assert found["OUTBOX_DIR"] is None
    assert [found[name] for name in ("SMTP_URL", "SMS_URL", "INBOX_1177_URL")] == ["", "", ""]
