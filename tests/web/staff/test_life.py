"""Extend, maintain, end, open again, postpone: what will happen is said first, then confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from lindra.actions.drafts import open_draft, save_draft
from lindra.models import Event, EventKind, Patient, Treatment
from lindra.programme.registry import programme
from lindra.rules.lifecycle import END_REASONS, State
from tests.cast import ASTRID, PROGRAMME, Cast, start
from tests.web.browser import Browser
from tests.web.conftest import Wall

DAYS = "Skriv ett antal dagar mellan 1 och 365."
ACTS = ("extend", "maintain", "end", "reopen", "postpone", "choose_modules")


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page about Astrid."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def fresh(cast: Cast) -> Treatment:
    return Treatment.objects.get(pk=cast.treatment.pk)


def on_manage(bo: Browser, cast: Cast) -> Browser:
    bo.open(reverse("manage", args=[cast.treatment.pk]))
    return bo


def at(bo: Browser, cast: Cast, name: str) -> Browser:
    """By the button at the bottom of "Hantera"."""
    address = reverse(name, args=[cast.treatment.pk])
    assert address in [to for to, _ in on_manage(bo, cast).page.links]
    bo.open(address)
    return bo


def end(bo: Browser, cast: Cast, reason: str = END_REASONS[0]) -> Browser:
    at(bo, cast, "end")
    bo.press("Avsluta", reason=reason)
    return bo


@pytest.mark.row("M11")
def test_the_buttons_stand_at_the_bottom_of_hantera(cast: Cast, bo: Browser) -> None:
    on_manage(bo, cast)
    own = {reverse(name, args=[cast.treatment.pk]) for name in ACTS[:3]}
    assert [text for to, text in bo.page.links if to in own] == [
        "Förläng",
        "Vidmakthåll",
        "Avsluta",
    ]
    assert "Momentet Pågår, öppet till och med 22 november 2027" in bo.text


@pytest.mark.row("M20")
def test_one_colour_means_one_thing_on_both_buttons(cast: Cast, bo: Browser) -> None:
    on_manage(bo, cast)
    colours = {
        attrs.get("href", ""): attrs.get("class", "")
        for tag, attrs in bo.page.elements
        if tag == "a" and "button" in attrs.get("class", "")
    }
    red, primary = (
        colours[reverse("end", args=[cast.treatment.pk])],
        colours[reverse("maintain", args=[cast.treatment.pk])],
    )
    assert ("button-danger-filled" in red, "danger" in primary) == (True, False)
    at(bo, cast, "end")
    assert "button-danger-filled" in bo.page.form("Avsluta")[1]["class"]
    at(bo, cast, "maintain")
    bo.press("Fortsätt", days="30", modules=["m1"])
    assert bo.page.form("Vidmakthåll")[1]["class"] == "button"


@pytest.mark.row("M18b")
def test_extending_shows_what_will_happen_and_does_it_when_confirmed(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    wall.pass_by(days=10)
    bo = Browser(cast.bo)
    at(bo, cast, "extend")
    assert ("Ny sista dag (behövs)" in bo.text, "Orsak (behövs)" in bo.text) == (True, True)
    bo.press("Fortsätt", last_day="2027-12-01", reason="Sjuk en månad")
    assert "Astrid kan läsa, fylla i och skriva till och med 1 december 2027." in bo.text
    assert fresh(cast).ends_on == date(2027, 11, 22)
    bo.press("Förläng")
    assert "Förlängt. Öppet till och med 1 december 2027." in bo.text
    assert fresh(cast).ends_on == date(2027, 12, 1)
    event = Event.objects.get(kind=EventKind.EXTENDED)
    assert event.words == "Till och med 1 december 2027. Sjuk en månad"


@pytest.mark.row("M18b")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"last_day": "", "reason": "x"}, {"last_day": "Välj en dag."}),
        ({"last_day": "2027-12-01", "reason": ""}, {"reason": "Skriv en orsak."}),
        (
            {"last_day": "31 november", "reason": "x"},
            {"last_day": "Datumet finns inte. Skriv det så här: 2026-11-22"},
        ),
        (
            {"last_day": "2027-11-22", "reason": "Sjuk"},
            {"last_day": "Välj en dag efter 22 november 2027."},
        ),
        (
            {"last_day": "2028-12-01", "reason": "Sjuk"},
            {"last_day": "Välj en dag till och med 2 december 2027."},
        ),
        (
            {"last_day": "2027-12-01", "reason": "x" * 201},
            {"reason": "Orsaken får vara högst 200 tecken."},
        ),
    ],
)
def test_each_fault_has_its_words_and_nothing_typed_is_lost(
    typed: dict[str, str], told: dict[str, str], cast: Cast, bo: Browser, wall: Wall
) -> None:
    wall.pass_by(days=10)
    bo = Browser(cast.bo)
    at(bo, cast, "extend")
    bo.press("Fortsätt", **typed)
    assert (bo.status, bo.page.told()) == (422, told)
    assert {name: bo.page.fields[name] for name in typed} == {n: [v] for n, v in typed.items()}


@pytest.mark.row("M19")
def test_maintaining_says_what_can_be_read_and_that_nothing_is_filled_in(
    cast: Cast, bo: Browser
) -> None:
    at(bo, cast, "maintain")
    assert len(bo.page.fields["modules"]) == 10
    bo.press("Fortsätt", days="30", modules=["m1", "m5"])
    words = "Astrid kan läsa modul 1 och 5 till och med 22 december 2026, men inte fylla i"
    assert words in bo.text
    bo.press("Ändra")
    assert (bo.page.fields["days"], bo.page.fields["modules"]) == (["30"], ["m1", "m5"])
    bo.press("Fortsätt")
    bo.press("Vidmakthåll")
    assert "Momentet vidmakthålls till och med 22 december 2026." in bo.text
    found = fresh(cast)
    assert (found.state, found.maintained_modules) == (State.MAINTENANCE, ["m1", "m5"])
    assert "vidmakthålls till och med 22 december 2026" in bo.text


@pytest.mark.row("M19")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"days": "", "modules": ["m1"]}, {"days": "Skriv antal dagar."}),
        ({"days": "0", "modules": ["m1"]}, {"days": "Skriv ett antal dagar mellan 1 och 365."}),
        ({"days": "366", "modules": ["m1"]}, {"days": "Skriv ett antal dagar mellan 1 och 365."}),
        (
            {"days": "9" * 400, "modules": ["m1"]},
            {"days": "Skriv ett antal dagar mellan 1 och 365."},
        ),
        (
            {"days": "en vecka", "modules": ["m1"]},
            {"days": "Skriv ett antal dagar mellan 1 och 365."},
        ),
        ({"days": "30", "modules": []}, {"modules": "Välj minst en modul att läsa."}),
        ({"days": "30", "modules": ["mindfulness"]}, {"modules": "Välj minst en modul att läsa."}),
        ({"days": "30", "modules": ["m99"]}, {"modules": "Välj bland modulerna."}),
    ],
)
def test_maintenance_that_cannot_be_is_told(
    typed: dict[str, object], told: dict[str, str], cast: Cast, bo: Browser
) -> None:
    at(bo, cast, "maintain")
    bo.press("Fortsätt", **typed)
    assert (bo.status, bo.page.told()) == (422, told)
    assert bo.page.fields["days"] == [typed["days"]]


@pytest.mark.row("M20")
def test_an_end_asks_for_a_reason_and_says_what_still_waits(cast: Cast, bo: Browser) -> None:
    cast.send("reflektion-1", {"nytt": "Hemligt"})
    form = programme(PROGRAMME).form("smartbild")
    draft = open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)
    typed = {"tror": "Ännu hemligare"}
    save_draft(draft=draft, values=typed, revision=0, by=cast.astrid, now=cast.now)
    at(bo, cast, "end")
    assert "1 svar som ingen har läst" in bo.text
    assert "Patienten har påbörjat något som inte är skickat." in bo.text
    assert ("hemligare" in bo.text, "Hemligt" in bo.text) == (False, False)
    assert "Det kan återöppnas till och med 6 december 2026." in bo.text
    choices = [attrs["value"] for tag, attrs in bo.page.elements if tag == "option"]
    assert choices == ["", *END_REASONS]
    bo.press("Avsluta", reason="")
    assert (bo.status, bo.page.told()) == (422, {"reason": "Välj en orsak."})
    bo.press("Avsluta", reason="Hittepå")
    assert bo.page.told() == {"reason": "Välj en orsak i listan."}
    bo.press("Avsluta", reason="Avbrutet av behandlaren")
    assert "Momentet är avslutat." in bo.text
    assert "Avslutat 22 november 2026: Avbrutet av behandlaren" in bo.text
    assert fresh(cast).state == State.ENDED


@pytest.mark.row("M20")
def test_the_units_own_reasons_are_offered(cast: Cast, bo: Browser) -> None:
    cast.smartenheten.end_reasons = ["Klar", "Flyttat"]
    cast.smartenheten.save()
    at(bo, cast, "end")
    choices = [attrs["value"] for tag, attrs in bo.page.elements if tag == "option"]
    assert choices == ["", "Klar", "Flyttat"]


@pytest.mark.row("M20")
def test_a_death_is_kept_with_the_patient(cast: Cast, bo: Browser) -> None:
    end(bo, cast, "Avliden")
    assert Patient.objects.get(personal_number=ASTRID).deceased_on == date(2026, 11, 22)


@pytest.mark.row("M18b")
def test_an_end_is_opened_again(cast: Cast, bo: Browser, wall: Wall) -> None:
    end(bo, cast)
    wall.pass_by(days=14)
    bo = Browser(cast.bo)
    at(bo, cast, "reopen")
    assert "Astrid kan läsa, fylla i och skriva igen, till och med 22 november 2027." in bo.text
    bo.press("Återöppna")
    assert "Momentet är återöppnat." in bo.text
    assert fresh(cast).state == State.ACTIVE


@pytest.mark.row("M18b")
def test_after_14_days_an_end_is_an_end(cast: Cast, bo: Browser, wall: Wall, address) -> None:
    end(bo, cast)
    wall.pass_by(days=15)
    bo = Browser(cast.bo)
    on_manage(bo, cast)
    assert not bo.page.has_link("Återöppna")
    assert "Det kunde återöppnas till och med 6 december 2026." in bo.text
    bo.open(address("reopen"))
    assert bo.status == 422
    assert "Momentet kunde återöppnas till och med 6 december 2026." in bo.text


@pytest.mark.row("M18b")
def test_an_end_stays_when_another_runs(cast: Cast, bo: Browser) -> None:
    end(bo, cast)
    start(ASTRID, "Astrid", "Alm", cast.bo, cast.now)
    at(bo, cast, "reopen")
    bo.press("Återöppna")
    assert bo.status == 422
    assert "Patienten har redan ett nytt moment med programmet här." in bo.text


@pytest.mark.row("F12")
def test_a_planned_treatment_gets_another_first_day(cast: Cast, bo: Browser) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        starts_on=date(2027, 1, 4), ends_on=date(2028, 1, 4)
    )
    on_manage(bo, cast)
    assert "öppnar 4 januari 2027" in bo.text
    assert [w for w in ("Förläng", "Vidmakthåll") if bo.page.has_link(w)] == []
    bo.click("Ändra startdag")
    bo.press("Ändra startdag", first_day="2026-11-21")
    assert bo.page.told() == {
        "first_day": "Välj en startdag från i dag till och med 22 november 2027."
    }
    bo.press("Ändra startdag", first_day="2027-02-01")
    assert "Öppet 1 februari 2027 till och med 1 februari 2028." in bo.text


@pytest.mark.parametrize("name", ACTS)
def test_what_the_phase_does_not_take_is_told_and_leads_back(
    name: str, cast: Cast, bo: Browser, address
) -> None:
    wrong = {"reopen", "postpone"} if name in ("reopen", "postpone") else set()
    if not wrong:
        end(bo, cast)
    bo.open(address(name))
    assert bo.status == 422
    assert bo.page.has_link("Till Hantera")
    response = bo.client.post(address(name), {"confirm": "1"})
    assert response.status_code == 403  # no token: nothing is done


@pytest.mark.row("M18b", "M19", "M20")
def test_who_confirms_an_old_page_is_told_and_loses_nothing(cast: Cast, bo: Browser) -> None:
    at(bo, cast, "maintain")
    bo.press("Fortsätt", days="30", modules=["m1"])
    other = at(Browser(cast.bo), cast, "maintain")
    other.press("Fortsätt", days="60", modules=["m2"])
    other.press("Vidmakthåll")
    bo.press("Vidmakthåll")
    assert bo.status == 409
    assert "Bo Berg ändrade momentet nyss." in bo.text
    assert (bo.page.fields["days"], bo.page.fields["modules"]) == (["30"], ["m1"])
    assert fresh(cast).maintained_modules == ["m2"]
    bo.press("Fortsätt")
    bo.press("Vidmakthåll")
    assert fresh(cast).maintained_modules == ["m1"]


@pytest.mark.row("M3")
@pytest.mark.parametrize(
    ("before", "words"), [(31, ""), (30, "30 dagar kvar"), (7, "7 dagar kvar")]
)
def test_both_sides_see_the_last_day_and_a_quiet_reminder(
    before: int, words: str, cast: Cast, wall: Wall
) -> None:
    wall.pass_by(days=365 - before)
    bo, astrid = Browser(cast.bo), Browser(cast.astrid)
    on_manage(bo, cast)
    astrid.open(reverse("home", args=[cast.treatment.pk]))
    assert "öppet till och med 22 november 2027" in bo.text
    assert "Öppet till och med 22 november 2027" in astrid.text
    assert ((words or "kvar") in bo.text, "Det är" in astrid.text) == (bool(words), bool(words))


# Modules


@pytest.mark.row("M4", "F1")
def test_modules_are_hidden_and_one_is_recommended(cast: Cast, bo: Browser) -> None:
    at(bo, cast, "choose_modules")
    assert len(bo.page.fields["modules"]) == 10
    bo.press("Spara", modules=["m1", "m5"], begin="m5")
    assert "Sparat. Patienten ser ändringen direkt." in bo.text
    assert bo.text.count("Visas inte") == 7
    found = fresh(cast)
    assert (found.begin_with, len(found.hidden_modules)) == ("m5", 8)
    bo.click("Tidslinje")
    assert "Visas inte: Innan du börjar, modul 2–4 och 6–8 och Mindfulnessövningar" in bo.text


@pytest.mark.row("M4")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"modules": [], "begin": ""}, {"modules": "Välj minst en modul att läsa."}),
        (
            {"modules": ["m1"], "begin": "m5"},
            {"begin": "Börja här kan bara vara en modul som patienten ser."},
        ),
        ({"modules": ["m1"], "begin": "mindfulness"}, {"begin": "Välj en modul i listan."}),
    ],
)
def test_a_choice_that_cannot_be_is_told(
    typed: dict[str, object], told: dict[str, str], cast: Cast, bo: Browser
) -> None:
    at(bo, cast, "choose_modules")
    bo.press("Spara", **typed)
    assert (bo.status, bo.page.told()) == (422, told)
    assert fresh(cast).hidden_modules == []


@pytest.mark.row("F1")
def test_two_who_choose_at_once_do_not_overwrite_each_other(cast: Cast, bo: Browser) -> None:
    at(bo, cast, "choose_modules")
    other = at(Browser(cast.bo), cast, "choose_modules")
    other.press("Spara", modules=["m2"], begin="")
    bo.press("Spara", modules=["m1"], begin="")
    assert (bo.status, bo.page.fields["modules"]) == (409, ["m1"])
    assert "m2" not in fresh(cast).hidden_modules


@pytest.mark.parametrize("name", ACTS)
def test_a_page_asks_as_few_questions_for_much_as_for_little(
    name: str, cast: Cast, address, django_assert_max_num_queries
) -> None:
    client = cast.client(cast.bo)
    for n in range(5):
        cast.send("veckokollen", {"smarta": n}, at=cast.now + timedelta(minutes=n))
    client.get(address(name))
    with django_assert_max_num_queries(24):
        client.get(address(name))
