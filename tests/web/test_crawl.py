"""Every page that can be reached by links, as a patient, as staff and as nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from lindra.models import AccessLog, Event
from tests.cast import Cast
from tests.web.headers import faults_of
from tests.web.page import Page, undrawn
from tests.web.world import World

SITE = "http://testserver"
SECRET = re.compile(r"9802|9885|780412|821224|astrid|fatima|\balm\b|farah", re.IGNORECASE)
UNFINISHED = re.compile(r"\{\{|\{%|\bNone\b|\bTrue\b|\bFalse\b|<Questio|object at 0x")
MONEY = re.compile(r"betal|kostnad|swish|kortnummer|faktura|diagnos", re.IGNORECASE)
DATA = {"application/json"}
OTHERS = "hanna doris david lova sixten ester agnes erik carin gustav".split()
THREE = ("Alm", "Farah", "Östlund")
WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@dataclass(frozen=True)
class Seen:
    """A page that was reached, and the links that lead on from it."""

    address: str
    page: Page
    faults: tuple[str, ...]


def crawl(client: Client, start: str, once: Callable[[str], object] = str) -> Iterator[Seen]:
    """Every page that links lead to from the start: one of those for which `once` is the same."""
    waiting, known = [start], {once(start)}
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        last = response.redirect_chain[-1][0] if response.redirect_chain else address
        assert response.status_code == 200, f"{address}: {response.status_code}"
        page = Page(response.content.decode())
        yield Seen(last, page, tuple(faults_of(response)))
        for to, _ in page.links:
            found = urljoin(SITE + last, to).partition("#")[0]
            path = found.removeprefix(SITE)
            if found.startswith(SITE) and once(path) not in known:
                known.add(once(path))
                waiting.append(path)


def kind(address: str) -> tuple[object, ...]:
    """What the page is of, and about whom: not which page of the programme or which answer."""
    parts = urlsplit(address)
    found = resolve(parts.path)
    return found.view_name, found.kwargs.get("treatment_id"), parts.query


def faults(seen: Seen) -> list[str]:
    """Everything that no page may hold."""
    page = seen.page
    found = [*seen.faults, *_addresses(page), *_inline(page), *_forms(page)]
    doubled = {each for each in page.ids if page.ids.count(each) > 1}
    found += [f"id {each} twice" for each in doubled]
    found += [f"unfinished: {each}" for each in UNFINISHED.findall(page.text)]
    return [f"{seen.address}: {fault}" for fault in found]


def _addresses(page: Page) -> list[str]:
    found = [f"somebody in {to}" for _, _, to in page.addresses if SECRET.search(undrawn(to))]
    for tag, name, to in page.addresses:
        host = urlsplit(to).netloc
        if host and (tag, name) != ("a", "href"):
            found.append(f"{tag} from {host}")
    return found


def _inline(page: Page) -> list[str]:
    found = []
    for tag, attrs in page.elements:
        found += [f"{tag} {name}" for name in attrs if name == "style" or name.startswith("on")]
        if tag == "style" or (
            tag == "script" and "src" not in attrs and attrs.get("type") not in DATA
        ):
            found.append(f"inline {tag}")
    return found


def _forms(page: Page) -> list[str]:
    posting = [form for form in page.forms if form.method == "post"]
    return [
        f"no token in {form.action}" for form in posting if "csrfmiddlewaretoken" not in form.values
    ]


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """Astrid has read, written, changed and taken back."""
    first = cast.send("reflektion-1", {"nytt": "Först", "vill_ha_kontakt": True})
    cast.send("reflektion-1", {"nytt": "Sedan"}, replaces=first)
    cast.send("veckokollen", WEEK)
    cast.send("somndagbok", {"datum": "2026-11-21", "b": "22:00", "u": "06:30"})
    cast.send("genomfort", {"klar": True, **WEEK})
    client = cast.client(cast.astrid)
    client.get(f"/program/{cast.treatment.pk}/modul/m1/m1-01/")
    client.post(f"/program/{cast.treatment.pk}/modul/m1/m1-01/nasta/")
    return cast


@pytest.mark.row("M24")
def test_every_page_of_the_patients_is_whole_and_names_nobody_in_an_address(lived: Cast) -> None:
    pages = list(crawl(lived.client(lived.astrid), "/"))
    assert [fault for seen in pages for fault in faults(seen)] == []
    assert [line for seen in pages for line in _asks_for_money_or_diagnosis(seen)] == []
    assert [row.resource_type for row in AccessLog.objects.all()] == []
    kinds = {seen.address.split("/")[3] for seen in pages if seen.address.startswith("/program/")}
    first = {"", "om", "moduler", "modul", "mindfulness", "formular", "utkast", "dagbok", "svar"}
    assert kinds == first | {"meddelanden", "aviseringar", "mina-uppgifter", "vem-har-last"}


@pytest.mark.row("M24")
def test_every_page_of_the_staffs_is_whole_and_each_about_a_patient_has_its_row(
    lived: Cast,
) -> None:
    client, logged, pages = lived.client(lived.bo), 0, []
    for seen in crawl(client, "/"):
        pages.append(seen)
        rows = AccessLog.objects.filter(user_kind="staff").count()
        about = "Astrid" in seen.page.text
        assert (rows - logged, about) in [(1, True), (0, False)], seen.address
        logged = rows
    assert [fault for seen in pages for fault in faults(seen)] == []
    assert [line for seen in pages for line in _asks_for_money_or_diagnosis(seen)] == []
    assert len(pages) > 100


@pytest.mark.row("M24")
def test_whoever_is_named_on_a_page_to_anybody_of_the_staff_stands_in_its_row(cast: Cast) -> None:
    world, unlogged, rows = World.create(cast), [], AccessLog.objects.order_by("pk")
    for who in OTHERS:
        before = rows.count()
        for seen in crawl(cast.client(world.people[who]), "/", kind):
            about = {name for name in THREE if name in seen.page.text}
            named = " ".join(each["name"] for row in rows[before:] for each in row.patients)
            before = rows.count()
            unlogged += [(who, seen.address, name) for name in about if name not in named]
    assert unlogged == []


def test_staff_who_look_at_everything_leave_no_trace_that_the_patient_did_it(lived: Cast) -> None:
    before = Event.objects.filter(actor="patient").count()
    active = lived.treatment.last_active_at
    for _ in crawl(lived.client(lived.bo), "/mina/"):
        pass
    lived.treatment.refresh_from_db()
    assert Event.objects.filter(actor="patient").count() == before
    assert lived.treatment.opened_by_patient_at is None
    assert lived.treatment.pages_read.count() == 1
    assert active == lived.treatment.previous_active_at


@pytest.mark.parametrize(
    "start", ["/", "/hjalp-nu/", "/valj-person/staff/", "/valj-person/patient/"]
)
def test_every_page_that_anybody_may_open_is_whole(start: str, db: None) -> None:
    pages = list(crawl(Client(), start))
    found = [fault for seen in pages for fault in faults(seen)]
    assert found == []


def test_the_page_of_a_fault_is_whole_too(cast: Cast) -> None:
    client = cast.client(cast.bo)
    response = client.get("/finns-inte/")
    page = Page(response.content.decode())
    assert faults(Seen("/finns-inte/", page, tuple(faults_of(response)))) == []
    assert (response.status_code, page.headings[0]) == (404, "Sidan finns inte")


def _asks_for_money_or_diagnosis(seen: Seen) -> list[str]:
    """Fields whose names or labels ask what nobody has to pay or to have."""
    labels = re.findall(
        r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", seen.page.html, re.DOTALL
    )
    return [
        f"{seen.address}: {text}" for text in [*labels, *seen.page.fields] if MONEY.search(text)
    ]
