"""Drafts: saved by themselves, sent once, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from lindra.actions.answers import withdraw_answer
from lindra.actions.drafts import save_draft
from lindra.models import Answer, Draft, Treatment
from lindra.rules.lifecycle import State
from tests.cast import Cast, log_in
from tests.web.browser import Browser
from tests.web.conftest import Wall
from tests.web.page import Page

WEEK = {"smarta": 0, "sysslor": 1, "gladje": 2, "humor": 3, "somn": 4, "tilltro": 10}
NIGHT = {"b": "22:30", "u": "06:45"}


@pytest.fixture
def address(cast: Cast) -> Callable[..., str]:
    """The address of a page of Astrid's treatment."""
    return lambda name, *args: reverse(name, args=[cast.treatment.pk, *args])


def autosave(browser: Browser, **typed: object) -> tuple[int, Page]:
    """What the page sends by itself a moment after something is typed."""
    form, _ = browser.page.form("Spara och skicka")
    sent = {**form.values, **{name: [value] for name, value in typed.items()}}
    response = browser.client.post(browser.address + "spara/", sent, headers={"HX-Request": "true"})
    return response.status_code, Page(response.content.decode())


# Opening and keeping


@pytest.mark.row("M5")
def test_a_draft_is_saved_by_itself_and_is_the_patients_alone(
    cast: Cast, astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    assert "Utkast. Bara du ser det." in astrid.text
    wall.pass_by(minutes=1)
    status, saved = autosave(astrid, nytt="Att larmet")
    assert (status, saved.text) == (200, "Utkast sparat i dag 09:31")
    assert saved.fields["revision"] == ["1"]
    astrid.open(address("fill_in", "reflektion-1"))
    assert astrid.page.fields["nytt"] == ["Att larmet"]
    bo = Browser(cast.bo)
    for page in (f"/moment/{cast.treatment.pk}/", f"/moment/{cast.treatment.pk}/formular/"):
        bo.open(page)
        assert "Att larmet" not in bo.text
    assert Answer.objects.count() == 0


@pytest.mark.row("M5")
def test_a_draft_survives_the_end_of_the_session_and_stands_on_the_start_page(
    cast: Cast, astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    autosave(astrid, nytt="Att larmet")
    wall.pass_by(hours=1)
    log_in(astrid.client, cast.astrid)
    astrid.open(address("home"))
    assert "Inte skickat än" in astrid.page.headings
    astrid.click("Reflektion, modul 1")
    assert astrid.page.fields["nytt"] == ["Att larmet"]


def test_a_form_that_was_opened_and_left_empty_is_not_on_the_start_page(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    autosave(astrid, nytt="Att larmet")
    autosave_again = astrid.open(address("fill_in", "reflektion-1"))
    assert autosave_again.fields["nytt"] == ["Att larmet"]
    autosave(astrid, nytt="")
    astrid.open(address("home"))
    assert "Inte skickat än" not in astrid.page.headings


def test_an_older_revision_is_refused_with_a_choice(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    other.open(address("fill_in", "reflektion-1"))
    assert autosave(astrid, nytt="Från datorn")[0] == 200
    status, page = autosave(other, nytt="Från telefonen")
    assert status == 409
    assert "Ett nyare utkast är sparat på ett annat ställe, i dag 09:30." in page.text
    assert page.has_link("Visa det")
    assert cast.treatment.drafts.get().values == {"nytt": "Från datorn"}


def test_to_keep_what_stands_here_is_a_choice_of_its_own(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    other.open(address("fill_in", "reflektion-1"))
    autosave(astrid, nytt="Från datorn")
    status, page = autosave(other, nytt="Från telefonen", keep="1")
    assert (status, page.fields["revision"]) == (200, ["2"])
    assert cast.treatment.drafts.get().values == {"nytt": "Från telefonen"}


def test_a_draft_that_was_sent_elsewhere_is_not_saved_any_more(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    other.open(address("fill_in", "reflektion-1"))
    astrid.press("Spara och skicka", nytt="Från datorn")
    status, page = autosave(other, nytt="Från telefonen")
    assert status == 410
    assert "Det du har skrivit här finns kvar så länge sidan är öppen." in page.text


def test_a_draft_is_not_saved_when_the_session_is_over(
    astrid: Browser, address: Callable[..., str], wall: Wall
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    wall.pass_by(minutes=31)
    status, page = autosave(astrid, nytt="För sent")
    assert (status, page.has_link("Logga in igen")) == (401, True)


@pytest.mark.parametrize("revision", ["", "-1", "x", "²", "9" * 50, "\0"])
def test_a_revision_that_is_no_number_is_an_older_one(
    revision: str, astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    assert autosave(astrid, nytt="Att larmet", revision=revision)[0] == 409


def test_a_draft_can_be_thrown_away(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    autosave(astrid, nytt="Att larmet")
    astrid.open(astrid.address)
    astrid.press("Kasta utkastet")
    assert (astrid.address, cast.treatment.drafts.count()) == (address("home"), 0)


def test_the_change_of_an_answer_can_be_thrown_away(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    astrid.open(address("answer", answer.pk))
    astrid.press("Ändra")
    autosave(astrid, nytt="Sedan")
    astrid.open(astrid.address)
    astrid.press("Kasta utkastet")
    assert cast.treatment.drafts.count() == 0
    assert cast.treatment.answers.get().values == {"nytt": "Först"}


def test_the_draft_of_something_already_sent_leads_to_the_answer(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    draft = astrid.address
    astrid.press("Spara och skicka", nytt="Att larmet")
    astrid.open(draft)
    assert astrid.address == address("answer", Answer.objects.get().pk)


# Sending


@pytest.mark.row("M5")
def test_a_form_is_sent_and_the_receipt_says_who_can_read_it(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "veckokollen"))
    astrid.press("Spara och skicka", **WEEK)
    assert astrid.page.headings[0] == "Skickat"
    assert "Bo kan läsa det nu, men läser inte alltid samma dag." in astrid.text
    assert cast.treatment.answers.get().values == WEEK
    assert not cast.treatment.drafts.exists()


@pytest.mark.row("M5")
def test_a_form_is_filled_in_many_times_and_each_filling_keeps_its_date(
    astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    for smarta in (3, 4):
        astrid.open(address("fill_in", "veckokollen"))
        astrid.press("Spara och skicka", **{**WEEK, "smarta": smarta})
        wall.pass_by(days=7)
        log_in(astrid.client, cast.astrid)
    astrid.open(address("answers_of_form", "veckokollen"))
    assert "22 november" in astrid.text
    assert "29 november" in astrid.text
    sent = cast.treatment.answers.order_by("sent_at").values_list("values__smarta", flat=True)
    assert list(sent) == [3, 4]


@pytest.mark.row("M5b")
def test_nothing_is_filled_in_beforehand(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("veckokollen", WEEK)
    astrid.open(address("fill_in", "veckokollen"))
    form, _ = astrid.page.form("Spara och skicka")
    typed = {name: values for name, values in form.values.items() if any(values)}
    assert sorted(typed) == ["csrfmiddlewaretoken", "form", "page", "revision"]


def test_an_empty_form_is_not_sent(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "efter-ovningen"))
    astrid.press("Spara och skicka")
    assert astrid.status == 422
    assert "Formuläret är tomt. Fyll i något först." in astrid.text
    assert not cast.treatment.answers.exists()


def test_a_form_with_nought_alone_is_not_empty(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "efter-ovningen"))
    astrid.press("Spara och skicka", fore="0")
    assert cast.treatment.answers.get().values == {"fore": 0}


def test_to_send_twice_gives_one_answer(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "veckokollen"))
    other.open(address("fill_in", "veckokollen"))
    astrid.press("Spara och skicka", **WEEK)
    other.press("Spara och skicka", **WEEK)
    assert (other.page.headings[0], other.address) == ("Skickat", astrid.address)
    assert cast.treatment.answers.count() == 1


@pytest.mark.row("M5c")
def test_what_was_already_sent_with_other_words_becomes_a_change(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "veckokollen"))
    other.open(address("fill_in", "veckokollen"))
    astrid.press("Spara och skicka", **WEEK)
    other.press("Spara och skicka", **{**WEEK, "smarta": 9}, anm="Från telefonen")
    assert other.status == 409
    assert "Formuläret är redan skickat, kanske från en annan flik." in other.text
    assert (other.page.fields["smarta"], other.page.fields["anm"]) == (["9"], ["Från telefonen"])
    assert cast.treatment.drafts.get().values["anm"] == "Från telefonen"
    other.press("Spara och skicka")
    newest = cast.treatment.answers.get(replaces__isnull=False)
    assert (newest.values["smarta"], newest.replaces.values) == (9, WEEK)


def test_what_was_sent_and_taken_back_elsewhere_becomes_a_new_draft(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    other.open(address("fill_in", "reflektion-1"))
    astrid.press("Spara och skicka", nytt="Från datorn")
    answer = cast.treatment.answers.get()
    astrid.open(address("withdraw", answer.pk))
    astrid.press("Ja, ta tillbaka")
    other.press("Spara och skicka", nytt="Från telefonen")
    assert (other.status, other.page.fields["nytt"]) == (409, ["Från telefonen"])
    assert cast.treatment.drafts.get().values == {"nytt": "Från telefonen"}
    other.press("Spara och skicka")
    assert [a.values["nytt"] for a in cast.treatment.answers.filter(withdrawn_at=None)] == [
        "Från telefonen"
    ]


def test_what_was_thrown_away_elsewhere_becomes_a_new_draft(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    cast.treatment.drafts.all().delete()
    astrid.press("Spara och skicka", nytt="Det jag skrev")
    assert astrid.status == 409
    assert "Utkastet togs bort på ett annat ställe. Här är det du skrev." in astrid.text
    assert astrid.page.fields["nytt"] == ["Det jag skrev"]
    assert cast.treatment.drafts.get().values == {"nytt": "Det jag skrev"}
    astrid.press("Spara och skicka")
    assert astrid.page.headings[0] == "Skickat"


def test_a_draft_begun_anew_elsewhere_is_not_overwritten_in_silence(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    cast.treatment.drafts.all().delete()
    other.open(address("fill_in", "reflektion-1"))
    autosave(other, nytt="Det nya")
    astrid.press("Spara och skicka", nytt="Det gamla")
    assert "Utkastet har ändrats på ett annat ställe" in astrid.text
    assert astrid.page.fields["nytt"] == ["Det gamla"]
    assert cast.treatment.drafts.get().values == {"nytt": "Det nya"}


def test_an_older_page_does_not_send_over_a_newer_draft(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "reflektion-1"))
    other.open(address("fill_in", "reflektion-1"))
    autosave(astrid, nytt="Det nya")
    other.press("Spara och skicka", nytt="Det gamla")
    assert other.status == 409
    assert "Utkastet har ändrats på ett annat ställe, till exempel i en annan flik." in other.text
    assert other.page.fields["nytt"] == ["Det gamla"]
    assert other.page.has_link("Visa det andra utkastet i stället")
    assert cast.treatment.drafts.get().values == {"nytt": "Det nya"}
    assert not cast.treatment.answers.exists()


@pytest.mark.parametrize("button", ["send", "more", "fewer", "more_rows"])
def test_an_older_page_with_faults_is_told_that_the_draft_is_newer(
    button: str, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    other = Browser(cast.astrid)
    astrid.open(address("fill_in", "veckokollen"))
    other.open(address("fill_in", "veckokollen"))
    autosave(astrid, anm="Det nya")
    form, _ = other.page.form("Spara och skicka")
    typed = {**form.values, "anm": ["Det gamla"], button: ["1"]}
    response = other.client.post(other.address, typed)
    page = Page(response.content.decode())
    assert "Utkastet har ändrats på ett annat ställe" in page.text
    assert page.fields["anm"] == ["Det gamla"]
    assert cast.treatment.drafts.get().values == {"anm": "Det nya"}


def test_a_treatment_that_is_over_takes_nothing_but_keeps_the_words_on_the_page(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "reflektion-1"))
    Treatment.objects.filter(pk=cast.treatment.pk).update(state=State.MAINTENANCE)
    astrid.press("Spara och skicka", nytt="Det jag skrev")
    assert astrid.status == 422
    assert "Du kan läsa men inte fylla i." in astrid.text
    assert astrid.page.fields["nytt"] == ["Det jag skrev"]


def test_what_was_changed_elsewhere_can_not_be_changed_again_but_keeps_the_words(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("reflektion-1", {"nytt": "Först"})
    astrid.open(address("answer", answer.pk))
    astrid.press("Ändra")
    Answer.objects.filter(pk=answer.pk).update(withdrawn_at=cast.now)
    astrid.press("Spara och skicka", nytt="Sedan")
    assert astrid.status == 409
    assert "Svaret är redan ändrat eller återtaget." in astrid.text
    assert astrid.page.fields["nytt"] == ["Sedan"]


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("finns-inte", ""),
        ("", ""),
        ("relationer", ""),
        ("somndagbok", ""),
        ("somndagbok", "2026-02-30"),
        ("somndagbok", "i går"),
        ("somndagbok", "\0"),
    ],
)
def test_a_draft_that_never_was_cannot_be_made_up(
    form: str, day: str, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    client = cast.client(cast.astrid)
    typed = {"form": form, "entry_date": day, "nytt": "Hej", "b": "22:00"}
    unknown = address("draft", "00000000-0000-4000-8000-000000000000")
    assert client.post(unknown, typed).status_code == 404
    assert not Draft.objects.exists()


# A diary of one a day


@pytest.mark.row("M5b")
def test_a_diary_asks_for_its_day_and_chooses_none(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("fill_in", "somndagbok"))
    assert astrid.page.headings[0] == "Vilken natt?"
    astrid.click("Natten till i går")
    assert "Natten till i går, lördag 21 november" in astrid.text
    astrid.press("Spara och skicka", **NIGHT)
    assert astrid.page.headings[0] == "Skickat"
    assert "lördag 21 november: ifylld" in astrid.text
    assert "söndag 22 november: inte ifylld" in astrid.text


@pytest.mark.row("M5b")
@pytest.mark.parametrize(
    ("days", "status", "says"),
    [
        (0, 200, "Hur var natten?"),
        (14, 200, "Hur var natten?"),
        (15, 422, "Du kan fylla i 14 dagar bakåt, till 8 november."),
        (-1, 422, "Den dagen har inte varit än."),
        (-2_000_000, 422, "Den dagen har inte varit än."),
        (700_000, 422, "Du kan fylla i 14 dagar bakåt"),
    ],
)
def test_a_diary_can_be_filled_in_fourteen_days_afterwards(
    days: int, status: int, says: str, astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    day = cast.treatment.starts_on - timedelta(days=days)
    astrid.open(address("fill_in_day", "somndagbok", day.isoformat()))
    assert (astrid.status, says in astrid.text) == (status, True)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "0000-01-01", "2026-11-00", "２０２６-11-22", "20261122"]
)
def test_a_day_that_does_not_exist_is_not_found(day: str, astrid: Browser, cast: Cast) -> None:
    astrid.open(f"/program/{cast.treatment.pk}/formular/somndagbok/{day}/")
    assert (astrid.status, "Sidan finns inte" in astrid.text) == (404, True)


@pytest.mark.row("M5b")
def test_the_days_go_back_to_the_day_before_the_start_and_no_further(
    astrid: Browser, address: Callable[..., str], cast: Cast, wall: Wall
) -> None:
    days = [text for _, text in astrid.open(address("fill_in", "somndagbok")).links]
    assert [text for text in days if text.startswith("Natten till")] == [
        "Natten till i dag söndag 22 november",
        "Natten till i går lördag 21 november",
    ]
    wall.pass_by(days=30)
    log_in(astrid.client, cast.astrid)
    days = [text for _, text in astrid.open(address("fill_in", "somndagbok")).links]
    assert len([text for text in days if text.startswith("Natten till")]) == 15


def test_a_day_that_is_filled_in_leads_to_its_answer(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    answer = cast.send("somndagbok", {"datum": "2026-11-21", **NIGHT})
    astrid.open(address("fill_in", "somndagbok"))
    assert "lördag 21 november · ifylld" in astrid.text
    astrid.click("Natten till i går")
    assert astrid.address == address("answer", answer.pk)


@pytest.mark.row("M5c")
def test_a_day_that_was_taken_meanwhile_becomes_a_change(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-21"))
    draft = cast.treatment.drafts.get()
    Draft.objects.filter(pk=draft.pk).update(entry_date="2026-11-01")
    taken = cast.send("somndagbok", {"datum": "2026-11-21", **NIGHT})
    Draft.objects.filter(pk=draft.pk).update(entry_date="2026-11-21")
    astrid.press("Spara och skicka", b="21:00", u="06:00")
    assert astrid.status == 409
    assert "Du har redan skickat dagboken för den dagen." in astrid.text
    assert (astrid.page.fields["b"], astrid.page.fields["u"]) == (["21:00"], ["06:00"])
    astrid.press("Spara och skicka")
    newest = cast.treatment.answers.get(replaces=taken)
    assert newest.values == {"datum": "2026-11-21", "b": "21:00", "u": "06:00"}


@pytest.mark.row("M5b")
def test_as_yesterday_copies_on_request(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    before = {"datum": "2026-11-21", **NIGHT, "smarta_natt": 0, "anm": "Oväsen"}
    cast.send("somndagbok", before)
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    assert "b" not in [name for name, values in astrid.page.fields.items() if any(values)]
    astrid.press("Som i går")
    fields = astrid.page.fields
    assert (fields["b"], fields["u"], fields["smarta_natt"]) == (["22:30"], ["06:45"], ["0"])
    draft = cast.treatment.drafts.get()
    assert draft.values == {**NIGHT, "smarta_natt": 0}
    assert not astrid.page.has_button("Som i går")
    astrid.press("Spara och skicka")
    assert cast.treatment.answers.get(entry_date="2026-11-22").values["datum"] == "2026-11-22"


@pytest.mark.row("M5b")
def test_as_yesterday_leaves_what_is_typed_and_fills_the_rest(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("somndagbok", {"datum": "2026-11-21", **NIGHT, "smarta_natt": 0})
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    astrid.press("Som i går", b="23:15", anm="Lugnt")
    fields = astrid.page.fields
    assert (fields["b"], fields["u"], fields["anm"]) == (["23:15"], ["06:45"], ["Lugnt"])


@pytest.mark.row("M5b")
def test_as_yesterday_beside_a_newer_draft_shows_what_is_typed_and_writes_over_nothing(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("somndagbok", {"datum": "2026-11-21", **NIGHT})
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    draft = cast.treatment.drafts.get()
    save_draft(draft=draft, values={"b": "21:00"}, revision=0, by=cast.astrid, now=cast.now)
    astrid.press("Som i går", b="23:15")
    assert (astrid.status, astrid.page.fields["b"]) == (409, ["23:15"])
    assert cast.treatment.drafts.get().values == {"b": "21:00"}


def test_as_yesterday_of_a_day_that_has_been_taken_back_fills_nothing(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    before = cast.send("somndagbok", {"datum": "2026-11-21", **NIGHT})
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    withdraw_answer(answer=before, by=cast.astrid, now=cast.now)
    astrid.press("Som i går", b="23:15")
    assert cast.treatment.drafts.get().values == {"b": "23:15"}


def test_as_yesterday_is_not_offered_when_yesterday_is_empty(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    cast.send("somndagbok", {"datum": "2026-11-20", **NIGHT})
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    assert not astrid.page.has_button("Som i går")


@pytest.mark.row("M5b")
def test_more_questions_are_shown_on_request_and_remembered(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-22"))
    assert "Hur utvilad är du nu?" not in astrid.text
    astrid.press("Fler frågor", b="22:30")
    assert "Hur utvilad är du nu?" in astrid.text
    assert astrid.page.fields["b"] == ["22:30"]
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-21"))
    assert "Hur utvilad är du nu?" in astrid.text
    astrid.press("Visa färre frågor nästa gång")
    astrid.open(address("fill_in_day", "somndagbok", "2026-11-20"))
    assert "Hur utvilad är du nu?" not in astrid.text


def test_more_questions_are_shown_when_one_of_them_is_answered(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    night = {"datum": "2026-11-21", **NIGHT, "tupplur": 0}
    answer = cast.send("somndagbok", night)
    astrid.open(address("answer", answer.pk))
    astrid.press("Ändra")
    assert astrid.page.fields["tupplur"] == ["0"]
    astrid.press("Spara och skicka", b="22:00")
    assert cast.treatment.answers.get(replaces=answer).values == {**night, "b": "22:00"}


def test_more_rows_come_when_those_that_are_shown_are_filled(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("fill_in", "verktygslada"))
    rows = {f"verktyg-{n}-ord": f"Sak {n}" for n in (1, 2, 3)}
    assert "verktyg-4-ord" not in astrid.page.fields
    fields = astrid.press("Fler rader", **rows).fields
    assert {name: fields[name][0] for name in rows} == rows
    assert ("verktyg-5-ord" in fields, "verktyg-6-ord" in fields) == (True, False)


@pytest.mark.row("M5c")
def test_a_later_step_is_a_form_of_its_own_that_follows_the_first(
    astrid: Browser, address: Callable[..., str]
) -> None:
    astrid.open(address("fill_in", "forandring-vardag"))
    astrid.press("Spara och skicka", nar="När jag skalar", gor="Sätter mig")
    astrid.click("Hur gick det med förändringen?")
    astrid.press("Spara och skicka", gick="ofta")
    assert astrid.page.headings[0] == "Skickat"


def test_far_too_much_text_is_told_in_swedish(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "brev"))
    response = cast.client(cast.astrid).post(astrid.address, {"brev": "x" * 300_000})
    assert response.status_code == 400
    assert "Det blev för mycket på en gång." in response.content.decode()


def test_far_too_many_fields_are_told_in_swedish(
    astrid: Browser, address: Callable[..., str], cast: Cast
) -> None:
    astrid.open(address("fill_in", "brev"))
    typed = {f"x{n}": "1" for n in range(501)}
    assert cast.client(cast.astrid).post(astrid.address, typed).status_code == 400
