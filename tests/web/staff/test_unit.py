""" "Enheten": the administrator's list, its filters, change of therapist for many, settings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lindra.access import StaffSession
from lindra.actions.absence import add_absence
from lindra.actions.lifecycle import end_treatment
from lindra.actions.messages import mark_misdirected, waive
from lindra.actions.treatments import open_as_team
from lindra.models import (
    AccessLog,
    Part,
    Patient,
    Place,
    Role,
    RoleKind,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.queries.life import seen_of
from lindra.rules.calendar import local_date
from tests.cast import LONG_AGO, Cast, start
from tests.messages import write
from tests.rules.numbers import invented
from tests.web.browser import Browser
from tests.web.conftest import Wall

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}


@pytest.fixture
def hanna(cast: Cast) -> Browser:
    """The patient administrator's browser."""
    return Browser(cast.hanna)


def eva(cast: Cast, by: StaffSession | None = None) -> Treatment:
    """A second patient of the unit, Erik's."""
    return start(invented(date(1980, 1, 1)), "Eva", "Ek", by or cast.erik, cast.now)


def responsible(treatment: Treatment) -> TeamMember:
    return treatment.team.get(part=Part.RESPONSIBLE, last_day__isnull=True)


def end(cast: Cast, treatment: Treatment) -> None:
    treatment.refresh_from_db()
    seen, now = seen_of(treatment), cast.now
    end_treatment(treatment=treatment, reason="Annan orsak", seen=seen, by=cast.bo, now=now)


def ticks(*treatments: Treatment) -> list[str]:
    return [f"{each.pk}_{responsible(each).pk}" for each in treatments]


@pytest.mark.row("M9", "F4")
def test_a_patient_administrator_lands_on_the_units_list(cast: Cast, hanna: Browser) -> None:
    hanna.open("/")
    assert hanna.address == "/enheten/"
    assert "Astrid Alm 19780412-9802" in hanna.text
    assert "Fatima" not in hanna.text
    assert [text for _, text in hanna.page.links if text in ("Mina", "Kön")] == []


@pytest.mark.row("F4")
def test_the_list_says_what_waits_by_kind_and_since_when_and_never_which_form(
    cast: Cast, wall: Wall
) -> None:
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)
    cast.send("veckokollen", WEEK)
    wall.pass_by(days=2)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    assert "Besvarat formulär sedan 22 november" in hanna.text
    assert "Veckokollen" not in hanna.text
    assert [to for to, _ in hanna.page.links if to.startswith("/moment/")] == []


@pytest.mark.row("F4")
def test_lifted_words_stand_as_their_kind_alone(cast: Cast, hanna: Browser) -> None:
    cast.send("veckokollen", WEEK | {"nytt_symtom": True})
    hanna.open("/enheten/")
    assert "Vill ha kontakt eller nytt symtom sedan i dag" in hanna.text
    assert "Nytt symtom sedan" not in hanna.text


@pytest.mark.row("F4")
def test_the_list_says_who_is_away_and_who_stands_in(cast: Cast, hanna: Browser) -> None:
    today = local_date(cast.now)
    add_absence(
        commission=cast.bo.commission,
        substitute=cast.erik.commission,
        first_day=today,
        last_day=today + timedelta(days=3),
        by=cast.bo,
        now=cast.now,
    )
    eva(cast)
    hanna.open("/enheten/?visa=borta")
    assert "Astrid Alm" in hanna.text
    assert "Eva Ek" not in hanna.text
    assert "borta till och med 25 november, ersättare Erik Edlund" in hanna.text


@pytest.mark.row("F4", "F6")
def test_the_silent_are_found_and_who_never_logged_in_is_not_among_them(
    cast: Cast, wall: Wall
) -> None:
    eva(cast)
    Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=cast.now)
    wall.pass_by(days=14)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/?visa=tysta")
    assert ("Astrid Alm" in hanna.text, "Eva Ek" in hanna.text) == (True, False)
    assert "tyst i två veckor eller mer" in hanna.text


