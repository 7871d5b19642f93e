"""A year on the moved clock: begun, silent, back, written to, carried out, maintained and ended.

At each step what either side sees, and what it does not; the notices arrive at a real mail server.
"""

from __future__ import annotations

import email.policy
import re
import socket
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from math import ceil

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Locator, expect

from lindra import clock, jobs
from lindra.models import TimeTravel, Treatment
from lindra.rules.calendar import SWEDEN, date_words, instant, last_day, local_date
from tests.journeys.visitor import Visitor
from tests.journeys.world import JOHAN, World

pytestmark = pytest.mark.journey

MORNING, FORENOON = time(7), time(9)
GORAN, KARIN = "goran@aker.example", "karin.ek@vastanvind.example"
_LOGGED_IN = "Du ser det när du har loggat in som vanligt."
_NO_ANSWER = "Det går inte att svara på det här mejlet."
FOR_PATIENT = (
    "Något nytt till dig i e-tjänsterna",
    f"Det finns något nytt till dig i e-tjänsterna. {_LOGGED_IN}\n\n{_NO_ANSWER}\n",
)
FOR_STAFF = (
    "Något nytt för dig i Lindra",
    f"Det finns något nytt för dig i Lindra. {_LOGGED_IN}\n\n{_NO_ANSWER}\n",
)
SCALES = (
    "Hur stark har smärtan varit",
    "Hur mycket har smärtan stört det du gör",
    "Hur mycket har smärtan stört din glädje",
    "Hur har humöret varit?",
    "Hur har du sovit?",
    "Hur säker är du på",
)


class Year:
    """The clock, the worker and the mail: a day is told as how many have passed since the first."""

    def __init__(self, first: date) -> None:
        self.first = first
        self.at = instant(first, time(8))
        self.arrived: list[tuple[int, str, str, tuple[str, str]]] = []

    def day(self, days: int) -> date:
        return self.first + timedelta(days=days)

    def go(self, days: int, at: str) -> None:
        """To that moment; the worker works at 7 and at 9 of each day on the way, and then."""
        end = instant(self.day(days), time.fromisoformat(at))
        for moment in [*self._mornings(end), end]:
            self._move(moment)
            jobs.plan_due(0)
            jobs.deliver_due(0)

    def mail(self) -> list[tuple[int, str, str, tuple[str, str]]]:
        """What has arrived since it was last asked: the day, the hour, to whom and what it says."""
        arrived, self.arrived = self.arrived, []
        return arrived

    def _mornings(self, end: datetime) -> Iterator[datetime]:
        here, there = ((local_date(each) - self.first).days for each in (self.at, end))
        for days in range(here, there + 1):
            for at in (MORNING, FORENOON):
                if self.at < (moment := instant(self.day(days), at)) < end:
                    yield moment

    def _move(self, moment: datetime) -> None:
        self.at, seconds = moment, ceil((moment - clock.wall()).total_seconds())
        TimeTravel.objects.update_or_create(id=1, defaults={"seconds": seconds})

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        """A letter arrives."""
        letter = message_from_bytes(envelope.content, policy=email.policy.default)
        says = (letter["Subject"], letter.get_content().replace("\r\n", "\n"))
        when = (local_date(self.at) - self.first).days, f"{self.at.astimezone(SWEDEN):%H:%M}"
        self.arrived += [(*when, to, says) for to in envelope.rcpt_tos]
        return "250 OK"


@pytest.fixture
def year(settings) -> Iterator[Year]:
    """From tomorrow, with a mail server that letters really go to and no other channel."""
    made = Year(local_date(clock.wall()) + timedelta(days=1))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.SMTP_URL, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "inget-svar@lindra.example"
    settings.OUTBOX_DIR = None
    server = Controller(made, hostname="127.0.0.1", port=port)
    server.start()
    yield made
    server.stop()


class Goran:
    """The patient: a new session at each visit."""

    def __init__(self, world: World) -> None:
        self.on = world.patient()
        self.on.expects(404, 422)
        self.home = ""

    def visits(self) -> Visitor:
        """He logs in and stands on his start page."""
        self.on.context.clear_cookies()
        self.on.open("/")
        self.on.press("Logga in som patient")
        self.on.press("Göran Åkerblom")
        self.on.sees_heading("Hej Göran")
        self.home = self.on.path
        return self.on

    def is_refused(self, *paths: str, status: int = 404) -> None:
        """Those pages are not for him."""
        for path in paths:
            answer = self.on.context.request.get(self.on.url + self.home + path)
            assert answer.status == status, f"{path}: {answer.status}"


