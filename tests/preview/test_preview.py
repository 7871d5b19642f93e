"""`lindra programme preview`: everything is shown, on both sides, and nothing is stored."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lindra.programme.load import load_programme
from lindra.programme.spec import Programme
from tests.conftest import PROGRAMMES
from tests.preview.conftest import REAL, SMALL
from tests.preview.server import Answer, Preview, Reader
from tests.web.headers import POLICY, policy

PREVIEWS = {REAL: "real", SMALL: "small_served"}
DIARY = "formular/dagbok/"


def addresses(content: Programme) -> set[str]:
    """Every address below the programme's own."""
    return {
        *(f"modul/{module.id}/" for module in content.modules),
        *(f"modul/{module.id}/{page.id}/" for module in content.modules for page in module.pages),
        *(f"mindfulness/{exercise.id}/" for exercise in content.all_exercises()),
        *(f"formular/{form.id}/" for form in content.newest_forms()),
        *(f"hjalp/{each.id}/" for each in content.helps),
    }


def walked(reader: Reader) -> dict[str, int]:
    """Every address that links lead to from the first page, with its status."""
    found: dict[str, int] = {}
    wanted = ["/"]
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        answer = reader.get(path)
        found[path] = answer.status
        inside = (urlsplit(address) for address, _ in answer.page.links)
        wanted += [each.path for each in inside if not each.scheme and each.path]
    return found


