"""Messages from both sides: staff write, the patient reads and answers, staff see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lindra.models import (
    Message,
    MessageDraft,
    MessageTemplate,
    PatientChannels,
    Treatment,
    Unit,
)
from tests.cast import Cast, start
from tests.messages import write
from tests.web.browser import Browser
from tests.web.conftest import Wall

PART = {"HX-Request": "true"}
SIZES = ("normal", "large", "largest")  # the appearance form has a field of the same name
TEXT = "Hur gick det med promenaden?"


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


@pytest.fixture
def asked(cast: Cast, wall: Wall) -> Message:
    """Bo has asked Astrid something, a minute ago."""
    message = write(cast.treatment, cast.bo, TEXT, wall.now)
    wall.pass_by(minutes=1)
    return message


def box(who: Browser) -> list[str]:
    """What stands in the box to write in; none when there is no box."""
    return [text for text in who.page.fields["text"] if text not in SIZES]


@pytest.mark.row("M6")
@pytest.mark.row("M12")
def test_staff_write_the_patient_reads_and_answers_and_staff_see_it(
    bo: Browser, astrid: Browser, wall: Wall, address: Callable[..., str]
) -> None:
    bo.open(address("manage"))
    bo.click("Meddelanden")
    bo.click("Skapa ny konversation")
    bo.press("Skicka", text=TEXT)
    assert (bo.status, "Min konversation" in bo.text) == (200, True)
    assert "Bo Berg, fysioterapeut" in bo.text
    assert "Skickat. Du kan ångra i 30 sekunder." in bo.text
    astrid.open(address("home"))
    astrid.click("Meddelanden")
    assert TEXT not in astrid.text
    wall.pass_by(seconds=30)
    astrid.open(astrid.address)
    assert "1 nytt" in astrid.text
    astrid.open(address("thread", Message.objects.get().conversation.pk))
    assert TEXT in astrid.text
    bo.open(bo.address)
    assert "Läst av Astrid Alm i dag 09:30" in bo.text
    astrid.press("Skicka", text="Bra, tack.")
    assert "Du får svar senast onsdag 25 november" in astrid.text
    wall.pass_by(minutes=2)
    bo.open(address("conversations"))
    assert "Väntar på svar" in bo.text
    bo.open(address("conversation", Message.objects.first().conversation.pk))
    assert "Bra, tack." in bo.text
    assert "Väntar på svar. Patienten har fått veta: senast onsdag 25 november." in bo.text
    astrid.open(astrid.address)
    assert "Läst av Bo i dag 09:32" in astrid.text


@pytest.fixture
def told(cast: Cast) -> None:
    """Astrid has turned on notices in the inbox."""
    PatientChannels.objects.create(patient=cast.astrid.patient, inbox=True, chosen_at=cast.now)


@pytest.mark.row("M12")
@pytest.mark.usefixtures("told")
def test_the_page_says_what_follows_from_the_choice_of_notice(
    bo: Browser, address: Callable[..., str]
) -> None:
    bo.open(address("new_conversation"))
    for words in (
        "Avisera till inkorgen i e-tjänsterna",
        "Direkt Skickas mellan klockan 7 och 20.",
        "Uppsamlat En gång om dagen, på förmiddagen. Kan dröja ett dygn.",
        "Utan avisering ser patienten meddelandet vid nästa inloggning.",
    ):
        assert words in bo.text
    assert "har inte slagit på aviseringar" not in bo.text
    assert (bo.page.fields["avisera"], bo.page.fields["nar"]) == (["1"], ["direct"])


@pytest.mark.row("M12")
def test_nothing_is_promised_for_a_patient_who_gets_no_notices(
    bo: Browser, cast: Cast, address: Callable[..., str]
) -> None:
    bo.open(address("new_conversation"))
    assert "Astrid har inte slagit på aviseringar och ser meddelandet vid" in bo.text
    assert {"avisera", "nar"}.isdisjoint(bo.page.fields)
    bo.press("Skicka", text=TEXT, avisera="1", nar="direct")  # a page from before
    assert Message.objects.get().notice == "none"
    assert "Skickat nyss · utan avisering" in bo.text
    Unit.objects.filter(pk=cast.smartenheten.pk).update(training=True)
    bo.open(address("new_conversation"))
    assert "Från en övningsenhet skickas inga aviseringar." in bo.text


@pytest.mark.row("M10")
def test_from_what_is_sent_the_way_on_is_hantera_and_the_next_who_waits(
    bo: Browser, cast: Cast, address: Callable[..., str], wall: Wall
) -> None:
    bo.open(address("new_conversation") + "?lista=formular")
    assert not bo.page.has_link("Till Hantera")
    bo.press("Skicka", text=TEXT)
    thread = bo.address
    bo.click("Till Hantera")
    assert bo.address == address("manage") + "?lista=formular"
    assert 'thread-onwards"><a' in bo.open(thread).html
    onwards = lambda: bo.page.html.partition("thread-onwards")[2].partition("</p>")[0]  # noqa: E731
    assert "Nästa att hantera" not in onwards()
    other = start("198509239813", "Jamal", "Haddad", cast.bo, cast.now)
    bo.open(thread.replace("?lista=formular", ""))
    assert "Nästa att hantera" in onwards()
    bo.click("Nästa att hantera")
    assert bo.address == f"/moment/{other.pk}/"
    wall.pass_by(seconds=31)
    assert "thread-onwards" not in bo.open(thread).html


@pytest.mark.row("M12")
def test_skriv_till_leads_to_the_newest_conversation_or_to_a_new_one(
    bo: Browser, cast: Cast, wall: Wall, address: Callable[..., str]
) -> None:
    cast.send("reflektion-1", {"nytt": "Hej", "vill_ha_kontakt": True})
    bo.open(address("results_of_form", "reflektion-1"))
    assert bo.page.link("Skriv till Astrid") == address("new_conversation") + "#id_text"
    for text in ("Första", "Andra"):
        newest = write(cast.treatment, cast.bo, text, wall.now).conversation
        wall.pass_by(minutes=1)
    bo.open(address("results_of_form", "reflektion-1"))
    assert bo.page.link("Skriv till Astrid") == address("conversation", newest.pk) + "#id_text"
    assert "id_text" in bo.open(bo.page.link("Skriv till Astrid")).ids


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"avisera": "1", "nar": "direct"}, "direct"),
        ({"avisera": "1", "nar": "collected"}, "collected"),
        ({"avisera": [], "nar": "collected"}, "none"),
    ],
)
@pytest.mark.row("M12")
@pytest.mark.usefixtures("told")
def test_the_choice_of_notice_is_kept_with_the_message(
    choice: dict[str, object], kept: str, bo: Browser, address: Callable[..., str]
) -> None:
    bo.open(address("new_conversation"))
    bo.press("Skicka", text=TEXT, **choice)
    assert Message.objects.get().notice == kept


@pytest.mark.row("M12")
def test_undone_it_stands_in_the_box_again(
    bo: Browser, wall: Wall, address: Callable[..., str]
) -> None:
    bo.open(address("new_conversation"))
    bo.press("Skicka", text=TEXT)
    wall.pass_by(seconds=29)
    bo.press("Ångra")
    assert (box(bo), Message.objects.count()) == ([TEXT], 0)
    assert bo.address.startswith(address("new_conversation"))


@pytest.mark.row("M12")
def test_too_late_to_undo_is_said_on_the_page_with_the_message(
    bo: Browser, wall: Wall, address: Callable[..., str]
) -> None:
    bo.open(address("new_conversation"))
    bo.press("Skicka", text=TEXT)
    wall.pass_by(seconds=30)
    bo.press("Ångra")
    assert (bo.status, TEXT in bo.text) == (422, True)
    assert "Det har gått mer än 30 sekunder" in bo.text


@pytest.mark.row("M12")
def test_the_patient_undoes_too(astrid: Browser, wall: Wall, address: Callable[..., str]) -> None:
    astrid.open(address("write_message"))
    astrid.press("Skicka", text="Hej")
    astrid.press("Ångra")
    assert (box(astrid), Message.objects.count()) == (["Hej"], 0)
    astrid.press("Skicka", text="Hej Bo")
    wall.pass_by(seconds=30)
    astrid.press("Ångra")
    assert (astrid.status, "Det har gått mer än 30 sekunder" in astrid.text) == (422, True)


@pytest.mark.row("M12")
def test_a_misdirected_message_is_hidden_from_both_and_its_trace_stays(
    bo: Browser, astrid: Browser, asked: Message, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    bo.open(address("misdirected", asked.conversation.pk, asked.pk))
    assert "Spåret står kvar och enheten får veta det." in bo.text
    bo.press("Ja, den är felskickad")
    assert "Felskickat. Texten är dold. Markerat av Bo Berg" in bo.text
    astrid.open(address("thread", asked.conversation.pk))
    assert "Felskickat. Texten är dold." in astrid.text
    assert TEXT not in bo.page.html + astrid.page.html
    for page in ("conversations", "messages"):
        who = bo if page == "conversations" else astrid
        assert TEXT not in who.open(address(page)).html


@pytest.mark.row("M14b")
def test_opening_does_not_answer_and_behover_inget_svar_does_and_is_undone(
    bo: Browser, cast: Cast, wall: Wall, address: Callable[..., str]
) -> None:
    message = write(cast.treatment, cast.astrid, "Tack för hjälpen", wall.now)
    wall.pass_by(minutes=1)
    bo.open(address("conversation", message.conversation.pk))
    bo.press("Behöver inget svar")
    assert "Väntar på svar" not in bo.text
    assert "Behöver inget svar, Bo Berg i dag 09:31" in bo.text
    bo.press("Ångra")
    assert "Väntar på svar" in bo.text


@pytest.mark.row("N7")
def test_a_late_answer_is_said_to_be_late(
    cast: Cast, wall: Wall, address: Callable[..., str]
) -> None:
    message = write(cast.treatment, cast.astrid, "Hej", wall.now)
    wall.pass_by(days=4)
    bo = Browser(cast.bo)
    bo.open(address("conversation", message.conversation.pk))
    assert "Svaret är försenat. Det skulle ha skickats senast onsdag 25 november." in bo.text


@pytest.mark.row("N7")
@pytest.mark.row("M6")
def test_the_promise_stands_before_sending_and_never_says_that_somebody_reads_at_once(
    astrid: Browser, cast: Cast, address: Callable[..., str]
) -> None:
    cast.smartenheten.reply_days = 1
    cast.smartenheten.save()
    astrid.open(address("home"))
    astrid.click("Skriv till Bo")
    assert "Du får svar senast måndag 23 november. Ingen läser direkt." in astrid.text
    assert "Är det bråttom? Hjälp nu" in astrid.text
    assert "title" not in astrid.page.fields


@pytest.mark.row("M12")
def test_both_sides_rename_a_conversation_by_its_name(
    bo: Browser, astrid: Browser, asked: Message, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    bo.press("Spara namnet", title="Om promenader")
    assert "Om promenader" in bo.text
    astrid.open(address("thread", asked.conversation.pk))
    assert astrid.page.headings[0] == "Om promenader"
    astrid.press("Spara namnet", title="x" * 81)
    assert (astrid.status, "högst 80 tecken" in astrid.text) == (422, True)
    astrid.press("Spara namnet", title="")
    assert astrid.page.headings[0] == "Min konversation"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "maintenance"}, "Du kan läsa det som är skrivet, men inte skriva nytt."),
        ({"starts_on": "2025-11-20", "ends_on": "2026-11-21"}, "Programmet är slut."),
        ({"state": "ended", "ended_at": "2026-11-22T08:00Z", "end_reason": "x"}, "är slut."),
    ],
)
@pytest.mark.row("M18")
def test_after_the_programme_the_patient_reads_and_does_not_write(
    fields: dict[str, str],
    words: str,
    astrid: Browser,
    asked: Message,
    cast: Cast,
    address: Callable[..., str],
) -> None:
    Treatment.objects.filter(pk=cast.treatment.pk).update(**fields)
    for page in (address("messages"), address("thread", asked.conversation.pk)):
        astrid.open(page)
        assert (astrid.status, words in astrid.text, box(astrid)) == (
            200,
            True,
            [],
        )
    assert TEXT in astrid.text
    assert "Skriv till" not in astrid.text


def test_what_was_typed_when_the_time_ran_out_still_stands_on_the_page(
    astrid: Browser, asked: Message, cast: Cast, address: Callable[..., str]
) -> None:
    astrid.open(address("thread", asked.conversation.pk))
    Treatment.objects.filter(pk=cast.treatment.pk).update(state="maintenance")
    astrid.press("Skicka", text="Det här hann jag inte skicka")
    assert (astrid.status, "Det här hann jag inte skicka" in astrid.text) == (422, True)


@pytest.mark.row("N7", "M20")
def test_after_an_end_nothing_more_is_promised(
    astrid: Browser, asked: Message, cast: Cast, wall: Wall, address: Callable[..., str]
) -> None:
    write(cast.treatment, cast.astrid, "Bra", wall.now, asked.conversation)
    astrid.open(address("thread", asked.conversation.pk))
    assert "Du får svar senast" in astrid.text
    ended = {"state": "ended", "ended_at": wall.now, "end_reason": "Annan orsak"}
    Treatment.objects.filter(pk=cast.treatment.pk).update(**ended)
    astrid.open(address("thread", asked.conversation.pk))
    assert ("Programmet är slut." in astrid.text, "Du får svar" in astrid.text) == (True, False)


@pytest.mark.row("M18")
def test_staff_read_and_do_not_write_when_the_treatment_is_ended(
    bo: Browser, asked: Message, cast: Cast, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    bo.press("Skicka", text="För sent")
    assert (bo.status, Message.objects.count()) == (422, 1)
    bo.open(address("conversation", asked.conversation.pk))
    assert (bo.status, "Momentet är avslutat." in bo.text) == (200, True)
    assert box(bo) == []


@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_what_cannot_be_sent_stands_in_the_box_with_the_reason(
    text: str, bo: Browser, astrid: Browser, asked: Message, address: Callable[..., str]
) -> None:
    pages = {bo: "conversation", astrid: "thread"}
    for who, name in pages.items():
        who.open(address(name, asked.conversation.pk))
        who.press("Skicka", text=text)
        assert (who.status, box(who)) == (422, [text])
    assert Message.objects.count() == 1


def reason_at(who: Browser, name: str) -> str:
    """What a field points to as the reason, when it is said to be wrong."""
    field = next(each for _, each in who.page.elements if each.get("name") == name)
    assert field["aria-invalid"] == "true"
    reasons = [who.page.errors_by_id.get(each) for each in field["aria-describedby"].split()]
    return "".join(filter(None, reasons))


def test_the_reason_stands_at_its_field_and_in_the_title(
    bo: Browser, astrid: Browser, asked: Message, address: Callable[..., str]
) -> None:
    for who, name in ((bo, "conversation"), (astrid, "thread")):
        who.open(address(name, asked.conversation.pk))
        assert "<title>Något saknas: " not in who.page.html
        who.press("Skicka", text=" ")
        assert reason_at(who, "text") == "Skriv något först."
        assert "<title>Något saknas: " in who.page.html
        who.press("Spara namnet", title="x" * 81)
        assert reason_at(who, "title") == "Namnet får ha högst 80 tecken."
        marked = [each["name"] for _, each in who.page.elements if "aria-invalid" in each]
        led_to = [each["name"] for _, each in who.page.elements if "autofocus" in each]
        assert marked == led_to == ["title"]
    bo.open("/mina/mallar/")
    for title, text, field in (("", "Hej", "title"), ("Paus", "", "text")):
        bo.press("Spara mallen", title=title, text=text)
        assert reason_at(bo, field) == bo.page.told()[field]
        assert "<title>Något saknas: " in bo.page.html


def test_a_reason_that_is_about_no_field_is_still_read_with_the_box(
    bo: Browser, asked: Message, cast: Cast, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    MessageDraft.objects.update(revision=9)
    bo.press("Skicka", text="Nytt", page="annan")
    box = next(each for tag, each in bo.page.elements if tag == "textarea")
    assert bo.status == 409
    assert "aria-invalid" not in box
    alert = next(each for _, each in bo.page.elements if each.get("role") == "alert")
    assert alert["id"] in box["aria-describedby"].split()
    assert len(bo.page.ids) == len(set(bo.page.ids))


@pytest.mark.row("F9")
def test_a_template_of_the_unit_is_put_in_the_box_with_the_first_name(
    bo: Browser, cast: Cast, address: Callable[..., str]
) -> None:
    MessageTemplate.objects.create(unit=cast.smartenheten, title="Vecka 1", text="Hej {förnamn}!")
    MessageTemplate.objects.create(unit=cast.ekbacken, title="Annan enhets", text="Nej")
    bo.open(address("new_conversation"))
    assert "Annan enhets" not in bo.text
    bo.press("Vecka 1", text="")
    assert (box(bo), Message.objects.count()) == (["Hej Astrid!"], 0)
    bo.press("Vecka 1", text="Först det här.")
    assert box(bo) == ["Först det här.\n\nHej Astrid!"]


@pytest.mark.row("F9")
def test_the_unit_keeps_its_own_templates(bo: Browser, cast: Cast) -> None:
    bo.open("/mina/mallar/")
    bo.press("Spara mallen", title="", text="Hej")
    assert (bo.status, box(bo)) == (422, ["Hej"])
    bo.press("Spara mallen", title="Vecka 1", text="Hej {förnamn}")
    assert "Mallen är sparad." in bo.text
    bo.press("Spara mallen", title="Vecka 1", text="Annat")
    assert (bo.status, "En annan mall har det namnet." in bo.text) == (422, True)
    mine = MessageTemplate.objects.get()
    bo.open(f"/mina/mallar/{mine.pk}/")
    bo.press("Spara mallen", title="Vecka ett", text="Hej igen")
    assert MessageTemplate.objects.get().title == "Vecka ett"
    carin = Browser(cast.carin)
    carin.open(f"/mina/mallar/{mine.pk}/")
    assert carin.status == 404
    bo.open(f"/mina/mallar/{mine.pk}/")
    bo.press("Ta bort mallen")
    assert MessageTemplate.objects.count() == 0


@pytest.mark.row("F10")
def test_over_every_conversation_stands_who_can_read(
    bo: Browser, astrid: Browser, asked: Message, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    assert "Kan läsas av Astrid Alm och Bo Berg (fysioterapeut)." in bo.text
    astrid.open(address("thread", asked.conversation.pk))
    assert "Du och ditt team kan läsa: Bo Berg, fysioterapeut." in astrid.text


@pytest.mark.row("M13")
def test_the_window_has_name_and_number_and_works_as_a_page_without_scripts(
    bo: Browser, asked: Message, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    bo.click("Eget fönster")
    assert bo.page.headings[0] == "Astrid Alm"
    assert "19780412-9802" in bo.text
    bo.press("Skicka", text="Från fönstret")
    assert "fonster=1" in bo.address
    assert ("Från fönstret" in bo.text, "19780412-9802" in bo.text) == (True, True)
    bo.open(address("message_window"))
    assert "Från fönstret" in bo.text


@pytest.mark.row("M13")
def test_the_window_as_a_part_is_no_whole_page(
    bo: Browser, asked: Message, address: Callable[..., str]
) -> None:
    for name, args in (("message_window", ()), ("new_conversation", ())):
        html = bo.client.get(address(name, *args) + "?fonster=1", headers=PART).content.decode()
        assert ("<html" in html, "19780412-9802" in html) == (False, True)


@pytest.mark.row("M12")
def test_drafts_are_saved_by_themselves_and_an_older_page_is_told(
    bo: Browser, asked: Message, cast: Cast, address: Callable[..., str]
) -> None:
    bo.open(address("conversation", asked.conversation.pk))
    draft = MessageDraft.objects.get()
    save = address("save_message", draft.pk)
    client = cast.client(cast.bo)
    kept = client.post(save, {"text": "Halv", "revision": 0, "page": "a"}, headers=PART)
    assert "Utkast sparat 09:31" in kept.content.decode()
    old = client.post(save, {"text": "Annan", "revision": 0, "page": "b"}, headers=PART)
    assert (old.status_code, "Ett nyare utkast" in old.content.decode()) == (409, True)
    chosen = client.post(save, {"text": "Annan", "revision": 0, "keep": "1"}, headers=PART)
    assert chosen.status_code == 200
    bo.open(bo.address)
    assert box(bo) == ["Annan"]
    bo.open(address("conversations"))
    assert "Utkast" in bo.text
    draft.delete()
    assert client.post(save, {"text": "X", "revision": 2}, headers=PART).status_code == 410


@pytest.mark.row("M5")
def test_the_patients_unsent_message_stands_on_the_start_page(
    astrid: Browser, cast: Cast, address: Callable[..., str]
) -> None:
    astrid.open(address("write_message"))
    save = address("save_own_message", MessageDraft.objects.get().pk)
    cast.client(cast.astrid).post(save, {"text": "Jag undrar", "revision": 0}, headers=PART)
    for page in ("home", "messages"):
        astrid.open(address(page))
        assert "Inte skickat än" in astrid.text
        assert "Jag undrar" in astrid.text
    astrid.open(address("write_message"))
    astrid.press("Kasta utkastet")
    assert MessageDraft.objects.exclude(text="").count() == 0


@pytest.mark.row("M16")
def test_the_timeline_leads_to_the_conversation(
    bo: Browser, asked: Message, address: Callable[..., str]
) -> None:
    bo.open(address("timeline") + "?visa=meddelanden")
    links = [to for to, _ in bo.page.links]
    assert address("conversation", asked.conversation.pk) in links
    assert TEXT not in bo.page.html


def test_a_colleague_sees_that_somebody_has_just_written_and_not_what(
    cast: Cast, wall: Wall, asked: Message, address: Callable[..., str]
) -> None:
    from lindra.models import Part, TeamMember
    from lindra.rules.calendar import local_date

    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=local_date(wall.now),
        added_at=wall.now,
    )
    write(cast.treatment, cast.bo, "Hemligt en stund", wall.now, asked.conversation)
    erik = Browser(cast.erik)
    erik.open(address("conversation", asked.conversation.pk))
    assert "Bo Berg har just skrivit. Texten visas om en halv minut." in erik.text
    assert "Hemligt en stund" not in erik.page.html


@pytest.mark.parametrize("side", ["staff", "patient"])
def test_a_page_of_messages_asks_as_often_for_thirty_as_for_one(
    side: str, cast: Cast, wall: Wall, asked: Message, address: Callable[..., str]
) -> None:
    names = ("conversations", "conversation") if side == "staff" else ("messages", "thread")
    client = cast.client(cast.bo if side == "staff" else cast.astrid)
    paths = [address(names[0]), address(names[1], asked.conversation.pk)]

    def count() -> list[int]:
        found = []
        for path in paths * 2:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found.append(len(captured))
        return found[2:]

    few = count()
    for n in range(30):
        write(cast.treatment, cast.bo, f"Ny {n}", wall.now)
        write(cast.treatment, cast.astrid, f"Svar {n}", wall.now, asked.conversation)
    wall.pass_by(minutes=1)
    assert count() == few