@pytest.mark.row("F6")
def test_who_never_began_is_found_also_after_a_log_in(cast: Cast) -> None:
    begun = eva(cast)
    Place.objects.create(treatment=begun, module="m1", page="m1-01", opened_at=cast.now)
    Treatment.objects.update(last_active_at=cast.now)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    hanna.click("Inte börjat 1")
    assert hanna.address == "/enheten/?visa=ej-borjat"
    assert ("Astrid Alm" in hanna.text, "Eva Ek" in hanna.text) == (True, False)
    assert "I dag inte börjat" in hanna.text


@pytest.mark.row("F6", "M18")
def test_whose_time_has_gone_out_is_not_called_silent(cast: Cast, wall: Wall) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=cast.now)
    wall.pass_by(days=400)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    assert ("Tiden har gått ut" in hanna.text, "tyst i två veckor" in hanna.text) == (True, False)
    assert [text for _, text in hanna.page.links if "Tysta" in text] == []


@pytest.mark.row("F4", "N6")
@pytest.mark.parametrize("lost", ["role", "commission"])
def test_whose_therapist_may_no_longer_treat_stands_first_and_can_be_given_another(
    lost: str, cast: Cast
) -> None:
    second = eva(cast)
    cast.send("veckokollen", WEEK | {"nytt_symtom": True})
    own = cast.erik.commission
    if lost == "role":
        Role.objects.filter(commission=own).update(
            withdrawn_at=cast.now, withdrawn_by=cast.hanna.staff
        )
    else:
        type(own).objects.filter(pk=own.pk).update(last_day=LONG_AGO)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    assert "Erik Edlund inte behandlare här i dag Utan ansvarig behandlare" in hanna.text
    assert "Bo Berg inte" not in hanna.text
    assert hanna.text.index("Eva Ek") < hanna.text.index("Astrid Alm")
    hanna.click("Utan ansvarig behandlare 1")
    assert ("Eva Ek" in hanna.text, "Astrid Alm" in hanna.text) == (True, False)
    to = str(cast.bo.commission.pk)
    hanna.press("Byt behandlare", moment=ticks(second), to=to)
    assert "Utan ansvarig behandlare" not in hanna.open("/enheten/").text


@pytest.mark.row("F4")
def test_the_list_is_filtered_by_the_responsible_and_by_kind_in_the_address(
    cast: Cast, hanna: Browser
) -> None:
    eva(cast)
    hanna.open("/enheten/")
    hanna.press("Filtrera", behandlare=str(cast.erik.staff.pk))
    assert ("Eva Ek" in hanna.text, "Astrid Alm" in hanna.text) == (True, False)
    hanna.click("Nytt program 1")
    assert f"visa=nytt&behandlare={cast.erik.staff.pk}" in hanna.address
    hanna.open("/enheten/?visa=formular")
    assert "Inget moment med det filtret." in hanna.text


@pytest.mark.parametrize("query", ["visa=x&behandlare=x", "behandlare=99999999999", "behandlare=²"])
def test_an_address_with_filters_that_do_not_exist_shows_all_or_none(
    query: str, cast: Cast, hanna: Browser
) -> None:
    hanna.open(f"/enheten/?{query}")
    assert (hanna.status, "Astrid Alm" in hanna.text) == (200, True)


@pytest.mark.row("F4")
def test_many_are_ticked_and_get_another_therapist(cast: Cast, wall: Wall) -> None:
    second = eva(cast, cast.bo)
    wall.pass_by(days=1)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    to = str(cast.erik.commission.pk)
    hanna.press("Byt behandlare", moment=ticks(cast.treatment, second), to=to)
    assert "Erik Edlund är ansvarig för 2 moment till." in hanna.text
    assert {responsible(each).staff for each in (cast.treatment, second)} == {cast.erik.staff}
    assert "Astrid Alm" in Browser(cast.erik).open("/mina/").text
    assert "Astrid Alm" not in Browser(cast.bo).open("/mina/").text


