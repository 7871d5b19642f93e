"""The pages of team, absence and notes: what each shows, refuses and keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lindra.actions.absence import add_absence
from lindra.actions.handover import offer_handover
from lindra.actions.team import join_team
from lindra.models import Absence, AccessLog, Part, TeamMember, Unit, WorkNote
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
HEADING = "Det som rör vården ska stå i journalen. Anteckningar kan komma att lämnas ut."


def erik_joins(cast: Cast) -> TeamMember:
    return join_team(
        treatment=cast.treatment, colleague=cast.erik.commission, by=cast.bo, now=cast.now
    )


def bo_is_away(cast: Cast, first: int = 0, last: int = 3) -> Absence:
    return add_absence(
        commission=cast.bo.commission,
        substitute=cast.erik.commission,
        first_day=TODAY + first * DAY,
        last_day=TODAY + last * DAY,
        by=cast.bo,
        now=cast.now,
    )


def team_page(cast: Cast, browser: Browser) -> None:
    browser.open(f"/moment/{cast.treatment.pk}/")
    browser.click("Ändra teamet")


@pytest.mark.row("F4b")
def test_a_colleague_is_added_and_taken_out(cast: Cast, bo: Browser) -> None:
    team_page(cast, bo)
    bo.press("Lägg till", to=str(cast.erik.commission.pk))
    assert "Erik Edlund är med i teamet." in bo.text
    assert "Astrid Alm" in Browser(cast.erik).open("/mina/").text
    bo.press("Ta bort Erik Edlund")
    assert "Erik Edlund har lämnat teamet." in bo.text
    assert "Astrid Alm" not in Browser(cast.erik).open("/mina/").text


@pytest.mark.row("F4b")
def test_somebody_beside_leaves_by_herself(cast: Cast) -> None:
    erik_joins(cast)
    erik = Browser(cast.erik)
    team_page(cast, erik)
    assert "Byt ansvarig behandlare" not in erik.text
    erik.press("Lämna teamet")
    assert (erik.address, "Du har lämnat teamet." in erik.text) == ("/mina/", True)


@pytest.mark.row("F4b")
@pytest.mark.parametrize("button", ["Lägg till", "Byt ansvarig"])
def test_nobody_chosen_is_said_on_the_page(button: str, cast: Cast, bo: Browser) -> None:
    team_page(cast, bo)
    bo.press(button)
    assert (bo.status, "Välj en behandlare i listan." in bo.text) == (422, True)


@pytest.mark.row("F4b")
def test_the_responsible_is_changed_and_the_former_may_stay(cast: Cast, bo: Browser) -> None:
    team_page(cast, bo)
    bo.press("Byt ansvarig", to=str(cast.erik.commission.pk), stay="1")
    assert "Erik Edlund är ansvarig behandlare nu." in bo.text
    parts = cast.treatment.team.filter(last_day__isnull=True).order_by("pk")
    assert [(each.staff.given_name, each.part) for each in parts] == [
        ("Erik", Part.RESPONSIBLE),
        ("Bo", Part.CO_THERAPIST),
    ]


@pytest.mark.row("F4b")
def test_who_hands_it_on_without_staying_is_led_to_mina(cast: Cast, bo: Browser) -> None:
    team_page(cast, bo)
    bo.press("Byt ansvarig", to=str(cast.erik.commission.pk))
    assert bo.address == "/mina/"
    assert "Astrid Alm" not in [text for _, text in bo.page.links]


@pytest.mark.row("F4b")
@pytest.mark.parametrize("shown", ["0", "x", ""])
def test_a_change_that_was_made_on_another_page_is_told(shown: str, cast: Cast) -> None:
    client = cast.client(cast.bo)
    data = {"to": cast.erik.commission.pk, "shown": shown}
    response = client.post(f"/moment/{cast.treatment.pk}/team/ansvarig/", data)
    assert response.status_code == 422
    assert "Någon hann före: Bo Berg är ansvarig nu." in response.content.decode()


@pytest.mark.parametrize("member", ["", "x", "999999", "9" * 30])
def test_a_member_that_does_not_exist_is_404(member: str, cast: Cast) -> None:
    client = cast.client(cast.bo)
    address = f"/moment/{cast.treatment.pk}/team/lamna/"
    assert client.post(address, {"member": member}).status_code == 404


@pytest.mark.row("F4b")
def test_the_member_of_another_patients_team_is_404(cast: Cast) -> None:
    theirs = cast.fatimas.team.get()
    response = cast.client(cast.bo).post(
        f"/moment/{cast.treatment.pk}/team/lamna/", {"member": theirs.pk}
    )
    assert response.status_code == 404


@pytest.mark.row("F17")
def test_the_video_link_stands_on_hantera_and_in_the_patients_team_only_when_set(
    cast: Cast, bo: Browser, astrid: Browser
) -> None:
    pages = ((bo, f"/moment/{cast.treatment.pk}/"), (astrid, f"/program/{cast.treatment.pk}/om/"))
    for browser, page in pages:
        browser.open(page)
        assert "ideomöte" not in browser.text
    Unit.objects.filter(pk=cast.smartenheten.pk).update(video_url="https://video.example.se/rum")
    for browser, page in pages:
        browser.open(page)
        assert "en annan tjänst" in browser.text
        link = next(a for tag, a in browser.page.elements if a.get("href", "").startswith("https"))
        assert (link["target"], link["rel"]) == ("_blank", "noopener noreferrer")


@pytest.mark.row("N7")
def test_an_absence_is_planned_and_the_substitute_has_the_patients(cast: Cast) -> None:
    bo = Browser(cast.bo)
    bo.open("/enheten/")
    bo.click("Min frånvaro")
    given = {"first_day": "2026-11-22", "last_day": "2026-11-25"}
    bo.press("Spara frånvaron", substitute=str(cast.erik.commission.pk), **given)
    assert "Frånvaron är sparad. Erik Edlund läser under tiden." in bo.text
    assert "i dag till och med 25 november Ersättare: Erik Edlund" in bo.text
    erik = Browser(cast.erik)
    erik.open("/mina/")
    erik.click("Astrid Alm")
    assert "Erik Edlund, psykolog · ersättare till och med 25 november" in erik.text
    bo.press("Ta bort frånvaron")
    assert "Ingen frånvaro är planerad." in bo.text
    assert erik.open(f"/moment/{cast.treatment.pk}/").text.count("Astrid") == 0


@pytest.mark.row("N7")
def test_an_absence_that_has_begun_is_ended(cast: Cast, wall: Wall) -> None:
    bo_is_away(cast)
    wall.pass_by(days=2)
    bo = Browser(cast.bo)
    bo.open("/franvaro/")
    bo.press("Avsluta frånvaron")
    assert Absence.objects.get().last_day == TODAY + DAY


@pytest.mark.row("N7")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"first_day": ""}, "Välj en dag."),
        ({"last_day": "2026-02-30"}, "Välj en dag som finns."),
        ({"first_day": "2026-11-21"}, "Första dagen har redan varit."),
        ({"last_day": "2026-11-20"}, "Sista dagen kommer före den första."),
        ({"substitute": ""}, "Välj en kollega."),
        ({"substitute": "999999"}, "Välj någon i listan."),
    ],
)
def test_an_absence_that_cannot_be_is_refused_and_kept_in_the_form(
    given: dict[str, str], words: str, cast: Cast, bo: Browser
) -> None:
    bo.open("/franvaro/")
    sent = {
        "first_day": "2026-11-23",
        "last_day": "2026-11-25",
        "substitute": str(cast.erik.commission.pk),
        **given,
    }
    bo.press("Spara frånvaron", **sent)
    assert (bo.status, words in bo.text, Absence.objects.count()) == (422, True, 0)
    form, _ = bo.page.form("Spara frånvaron")
    days = {name: form.values[name] for name in ("first_day", "last_day")}
    assert days == {name: [sent[name]] for name in days}


@pytest.mark.row("N7")
def test_the_administrator_plans_for_a_therapist_and_ends_it(cast: Cast) -> None:
    hanna = Browser(cast.hanna)
    hanna.open("/franvaro/")
    hanna.press(
        "Spara frånvaron",
        commission=str(cast.bo.commission.pk),
        substitute=str(cast.erik.commission.pk),
        first_day="2026-11-22",
        last_day="2026-11-22",
    )
    assert "Bo Berg, i dag till och med i dag" in hanna.text
    hanna.press("Ta bort frånvaron för Bo Berg")
    assert Absence.objects.count() == 0


@pytest.mark.row("N7")
def test_nobody_ends_the_absence_of_a_colleague_or_of_another_unit(cast: Cast) -> None:
    data = {"absence": bo_is_away(cast).pk}
    for who in (cast.erik, cast.carin):
        assert cast.client(who).post("/franvaro/ta-bort/", data).status_code == 404
    assert Absence.objects.count() == 1


@pytest.mark.row("N7", "F10")
def test_the_patients_team_says_who_is_away_and_who_reads(cast: Cast, astrid: Browser) -> None:
    bo_is_away(cast)
    astrid.open(f"/program/{cast.treatment.pk}/om/")
    assert "Bo är borta till och med 25 november. Erik läser under tiden." in astrid.text
    assert "Erik Edlund psykolog, ersättare till och med 25 november" in astrid.text


@pytest.mark.row("F10")
def test_over_a_form_stands_everybody_who_can_read_it(cast: Cast, astrid: Browser) -> None:
    address = f"/program/{cast.treatment.pk}/formular/reflektion-1/"
    astrid.open(address)
    assert "Bara du ser det. Bo kan läsa när du har skickat." in astrid.text
    absence = bo_is_away(cast)
    astrid.open(address)
    assert "Bo och Erik (ersättare) kan läsa när du har skickat." in astrid.text
    absence.delete()
    erik_joins(cast)
    astrid.open(address)
    assert "Bo och Erik kan läsa när du har skickat." in astrid.text


@pytest.mark.row("F8")
def test_a_note_is_written_and_struck_under_its_heading(cast: Cast, bo: Browser) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/")
    bo.click("Arbetsanteckningar")
    assert HEADING in bo.text
    bo.press("Spara anteckningen", text="Ring <b>torsdag</b>.\nEfter tio.")
    assert "Anteckningen är sparad." in bo.text
    assert "Ring <b>torsdag</b>. Efter tio." in bo.text
    bo.press("Stryk anteckningen")
    assert "Struken av Bo Berg" in bo.text
    assert "<del><p>Ring &lt;b&gt;torsdag" in bo.page.html
    assert "Stryk anteckningen" not in bo.text


@pytest.mark.row("F8")
def test_a_note_that_is_refused_stays_in_the_page_and_can_be_sent_again(
    cast: Cast, bo: Browser
) -> None:
    bo.open(f"/moment/{cast.treatment.pk}/anteckningar/")
    bo.press("Spara anteckningen", text="x" * 5001)
    assert (bo.status, "Den får vara högst 5000." in bo.text) == (422, True)
    assert bo.page.fields["text"][0] == "x" * 5001
    assert not AccessLog.objects.filter(activity_type="Skriva").exists()
    bo.press("Spara anteckningen", text="kort")
    assert (bo.status, WorkNote.objects.get().text) == (200, "kort")


@pytest.mark.row("F8")
def test_the_same_page_sent_twice_gives_one_note_and_another_text_is_kept(
    cast: Cast, bo: Browser
) -> None:
    address = f"/moment/{cast.treatment.pk}/anteckningar/"
    bo.open(address)
    key = bo.page.fields["key"][0]
    client = cast.client(cast.bo)
    for _ in range(2):
        assert client.post(address, {"text": "En", "key": key}).status_code == 302
    other = client.post(address, {"text": "Två", "key": key})
    assert (other.status_code, "Två" in other.content.decode()) == (422, True)
    assert WorkNote.objects.get().text == "En"


@pytest.mark.parametrize("data", [{}, {"text": "a\x00b", "key": "x"}, {"key": "x"}])
def test_a_note_without_a_key_or_with_strange_signs_is_refused(
    data: dict[str, str], cast: Cast
) -> None:
    address = f"/moment/{cast.treatment.pk}/anteckningar/"
    assert cast.client(cast.bo).post(address, data).status_code == 422


@pytest.mark.row("F8")
def test_a_note_of_another_treatment_is_404(cast: Cast) -> None:
    note = WorkNote.objects.create(
        treatment=cast.fatimas,
        text="Fatimas",
        written_at=cast.now,
        staff=cast.carin.staff,
        author_name="Carin",
        key="00000000-0000-4000-8000-000000000001",
    )
    response = cast.client(cast.bo).post(
        f"/moment/{cast.treatment.pk}/anteckningar/{note.pk}/stryk/"
    )
    note.refresh_from_db()
    assert (response.status_code, note.struck_at) == (404, None)


@pytest.mark.row("F5")
def test_the_page_of_the_team_shows_the_open_offer_and_takes_it_back(
    cast: Cast, bo: Browser
) -> None:
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )
    team_page(cast, bo)
    assert "Erbjudet till Ekbacken i dag 09:30." in bo.text
    bo.press("Ta tillbaka erbjudandet")
    assert "Erbjudandet är återtaget." in bo.text
    assert local_date(cast.now) == TODAY
