"""Drafts: what is written is kept, or said not to be: no network, logged out, two tabs."""

import pytest
from playwright.sync_api import expect

FORM = """
<form class="form" method="post" action="/send/" novalidate data-draft hx-post="/draft/"
      hx-trigger="change delay:50ms, input changed delay:100ms"
      hx-target="#draft-status" hx-swap="innerHTML" hx-sync="this:queue last">
  <input type="hidden" name="revision" id="id_revision" value="1">
  <label for="a">Ett</label><textarea id="a" name="a"></textarea>
  <label for="b">Två</label><textarea id="b" name="b"></textarea>
  <button class="button">Spara och skicka</button>
  {% include "components/status.html" with text="Det du skriver sparas hela tiden" %}
</form>"""
OFFLINE = "Ingen kontakt just nu. Det du skrivit finns kvar här så länge sidan är öppen."


class Server:
    """Keeps one draft and its revision, as the real one does."""

    def __init__(self) -> None:
        self.revision, self.status, self.kept = 1, 200, ""

    def __call__(self, request):
        if self.status == 409:
            return 409, '<span>En annan flik har ett nyare utkast. <a href="/">Visa det</a></span>'
        if self.status != 200:
            return self.status, ""
        self.revision += 1
        self.kept = request.post_data or ""
        field = f'<input type="hidden" name="revision" id="id_revision" value="{self.revision}"'
        return 200, f'Utkast sparat 20:15{field} hx-swap-oob="true">'


@pytest.fixture
def server(stage):
    stage.answers["/draft/"] = server = Server()
    return server


@pytest.fixture
def form(stage, server):
    page = stage.show(FORM, "draft")
    page.wait_for_function("window.htmx !== undefined")
    return page


@pytest.mark.row("M5")
def test_every_text_is_kept_by_itself_and_the_line_says_when(form, server):
    form.fill("#b", "i den andra rutan")
    expect(form.locator("#draft-status")).to_have_text("Utkast sparat 20:15")
    assert server.kept == "revision=1&a=&b=i%20den%20andra%20rutan"
    expect(form.locator("#id_revision")).to_have_value("2")


@pytest.mark.row("M5")
def test_without_network_the_page_says_so_and_saves_when_it_is_back(form, server):
    form.context.set_offline(True)
    form.unroute_all()
    form.fill("#a", "utan nät")
    expect(form.locator("#draft-status")).to_have_text(OFFLINE)
    expect(form.locator("#a")).to_have_value("utan nät")

    def serve(route):
        status, body = server(route.request)
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    form.route("**/draft/", serve)
    form.context.set_offline(False)
    expect(form.locator("#draft-status")).to_have_text("Utkast sparat 20:15")
    assert server.revision == 2


@pytest.mark.row("M5")
def test_logged_out_the_text_stays_and_the_page_says_how_to_log_in(form, server):
    server.status = 401
    form.fill("#a", "kvar")
    expect(form.locator("#draft-status")).to_contain_text("Du är utloggad.")
    expect(form.locator("#draft-status a")).to_have_text("Logga in i en ny flik")
    expect(form.locator("#a")).to_have_value("kvar")
    server.status = 200
    form.fill("#a", "kvar och mer")
    expect(form.locator("#draft-status")).to_have_text("Utkast sparat 20:15")


@pytest.mark.row("M5")
def test_a_newer_draft_elsewhere_is_told_and_nothing_typed_is_lost(form, server):
    server.status = 409
    form.fill("#a", "mitt")
    expect(form.locator("#draft-status")).to_contain_text("En annan flik har ett nyare utkast.")
    expect(form.locator("#draft-status a")).to_have_text("Visa det")
    expect(form.locator("#a")).to_have_value("mitt")


def test_a_fault_in_the_server_is_said_in_words(form, server):
    server.status = 500
    form.fill("#a", "text")
    expect(form.locator("#draft-status")).to_contain_text("Det gick inte att spara just nu.")


WRITE = """words => {
  const area = document.querySelector("#a");
  area.value = words;
  area.dispatchEvent(new Event("input", {bubbles: true}));
}"""
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.row("M5")
def test_a_page_that_is_left_at_once_keeps_the_last_words(form, server, stage):
    form.evaluate(f"({WRITE})('sista orden'); ({HIDE})(true)")
    expect(form.locator("#id_revision")).to_have_value("2")
    form.wait_for_timeout(300)
    assert len(stage.sent("/draft/")) == 1
    assert "sista orden" in server.kept


def test_nothing_is_sent_when_nothing_was_written(form, stage):
    form.evaluate(HIDE, True)
    form.evaluate(HIDE, False)
    form.wait_for_timeout(200)
    assert stage.sent("/draft/") == []


def test_sending_the_form_leaves_no_draft_behind_it(form, stage):
    stage.answers["/send/"] = lambda request: (200, "<p>Skickat</p>")
    form.evaluate(f"({WRITE})('svar'); document.querySelector('button').click()")
    form.wait_for_url("**/send/")
    form.wait_for_timeout(300)
    assert [path for path, _ in stage.asked] == ["/send/"]


def test_what_the_page_says_is_read_out(form):
    assert form.locator("#draft-status").get_attribute("role") == "status"