@pytest.mark.row("F4")
def test_a_change_is_logged_with_those_whom_it_is_about(cast: Cast, hanna: Browser) -> None:
    eva(cast)
    to = str(cast.erik.commission.pk)
    hanna.open("/enheten/")
    hanna.press("Byt behandlare", moment=ticks(cast.treatment), to=to, stay="1")
    row = AccessLog.objects.get(activity_type="Skriva")
    assert [each["name"] for each in row.patients] == ["Astrid Alm"]
    assert (row.resource_type, row.activity_args) == (
        "Byte av ansvarig behandlare",
        "change_therapists",
    )
    stays = cast.treatment.team.get(staff=cast.bo.staff, last_day__isnull=True)
    assert stays.part == Part.CO_THERAPIST


@pytest.mark.row("F4")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"moment": []}, {"moment": "Kryssa för minst ett moment."}),
        ({"to": ""}, {"to": "Välj ny ansvarig behandlare."}),
        ({"to": "999999"}, {"to": "Välj ny ansvarig behandlare."}),
        (
            {"moment": [], "to": ""},
            {"moment": "Kryssa för minst ett moment.", "to": "Välj ny ansvarig behandlare."},
        ),
    ],
)
def test_what_is_refused_stays_as_it_was_ticked_and_is_told_at_its_field(
    given: dict[str, object], told: dict[str, str], cast: Cast, hanna: Browser
) -> None:
    hanna.open("/enheten/")
    sent = {"moment": ticks(cast.treatment), "to": str(cast.erik.commission.pk), "stay": "on"}
    hanna.press("Byt behandlare", **{**sent, **given})
    assert (hanna.status, hanna.page.told()) == (422, told)
    assert "Något saknas: Enheten" in hanna.page.html.partition("</title>")[0]
    summary = {to.removeprefix("#") for to, _ in hanna.page.links if to.startswith("#id_")}
    assert summary == {f"id_{name}" for name in told} <= set(hanna.page.ids)
    described = {attrs.get("aria-describedby") for _, attrs in hanna.page.elements}
    assert {f"id_{name}_error" for name in told} <= described
    form, _ = hanna.page.form("Byt behandlare")
    kept = {name: form.values.get(name, []) for name in ("moment", "stay")}
    assert kept == {"moment": {**sent, **given}["moment"], "stay": ["on"]}
    assert responsible(cast.treatment).staff == cast.bo.staff
    assert not AccessLog.objects.filter(activity_type="Skriva").exists()


@pytest.mark.row("F4")
def test_somebody_elses_change_in_between_is_told(cast: Cast, hanna: Browser) -> None:
    seen = ticks(cast.treatment)
    hanna.open("/enheten/")
    to = str(cast.erik.commission.pk)
    hanna.press("Byt behandlare", moment=seen, to=to)
    hanna.press("Byt behandlare", moment=seen, to=str(cast.bo.commission.pk))
    assert "Någon hann före: Erik Edlund är ansvarig nu." in hanna.text
    assert (hanna.status, hanna.page.told()) == (422, {})


def test_a_tick_that_is_no_treatment_is_404(cast: Cast, hanna: Browser) -> None:
    client = cast.client(cast.hanna)
    for moment in ("x", "x_1", f"{cast.treatment.pk}_x", "a_b_c"):
        assert client.post("/enheten/byt-behandlare/", {"moment": moment}).status_code == 404


@pytest.mark.row("F4")
@pytest.mark.parametrize(
    "tail",
    ["", "tidslinje/", "formular/", "anteckningar/", "team/", "overlamning/", "ratt-person/"],
)
def test_the_administrator_opens_nothing_of_a_treatment(
    tail: str, cast: Cast, hanna: Browser
) -> None:
    hanna.open(f"/moment/{cast.treatment.pk}/{tail}")
    assert (hanna.status, "Astrid" in hanna.text) == (404, False)


@pytest.mark.row("M9")
def test_the_administrator_starts_a_treatment_and_names_the_therapist(
    cast: Cast, hanna: Browser
) -> None:
    hanna.open("/enheten/")
    hanna.click("Starta nytt moment")
    hanna.press("Nytt moment", number="195701149873")
    hanna.press("Ja, starta momentet", responsible=str(cast.erik.commission.pk))
    assert hanna.address == "/enheten/"
    treatment = Treatment.objects.get(patient__personal_number="195701149873")
    assert responsible(treatment).staff == cast.erik.staff


