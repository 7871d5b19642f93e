"""Reading: nothing is locked, a page is read by "Nästa", a module is done by the patient's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from lindra.models import Acknowledgement, Event, PageRead, Place
from lindra.programme.registry import programme
from lindra.programme.spec import Module
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall

MODULES = [module for module in programme(PROGRAMME).modules if module.pages]


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def read_all(browser: Browser, address: Callable[..., str], module: Module) -> None:
    browser.open(address("page", module.id, module.pages[0].id))
    for page in module.pages:
        turn = browser.click if page.private else browser.press
        turn("Klar med sidan" if page is module.pages[-1] else "Nästa")


@pytest.mark.row("M2")
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_every_page_of_every_module_is_open_from_the_start(
    module: Module, cast: Cast, address: Callable[..., str]
) -> None:
    client = cast.client(cast.astrid)
    pages = [address("page", module.id, page.id) for page in module.pages]
    assert [client.get(page).status_code for page in (address("module", module.id), *pages)] == [
        200
    ] * (len(pages) + 1)


@pytest.mark.row("M2")
def test_a_page_is_read_when_next_is_pressed_and_not_before(
    astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    astrid.open(address("page", "m1", "m1-01"))
    assert not PageRead.objects.exists()
    wall.pass_by(minutes=4)
    astrid.press("Nästa")
    assert astrid.address == address("page", "m1", "m1-02")
    assert PageRead.objects.values_list("page", "read_at").get() == ("m1-01", wall.now)
    assert Event.objects.filter(kind="page_read").values_list("subject").get() == ("m1-01",)


@pytest.mark.row("M2")
def test_to_read_a_page_again_keeps_the_first_time(
    astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    astrid.open(address("page", "m1", "m1-01"))
    astrid.press("Nästa")
    first = PageRead.objects.get().read_at
    wall.pass_by(minutes=4)
    astrid.open(address("page", "m1", "m1-01"))
    astrid.press("Nästa")
    assert PageRead.objects.get().read_at == first
    assert Event.objects.filter(kind="page_read").count() == 1


@pytest.mark.row("M2")
def test_a_module_is_not_begun_under_way_or_done(
    astrid: Browser, address: Callable[..., str]
) -> None:
    module = programme(PROGRAMME).module("m2")

    def said() -> str:
        astrid.open(address("modules"))
        return next(text for _, text in astrid.page.links if module.title in text)

    assert "Inte börjat" in said()
    astrid.open(address("page", "m2", module.pages[0].id))
    assert "Pågår" in said()
    read_all(astrid, address, module)
    assert f"Pågår · {len(module.pages)} av" in said()
    astrid.open(address("module", "m2"))
    astrid.press("Klar med modulen")
    assert said().endswith("Klar")


@pytest.mark.row("M2")
def test_done_is_offered_when_every_page_is_read_and_can_be_undone(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    module = programme(PROGRAMME).module("m1")
    astrid.open(address("module", "m1"))
    assert not astrid.page.has_button("Klar med modulen")
    read_all(astrid, address, module)
    assert astrid.address == address("module", "m1")
    astrid.press("Klar med modulen")
    assert astrid.page.headings[0] == "Klar med modulen"
    assert astrid.page.has_link("Se modul 2")
    astrid.press("Ångra, jag är inte klar")
    assert not cast.treatment.modules_done.exists()
    astrid.press("Klar med modulen")
    astrid.open(address("module", "m1"))
    astrid.press("Inte klar ändå")
    assert not cast.treatment.modules_done.exists()
    kinds = list(Event.objects.filter(subject="m1").values_list("kind", flat=True))
    assert kinds == ["module_done", "module_undone"] * 2


@pytest.mark.row("M2")
def test_a_module_that_is_not_read_cannot_be_done(cast: Cast, address: Callable[..., str]) -> None:
    response = cast.client(cast.astrid).post(address("module_done", "m1"))
    assert response.status_code == 422
    assert "Några sidor är kvar att läsa." in response.content.decode()


def test_a_module_with_a_private_page_is_done_without_it(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    read_all(astrid, address, programme(PROGRAMME).module("m7"))
    assert not PageRead.objects.filter(page="m7-09").exists()
    astrid.press("Klar med modulen")
    assert cast.treatment.modules_done.count() == 1


def test_a_private_page_can_be_left_quickly_and_has_no_name_in_the_window(
    astrid: Browser, address: Callable[..., str]
) -> None:
    page = astrid.open(address("page", "m7", "m7-09"))
    assert page.link("Lämna sidan snabbt").startswith("https://")
    assert "<title>Sida – " in page.html
    assert "din plats sparas" not in page.text


@pytest.mark.row("M1")
def test_a_page_of_a_module_leads_to_an_exercise(
    astrid: Browser, address: Callable[..., str]
) -> None:
    places = [(m.id, p.id) for m in MODULES for p in m.pages if 'href="ovning:' in p.html]
    assert len({module for module, _ in places}) > 3
    links = astrid.open(address("page", *places[0])).links
    exercise = next(to for to, _ in links if "/mindfulness/" in to)
    assert "data-player-play" in astrid.open(exercise).html


def test_what_is_understood_is_kept_once_with_its_time(
    astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    exercise = programme(PROGRAMME).module("start").page("s-02").exercises[0]
    astrid.open(address("page", "start", "s-02"))
    astrid.press(exercise.label)
    first = Acknowledgement.objects.get().at
    wall.pass_by(minutes=1)
    assert f"{exercise.label} · i dag 09:30" in astrid.text
    assert not astrid.page.has_button(exercise.label)
    token = {"csrfmiddlewaretoken": astrid.page.fields["csrfmiddlewaretoken"][0]}
    astrid.client.post(address("acknowledge", "start", "s-02"), token)
    assert Acknowledgement.objects.get().at == first


def test_a_page_that_asks_for_no_word_of_understanding_takes_none(
    cast: Cast, address: Callable[..., str]
) -> None:
    client = cast.client(cast.astrid)
    assert client.post(address("acknowledge", "m1", "m1-01")).status_code == 404
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    "args", [("m9", "m1-01"), ("m1", "m1-99"), ("m1", "m2-01"), ("mindfulness", "m1-01")]
)
def test_a_page_that_is_not_there_is_not_found(
    args: tuple[str, str], cast: Cast, address: Callable[..., str]
) -> None:
    client = cast.client(cast.astrid)
    assert client.get(address("page", *args)).status_code == 404
    assert client.post(address("page_done", *args)).status_code == 404
    assert not Place.objects.exists()


def test_ones_own_words_come_back_on_a_later_page(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    content = programme(PROGRAMME)
    module, page, recall = next(
        (module, page, recall)
        for module in content.modules
        for page in module.pages
        for recall in page.recall
        if recall.form == "start"
    )
    week = {"smarta": 1, "sysslor": 1, "gladje": 1, "humor": 1, "somn": 1, "tilltro": 1}
    about = {"smarta_varaktighet": "over_5_ar", "pem": "nej"}
    cast.send("start", {**about, **week, recall.question: "Sitta kvar <hela> filmen"})
    astrid.open(address("page", module.id, page.id))
    assert recall.lead in astrid.text
    assert "Sitta kvar <hela> filmen" in astrid.text
    assert "<hela>" not in astrid.page.html


@pytest.mark.row("M14c")
def test_who_gets_worse_by_effort_is_offered_another_page_first(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    module = next(m for m in programme(PROGRAMME).modules if m.first_when)
    assert module.first_when is not None
    before = astrid.open(address("module", module.id)).text
    assert "En sida kommer först" not in before
    week = {"smarta": 1, "sysslor": 1, "gladje": 1, "humor": 1, "somn": 1, "tilltro": 1}
    cast.send("start", {"smarta_varaktighet": "over_5_ar", "pem": "ja", **week})
    astrid.open(address("module", module.id))
    assert "En sida kommer först" in astrid.text
    first = next(to for to, _ in astrid.page.links if f"/{module.id}/" in to and to.count("/") == 6)
    assert first == address("page", module.id, module.first_when.page)
