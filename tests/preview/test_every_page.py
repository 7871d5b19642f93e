"""Every page, form and exercise of the programme in a browser: phone and desk, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from lindra.programme.load import load_programme
from lindra.programme.spec import ExerciseKind, Module, Page, Programme, QuestionType
from tests.conftest import PROGRAMMES
from tests.journeys.visitor import Visitor
from tests.preview.conftest import SMALL
from tests.preview.crawl import DESK, FINGER, PHONE, POINTER, SCRIPTS, faults_of, requests
from tests.preview.server import Preview

pytestmark = pytest.mark.journey

USING = SCRIPTS[-1]
SETTLED = 1200  # ms: longer than anything on a page waits before it asks the server


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """An author with a browser that reads the real programme or the small one."""
    context = browser.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
        color_scheme="light",
    )
    yield Visitor(context, "", FINGER)
    context.close()


def at(visitor: Visitor, preview: Preview) -> Visitor:
    """The visitor where the programme is previewed."""
    visitor.url = preview.url
    return visitor


def pages(modules: Iterable[Module]) -> list[str]:
    """The address of every page of the modules."""
    return [f"modul/{module.id}/{page.id}/" for module in modules for page in module.pages]


def everything(content: Programme) -> list[str]:
    """Every address of the programme."""
    return [
        "",
        *(f"modul/{module.id}/" for module in content.modules),
        *pages(content.modules),
        *(f"formular/{form.id}/" for form in content.newest_forms()),
        *(f"mindfulness/{exercise.id}/" for exercise in content.all_exercises()),
        *(f"hjalp/{each.id}/" for each in content.helps),
    ]


def richness(page: Page) -> tuple[bool, int]:
    """A figure and many kinds of exercises make a page worth looking at."""
    return page.figure is not None, len({exercise.kind for exercise in page.exercises})


def some(content: Programme) -> list[str]:
    """The richest page of every third module, one of each other kind of address."""
    richest = [(m, max(m.pages, key=richness)) for m in content.modules[::3] if m.pages]
    rows = [form for form in content.newest_forms() if _has_rows(form.questions)]
    return [
        *(f"modul/{module.id}/{page.id}/" for module, page in richest),
        f"modul/{richest[-1][0].id}/",
        f"formular/{rows[0].id}/",
        f"mindfulness/{next(content.all_exercises()).id}/",
    ]


def _has_rows(questions: Iterable[object]) -> bool:
    return any(getattr(each, "type", None) is QuestionType.ROWS for each in questions)


def _with_exercises(content: Programme) -> Iterator[tuple[Module, Page]]:
    for module in content.modules:
        yield from ((module, page) for page in module.pages if page.exercises)


def report(visitor: Visitor, preview: Preview, paths: Iterable[str], *widths: int) -> None:
    """Fail with one fault a line."""
    at(visitor, preview)
    sizes = {"widths": widths} if widths else {}
    found = [each for path in paths for each in faults_of(visitor, preview.root + path, **sizes)]
    assert not found, f"{len(found)} faults\n" + "\n".join(found)


@pytest.mark.row("F13")
def test_a_page_of_each_kind_on_phone_and_desk_in_light_and_dark(
    visitor: Visitor, real: Preview
) -> None:
    content = load_programme(real.folder / real.programme)
    report(visitor, real, some(content), PHONE, DESK)


@pytest.mark.drill
def test_every_page_of_the_programme_at_every_width_in_light_and_dark(
    visitor: Visitor, real: Preview
) -> None:
    report(visitor, real, everything(load_programme(real.folder / real.programme)))


@pytest.mark.drill
def test_every_page_as_staff_see_it(visitor: Visitor, real: Preview) -> None:
    content = load_programme(real.folder / real.programme)
    at(visitor, real).open(real.root + "?visa=staff")
    visitor.minimum = POINTER
    report(visitor, real, pages(content.modules), PHONE, DESK)


def test_no_exercise_on_a_page_asks_the_server_for_anything(
    visitor: Visitor, small: Preview
) -> None:
    at(visitor, small)
    asked, kinds = [], set()
    for module, page in _with_exercises(load_programme(PROGRAMMES / SMALL)):
        visitor.open(f"{small.root}modul/{module.id}/{page.id}/")
        kinds |= {exercise.kind for exercise in page.exercises}
        visitor.page.evaluate(USING)
        with requests(visitor.page) as found:
            assert visitor.page.evaluate("lindraUsing.use()") > 0
            visitor.page.wait_for_timeout(SETTLED)
        asked += found
    assert (asked, kinds) == ([], set(ExerciseKind))


def test_only_an_acknowledgement_is_sent_and_only_when_it_is_pressed(
    visitor: Visitor, small: Preview
) -> None:
    path = small.root + "modul/start/s-01/"
    at(visitor, small).open(path)
    with requests(visitor.page) as asked:
        visitor.press("Jag har läst")
        visitor.page.wait_for_load_state()
    assert asked[0] == f"POST {small.url}{path}forstatt/"


def test_the_page_shows_what_is_saved_by_itself(visitor: Visitor, small: Preview) -> None:
    at(visitor, small).open(small.root + "modul/m1/m1-03/")
    file = small.folder / SMALL / "1-andas" / "m1-03.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\nEn ny rad.\n", encoding="utf-8")
    expect(visitor.page.get_by_text("En ny rad.")).to_be_visible()
    visitor.expects(500)
    file.write_text(text.replace("minutes: 1", "minutes: ett"), encoding="utf-8")
    heading = visitor.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Programmet går inte att läsa")
    expect(visitor.page.get_by_text(re.compile(r"^1-andas/m1-03\.md:\d+: "))).to_be_visible()
    file.write_text(text, encoding="utf-8")
    expect(heading).to_have_text("Till sist")
    assert visitor.faults == []
