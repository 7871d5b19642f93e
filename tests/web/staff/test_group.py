""" "Starta för flera", a planned start, and the choice of modules at the start."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import signing

from lindra.models import AccessLog, Event, EventKind, Treatment
from lindra.web.staff import group
from tests.cast import ASTRID, PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.staff.test_starting import DEAD, GORAN, PROTECTED, begin, goes_down, register

__all__ = ["register"]
GRETA = "192105189860"
TYPED = (
    f"570114-9873\n\n{GRETA}, {GORAN}; 5701149874\n{PROTECTED}\n{DEAD}\n{ASTRID}\n"
    "19780412-9810\nabc"
)


def typed(bo: Browser, numbers: str) -> Browser:
    bo.open("/mina/")
    bo.click("Starta nytt moment")
    bo.click("Starta för flera")
    bo.press("Fortsätt", numbers=numbers, programme=PROGRAMME)
    return bo


@pytest.mark.row("F12")
def test_each_number_is_checked_and_has_its_own_words(cast: Cast, bo: Browser) -> None:
    typed(bo, TYPED)
    assert bo.page.headings[:2] == ["Är det här rätt personer?", "Tas inte med"]
    right, _, wrong = bo.text.partition("Tas inte med")
    assert ("Göran Åkerblom" in right, "Greta Fridlund" in right, "2 personer" in right) == (
        True,
        True,
        True,
    )
    for words in (
        f"{GORAN} Står redan på listan.",
        "5701149874 Den sista siffran stämmer inte med de andra.",
        f"{PROTECTED} Kan inte startas i grupp. Starta personen för sig.",
        f"{DEAD} Personen är avliden enligt folkbokföringen.",
        f"{ASTRID} Har redan programmet här.",
        "19780412-9810 Finns inte i folkbokföringen. Kontrollera numret.",
        "abc Personnumret får bara innehålla siffror, bindestreck och plustecken.",
    ):
        assert words in wrong
    assert Treatment.objects.count() == 2


@pytest.mark.row("F12", "M9b")
def test_the_right_persons_are_started_and_no_others(cast: Cast, bo: Browser) -> None:
    typed(bo, TYPED)
    bo.press("Ja, starta för 2")
    assert bo.address == "/mina/"
    assert "Digitala smärtskolan är startat för 2." in bo.text
    numbers = Treatment.objects.values_list("patient__personal_number", flat=True)
    assert {GORAN, GRETA} <= set(numbers)
    assert {PROTECTED, DEAD} & set(numbers) == set()


@pytest.mark.row("F12")
def test_nothing_typed_is_lost_when_the_list_is_changed(cast: Cast, bo: Browser) -> None:
    typed(bo, TYPED)
    bo.press("Ändra listan")
    assert bo.page.fields["numbers"][0].splitlines() == TYPED.splitlines()
    assert bo.page.fields["programme"] == [PROGRAMME]


@pytest.mark.row("F12")
@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("", "Skriv minst ett personnummer."),
        ("1\n" * 51, "Skriv högst 50 personnummer åt gången."),
        ("5" * 4001, "Det är för mycket text. Skriv ett personnummer på varje rad."),
    ],
)
def test_a_list_that_cannot_be_is_told(numbers: str, told: str, bo: Browser) -> None:
    typed(bo, numbers)
    assert (bo.status, bo.page.told()) == (422, {"numbers": told})


@pytest.mark.row("F12")
def test_when_nobody_can_be_started_the_list_can_be_changed(bo: Browser) -> None:
    typed(bo, "abc")
    assert bo.page.headings[0] == "Ingen kan startas"
    assert (bo.page.has_button("Ja, starta"), bo.page.has_button("Ändra listan")) == (False, True)


@pytest.mark.row("M9b")
def test_no_group_is_started_while_the_register_is_down(register, bo: Browser) -> None:
    goes_down(register)
    typed(bo, GORAN)
    assert bo.status == 422
    assert "Folkbokföringen svarar inte just nu." in bo.text
    assert bo.page.fields["numbers"] == [GORAN]


@pytest.mark.row("F12")
def test_who_was_started_meanwhile_is_told_and_the_others_are_started(
    cast: Cast, bo: Browser
) -> None:
    typed(bo, f"{GORAN}\n{GRETA}")
    begin(Browser(cast.bo), GORAN).press("Ja, starta momentet")
    bo.press("Ja, starta för 2")
    assert bo.page.headings[0] == "Digitala smärtskolan är startat för 1"
    assert f"{GORAN} Har redan programmet här." in bo.text
    assert bo.page.has_link("Greta Fridlund")


@pytest.mark.row("F12", "M4")
def test_a_group_can_be_planned_with_its_modules(cast: Cast, bo: Browser) -> None:
    typed(bo, f"{GORAN}\n{GRETA}")
    bo.press("Ja, starta för 2", first_day="2027-01-11", modules=["m1", "m2"], begin="m2")
    made = Treatment.objects.filter(patient__personal_number__in=[GORAN, GRETA])
    assert {(each.starts_on, each.begin_with) for each in made} == {(date(2027, 1, 11), "m2")}
    assert Event.objects.filter(kind=EventKind.STARTED, words="Öppnar 11 januari 2027").count() == 2


@pytest.mark.row("F12")
def test_nothing_is_lost_when_it_took_too_long(
    cast: Cast, bo: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(bo, TYPED)
    chosen = {"first_day": "2027-01-11", "modules": ["m1", "m2"], "begin": "m2"}
    with monkeypatch.context() as patch:
        patch.setattr(group, "HALF_AN_HOUR", -1)
        bo.press("Ja, starta för 2", **chosen)
    assert (bo.status, Treatment.objects.count()) == (422, 2)
    assert "Det gick för lång tid. Kontrollera och fortsätt." in bo.text
    assert bo.page.fields["numbers"][0].splitlines() == TYPED.splitlines()
    kept, _ = bo.page.form("Ja, starta för 2")
    assert {name: kept.values[name] for name in chosen} == {
        "first_day": ["2027-01-11"],
        "modules": ["m1", "m2"],
        "begin": ["m2"],
    }
    assert not AccessLog.objects.filter(activity_type="Skriva").exists()
    bo.press("Ja, starta för 2")
    made = Treatment.objects.filter(patient__personal_number__in=[GORAN, GRETA])
    assert {(each.starts_on, each.begin_with) for each in made} == {(date(2027, 1, 11), "m2")}


@pytest.mark.parametrize("token", ["", "x", "\0"])
def test_a_token_that_is_not_ours_begins_anew(token: str, cast: Cast) -> None:
    client = cast.client(cast.bo)
    response = client.post("/mina/starta/flera/personer/", {"token": token})
    assert response.headers["Location"] == "/mina/starta/flera/"
    forged = signing.dumps([[GORAN], GORAN, PROGRAMME], salt="another")
    response = client.post("/mina/starta/flera/personer/", {"token": forged})
    assert response.headers["Location"] == "/mina/starta/flera/"
    assert group.SALT != "another"


# One person, with something unusual


@pytest.mark.row("F12", "M4")
def test_a_start_can_be_planned_with_its_modules(cast: Cast, bo: Browser) -> None:
    begin(bo, GORAN)
    assert "Startdag och moduler" in bo.text
    bo.press("Ja, starta momentet", first_day="2027-03-01", modules=["m1", "m5"], begin="m5")
    assert "Digitala smärtskolan är planerat för Göran Åkerblom och öppnar 1 mars 2027." in bo.text
    made = Treatment.objects.get(patient__personal_number=GORAN)
    assert (made.starts_on, made.ends_on) == (date(2027, 3, 1), date(2028, 3, 1))
    assert (len(made.hidden_modules), made.begin_with) == (8, "m5")


@pytest.mark.row("F12", "M4")
@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (
            {"first_day": "2027-11-23"},
            {"first_day": "Välj en startdag från i dag till och med 22 november 2027."},
        ),
        ({"first_day": ""}, {"first_day": "Välj en dag."}),
        ({"modules": []}, {"modules": "Välj minst en modul att läsa."}),
        (
            {"modules": ["m1"], "begin": "m2"},
            {"begin": "Börja här kan bara vara en modul som patienten ser."},
        ),
        ({"responsible": "0"}, {"responsible": "Välj en behandlare i listan."}),
    ],
)
def test_a_start_that_cannot_be_is_told_and_keeps_what_was_chosen(
    choice: dict[str, object], told: dict[str, str], cast: Cast, bo: Browser
) -> None:
    begin(bo, GORAN).press("Ja, starta momentet", **choice)
    assert (bo.status, bo.page.told()) == (422, told)
    assert [attrs for tag, attrs in bo.page.elements if tag == "details" and "open" in attrs]
    assert Treatment.objects.count() == 2


@pytest.mark.row("M9")
def test_a_colleague_can_be_made_responsible(cast: Cast, bo: Browser) -> None:
    begin(bo, GORAN).press("Ja, starta momentet", responsible=str(cast.erik.commission.pk))
    made = Treatment.objects.get(patient__personal_number=GORAN)
    assert made.team.get().staff == cast.erik.staff


@pytest.mark.row("F4")
def test_a_patient_administrator_chooses_who_is_responsible(cast: Cast) -> None:
    hanna = Browser(cast.hanna)
    hanna.open("/mina/starta/")
    hanna.press("Nytt moment", number=GORAN, programme=PROGRAMME)
    hanna.press("Ja, starta momentet")
    assert hanna.page.told() == {"responsible": "Välj ansvarig behandlare."}
    hanna.press("Ja, starta momentet", responsible=str(cast.bo.commission.pk))
    made = Treatment.objects.get(patient__personal_number=GORAN)
    assert made.team.get().staff == cast.bo.staff
