""" "Starta nytt moment": the number, the programme, and "Är det här rätt person?"."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.conf import LazySettings
from django.core import signing

from lindra.models import AccessLog, Event, Patient, Treatment
from lindra.rules.lifecycle import State
from lindra.rules.personal_number import _FAULTS
from lindra.web.staff import starting
from tests.cast import PROGRAMME, Cast
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.page import Page

GORAN = "195701149873"
PROTECTED, DEAD, COORDINATION, OLD = "199106139828", "194809259932", "198604719842", "192105189860"

WRONG = [
    ("", "empty"),
    ("570114/9873", "strange_signs"),
    ("570114-987T", "temporary"),
    ("99570114-9873", "temporary"),
    ("570114", "too_few_digits"),
    ("57011498731", "eleven_digits"),
    ("5701149873123", "too_many_digits"),
    ("5701-149873", "misplaced_sign"),
    ("570114-0003", "birth_number"),
    ("570160-9873", "birth_date_unknown"),
    ("570231-9873", "no_such_date"),
    ("203001019873", "born_in_future"),
    ("187001019873", "too_old"),
    ("570114+9873", "plus_under_100"),
    ("570114-9874", "control_digit"),
]


@pytest.fixture
def register(settings: LazySettings, tmp_path: Path) -> Path:
    """The population register's file, to be written as the test wants it."""
    path = tmp_path / "population.yaml"
    path.write_text(Path(settings.POPULATION_FILE).read_text())
    settings.POPULATION_FILE = path
    return path


def begin(browser: Browser, number: str) -> Browser:
    browser.open("/mina/")
    browser.click("Starta nytt moment")
    browser.press("Nytt moment", number=number, programme=PROGRAMME)
    return browser


def goes_down(register: Path) -> None:
    content = yaml.safe_load(register.read_text())
    register.write_text(yaml.safe_dump({**content, "down": True}, allow_unicode=True))


@pytest.mark.row("M9")
@pytest.mark.parametrize(("typed", "code"), WRONG, ids=[code for _, code in WRONG])
def test_each_fault_of_a_number_has_its_own_words_and_nothing_typed_is_lost(
    typed: str, code: str, bo: Browser
) -> None:
    begin(bo, typed)
    assert (bo.status, bo.address) == (422, "/mina/starta/")
    assert bo.page.told() == {"number": _FAULTS[code]}
    assert bo.page.fields["number"] == [typed]
    assert bo.page.fields["programme"] == [PROGRAMME]
    assert "Något saknas: " in bo.page.html.partition("</title>")[0]


@pytest.mark.row("M9")
def test_every_fault_of_a_number_is_tried() -> None:
    assert sorted(code for _, code in WRONG if code != "temporary") == sorted(
        set(_FAULTS) - {"temporary"}
    )


@pytest.mark.parametrize("typed", ["5" * 10_000, "\0", "😀", "' OR 1=1 --"])
def test_no_number_breaks_the_page(typed: str, bo: Browser) -> None:
    begin(bo, typed)
    assert (bo.status, len(bo.page.told())) == (422, 1)


@pytest.mark.row("M9")
@pytest.mark.parametrize(
    "typed",
    ["5701149873", "570114-9873", GORAN, "19570114-9873", " 570114 – 9873 ", "1957 0114 9873"],
)
def test_a_number_is_understood_as_people_write_it_and_stands_in_no_address(
    typed: str, bo: Browser
) -> None:
    begin(bo, typed)
    assert bo.page.headings[0] == "Är det här rätt person?"
    assert "Göran Åkerblom" in bo.text
    assert "19570114-9873" in bo.text
    assert "69 år" in bo.text
    chain = [address for address, _ in bo.response.redirect_chain]
    everywhere = [bo.address, *chain, *(to for _, _, to in bo.page.addresses)]
    assert [to for to in everywhere if "9873" in to or "570114" in to] == []


@pytest.mark.row("M9")
def test_the_programmes_of_the_unit_can_be_chosen_and_no_other(cast: Cast, bo: Browser) -> None:
    bo.open("/mina/starta/")
    assert "Digitala smärtskolan" in bo.text
    token = {"csrfmiddlewaretoken": bo.page.fields["csrfmiddlewaretoken"][0]}
    response = bo.client.post("/mina/starta/", {**token, "number": GORAN, "programme": "litet"})
    assert "Momentet används inte på enheten." in response.content.decode()
    response = bo.client.post("/mina/starta/", {**token, "number": GORAN})
    page = Page(response.content.decode())
    assert page.told() == {"programme": "Välj ett moment."}
    assert page.fields["number"] == [GORAN]


