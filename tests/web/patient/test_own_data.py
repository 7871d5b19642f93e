""" "Mina uppgifter": the patient's page and files hold all that is hers, at any time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from lindra.exchange.own_document import parts
from lindra.exchange.own_json import own_json
from lindra.models import AccessLog, Treatment
from lindra.programme.registry import programme
from lindra.queries.own_data import own_data
from lindra.web.patient.own_data import nested
from tests.cast import ASTRID, PROGRAMME, Cast, log_in, start
from tests.exchange.lives import lived
from tests.exchange.pdf_text import texts
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.patient.test_life import NEVER, ended, expired, maintained, planned

pytestmark = [pytest.mark.row("F11"), pytest.mark.row("M18")]

NAMES = ("own_data", "own_pdf", "own_json")
FILES = ("own_pdf", "own_json")
PHASES = [planned, maintained, expired, ended]


@pytest.fixture
def both(cast: Cast, wall: Wall) -> Cast:
    """Both patients have something in every table, two hours ago."""
    lived(cast, cast.astrid, cast.bo)
    lived(cast, cast.fatima, cast.carin)
    wall.pass_by(hours=2)
    return cast


@pytest.fixture
def address(cast: Cast) -> Callable[[str], str]:
    """The address of a page of Astrid's programme."""
    return lambda name: reverse(name, args=[cast.treatment.pk])


