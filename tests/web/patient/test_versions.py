"""A form is succeeded while it is in use: an answer is always shown with its own questions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from lindra.actions.treatments import start_treatment
from lindra.gateways.population import Person
from lindra.models import Answer, Draft, Treatment
from lindra.programme import registry
from lindra.programme.faults import ProgrammeError
from lindra.programme.release import release
from lindra.rules.calendar import local_date
from lindra.rules.personal_number import PersonalNumber
from tests.cast import ASTRID, Cast
from tests.conftest import PROGRAMMES
from tests.web.browser import Browser
from tests.web.conftest import SUNDAY
from tests.web.page import Page

pytestmark = pytest.mark.row("F13")

SMALL = "litet"
OLD_WORDS, NEW_WORDS, ADDED_WORDS = (
    "Vad var nytt?",
    "Vad har blivit lättare?",
    "Vad vill du minnas?",
)
FILLED = ((OLD_WORDS, "Gick i skogen"), (NEW_WORDS, "Trappan"), (ADDED_WORDS, "Andas"))
TODAY = local_date(SUNDAY)


@dataclass
class Site:
    """An installation with the small programme, whose reflection has only its first version."""

    folder: Path
    treatment: Treatment
    astrid: Browser
    bo: Browser

    def succeed(self) -> None:
        """A second version is released: the same question in other words, and one more."""
        forms = self.folder / SMALL / "forms"
        text = (forms / "reflektion-1.yaml").read_text(encoding="utf-8")
        newer = text.replace("version: 1", "version: 2").replace(OLD_WORDS, NEW_WORDS)
        added = f"  - {{id: minns, text: {ADDED_WORDS}, type: text, max_length: 100}}\n"
        (forms / "reflektion-2.yaml").write_text(newer + added, encoding="utf-8")
        serve(self.folder)

    def address(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.treatment.pk, *args])


def serve(folder: Path) -> None:
    """Release what there is, and start the site with it."""
    release(folder / SMALL, TODAY, None)
    registry.configure(folder, released_only=True)


@pytest.fixture
def site(cast: Cast, tmp_path: Path) -> Iterator[Site]:
    """Astrid has begun the small programme at Bo's unit."""
    shutil.copytree(PROGRAMMES / SMALL, tmp_path / SMALL)
    serve(tmp_path)
    cast.smartenheten.programmes = [SMALL]
    cast.smartenheten.save()
    cast.bo.commission.refresh_from_db()
    treatment = start_treatment(
        number=PersonalNumber(ASTRID),
        person=Person(ASTRID, "Astrid", "Alm"),
        typed=False,
        programme=registry.programme(SMALL),
        by=cast.bo,
        now=cast.now,
    )
    Treatment.objects.exclude(pk=treatment.pk).delete()
    yield Site(tmp_path, treatment, Browser(cast.astrid), Browser(cast.bo))
    registry.configure(settings.PROGRAMMES_DIR)


def fill_in_the_first(site: Site) -> Answer:
    """Astrid answers the first version."""
    site.astrid.open(site.address("fill_in", "reflektion"))
    assert (OLD_WORDS in site.astrid.text, NEW_WORDS in site.astrid.text) == (True, False)
    site.astrid.press("Spara och skicka", nytt="Gick i skogen")
    assert site.astrid.page.headings[:1] == ["Skickat"]
    return Answer.objects.get()


def asks(page: Page) -> list[bool]:
    """Whether the words of the old question, the new and the added stand on the page."""
    return [words in page.text for words in (OLD_WORDS, NEW_WORDS, ADDED_WORDS)]


def test_an_old_answer_keeps_its_questions_and_the_new_one_gets_the_new(site: Site) -> None:
    first = fill_in_the_first(site)
    site.succeed()
    for who, name in ((site.astrid, "answer"), (site.bo, "staff_answer")):
        shown = who.open(site.address(name, first.pk))
        assert (asks(shown), "Gick i skogen" in shown.text) == ([True, False, False], True)
    form = site.astrid.open(site.address("fill_in", "reflektion"))
    assert asks(form) == [False, True, True]
    site.astrid.press("Spara och skicka", nytt="Trappan", minns="Andas")
    newest = Answer.objects.exclude(pk=first.pk).get()
    assert (first.version, newest.version) == (1, 2)
    for who, name in ((site.astrid, "answer"), (site.bo, "staff_answer")):
        shown = who.open(site.address(name, newest.pk))
        assert (asks(shown), "Trappan" in shown.text) == ([False, True, True], True)


def test_staff_read_both_versions_on_one_page_each_with_its_own_questions(site: Site) -> None:
    fill_in_the_first(site)
    site.succeed()
    site.astrid.open(site.address("fill_in", "reflektion"))
    site.astrid.press("Spara och skicka", nytt="Trappan", minns="Andas")
    text = site.bo.open(site.address("results_of_form", "reflektion")).text
    assert [f"{question} {answer}" in text for question, answer in FILLED] == [True] * 3


def test_a_draft_begun_before_is_finished_with_the_questions_it_began_with(site: Site) -> None:
    site.astrid.open(site.address("fill_in", "reflektion"))
    draft, token = Draft.objects.get(), site.astrid.page.fields["csrfmiddlewaretoken"]
    typed = {"csrfmiddlewaretoken": token, "revision": 0, "nytt": "Halvvägs"}
    site.astrid.client.post(site.address("save_draft", draft.pk), typed)
    site.succeed()
    site.astrid.open(site.address("home"))
    shown = site.astrid.click("Reflektion")
    assert (asks(shown), shown.fields["nytt"]) == ([True, False, False], ["Halvvägs"])
    site.astrid.press("Spara och skicka", nytt="Halvvägs och hemma")
    sent = Answer.objects.get()
    assert (sent.version, sent.values["nytt"]) == (1, "Halvvägs och hemma")


def test_a_change_of_an_old_answer_asks_the_old_questions(site: Site) -> None:
    first = fill_in_the_first(site)
    site.succeed()
    site.astrid.open(site.address("answer", first.pk))
    site.astrid.press("Ändra")
    assert asks(site.astrid.page) == [True, False, False]
    site.astrid.press("Spara och skicka", nytt="Gick längre i skogen")
    changed = Answer.objects.exclude(pk=first.pk).get()
    assert (changed.version, changed.replaces_id) == (1, first.pk)
    shown = site.bo.open(site.address("staff_answer", changed.pk))
    assert (asks(shown), "Gick längre i skogen" in shown.text) == ([True, False, False], True)


def test_a_form_in_use_that_is_edited_in_its_place_stops_the_site(site: Site) -> None:
    fill_in_the_first(site)
    file = site.folder / SMALL / "forms" / "reflektion-1.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(OLD_WORDS, "Något annat?"), encoding="utf-8")
    registry.configure(site.folder, released_only=True)
    with pytest.raises(ProgrammeError, match="reflektion-1"):
        registry.programme(SMALL)
