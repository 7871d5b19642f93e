"""What BEHAVIOUR says of a treatment, told once more: to hold the system against. No code of ours.

Only dates, moments and lists; `phase`, `may` and the flags follow the rows M3, M14, M14b, M18-M20.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.drills.circle import Circle

UNSEEN = timedelta(seconds=30)
MAY = {
    "planned": {"postpone", "choose_modules", "recommend", "end"},
    "running": {"choose_modules", "recommend", "extend", "maintain", "end"},
    "maintained": {"extend", "maintain", "end"},
    "expired": {"extend", "maintain", "end"},
    "ended": {"reopen"},
}


def day(moment: datetime) -> date:
    """The Swedish date."""
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date()


@dataclass
class Written:
    """A message. `by` is "patient" or the name of a member of staff."""

    thread: int
    by: str
    at: datetime
    seen: datetime | None = None
    read: bool = False
    waived: bool = False
    misdirected: bool = False


@dataclass
class Sent:
    """An answer that stands: changed and taken back ones are taken away."""

    form: str
    at: datetime
    completes: bool = False
    unread: bool = True


@dataclass
class Told:
    """All that is known of one treatment; `around` are its people."""

    starts_on: date
    ends_on: date
    around: Circle
    state: str = "active"
    before_end: str = ""
    ended_on: date | None = None
    opened: bool = False
    active_at: datetime | None = None
    before_log_in: datetime | None = None
    answers: list[Sent] = field(default_factory=list)
    messages: list[Written] = field(default_factory=list)

    def phase(self, now: datetime) -> str:
        """planned, running, maintained, expired or ended."""
        if self.state == "ended":
            return "ended"
        if day(now) > self.ends_on:
            return "expired"
        if self.state == "maintenance":
            return "maintained"
        return "planned" if day(now) < self.starts_on else "running"

    def may(self, act: str, now: datetime) -> bool:
        """Whether the team may do that now."""
        if act == "reopen" and self.ended_on:
            return (day(now) - self.ended_on).days <= 14
        return act in MAY[self.phase(now)]

    def log_in(self, now: datetime) -> None:
        self.before_log_in, self.active_at = self.active_at, now

    def do(self, now: datetime) -> None:
        """The patient has done something."""
        self.active_at, self.before_log_in = now, None

    def team_flags(self, now: datetime) -> set[tuple[str, object, int]]:
        """(kind, form or thread, count) of each."""
        forms = {each.form for each in self.answers if each.unread}
        found: set[tuple[str, object, int]] = {self._answered(form) for form in forms}
        threads = [each.thread for each in self.messages if self._wants_answer(each, now)]
        found |= {("message", thread, threads.count(thread)) for thread in threads}
        if self.state == "ended":
            return found
        if day(now) >= self.ends_on - timedelta(days=1):
            found.add(("ending", "", 1))
        opened = self.around.team_opened
        if opened is None or opened < self.around.responsible.since:
            found.add(("new", "", 1))
        return found

    def patient_flags(self, now: datetime) -> set[tuple[str, object]]:
        """(kind, thread) of each."""
        found: set[tuple[str, object]] = {
            ("message", each.thread)
            for each in self.messages
            if each.by != "patient"
            and not (each.read or each.misdirected)
            and now >= each.at + UNSEEN
        }
        if self.phase(now) not in ("running", "maintained"):
            return found
        if day(now) >= self.ends_on - timedelta(days=1):
            found.add(("ending", ""))
        if not self.opened:
            found.add(("new", ""))
        if self.before_log_in and (day(self.active_at) - day(self.before_log_in)).days >= 14:
            found.add(("welcome_back", ""))
        return found

    def _answered(self, form: str) -> tuple[str, str, int]:
        ones = [each for each in self.answers if each.form == form and each.unread]
        completes = any(each.completes for each in ones)
        return "completed" if completes else "answered", form, len(ones)

    def _wants_answer(self, message: Written, now: datetime) -> bool:
        if message.by != "patient" or message.waived or now < message.at + UNSEEN:
            return False
        return not any(
            each.by != "patient"
            and each.thread == message.thread
            and not each.misdirected
            and each.seen is not None
            and each.seen >= message.at + UNSEEN
            for each in self.messages
        )