class Karin:
    """The therapist, with Göran alone."""

    def __init__(self, world: World) -> None:
        self.on = world.staff()
        self.on.expects(422)
        self.on.open("/")
        self.on.press("Logga in som personal")
        self.on.press("Karin Ek")
        self.patient = ""

    def flags(self) -> list[str]:
        """What "Mina" says that there is to handle for Göran."""
        self.on.open("/mina/")
        expect(self._row()).to_have_count(1)
        return [
            _words(each)
            for each in self._row()
            .locator(".table-to-do li, .table-to-do .quiet")
            .all_inner_texts()
        ]

    def opens_flag(self, words: str) -> None:
        """One of those that he has on "Mina"."""
        self._row().locator(".table-to-do").get_by_role("link", name=words).click()
        self.on.sees_heading("Göran Åkerblom")

    def stage(self) -> str:
        """How "Mina" says that it stands."""
        return _words(self._row().locator(".table-stage").inner_text())

    def timeline(self, group: str) -> list[str]:
        """The lines of a group, newest first, without their hours."""
        self.on.open(f"{self.patient}tidslinje/?visa={group}")
        return [_words(each)[6:] for each in self.on.page.locator(".timeline p").all_inner_texts()]

    def does(self, act: str) -> None:
        """By the button at the bottom of "Hantera"."""
        self.on.open(self.patient)
        self.on.within("Momentet").get_by_role("link", name=act, exact=True).click()
        self.on.sees_heading(act)

    def ends(self, reason: str) -> None:
        self.does("Avsluta")
        self.on.page.get_by_label("Orsak").select_option(label=reason)
        self.on.press("Avsluta", exact=True)
        self.on.sees("Momentet är avslutat.")

    def writes(self, text: str, when: str) -> None:
        """In the box before her; told at once or with the day's."""
        self.on.page.get_by_label(re.compile("^(Skriv|Meddelande) till")).fill(text)
        self.on.page.get_by_label(re.compile(f"^{when}")).check()
        self.on.sees_not("har inte slagit på aviseringar")
        self.on.press("Skicka", exact=True)
        self.on.sees("Skickat. Du kan ångra i 30 sekunder.")

    def _row(self) -> Locator:
        return self.on.page.get_by_role("row").filter(has_text="Göran Åkerblom")


def _words(text: str) -> str:
    return " ".join(text.split())


def begin(karin: Karin, goran: Goran, year: Year) -> None:
    """By the personal number and without module 7; he opens it, and wants to be told by e-mail."""
    karin.on.follow("Min profil")
    karin.on.page.get_by_label("E-post", exact=True).check()
    karin.on.press("Spara", exact=True)
    karin.on.follow("Mina", exact=True)
    karin.on.follow("Starta nytt moment")
    karin.on.page.get_by_label("Patientens personnummer").fill("19570114-9873")
    karin.on.press("Nytt moment")
    karin.on.page.get_by_text("Startdag och moduler").click()
    karin.on.page.locator("label.tick").filter(has_text="Modul 7:").click()
    karin.on.press("Ja, starta momentet")
    karin.patient = f"/moment/{Treatment.objects.get().pk}/"
    assert karin.flags() == ["Nytt program"]
    on = goran.visits()
    on.sees("Nytt", exact=True)
    on.sees(f"Öppet till och med {date_words(last_day(year.first, 12))}.")
    on.follow("Börja läsa")
    on.press("Nästa: Det här är inte en akuttjänst")
    on.sees_heading("Det här är inte en akuttjänst")
    goran.is_refused("modul/m7/")
    on.open(goran.home)
    on.sees_not(re.compile("^Nytt$"))
    on.follow("Aviseringar")
    expect(on.page.get_by_label("SMS")).to_have_count(0)
    on.page.get_by_label("E-post").fill(GORAN)
    on.press("Spara")
    on.sees("Aviseringar är på.")
    karin.opens_flag("Nytt program")
    assert karin.flags() == ["Inget just nu"]


def be_silent(karin: Karin, goran: Goran, year: Year) -> None:
    """Fourteen days: he is told, and the team has a filter and no flag."""
    year.go(13, "23:00")
    assert year.mail() == []
    assert karin.flags() == ["Inget just nu"]
    expect(karin.on.page.get_by_role("link", name=re.compile("^Tysta"))).to_have_count(0)
    year.go(14, "12:00")
    assert year.mail() == [(14, "09:00", GORAN, FOR_PATIENT)]
    assert karin.flags() == ["Inget just nu"]
    karin.on.page.get_by_role("link", name=re.compile("^Tysta 1")).click()
    assert karin.flags() == ["Inget just nu"]
    assert karin.timeline("meddelanden") == ["Avisering skickad: Till patienten: e-post · Systemet"]
    year.go(15, "10:00")
    on = goran.visits()
    on.sees("Välkommen tillbaka. Här var du senast.")
    on.follow("Fortsätt", exact=True)
    on.open(goran.home)
    on.sees_not("Välkommen tillbaka")