@pytest.mark.row("N7", "F17")
def test_the_unit_sets_its_reply_days_and_its_video_link(cast: Cast, hanna: Browser) -> None:
    hanna.open("/enheten/")
    hanna.click("Inställningar")
    hanna.press("Spara", reply_days="5", video_url=" https://video.example.se/rum ")
    assert "Inställningarna är sparade." in hanna.text
    unit = Unit.objects.get(pk=cast.smartenheten.pk)
    assert (unit.reply_days, unit.video_url) == (5, "https://video.example.se/rum")


@pytest.mark.row("M21")
def test_the_unit_sets_when_an_ended_treatment_may_be_purged(cast: Cast, hanna: Browser) -> None:
    hanna.open("/enheten/installningar/")
    assert hanna.page.fields["waiting_days"] == ["365"]
    hanna.press("Spara", waiting_days="730")
    assert Unit.objects.get(pk=cast.smartenheten.pk).waiting_days == 730


@pytest.mark.row("F17", "M21")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"video_url": "http://video.example.se/"}, "Adressen ska börja med https://"),
        ({"video_url": "https://video.example.se/" + "x" * 200}, "högst 200 tecken"),
        ({"reply_days": "0"}, "Skriv ett antal från 1 till 30."),
        ({"reply_days": ""}, "Skriv inom hur många vardagar enheten svarar."),
        ({"reply_days": "snart"}, "Skriv ett helt antal vardagar."),
        ({"waiting_days": "14"}, "Skriv ett antal från 15 till 3650."),
        ({"waiting_days": ""}, "Skriv hur många dagar som ska gå."),
        ({"waiting_days": "ett år"}, "Skriv ett helt antal dagar."),
    ],
)
def test_settings_that_cannot_be_are_refused_and_kept_in_the_form(
    given: dict[str, str], words: str, cast: Cast, hanna: Browser
) -> None:
    hanna.open("/enheten/installningar/")
    hanna.press("Spara", **given)
    assert (hanna.status, words in hanna.text) == (422, True)
    form, _ = hanna.page.form("Spara")
    for name, value in given.items():
        assert form.values[name] == [value]


@pytest.mark.row("F4")
def test_somebody_with_both_roles_lands_on_mina_and_sees_the_whole_list(cast: Cast) -> None:
    Role.objects.create(
        commission=cast.erik.commission, kind=RoleKind.PATIENT_ADMINISTRATOR, first_day=LONG_AGO
    )
    both = Browser(cast.erik)
    both.open("/")
    assert both.address == "/mina/"
    both.click("Enheten")
    assert "Astrid Alm" in both.text


@pytest.mark.row("N7")
def test_a_therapist_sees_on_the_units_page_only_the_own(cast: Cast) -> None:
    erik = Browser(cast.erik)
    erik.open("/enheten/")
    assert "Astrid" not in erik.text
    assert "Inget av dina meddelanden är försenat." in erik.text
    assert AccessLog.objects.count() == 0


def test_protected_and_stopped_are_marked(cast: Cast, hanna: Browser) -> None:
    Patient.objects.filter(pk=cast.astrid.patient.pk).update(protected=True, mismatch_at=cast.now)
    hanna.open("/enheten/")
    assert "Skyddade personuppgifter" in hanna.text
    assert "Personen ska kontrolleras" in hanna.text


def test_a_unit_without_treatments_says_so(cast: Cast) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(unit=cast.ekbacken)
    assert "Enheten har inga moment än." in Browser(cast.hanna).open("/enheten/").text


@pytest.mark.row("N7")
def test_a_late_answer_rises_to_the_unit_first_in_the_list_and_goes_when_answered(
    cast: Cast, wall: Wall
) -> None:
    eva(cast)
    asked = write(cast.treatment, cast.astrid, "Hej, jag undrar en sak.", cast.now)
    wall.pass_by(days=3)  # Sunday to Wednesday: three working days, the last one
    assert "Försenat" not in Browser(cast.hanna).open("/enheten/").text
    wall.pass_by(days=1)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/?visa=forsenade")
    assert ("Astrid Alm" in hanna.text, "Eva Ek" in hanna.text) == (True, False)
    assert "Försenat svar skulle ha kommit i går" in hanna.text
    assert "undrar" not in hanna.text
    now = cast.now + timedelta(days=4)
    write(cast.treatment, cast.bo, "Svar.", now - timedelta(hours=1), asked.conversation, seen=now)
    assert "Försenat" not in Browser(cast.hanna).open("/enheten/").text