def files(folder: Path) -> dict[str, bytes]:
    """What every file holds."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.row("F13")
@pytest.mark.parametrize("side", ["patient", "staff"])
@pytest.mark.parametrize("programme", PREVIEWS)
def test_everything_of_a_programme_is_shown_and_every_link_leads_somewhere(
    programme: str, side: str, request: pytest.FixtureRequest
) -> None:
    preview: Preview = request.getfixturevalue(PREVIEWS[programme])
    content = load_programme(preview.folder / programme)
    reader = Reader(preview)
    reader.get(f"/?visa={side}")
    found = walked(reader)
    everything = {preview.root + path for path in addresses(content)}
    around = {"/", "/hjalp-nu/", preview.root, preview.root + "moduler/"}
    around |= {preview.root + "mindfulness/"}
    assert {path: status for path, status in found.items() if status != 200} == {}
    assert (everything - set(found), set(found) - everything - around) == (set(), set())


def test_a_page_says_its_file_and_which_side_is_shown(reader: Reader) -> None:
    _, page = load_programme(PROGRAMMES / SMALL).page("m1-02")
    shown = reader.get("modul/m1/m1-02/").page
    assert f"1-andas/m1-02.md · {page.words} ord · privat" in shown.text
    assert {words: address for address, words in shown.links if "Som " in words} == {
        "Som patienten": "?visa=patient",
        "Som personal": "?visa=staff",
    }


def test_the_side_that_was_chosen_stays_until_another_is_chosen(reader: Reader) -> None:
    steps = ("", "?visa=staff", "", "?visa=ingen", "?visa=staff", "?visa=patient", "")
    bodies = [_body(reader.get(f"modul/m1/m1-01/{step}").body) for step in steps]
    assert bodies == ["patient", "staff", "staff", "patient", "staff", "patient", "patient"]


def _body(html: str) -> str:
    return html.partition('<body class="')[2].partition('"')[0].split()[0]


def test_staff_can_do_and_send_nothing_on_a_page(reader: Reader) -> None:
    reader.get("/?visa=staff")
    shown = reader.get("modul/m1/m1-03/").page
    sent = [form for form in shown.forms if form.action != "/utseende/"]
    assert (sent, shown.has_link("Öppna formuläret")) == ([], False)


def turned(reader: Reader, path: str) -> Answer:
    """The page after: by a button, or by a link from a private page."""
    page = reader.get(path).page
    buttons = {form.action for form in page.forms} - {"/utseende/", ""}
    if not buttons:
        return reader.get(page.link("Nästa: "))
    (action,) = buttons
    return reader.post(action, {})


def test_next_leads_through_the_module_and_back_to_it(reader: Reader) -> None:
    paths: list[str] = []
    path = "modul/m1/m1-01/"
    while path not in (*paths, "modul/m1/"):
        paths.append(path)
        path = turned(reader, path).path.removeprefix(reader.preview.root)
    assert paths == ["modul/m1/m1-01/", "modul/m1/m1-02/", "modul/m1/m1-03/"]


def test_what_would_be_stored_leads_back(reader: Reader) -> None:
    posts = ("modul/m1/klar/", "modul/m1/m1-01/forstatt/")
    backs = [reader.post(path, {}).path.removeprefix(reader.preview.root) for path in posts]
    assert backs == ["modul/m1/", "modul/m1/m1-01/"]


@pytest.mark.row("M14c")
def test_a_form_that_is_sent_is_shown_as_staff_see_it(reader: Reader) -> None:
    answer = reader.post(DIARY, {"yr": "ja", "svimmade": "nej", "lugn": "7", "kandes": ["skont"]})
    shown = answer.page.text.partition("Hur var dagen?")[0].partition("Så ser behandlaren")[2]
    assert answer.status == 200
    for words in ("Yrsel Vilken dag?", "Blev du yr? Ja", "Svimmade du? Nej", "7 av 10", "Skönt"):
        assert words in shown
    assert "Svimning" not in shown


def test_a_form_that_lacks_something_says_so_at_the_field(reader: Reader) -> None:
    wrong = reader.post(DIARY, {"minuter": "61", "lugn": "3"})
    empty = reader.post("formular/reflektion/", {"_": ""})
    assert (wrong.status, set(wrong.page.told())) == (422, {"minuter"})
    assert (empty.status, "Formuläret är tomt." in empty.page.text) == (422, True)
    assert "Så ser behandlaren" not in wrong.page.text + empty.page.text


def test_more_rows_come_when_those_that_are_shown_are_filled(reader: Reader) -> None:
    typed = {"stunder-1-vad": "Morgon", "stunder-3-vad": "Kväll", "minuter": "sextio"}
    file = reader.preview.folder / SMALL / "forms" / "dagbok-2.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("max: 3", "max: 9"), encoding="utf-8")
    before = set(reader.get(DIARY).page.fields)
    answer = reader.post(DIARY, {**typed, "more_rows": "1"})
    fields = answer.page.fields
    assert (answer.status, answer.page.errors) == (200, [])
    assert {name: fields[name] for name in typed} == {k: [v] for k, v in typed.items()}
    rows = {f"stunder-{row}-{column}" for row in (4, 5, 6) for column in ("vad", "antal")}
    assert set(fields) - before == rows


def test_nothing_that_is_sent_is_stored(reader: Reader) -> None:
    before, told = files(reader.preview.folder), "Ont som aldrig förr"
    assert told in reader.post(DIARY, {"anm": told}).body
    assert told not in reader.get(DIARY).body
    assert files(reader.preview.folder) == before
    assert set(reader.cookies) == set()


def test_a_private_form_has_nowhere_to_be_sent_here_either(reader: Reader) -> None:
    shown = reader.get("formular/min/")
    posted = reader.post("formular/min/", {"tanke": "Hemligt"})
    assert [form.action for form in shown.page.forms] == ["/utseende/"]
    assert (posted.status, "Hemligt" in posted.body) == (200, False)


@pytest.mark.parametrize(
    "path",
    [
        "/finns-inte/",
        "/program/00000000-0000-4000-8000-000000000000/",
        "modul/m9/",
        "modul/m1/m9-01/",
        "modul/m1/m9-01/nasta/",
        "formular/finns-inte/",
        "mindfulness/finns-inte/",
        "hjalp/finns-inte/",
    ],
)
def test_what_is_not_there_is_not_found(path: str, reader: Reader) -> None:
    assert reader.get(path).status == 404


@pytest.mark.parametrize("programme", PREVIEWS)
def test_nothing_private_can_be_sent(programme: str, request: pytest.FixtureRequest) -> None:
    preview: Preview = request.getfixturevalue(PREVIEWS[programme])
    content = load_programme(preview.folder / programme)
    pages = [(m.id, page.id) for m in content.modules for page in m.pages if page.private]
    forms = [form.id for form in content.newest_forms() if form.private]
    paths = [f"modul/{m}/{page}/" for m, page in pages] + [f"formular/{form}/" for form in forms]
    assert [sent for path in paths for sent in _sends(Reader(preview).get(path))] == []
    assert (len(pages) > 0, len(forms) > 0) == (True, True)


def _sends(answer: Answer) -> list[str]:
    """What can be sent from a page: where to, and what is typed."""
    page, root = answer.page, answer.path.partition("modul/")[0]
    htmx = [name for _, attrs in page.elements for name in attrs if name.startswith("hx-")]
    forms = [form for form in page.forms if form.action != "/utseende/"]
    typed = [name for form in forms for name in form.values if name != "csrfmiddlewaretoken"]
    return [*(form.action.removeprefix(root) for form in forms), *htmx, *typed]


def test_the_words_of_the_unit_stand_in_help_and_at_a_tick(reader: Reader) -> None:
    help_ = reader.preview.folder / SMALL / "help" / "symtom.md"
    words = "Fråga {{behandlare}}, som läser {{klinik.lastid}}."
    help_.write_text(help_.read_text(encoding="utf-8") + words, encoding="utf-8")
    for path in ("hjalp/symtom/", DIARY):
        assert "Fråga Karin, som läser på vardagar." in reader.get(path).page.text


@pytest.mark.row("F13")
def test_a_fault_is_shown_with_file_and_line_until_it_is_mended(reader: Reader) -> None:
    file = reader.preview.folder / SMALL / "1-andas" / "m1-01.md"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("kind: slider", "kind: slajder"), encoding="utf-8")
    broken = [reader.get(path) for path in ("/", "modul/start/s-01/", "/hjalp-nu/")]
    assert [answer.status for answer in broken] == [500] * 3
    line = 1 + good[: good.index("kind: slider")].count("\n")
    for answer in broken:
        assert f"1-andas/m1-01.md:{line}: " in answer.page.text
    file.write_text(good, encoding="utf-8")
    assert reader.get("/").status == 200


def test_the_page_can_ask_when_a_file_was_last_saved_moved_or_removed(reader: Reader) -> None:
    folder = reader.preview.folder / SMALL
    page = folder / "1-andas" / "m1-02.md"
    times = [_saved_at(reader)]
    for change in (page.touch, (folder / "ordlista-egna.txt").unlink):
        time.sleep(0.02)  # the file system's clock goes in steps
        change()
        times.append(_saved_at(reader))
    assert times == sorted(set(times))
    assert times[1] == page.stat().st_mtime


def test_the_lock_that_an_editor_puts_beside_a_file_disturbs_nothing(reader: Reader) -> None:
    lock = reader.preview.folder / SMALL / "1-andas" / ".#m1-01.md"
    lock.symlink_to("nobody@nowhere.1:2")
    assert [reader.get(path).status for path in ("/", "/andrad/")] == [200, 200]


def _saved_at(reader: Reader) -> float:
    return float(json.loads(reader.get("/andrad/").body)["saved_at"])


def test_another_programme_in_the_folder_is_led_to(reader: Reader) -> None:
    small = reader.preview.folder / SMALL
    other = Path(shutil.copytree(small, reader.preview.folder / "annat"))
    file = other / "programme.yaml"
    text = file.read_text(encoding="utf-8").replace("id: litet", "id: annat")
    file.write_text(text.replace("Lugna andetag", "Ett annat program"), encoding="utf-8")
    shown = reader.get("").page
    shutil.rmtree(other)
    assert (shown.headings[0], shown.headings[-1]) == (
        "Lugna andetag",
        "Andra program i samma mapp",
    )
    assert shown.has_link("Ett annat program")


def test_a_folder_without_programmes_has_no_pages(reader: Reader) -> None:
    (reader.preview.folder / SMALL / "programme.yaml").unlink()
    assert [reader.get(path).status for path in ("/", "/hjalp-nu/")] == [404, 404]


def test_text_size_and_theme_are_chosen_as_on_the_site(reader: Reader) -> None:
    answer = reader.post("/utseende/", {"text": "large", "theme": "dark", "next": "/hjalp-nu/"})
    assert (answer.path, 'data-theme="dark" data-text="large"' in answer.body) == (
        "/hjalp-nu/",
        True,
    )


def test_the_service_worker_of_the_preview_keeps_nothing(reader: Reader) -> None:
    answer = reader.get("/sw.js")
    assert (answer.body, answer.headers["Content-Type"]) == ("", "text/javascript; charset=utf-8")


def test_the_preview_has_the_headers_of_the_site(reader: Reader) -> None:
    answer = reader.get("modul/m1/m1-01/")
    names = ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy")
    assert [answer.headers.get(name) for name in names] == ["no-store", "nosniff", "same-origin"]
    assert policy(answer) == POLICY  # type: ignore[arg-type]
