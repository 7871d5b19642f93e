"""The service worker and the static files: what a browser may keep, and what it may not."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from django.test import Client

from tests.cast import Cast


def test_the_worker_is_a_script_at_the_root_that_is_asked_about_again(db: None) -> None:
    response = Client().get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_worker_names_no_page_about_a_person(db: None) -> None:
    script = Client().get("/sw.js").content.decode()
    assert [word for word in ("/program", "/moment", "/mina") if word in script] == []
    assert 'credentials: "omit"' in script


def test_the_help_page_is_the_same_for_everybody_but_for_the_way_back(cast: Cast) -> None:
    pages = [
        re.sub(r'value="[^"]+"', "", client.get("/hjalp-nu/").content.decode())
        for client in (Client(), cast.client(cast.bo))
    ]
    assert all("Astrid" not in page and "Bo Berg" not in page for page in pages)
    assert 'href="tel:112"' in pages[0]


@pytest.mark.parametrize(
    "path", ["css/tokens.css", "js/app.js", "icons/icons.svg", "django_htmx/htmx-2.min.js"]
)
def test_a_static_file_comes_from_this_site_and_is_what_it_says(path: str, db: None) -> None:
    with closing(Client().get(f"/static/{path}")) as response:
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["../settings.py", "%2e%2e/settings.py", "css/", "finns-inte.css"])
def test_nothing_but_static_files_lies_there(path: str, db: None) -> None:
    assert Client().get(f"/static/{path}").status_code == 404