def write_late(karin: Karin, year: Year) -> None:
    """ "Direkt" after 20 is told at 7."""
    year.go(15, "21:30")
    karin.on.open(f"{karin.patient}meddelanden/ny/")
    karin.writes("Hur går det med promenaderna?", "Direkt")
    year.go(15, "23:59")
    assert year.mail() == []


def write_both_ways(karin: Karin, goran: Goran, year: Year) -> None:
    """He reads and answers; "Uppsamlat" is told in the next forenoon."""
    year.go(16, "08:00")
    assert year.mail() == [(16, "07:00", GORAN, FOR_PATIENT)]
    on = goran.visits()
    on.page.get_by_role("link", name=re.compile("Nytt meddelande från Karin Ek")).click()
    on.page.get_by_label("Skriv i konversationen").fill("Bättre än jag trodde.")
    on.press("Skicka", exact=True)
    on.open(goran.home)
    on.sees_not("Nytt meddelande från")
    assert karin.flags() == ["Inget just nu"]  # he may still undo it
    year.go(16, "08:05")
    [flag] = karin.flags()
    assert flag.startswith("Nytt meddelande")
    karin.opens_flag("Nytt meddelande")
    karin.on.sees("Bättre än jag trodde.")
    assert karin.flags() == [flag]  # opening is not answering
    karin.opens_flag("Nytt meddelande")
    karin.writes("Fint, fortsätt så.", "Uppsamlat")
    assert karin.flags() == ["Inget just nu"]
    year.go(17, "08:59")
    assert year.mail() == []
    year.go(17, "18:00")
    assert year.mail() == [(17, "09:00", GORAN, FOR_PATIENT)]
    on = goran.visits()
    on.page.get_by_role("link", name=re.compile("Nytt meddelande från Karin Ek")).click()
    on.sees("Fint, fortsätt så.")


def carry_it_out(karin: Karin, goran: Goran, year: Year) -> None:
    """The completion form: Karin is told, and it is on "Mina" until she has opened it."""
    year.go(200, "18:00")
    assert year.mail() == [(31, "09:00", GORAN, FOR_PATIENT)]  # one silence is told once
    on = goran.visits()
    on.sees("Välkommen tillbaka. Här var du senast.")
    on.open(f"{goran.home}formular/genomfort/")
    on.page.get_by_label("Jag har gått igenom programmet").check()
    for words in SCALES:
        on.choose(words, "5")
    on.press("Spara och skicka")
    on.sees_heading("Skickat")
    year.go(200, "18:01")
    assert year.mail() == [(200, "18:01", KARIN, FOR_STAFF)]
    assert karin.flags() == ["Programmet genomfört"]
    karin.opens_flag("Programmet genomfört")
    assert karin.flags() == ["Inget just nu"]


def come_to_the_end(karin: Karin, goran: Goran, year: Year, last: int) -> None:
    """Reminded at 30 and 7 days; the day before it is on both sides, until it is extended."""
    year.go(last - 7, "12:00")
    assert year.mail() == [(day, "09:00", GORAN, FOR_PATIENT) for day in (214, last - 30, last - 7)]
    assert karin.flags() == ["Inget just nu"]
    on = goran.visits()
    on.sees("Det är 7 dagar kvar.")
    on.sees_not("sista dagen")
    year.go(last - 1, "10:00")
    assert karin.flags() == ["Slutar i morgon"]
    karin.opens_flag("Slutar i morgon")
    assert karin.flags() == ["Slutar i morgon"]  # opening ends nothing
    on.open(goran.home)
    on.sees("I morgon är sista dagen.")
    later = date_words(year.day(last + 60))
    karin.does("Förläng")
    karin.on.page.get_by_label("Ny sista dag").fill(year.day(last + 60).isoformat())
    karin.on.page.get_by_label("Orsak").fill("Sjukdom under hösten")
    karin.on.press("Fortsätt")
    karin.on.press("Förläng", exact=True)
    karin.on.sees(f"Förlängt. Öppet till och med {later}.")
    assert karin.flags() == ["Inget just nu"]
    on.page.reload()
    on.sees(f"Öppet till och med {later}.")
    on.sees_not("sista dagen")


