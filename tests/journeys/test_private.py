"""What is private never leaves the page: nothing is sent while it is filled in, nothing is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Request

from lindra.models import Treatment
from lindra.programme.registry import programme
from tests.journeys.visitor import Visitor
from tests.journeys.world import PROGRAMME, World
from tests.web.holdings import holding

pytestmark = pytest.mark.journey

CONTENT = programme(PROGRAMME)
PAGES = [f"modul/{m.id}/{page.id}/" for m in CONTENT.modules for page in m.pages if page.private]
FORMS = [f"formular/{form.id}/" for form in CONTENT.newest_forms() if form.private]
NAMES = [path.split("/")[-2] for path in (*PAGES, *FORMS)]
SECRET = "Hemlig7f3a91"
SETTLED = 1200  # ms: longer than anything on a page waits before it asks the server
# Tick and write everything; how many fields there were.
FILL = """(secret) => {
  const fields = document.querySelectorAll("main :is(input, textarea, select)");
  for (const details of document.querySelectorAll("main details")) details.open = true;
  for (const field of fields) {
    if (["radio", "checkbox"].includes(field.type)) { field.click(); continue; }
    field.value = field.inputMode === "numeric" ? "48151623" : secret;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  return fields.length;
}"""
# Everything that the browser keeps of this site, but for the static files.
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((each) => each.url)));
  const stores = await indexedDB.databases();
  return JSON.stringify([{...localStorage}, {...sessionStorage}, caches_, stores, document.cookie]);
}"""


def asked_while_filling(visitor: Visitor, treatment: Treatment, path: str) -> list[str]:
    """Open the page, fill in all of it, and wait: what it then asks the server for."""
    visitor.open(f"/program/{treatment.pk}/{path}")
    visitor.page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(f"{request.method} {request.url} {request.post_data or ''}")

    visitor.page.on("request", note)
    count = visitor.page.evaluate(FILL, SECRET)
    assert (count > 0) == (path in FORMS)
    visitor.page.wait_for_timeout(SETTLED)
    visitor.page.remove_listener("request", note)
    return asked


def test_everything_private_is_filled_in_and_nothing_of_it_leaves_the_page(world: World) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    for path in (*PAGES, *FORMS):
        assert asked_while_filling(astrid, treatment, path) == []
        kept = astrid.page.evaluate(KEPT)
        assert [word for word in (SECRET, "48151623", *NAMES) if word in kept] == []
        astrid.page.go_back()
        astrid.page.go_forward()
        assert SECRET not in astrid.page.evaluate("document.title")
    astrid.follow("Klar")
    astrid.page.wait_for_load_state()
    assert holding([SECRET, "48151623", *NAMES]) == {}