@pytest.mark.row("N7")
def test_a_therapist_is_told_of_the_own_late_messages_alone(cast: Cast, wall: Wall) -> None:
    write(cast.treatment, cast.astrid, "Hej", cast.now)
    wall.pass_by(days=5)
    bo = Browser(cast.bo)
    bo.open("/enheten/")
    assert "Astrid Alm 1 meddelande Skulle ha besvarats senast" in bo.text
    assert "Astrid" not in Browser(cast.erik).open("/enheten/").text
    row = AccessLog.objects.get()
    assert [each["name"] for each in row.patients] == ["Astrid Alm"]


@pytest.mark.row("N7")
def test_a_late_answer_rises_to_the_unit_also_when_the_treatment_has_ended(
    cast: Cast, wall: Wall
) -> None:
    asked = write(cast.treatment, cast.astrid, "Hej?", cast.now)
    end(cast, cast.treatment)
    wall.pass_by(days=5)
    hanna = Browser(cast.hanna)
    hanna.open("/enheten/")
    assert "Försenat svar skulle ha kommit" in hanna.text
    assert "Avslutat 22 november" in hanna.text
    assert "Astrid Alm 1 meddelande" in Browser(cast.bo).open("/enheten/").text
    waive(conversation=asked.conversation, message_ids=[asked.pk], by=cast.bo, now=wall.now)
    assert "Astrid Alm" not in hanna.open("/enheten/").text
    assert "Astrid Alm" not in Browser(cast.bo).open("/enheten/").text


@pytest.mark.row("M12")
def test_what_is_misdirected_after_the_end_is_told_to_the_unit_for_a_fortnight(
    cast: Cast, wall: Wall
) -> None:
    sent = write(cast.treatment, cast.bo, "Till någon annan", cast.now)
    end(cast, cast.treatment)
    assert "Astrid" not in Browser(cast.hanna).open("/enheten/").text
    wall.pass_by(days=1)
    mark_misdirected(message=sent, by=cast.bo, now=wall.now)
    assert "Felskickat meddelande" in Browser(cast.hanna).open("/enheten/?visa=felskickat").text
    wall.pass_by(days=14)
    assert "Astrid" not in Browser(cast.hanna).open("/enheten/").text


@pytest.mark.row("F4")
def test_what_has_ended_gets_no_other_therapist(cast: Cast, hanna: Browser) -> None:
    write(cast.treatment, cast.astrid, "Hej?", cast.now - timedelta(hours=1))
    end(cast, cast.treatment)
    hanna.open("/enheten/")
    assert ("Astrid Alm" in hanna.text, hanna.page.has_button("Byt behandlare")) == (True, False)
    eva(cast)
    hanna.open("/enheten/")
    boxes = [attrs for _, attrs in hanna.page.elements if attrs.get("name") == "moment"]
    assert {each["value"]: "disabled" in each for each in boxes} == {
        each: treatment == cast.treatment
        for treatment in Treatment.objects.filter(unit=cast.smartenheten)
        for each in ticks(treatment)
    }
    to = str(cast.erik.commission.pk)
    hanna.press("Byt behandlare", moment=ticks(cast.treatment), to=to)
    assert "Ett av momenten finns inte kvar på enheten." in hanna.text


@pytest.mark.row("M12")
def test_a_misdirected_message_is_told_on_the_units_list(cast: Cast, hanna: Browser) -> None:
    sent = write(cast.treatment, cast.bo, "Till någon annan", cast.now - timedelta(hours=1))
    mark_misdirected(message=sent, by=cast.bo, now=cast.now)
    hanna.open("/enheten/?visa=felskickat")
    assert "Felskickat meddelande" in hanna.text
    assert "Till någon annan" not in hanna.text
