"""Text size and theme, the way back from a form, and "Tidsresa"."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from lindra.web.safe import back
from tests.cast import Cast
from tests.web.browser import Browser

OUTSIDE = ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example"]
STRANGE = ["", "home", "mina", "\0", "/\r\nSet-Cookie: x=1", "?", "#", "x" * 3000]


def test_the_choice_is_kept_and_leads_back(db: None) -> None:
    browser = Browser()
    browser.open("/hjalp-nu/")
    browser.open("/")
    browser.press("Spara", theme="dark", text="largest")
    assert browser.address == "/"
    assert browser.client.cookies["ui"].value == "dark.largest"
    assert 'data-theme="dark" data-text="largest"' in browser.page.html
    browser.press("Spara", text="normal")
    assert browser.client.cookies["ui"].value == "dark.normal"


def test_the_cookie_is_no_scripts_business(db: None) -> None:
    client = Client()
    client.post("/utseende/", {"theme": "dark"})
    cookie = client.cookies["ui"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("value", ["", "neon.huge", "dark", ".large", "\0", "a;b", "x" * 5000])
def test_an_unknown_choice_is_the_usual_one(value: str, db: None) -> None:
    client = Client()
    client.cookies["ui"] = value
    page = client.get("/").content.decode()
    known = {"dark": 'data-theme="dark"', ".large": 'data-text="large"'}
    assert known.get(value, 'data-theme="auto" data-text="normal"') in page


@pytest.mark.parametrize("value", ["neon", "", "\0", "dark\r\nSet-Cookie: a=b", "x" * 5000])
def test_an_unknown_choice_is_not_kept(value: str, db: None) -> None:
    client = Client()
    response = client.post("/utseende/", {"theme": value, "text": value})
    assert (response.status_code, client.cookies["ui"].value) == (302, "auto.normal")


@pytest.mark.parametrize("target", OUTSIDE)
def test_nobody_is_led_to_another_site(target: str, db: None) -> None:
    response = Client().post("/utseende/", {"theme": "dark", "next": target})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("target", STRANGE)
def test_a_strange_way_back_breaks_nothing(target: str, db: None) -> None:
    response = Client().post("/utseende/", {"theme": "dark", "next": target})
    assert response.status_code in (302, 400)
    assert "\n" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("referer", "to"),
    [
        ("http://testserver/mina/?visa=nytt", "/mina/"),
        ("http://testserver", "/"),
        ("http://testserver//evil.example/x", "/evil.example/x"),
        ("", "/"),
        *((each, "/") for each in OUTSIDE),
    ],
)
def test_the_way_back_is_a_page_of_this_site(referer: str, to: str) -> None:
    request = RequestFactory().post("/tidsresa/", headers={"Referer": referer})
    assert back(request) == to


def test_time_travel_moves_the_treatments_clock_for_everybody_and_back(
    cast: Cast, bo: Browser, astrid: Browser
) -> None:
    bo.open("/mina/")
    bo.press("3 veckor framåt")
    bo.press("1 dag framåt")
    assert "I programmet är det måndag 14 december 2026." in bo.text
    astrid.open("/")
    assert "måndag 14 december 2026" in astrid.text
    astrid.press("Till i dag")
    assert "söndag 22 november 2026" in astrid.text
    assert not astrid.page.has_button("Till i dag")


@pytest.mark.parametrize("days", ["", "2", "-1", "x", "\0", "9" * 5000])
def test_time_travel_knows_its_own_steps_alone(days: str, db: None) -> None:
    assert Client().post("/tidsresa/", {"days": days}).status_code == 404


@pytest.mark.row("M8")
def test_without_the_test_settings_there_is_neither_time_travel_nor_choice_of_person(
    settings: LazySettings, db: None
) -> None:
    settings.TIME_TRAVEL = settings.TEST_LOGIN = False
    client = Client()
    assert client.post("/tidsresa/", {"days": "7"}).status_code == 404
    assert client.get("/valj-person/staff/").status_code == 404
    assert "Tidsresa" not in client.get("/").content.decode()
