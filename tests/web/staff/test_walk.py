"""The walk through a filtered list keeps its filter, whatever is done on the way (M10)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindra.access import PatientSession
from lindra.rules.lifecycle import END_REASONS
from tests.cast import Cast, start
from tests.messages import MINUTE, write
from tests.web.browser import Browser
from tests.web.conftest import Wall

PART = {"HX-Request": "true"}
FILTER = "?lista=meddelande"
WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@pytest.fixture
def walking(bo: Browser, cast: Cast, wall: Wall) -> Browser:
    """Bo among two who wait for an answer, at Astrid, who has sent Veckokollen as well."""
    other = start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    write(other, PatientSession(other.patient), "Hej", wall.now - MINUTE)
    write(cast.treatment, cast.astrid, "Hej", wall.now - 2 * MINUTE)
    cast.send("veckokollen", WEEK)
    bo.open("/mina/?visa=meddelande")
    bo.click("Astrid Alm")
    assert bo.address == reverse("manage", args=[cast.treatment.pk]) + FILTER
    return bo


def filtered(bo: Browser) -> bool:
    return bo.address.endswith(FILTER)


@pytest.mark.row("M10", "M15")
def test_a_mark_in_the_middle_and_its_undoing_keep_the_filter(walking: Browser) -> None:
    walking.press("Markera som läst")
    assert ("Markerat som läst." in walking.text, filtered(walking)) == (True, True)
    walking.press("Ångra")
    assert filtered(walking)
    walking.click("Nästa att hantera")
    assert ("Jamal Haddad" in walking.page.headings, filtered(walking)) == (True, True)


@pytest.mark.row("M10", "M15")
def test_a_mark_by_script_leaves_a_box_that_keeps_the_filter(walking: Browser) -> None:
    form, _ = walking.page.form("Markera som läst")
    assert form.action.endswith(FILTER)
    posted = {
        "svar": form.values["svar"],
        "csrfmiddlewaretoken": form.values["csrfmiddlewaretoken"],
    }
    box = walking.client.post(form.action, posted, headers=PART).content.decode()
    leads = [line for line in box.split('"') if line.startswith("/moment/")]
    assert len(leads) > 2
    assert [lead for lead in leads if FILTER not in lead] == []


@pytest.mark.row("M10", "M18b")
def test_what_is_done_with_the_whole_leads_back_to_the_filtered_list(
    walking: Browser, cast: Cast
) -> None:
    for act in ("extend", "maintain", "end"):
        address = reverse(act, args=[cast.treatment.pk]) + FILTER
        assert address in [to for to, _ in walking.page.links]
        walking.open(address)
        walking.click("Avbryt")
        assert filtered(walking)
    walking.open(address)
    walking.press("Avsluta", reason=END_REASONS[0])
    assert ("Momentet är avslutat." in walking.text, filtered(walking)) == (True, True)
    walking.click("Återöppna")
    walking.click("Hantera")
    assert filtered(walking)


@pytest.mark.row("M10", "F1")
def test_modules_are_chosen_and_the_timeline_filtered_within_the_walk(walking: Browser) -> None:
    walking.click("Välj moduler")
    assert walking.page.link("Avbryt").endswith(FILTER)
    walking.press("Spara")
    assert filtered(walking)
    walking.click("Tidslinje")
    walking.press("Filtrera", visa="svar")
    assert "lista=meddelande" in walking.address or "lista=meddelande" in walking.page.html
    walking.click("Hantera")
    assert filtered(walking)


@pytest.mark.row("M10", "M7")
def test_from_a_completed_programme_the_next_step_keeps_the_filter(bo: Browser, cast: Cast) -> None:
    cast.send("genomfort", {"klar": True})
    results = reverse("results_of_form", args=[cast.treatment.pk, "genomfort"])
    bo.open(results + "?lista=genomfort")
    bo.click("Avsluta")
    assert bo.address.endswith("?lista=genomfort")


@pytest.mark.row("M10")
def test_an_act_that_is_not_possible_leads_back_with_the_filter(bo: Browser, cast: Cast) -> None:
    bo.open(reverse("reopen", args=[cast.treatment.pk]) + FILTER)
    assert bo.status == 422
    bo.click("Till Hantera")
    assert filtered(bo)