@pytest.mark.row("M9", "M9b")
def test_the_right_person_is_started_and_stands_on_mina(
    cast: Cast, bo: Browser, wall: Wall
) -> None:
    begin(bo, "570114-9873")
    assert Treatment.objects.count() == 2
    bo.press("Ja, starta momentet")
    assert bo.address == "/mina/"
    assert "Digitala smärtskolan är startat för Göran Åkerblom." in bo.text
    assert "Patienten får veta det vid nästa inloggning." in bo.text
    bo.click("Göran Åkerblom")  # in the receipt, which stands first
    treatment = Treatment.objects.get(patient__personal_number=GORAN)
    assert bo.address == f"/moment/{treatment.pk}/"
    assert (treatment.unit, treatment.patient.name_typed) == (cast.smartenheten, False)
    assert treatment.team.get().staff == cast.bo.staff
    kinds = Event.objects.filter(treatment=treatment).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["started", "team_opened"]


@pytest.mark.row("M9")
def test_starting_twice_is_refused_with_a_link_to_the_running_one(cast: Cast, bo: Browser) -> None:
    begin(bo, "19780412-9802")
    bo.press("Ja, starta momentet")
    assert bo.status == 409
    assert bo.page.headings[0] == "Patienten har redan programmet här."
    bo.click("Öppna momentet")
    assert bo.address == f"/moment/{cast.treatment.pk}/"
    assert Treatment.objects.count() == 2


@pytest.mark.row("M9")
def test_who_may_not_reach_the_running_one_is_told_whose_it_is(cast: Cast) -> None:
    erik = begin(Browser(cast.erik), "19780412-9802")
    erik.press("Ja, starta momentet")
    assert "Ansvarig behandlare är Bo Berg, fysioterapeut." in erik.text
    assert not erik.page.has_link("Öppna momentet")
    assert str(cast.treatment.pk) not in erik.page.html


@pytest.mark.row("M9")
def test_another_unit_may_start_the_same_programme(cast: Cast) -> None:
    carin = begin(Browser(cast.carin), "19780412-9802")
    carin.press("Ja, starta momentet")
    assert Treatment.objects.filter(patient=cast.astrid.patient).count() == 2


@pytest.mark.row("M9")
def test_an_ended_treatment_does_not_hinder_a_new_one(cast: Cast, bo: Browser) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak"
    )
    begin(bo, "19780412-9802").press("Ja, starta momentet")
    assert Treatment.objects.filter(patient=cast.astrid.patient).count() == 2


@pytest.mark.row("M9b")
def test_nobody_with_the_number_is_told_so(bo: Browser) -> None:
    begin(bo, "19780412-9810")
    assert bo.page.headings[0] == "Personen finns inte"
    assert not bo.page.has_button("starta momentet")


@pytest.mark.row("M9b")
def test_a_protected_person_is_marked_before_and_after_the_start(bo: Browser) -> None:
    begin(bo, PROTECTED)
    assert "Skyddade personuppgifter" in bo.text
    bo.press("Ja, starta momentet")
    assert Patient.objects.get(personal_number=PROTECTED).protected


@pytest.mark.row("M9b")
def test_somebody_who_is_dead_cannot_be_started(bo: Browser) -> None:
    begin(bo, DEAD)
    assert "Personen är avliden enligt folkbokföringen." in bo.text
    assert not bo.page.has_button("starta momentet")
    token = signing.dumps([DEAD, PROGRAMME], salt=starting.SALT)
    csrf = bo.page.fields["csrfmiddlewaretoken"][0]
    made_up = {"token": token, "csrfmiddlewaretoken": csrf}
    response = bo.client.post("/mina/starta/person/", made_up)
    assert response.status_code == 422
    assert not Patient.objects.filter(personal_number=DEAD).exists()


@pytest.mark.row("M9b")
def test_a_samordningsnummer_says_that_the_log_in_may_not_work(bo: Browser) -> None:
    begin(bo, "860471-9842")
    assert "Personen kan kanske inte logga in på 1177." in bo.text
    bo.press("Ja, starta momentet")
    assert Patient.objects.filter(personal_number=COORDINATION).exists()


