"""What the patient meets in each phase: hidden modules, "Börja här", reading alone, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.actions.drafts import open_draft, save_draft
from lindra.models import Draft, Treatment
from lindra.programme.registry import programme
from lindra.rules.lifecycle import State
from tests.cast import ASTRID, PROGRAMME, Cast, start
from tests.messages import MINUTE, write
from tests.web.browser import Browser
from tests.web.conftest import Wall

NEVER = ("moment", "flagga", "vidmakthå")
HIDDEN = ["m2", "m6", "m8", "mindfulness"]


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's programme."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def become(cast: Cast, **fields: object) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(**fields)


def maintained(cast: Cast) -> None:
    become(cast, state=State.MAINTENANCE, maintained_modules=["m1", "m5"])


def ended(cast: Cast) -> None:
    become(cast, state=State.ENDED, ended_at=cast.now, end_reason="Annan orsak")


def expired(cast: Cast) -> None:
    become(
        cast,
        starts_on=cast.treatment.starts_on - timedelta(days=400),
        ends_on=cast.treatment.starts_on - timedelta(days=1),
    )


def planned(cast: Cast) -> None:
    become(cast, starts_on=cast.treatment.starts_on + timedelta(days=9))


def half_written(cast: Cast, form_id: str = "reflektion-1") -> Draft:
    form = programme(PROGRAMME).form(form_id)
    draft = open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)
    values = {form.questions[0].id: "Det jag började skriva"}
    save_draft(draft=draft, values=values, revision=0, by=cast.astrid, now=cast.now)
    return draft


# Hidden modules


@pytest.mark.row("M4", "F1")
def test_hidden_modules_are_shown_nowhere(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    become(cast, hidden_modules=HIDDEN)
    titles = [programme(PROGRAMME).module(each).title for each in HIDDEN]
    for name in ("home", "modules", "diaries", "about"):
        astrid.open(address(name))
        assert astrid.status == 200
        assert [title for title in titles if title in astrid.text] == []
    assert "Sömndagbok" not in astrid.open(address("diaries")).text
    astrid.open(address("modules"))
    steps = [to for to, _ in astrid.page.links if "/modul/m" in to]
    assert steps == [address("module", each) for each in ("m1", "m3", "m4", "m5", "m7")]


@pytest.mark.row("M4")
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("module", ("m2",)),
        ("page", ("m2", "m2-01")),
        ("exercises", ()),
        ("fill_in", ("reflektion-2",)),
        ("fill_in", ("somndagbok",)),
    ],
)
def test_the_address_of_what_is_hidden_answers_404(
    name: str, args: tuple[str, ...], cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    assert astrid.client.get(address(name, *args)).status_code in (200, 302)
    become(cast, hidden_modules=HIDDEN)
    assert astrid.client.get(address(name, *args)).status_code == 404


@pytest.mark.row("M4")
@pytest.mark.parametrize("name", ["page_done", "acknowledge", "module_done"])
def test_nothing_is_written_in_what_is_hidden(
    name: str, cast: Cast, address: Callable[..., str]
) -> None:
    become(cast, hidden_modules=HIDDEN)
    args = ("m2",) if name == "module_done" else ("m2", "m2-01")
    assert cast.client(cast.astrid).post(address(name, *args)).status_code == 404
    assert cast.treatment.pages_read.count() == 0


@pytest.mark.row("M4")
def test_a_form_of_a_shown_module_and_every_exercise_stay(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    become(cast, hidden_modules=["m1", "mindfulness"])
    for name, arg in (
        ("fill_in", "veckokollen"),
        ("exercise", "landa-har"),
        ("fill_in", "efter-ovningen"),
    ):
        astrid.open(address(name, arg))
        assert astrid.status == 200


@pytest.mark.row("M4")
def test_no_link_on_any_page_leads_to_what_is_hidden(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    become(cast, hidden_modules=HIDDEN)
    content = programme(PROGRAMME)
    shown = [module for module in content.modules if module.id not in HIDDEN]
    broken = set()
    for module in shown:
        for page in module.pages:
            astrid.open(address("page", module.id, page.id))
            found = {to for to, _ in astrid.page.links if any(f"/modul/{h}/" in to for h in HIDDEN)}
            broken |= found
            forms = {to.split("/")[-2] for to, _ in astrid.page.links if "/formular/" in to}
            broken |= forms & {"reflektion-2", "somndagbok", "genomfort"}
    assert broken == set()


@pytest.mark.row("M4")
def test_a_draft_that_is_begun_can_be_finished_when_its_module_is_hidden(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    draft = half_written(cast)
    become(cast, hidden_modules=["m1"])
    astrid.open(address("home"))
    assert "Inte skickat än" in astrid.text
    astrid.open(address("draft", draft.pk))
    astrid.press("Spara och skicka")
    assert cast.treatment.answers.count() == 1


# Börja här


@pytest.mark.row("M4")
def test_where_to_begin_is_marked_on_home_and_modules(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    become(cast, begin_with="m5")
    astrid.open(address("home"))
    assert "Bo föreslår att du börjar med den här modulen." in astrid.text
    assert astrid.page.link("Börja läsa") == address("page", "m5", "m5-01")
    astrid.open(address("modules"))
    (row,) = [text for _, text in astrid.page.links if "Börja här" in text]
    assert "Tankar, känslor och strategier" in row
    astrid.open(address("module", "m5"))
    assert "Modul 5 Börja här" in astrid.text


@pytest.mark.row("M4")
def test_who_reads_already_keeps_the_place_and_sees_the_mark(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("page", "m1", "m1-02"))
    become(cast, begin_with="m5")
    astrid.open(address("home"))
    assert astrid.page.link("Fortsätt") == address("page", "m1", "m1-02")
    assert "Börja här Bo föreslår den här modulen." in astrid.text


@pytest.mark.row("M4")
def test_a_place_in_a_module_that_is_hidden_is_left(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("page", "m2", "m2-02"))
    become(cast, hidden_modules=["m2"])
    astrid.open(address("home"))
    assert (astrid.status, address("page", "m2", "m2-02") in astrid.page.html) == (200, False)


# Planned


@pytest.mark.row("F12")
def test_before_the_first_day_it_says_when_and_by_whom(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    planned(cast)
    astrid.open(address("home"))
    assert astrid.page.headings[:2] == ["Hej Astrid", "Programmet öppnar 1 december"]
    assert "Bo har förberett Digitala smärtskolan åt dig." in astrid.text
    assert [w for w in ("Moduler", "Dagbok") if astrid.page.has_link(w)] == []
    astrid.open(address("module", "m1"))
    assert (astrid.status, "Programmet öppnar 1 december." in astrid.text) == (422, True)


# Reading alone


@pytest.mark.row("M19")
def test_in_maintenance_the_chosen_modules_are_read_and_no_others(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    maintained(cast)
    astrid.open(address("home"))
    assert "Du kan läsa modul 1 och 5 till och med 22 november 2027." in astrid.text
    astrid.open(address("page", "m5", "m5-01"))
    astrid.press("Nästa")
    assert astrid.status == 200
    assert astrid.client.get(address("module", "m2")).status_code == 404


@pytest.mark.row("M19")
def test_in_maintenance_no_form_is_offered_anywhere(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Mitt svar"})
    maintained(cast)
    pages = [
        address("page", m.id, p.id)
        for m in programme(PROGRAMME).modules
        for p in m.pages
        if m.id in ("m1", "m5")
    ]
    own = [
        address("home"),
        address("modules"),
        address("module", "m1"),
        address("diaries"),
        address("answers"),
        address("answers_of_form", "reflektion-1"),
        address("answer", answer.pk),
        address("receipt", answer.pk),
        address("exercise", "landa-har"),
    ]
    offered = set()
    for each in [*own, *pages]:
        astrid.open(each)
        assert astrid.status == 200
        offered |= {to for to, _ in astrid.page.links if "/formular/" in to and "/svar/" not in to}
        buttons = {text for form in astrid.page.forms for text, _ in form.buttons}
        assert buttons & {"Ändra", "Klar med modulen", "Skicka", "Spara och skicka"} == set()
    assert offered == set()


@pytest.mark.row("M19")
def test_in_maintenance_everything_writable_is_refused_in_kind_words(
    cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    draft = half_written(cast)
    maintained(cast)
    client = cast.client(cast.astrid)
    refused = [
        client.get(address("fill_in", "smartbild")),
        client.post(address("draft", draft.pk), {"revision": 1, "nytt": "Mer"}),
        client.post(address("save_draft", draft.pk), {"revision": 1, "nytt": "Mer"}),
        client.post(address("module_done", "m1")),
    ]
    for each in refused:
        assert (each.status_code, "Du kan läsa men inte fylla i." in each.content.decode()) == (
            422,
            True,
        )


# The end


@pytest.mark.row("M18", "M20")
@pytest.mark.parametrize("over", [expired, ended])
def test_when_it_is_over_the_patient_reaches_what_is_her_own_alone(
    over: Callable[[Cast], None], cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Mitt svar"})
    draft = half_written(cast, "smartbild")
    over(cast)
    astrid.open("/")
    assert astrid.address == address("home")
    assert "Mina uppgifter" in astrid.page.headings
    assert [w for w in ("Moduler", "Dagbok") if astrid.page.has_link(w)] == []
    astrid.click("Mina svar")
    astrid.click("Reflektion, modul 1")
    assert not astrid.page.has_link("Fyll i")
    astrid.open(address("answer", answer.pk))
    assert "Mitt svar" in astrid.text
    astrid.open(address("home"))
    astrid.click("Bara du ser det.")
    assert "Det jag började skriva" in astrid.text
    assert not astrid.page.has_button("skicka")
    closed = ("modules", "exercises")
    assert [astrid.client.get(address(name)).status_code for name in closed] == [422, 422]
    assert astrid.client.get(address("page", "m1", "m1-01")).status_code == 422
    sent = astrid.client.post(address("draft", draft.pk), {"revision": 1})
    assert sent.status_code in (403, 422)
    assert cast.treatment.answers.count() == 1


@pytest.mark.row("M18", "M19", "F12")
@pytest.mark.parametrize("turn", [planned, maintained, expired, ended])
def test_the_patient_never_reads_the_words_of_the_staff(
    turn: Callable[[Cast], None], cast: Cast, astrid: Browser, address: Callable[..., str]
) -> None:
    turn(cast)
    for name in ("home", "answers", "about", "diaries", "modules"):
        astrid.open(address(name))
        assert [word for word in NEVER if word in astrid.text.lower()] == []


@pytest.mark.row("M18")
def test_of_several_programmes_one_is_chosen_the_open_ones_first(
    cast: Cast, astrid: Browser, wall: Wall
) -> None:
    ended(cast)
    start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    astrid.open("/")
    assert astrid.page.headings[0] == "Dina program"
    rows = [text for to, text in astrid.page.links if "/program/" in to]
    assert [("Ekbacken" in row, "Avslutat" in row) for row in rows] == [
        (True, False),
        (False, True),
    ]
    assert "Öppet till och med 22 november 2027" in rows[0]


@pytest.mark.row("M14", "M18")
@pytest.mark.parametrize("turn", [planned, expired, ended])
def test_a_new_message_stands_on_the_start_page_while_the_programme_is_closed(
    turn: Callable[[Cast], None],
    cast: Cast,
    astrid: Browser,
    wall: Wall,
    address: Callable[..., str],
) -> None:
    said = write(cast.treatment, cast.bo, "Hur har det gått?", wall.now - MINUTE)
    turn(cast)
    astrid.open(address("home"))
    astrid.click("Nytt meddelande från Bo Berg")
    assert astrid.address == address("thread", said.conversation_id)
    astrid.open(address("home"))
    assert "Nytt meddelande" not in astrid.text


@pytest.mark.row("M14")
def test_the_choice_between_programmes_says_how_many_messages_are_new_in_each(
    cast: Cast, astrid: Browser, wall: Wall
) -> None:
    write(cast.treatment, cast.bo, "Hej", wall.now - MINUTE)
    ended(cast)
    other = start(ASTRID, "Astrid", "Alm", cast.carin, cast.now)
    for text in ("Hej", "Välkommen"):
        write(other, cast.carin, text, wall.now - MINUTE)
    astrid.open("/")
    rows = [text for to, text in astrid.page.links if "/program/" in to]
    assert [row.endswith("2027 Nytt 2 nya meddelanden") for row in rows] == [True, False]
    assert rows[1].endswith("Avslutat 1 nytt meddelande")
