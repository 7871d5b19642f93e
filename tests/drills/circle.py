"""Who stands around a treatment, told once more: team, absences, the offer to another unit.

Follows BEHAVIOUR F4, F4b, F5, M14b (c) and N7. No code of ours; people are known by their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
LONGEST = timedelta(days=366)


@dataclass
class Member:
    """Somebody in the team; the responsible therapist, or beside her."""

    name: str
    responsible: bool
    since: datetime
    first: date
    opened: datetime | None = None


@dataclass
class Away:
    """Who is away, who stands in, and the days, both inclusive."""

    name: str
    substitute: str
    first: date
    last: date

    def meets(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


@dataclass
class Circle:
    """`at` has the unit of each therapist. Who leaves the day she came leaves no row behind."""

    unit: str
    at: dict[str, str]
    members: list[Member]
    former: list[Member] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    offered_to: str = ""

    @property
    def responsible(self) -> Member:
        (found,) = (each for each in self.members if each.responsible)
        return found

    @property
    def team_opened(self) -> datetime | None:
        """When somebody of the team last opened the treatment for the first time."""
        moments = [each.opened for each in (*self.members, *self.former) if each.opened]
        return max(moments, default=None)

    def named(self, name: str) -> Member | None:
        return next((each for each in self.members if each.name == name), None)

    def treating(self, today: date) -> set[str]:
        """Those who may read and act: the team, and whoever stands in for the responsible."""
        return {each.name for each in self.members} | self._standing_in(today)

    def open(self, name: str, now: datetime, today: date) -> None:
        """The first opening under each responsible counts; who stands in opens in her place."""
        member = self.named(name)
        in_place = [self.responsible] if name in self._standing_in(today) else []
        for each in (member, *in_place):
            if each and (each.opened is None or each.opened < self.responsible.since):
                each.opened = now

    def join(self, name: str, now: datetime, today: date, *, responsible: bool = False) -> None:
        self.members.append(Member(name, responsible, now, today))

    def leave(self, name: str, today: date) -> None:
        member = self.named(name)
        self.members.remove(member)
        if member.first < today:
            self.former.append(member)

    def hand_on(self, name: str, now: datetime, today: date, *, stay: bool) -> None:
        """Another is responsible; the former stays beside, or goes."""
        former = self.responsible.name
        for each in {former, name} & {each.name for each in self.members}:
            self.leave(each, today)
        self.join(name, now, today, responsible=True)
        if stay:
            self.join(former, now, today)

    def move(self, name: str, now: datetime, today: date) -> None:
        """The other unit has taken over: a new team, of one."""
        for each in list(self.members):
            self.leave(each.name, today)
        self.unit, self.offered_to = self.at[name], ""
        self.join(name, now, today, responsible=True)

    def may_be_away(self, absence: Away, today: date) -> bool:
        """Not in the past, not for ever, with somebody of the unit who is there herself."""
        days = (absence.first, absence.last)
        met = [each for each in self.away if each.meets(*days)]
        people = {each.name for each in met}
        return (
            today <= absence.first <= absence.last
            and absence.last - absence.first <= LONGEST
            and absence.name != absence.substitute
            and self.at[absence.name] == self.at[absence.substitute]
            and not people & {absence.name, absence.substitute}
            and absence.name not in {each.substitute for each in met}
        )

    def come_back(self, absence: Away, today: date) -> None:
        """What has begun ends with yesterday, what is to come is taken away."""
        if absence.first >= today:
            self.away.remove(absence)
        else:
            absence.last = today - DAY

    def _standing_in(self, today: date) -> set[str]:
        name = self.responsible.name
        return {
            each.substitute
            for each in self.away
            if each.name == name and each.first <= today <= each.last
        }