def maintain(karin: Karin, goran: Goran, year: Year, last: int) -> None:
    """Two modules for thirty days: read, and neither filled in nor written."""
    until = date_words(year.day(last + 29))
    karin.does("Vidmakthåll")
    karin.on.page.get_by_label("Antal dagar").fill("30")
    for label in ("Innan du börjar", "Modul 2:", "Modul 3:", "Modul 4:", "Modul 6:"):
        karin.on.page.locator("label.tick").filter(has_text=label).click()
    for label in ("Modul 8:", "Mindfulnessövningar"):
        karin.on.page.locator("label.tick").filter(has_text=label).click()
    karin.on.press("Fortsätt")
    karin.on.sees(f"Göran kan läsa modul 1 och 5 till och med {until}")
    karin.on.press("Vidmakthåll", exact=True)
    assert (karin.flags(), karin.stage()) == (["Inget just nu"], "Vidmakthålls")
    reads_and_no_more(goran, until)


def reads_and_no_more(goran: Goran, until: str) -> None:
    on = goran.on
    on.open(goran.home)
    on.sees("Du kan läsa men inte fylla i")
    on.sees(f"Du kan läsa modul 1 och 5 till och med {until}.")
    on.sees_not(re.compile("Skriv till Karin|I dag$|Modul 2"))
    for module in ("m1", "m5"):
        on.open(f"{goran.home}modul/{module}/{module}-01/")
    goran.is_refused(*(f"modul/m{n}/" for n in (2, 3, 4, 6, 7, 8)), "modul/m2/m2-01/")
    goran.is_refused("formular/genomfort/")  # of module 8
    goran.is_refused("formular/reflektion-1/", status=422)
    on.open(f"{goran.home}meddelanden/skriv/")
    expect(on.page.get_by_role("textbox")).to_have_count(0)
    on.open(f"{goran.home}svar/")
    on.follow(re.compile("^Programmet genomfört"))


def end_reopen_and_end(karin: Karin, goran: Goran, year: Year, last: int) -> None:
    """The day before the last it is a flag again; what is ended leaves him his own answers."""
    year.go(last + 27, "12:00")
    assert karin.flags() == ["Inget just nu"]
    year.go(last + 28, "12:00")
    assert year.mail() == [(day, "09:00", GORAN, FOR_PATIENT) for day in (last, last + 22)]
    assert karin.flags() == ["Slutar i morgon"]
    goran.visits().sees("I morgon är sista dagen.")
    karin.ends("Genomfört enligt plan")
    is_ended(karin, goran)
    karin.does("Återöppna")
    karin.on.press("Återöppna", exact=True)
    karin.on.sees("Momentet är återöppnat.")
    assert (karin.flags(), karin.stage()) == (["Slutar i morgon"], "Vidmakthålls")
    goran.on.open(goran.home)
    goran.on.sees(f"Du kan läsa modul 1 och 5 till och med {date_words(year.day(last + 29))}.")
    karin.ends("Annan orsak")
    goran.on.page.reload()
    goran.on.sees("Programmet är avslutat")
    year.go(last + 60, "12:00")
    assert year.mail() == []


def is_ended(karin: Karin, goran: Goran) -> None:
    karin.on.open("/mina/")
    karin.on.sees_not("Göran")
    karin.on.follow(re.compile("^Avslutade 1"))
    karin.on.sees("Göran Åkerblom")
    on = goran.on
    on.open(goran.home)
    on.sees("Programmet är avslutat")
    on.sees_not(re.compile("sista dagen|Fortsätt|Moduler|Dagbok"))
    goran.is_refused("moduler/", "modul/m1/", "modul/m1/m1-01/", "formular/genomfort/", status=422)
    on.open(goran.home)
    on.follow(re.compile("^Mina svar Allt"))
    on.follow(re.compile("^Programmet genomfört"))


@pytest.mark.row("M3", "M4", "M6", "M12", "M14", "M14b", "M18", "M18b", "M19", "M20", "M23")
def test_a_year_from_the_start_to_the_second_end(world: World, year: Year) -> None:
    year.go(0, "10:00")
    karin, goran = Karin(world), Goran(world)
    johan = world.staff(JOHAN)
    last = (last_day(year.first, 12) - year.first).days
    begin(karin, goran, year)
    be_silent(karin, goran, year)
    write_late(karin, year)
    write_both_ways(karin, goran, year)
    carry_it_out(karin, goran, year)
    come_to_the_end(karin, goran, year, last)
    maintain(karin, goran, year, last)
    end_reopen_and_end(karin, goran, year, last)
    assert [line.split(":")[0].split(" ·")[0] for line in karin.timeline("momentet")] == [
        "Avslutat",
        "Återöppnat",
        "Avslutat",
        "Vidmakthålls",
        "Förlängt",
        "Momentet öppnat första gången",
        "Programmet öppnat första gången",
        "Moduler ändrade",
        "Programmet startat",
    ]
    johan.open("/mina/")
    johan.sees_not("Göran")