@pytest.mark.row("M9")
def test_somebody_over_a_hundred_is_found_by_the_plus(bo: Browser) -> None:
    begin(bo, "210518+9860")
    assert ("Greta Fridlund" in bo.text, "105 år" in bo.text) == (True, True)
    assert OLD.startswith("1921")


@pytest.mark.row("M9b")
def test_when_the_register_is_down_the_name_is_typed(register: Path, bo: Browser) -> None:
    goes_down(register)
    begin(bo, GORAN)
    assert bo.page.headings[0] == "Vem är personen?"
    assert "Folkbokföringen svarar inte just nu." in bo.text
    bo.press("Starta momentet", given="  ", family="Åkerblom")
    assert (bo.status, bo.page.told()) == (422, {"given": "Skriv förnamnet."})
    assert bo.page.fields["family"] == ["Åkerblom"]
    assert ("#id_given", "Förnamn – Skriv förnamnet.") in bo.page.links
    bo.press("Starta momentet", given="Göran", family="x" * 101)
    assert (bo.status, bo.page.fields["given"]) == (422, ["Göran"])
    bo.press("Starta momentet", given="Göran", family="Åkerblom")
    kept = Patient.objects.get(personal_number=GORAN)
    assert (kept.name, kept.name_typed) == ("Göran Åkerblom", True)


@pytest.mark.row("M9b")
def test_a_register_that_comes_back_meanwhile_knows_better_than_what_is_typed(
    register: Path, bo: Browser
) -> None:
    whole = register.read_text()
    goes_down(register)
    begin(bo, GORAN)
    register.write_text(whole)
    bo.press("Starta momentet", given="Gunnar", family="Åkerblad")
    kept = Patient.objects.get(personal_number=GORAN)
    assert (kept.name, kept.name_typed) == ("Göran Åkerblom", False)


@pytest.mark.row("M9b")
def test_somebody_who_dies_between_the_pages_is_not_started(register: Path, bo: Browser) -> None:
    begin(bo, GORAN)
    content = yaml.safe_load(register.read_text())
    for row in content["people"]:
        if row["personal_number"] == GORAN:
            row["deceased"] = "2026-11-22"
    register.write_text(yaml.safe_dump(content, allow_unicode=True))
    bo.press("Ja, starta momentet")
    assert (bo.status, Patient.objects.filter(personal_number=GORAN).exists()) == (422, False)


@pytest.mark.parametrize("token", ["", "x", "W10:1:2", "\0", "a" * 10_000])
def test_a_token_that_is_not_ours_begins_anew(token: str, cast: Cast) -> None:
    response = cast.client(cast.bo).post("/mina/starta/person/", {"token": token})
    assert (response.status_code, response.headers["Location"]) == (302, "/mina/starta/")
    assert Treatment.objects.count() == 2


@pytest.mark.row("M9", "M9b")
def test_after_ten_minutes_the_person_is_looked_at_once_more_and_nothing_typed_is_lost(
    register: Path, bo: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_down(register)
    begin(bo, GORAN)
    with monkeypatch.context() as patch:
        patch.setattr(starting, "TEN_MINUTES", -1)
        bo.press("Starta momentet", given="Göran", family="Åkerblom", begin="m2")
    assert (bo.status, Treatment.objects.count()) == (422, 2)
    assert "Det gick för lång tid. Kontrollera och fortsätt." in bo.text
    kept, _ = bo.page.form("Starta momentet")
    assert [kept.values[name] for name in ("given", "family", "begin")] == [
        ["Göran"],
        ["Åkerblom"],
        ["m2"],
    ]
    bo.press("Starta momentet")
    assert Treatment.objects.get(patient__personal_number=GORAN).begin_with == "m2"


@pytest.mark.row("M9b")
def test_who_is_looked_at_once_more_is_read_and_not_written(
    cast: Cast, bo: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(bo, GORAN)
    monkeypatch.setattr(starting, "TEN_MINUTES", -1)
    bo.press("Ja, starta momentet")
    assert bo.page.headings[:2] == ["Titta på det här först", "Är det här rätt person?"]
    kinds = AccessLog.objects.filter(resource_type="Starta nytt moment")
    assert list(kinds.values_list("activity_type", flat=True)) == ["Läsa", "Läsa"]


def test_a_start_for_one_person_cannot_be_turned_into_another(cast: Cast) -> None:
    forged = signing.dumps([GORAN, PROGRAMME], salt="another")
    response = cast.client(cast.bo).post("/mina/starta/person/", {"token": forged})
    assert response.headers["Location"] == "/mina/starta/"
