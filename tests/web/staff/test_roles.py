""" "Behörigheter": who may do what at the unit, given and withdrawn, from the next request."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lindra.models import Commission, Role, RoleKind
from tests.cast import Cast, staff
from tests.web.browser import Browser
from tests.web.conftest import Wall

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def agnes(cast: Cast) -> Browser:
    return Browser(cast.agnes)


def test_she_lands_on_the_list_of_everybody_at_her_unit(agnes: Browser) -> None:
    agnes.open("/")
    assert agnes.address == "/behorigheter/"
    assert "Behörigheter på Smärtenheten" in agnes.text
    for words in ("Bo Berg", "Behandlare", "Hanna Holm", "Invånaradministratör", "Sixten Sand"):
        assert words in agnes.text
    assert "Carin Ceder" not in agnes.text


def test_a_role_is_given_with_its_days_and_stands_in_the_list(agnes: Browser) -> None:
    agnes.open("/behorigheter/")
    agnes.click("Erik Edlund")
    assert agnes.page.form("Ge rollen")[0].values["first_day"] == ["2026-11-22"]
    agnes.press("Ge rollen", kind="supervisor", first_day="2026-12-01", last_day="2026-12-31")
    assert "Erik Edlund är handledare från 1 december 2026." in agnes.text
    assert "Från 1 december 2026 till och med 31 december 2026. Given av Agnes Ask" in agnes.text
    agnes.click("Behörigheter")
    assert "Handledare från 1 december 2026" in agnes.text


def test_what_is_refused_is_said_and_nothing_typed_is_lost(agnes: Browser) -> None:
    agnes.open("/behorigheter/")
    agnes.click("Erik Edlund")
    agnes.press("Ge rollen", kind="therapist", first_day="2026-12-01", last_day="2026-12-31")
    assert agnes.status == 422
    assert "Erik Edlund har redan rollen från 1 januari 2020. Återta den först." in agnes.text
    kept = agnes.page.form("Ge rollen")[0].values
    assert (kept["kind"], kept["last_day"]) == (["therapist"], ["2026-12-31"])
    agnes.press("Ge rollen", kind=[], first_day="2026-13-01")
    assert "Välj en roll." in agnes.text
    assert "Välj en dag som finns." in agnes.text
    assert Role.objects.filter(given_at__isnull=False).count() == 0


def test_a_withdrawn_role_counts_from_the_next_request(cast: Cast, agnes: Browser) -> None:
    bo = Browser(cast.bo)
    address = reverse("manage", args=[cast.treatment.pk])
    assert bo.client.get(address).status_code == 200
    agnes.open("/behorigheter/")
    agnes.click("Bo Berg")
    agnes.press("Återta rollen behandlare")
    assert "Bo Berg är inte behandlare längre." in agnes.text
    assert "Återtagen 22 november 2026 av Agnes Ask" in agnes.text
    assert (bo.client.get(address).status_code, bo.client.get("/mina/").status_code) == (404, 404)
    bo.open("/")
    assert "Du har ingen roll här i dag" in bo.text
    bo.press("Logga ut")
    assert "Du är utloggad" in bo.text


def test_a_role_of_today_is_gone_tomorrow_without_anybody_doing_anything(
    cast: Cast, wall: Wall
) -> None:
    Role.objects.filter(commission=cast.bo.commission).update(last_day=TODAY)
    bo = Browser(cast.bo)
    bo.open("/mina/")
    assert bo.status == 200
    wall.pass_by(hours=15)  # 00:30 in Sweden
    tomorrow = Browser(cast.bo)
    tomorrow.open("/")
    assert "Du har ingen roll här i dag" in tomorrow.text


def test_her_own_page_has_no_form_and_the_last_one_keeps_her_role(agnes: Browser) -> None:
    agnes.open("/behorigheter/")
    agnes.click("Agnes Ask")
    assert "Du kan inte ge dig själv en roll." in agnes.text
    assert "Ge rollen" not in agnes.text
    agnes.press("Återta rollen behörighetsadministratör")
    assert agnes.status == 422
    assert "Du är enhetens enda behörighetsadministratör." in agnes.text


def test_one_of_two_withdraws_herself_and_is_led_out(cast: Cast, agnes: Browser) -> None:
    staff("Ada", "Ahl", "chef", cast.smartenheten, RoleKind.ACCESS_ADMINISTRATOR)
    agnes.open("/behorigheter/")
    agnes.click("Agnes Ask")
    agnes.press("Återta rollen behörighetsadministratör")
    assert "Du har ingen roll här i dag" in agnes.text


def test_another_role_of_her_own_leaves_her_on_the_page(cast: Cast, agnes: Browser) -> None:
    Role.objects.create(commission=cast.agnes.commission, kind=RoleKind.SUPERVISOR, first_day=TODAY)
    agnes.open("/behorigheter/")
    agnes.click("Agnes Ask")
    agnes.press("Återta rollen handledare")
    assert "Agnes Ask är inte handledare längre." in agnes.text


def test_who_has_left_the_unit_stands_last_with_what_she_had(cast: Cast, agnes: Browser) -> None:
    Commission.objects.filter(pk=cast.bo.commission.pk).update(last_day=TODAY - DAY)
    agnes.open("/behorigheter/")
    assert "Har haft uppdrag på enheten" in agnes.text
    agnes.click("Bo Berg")
    assert "Ge rollen" not in agnes.text
    assert "Behandlare" in agnes.text


@pytest.mark.parametrize("number", [0, 99999])
def test_what_is_at_no_unit_of_hers_is_not_there(cast: Cast, agnes: Browser, number: int) -> None:
    carins = Role.objects.get(commission=cast.carin.commission)
    for address in (
        reverse("staff_roles", args=[number or cast.carin.commission.pk]),
        reverse("withdraw_role", args=[number or carins.pk]),
    ):
        assert agnes.client.get(address).status_code in (404, 405)
    client = cast.client(cast.agnes)
    assert client.post(reverse("withdraw_role", args=[number or carins.pk])).status_code == 404