def words(part: object) -> list[str]:
    """Every text of a part of the document, however deep."""
    match part:
        case str():
            return [part]
        case dict():
            return [each for key in part if key != "kind" for each in words(part[key])]
        case list() | tuple():
            return [each for one in part for each in words(one)]
        case _:
            return []


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_page_holds_every_word_of_the_document(
    both: Cast, astrid: Browser, wall: Wall, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    found = squeezed(astrid.text)
    document = parts(own_data(both.astrid.patient, wall.now, both.treatment))
    assert len(words(document)) > 100
    assert [each for each in words(document) if squeezed(each) not in found] == []


def test_the_page_holds_what_the_patient_wrote_and_nothing_of_another(
    both: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    for wrote in (
        *("Astrid sov i soffan", "Astrid ett", "Astrid två", "Astrid tror", "Hej från Astrid"),
        *("Promenad med Astrid", "Astrid skriver", "Ring Astrid.", "astrid@exempel.se"),
        *("taget tillbaka", "Felskickat. Texten är dold."),
    ):
        assert wrote in astrid.text, wrote
    assert [w for w in ("Fatima", "helt annan", "Behandlaren skriver") if w in astrid.text] == []


def test_answers_stand_beside_their_own_questions(
    both: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    form = programme(PROGRAMME).form("reflektion-1")
    (asked,) = [question.text for question in form.questions if question.id == "nytt"]
    assert f"{asked} Astrid två" in astrid.text
    assert 'data-label="När gick du till sängs?">22:30</td>' in astrid.page.html


def test_only_what_belongs_to_the_chosen_programme_stands_there(
    both: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    ended(both)
    newer = start(ASTRID, "Astrid", "Alm", both.carin, both.now)
    astrid.open(reverse("own_data", args=[newer.pk]))
    assert ("Astrid sov i soffan" in astrid.text, "Carin Ceder" in astrid.text) == (False, True)
    given = json.loads(astrid.client.post(address("own_json"), token(astrid)).content)
    assert len(given["treatments"]) == 1
    assert "Carin Ceder" not in json.dumps(given, ensure_ascii=False)
    assert astrid.page.has_link("Dina andra program")


def test_the_page_says_who_can_read_and_how_long_it_is_kept(
    cast: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    assert "Bo kan läsa det du har skickat." in astrid.text
    assert "Mottagningen beslutar när de tas bort." in astrid.text
    assert not astrid.page.has_link("Dina andra program")


def test_the_pdf_is_tagged_and_holds_what_the_patient_wrote(
    both: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    answer = astrid.client.post(address("own_pdf"), token(astrid))
    assert answer.content.startswith(b"%PDF")
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert bool(document.Root.MarkInfo.Marked)
    text = squeezed(texts(answer.content))
    assert ("Astridsovisoffan" in text, "Fatima" in text) == (True, False)


def test_the_json_is_that_of_the_documented_shape(
    both: Cast, astrid: Browser, wall: Wall, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    answer = astrid.client.post(address("own_json"), token(astrid))
    assert answer.content == own_json(own_data(both.astrid.patient, wall.now, both.treatment))


@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("own_pdf", "application/pdf", "mina-uppgifter.pdf"),
        ("own_json", "application/json", "mina-uppgifter.json"),
    ],
)
def test_a_file_is_saved_under_a_name_that_tells_nothing_and_is_kept_nowhere_else(
    name: str, kind: str, file: str, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    headers = astrid.client.post(address(name), token(astrid)).headers
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"] == f'attachment; filename="{file}"'
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("words_on_it", "kind"),
    [("Ladda ner som PDF", "application/pdf"), ("(JSON)", "application/json")],
)
def test_the_buttons_lead_to_the_files(
    words_on_it: str, kind: str, astrid: Browser, address: Callable[[str], str]
) -> None:
    astrid.open(address("own_data"))
    form, _ = astrid.page.form(words_on_it)
    answer = astrid.client.post(form.action, token(astrid))
    assert (form.method, answer.headers["Content-Type"]) == ("post", kind)


@pytest.mark.parametrize("turn", PHASES)
def test_all_of_it_is_reached_before_the_first_day_in_maintenance_and_after_the_end(
    turn: Callable[[Cast], None], both: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    turn(both)
    astrid.open(address("home"))
    astrid.click("Mina uppgifter")
    assert (astrid.status, astrid.address) == (200, address("own_data"))
    assert "Astrid sov i soffan" in astrid.text
    assert [word for word in NEVER if word in astrid.text.lower()] == []
    answers = [astrid.client.post(address(name), token(astrid)) for name in FILES]
    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("over", [expired, ended])
def test_the_start_page_leads_there_when_it_is_over(
    over: Callable[[Cast], None], cast: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    over(cast)
    astrid.open(address("home"))
    astrid.click("Allt som är sparat om dig")
    assert astrid.address == address("own_data")


@pytest.mark.parametrize("name", NAMES)
def test_for_anybody_else_it_does_not_exist(
    name: str, cast: Cast, address: Callable[[str], str]
) -> None:
    for who in (cast.fatima, cast.bo, cast.doris):
        client = Client()
        log_in(client, who)
        ask = client.get if name == "own_data" else client.post
        assert ask(address(name)).status_code == 404
    assert not AccessLog.objects.filter(activity_args=name).exists()


@pytest.mark.parametrize("name", FILES)
def test_what_is_taken_out_is_in_the_access_log_and_what_is_only_read_is_not(
    name: str, cast: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    before = set(AccessLog.objects.values_list("pk", flat=True))
    astrid.open(address("own_data"))
    assert not AccessLog.objects.exclude(pk__in=before).exists()
    astrid.client.post(address(name), token(astrid))
    row = AccessLog.objects.exclude(pk__in=before).get()
    assert (row.activity_type, row.activity_args) == ("Utskrift", name)
    assert (row.resource_type, row.purpose) == ("Mina uppgifter", "Egna uppgifter")
    assert (row.user_id, row.patients) == (ASTRID, [{"id": ASTRID, "name": "Astrid Alm"}])
    assert row.activity_level == str(cast.treatment.pk)


def test_what_is_written_is_text_and_never_markup(
    cast: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    cast.send("reflektion-1", {"nytt": "<b onclick=x>fet</b> {{ x }}"})
    astrid.open(address("own_data"))
    assert "<b onclick=x>fet</b> {{ x }}" in astrid.text


def test_parts_stand_under_their_headings() -> None:
    def head(level: int, text: str) -> dict[str, object]:
        return {"kind": "heading", "level": level, "text": text}

    one, two = {"kind": "facts", "rows": []}, {"kind": "said", "items": []}
    first, second = nested([head(1, "A"), one, head(2, "B"), head(3, "C"), two, head(1, "D")])
    assert (first.title, first.parts, second.title) == ("A", [one], "D")
    assert [(b.title, b.parts) for b in first.sections] == [("B", [])]
    assert [(c.title, c.parts) for c in first.sections[0].sections] == [("C", [two])]


def test_a_new_patient_has_a_page_without_answers(
    cast: Cast, astrid: Browser, address: Callable[[str], str]
) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(opened_by_patient_at=cast.now)
    astrid.open(address("own_data"))
    assert ("Personuppgifter" in astrid.page.headings, "Svar" in astrid.page.headings) == (
        True,
        False,
    )


def token(browser: Browser) -> dict[str, str]:
    """What a form of the page sends along."""
    return {"csrfmiddlewaretoken": browser.page.fields["csrfmiddlewaretoken"][0]}
