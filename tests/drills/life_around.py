"""The part of a random life that is about the people around the treatment.

They join and leave, hand it on and over, are away and come back. After each step everybody reaches
what she should, and nobody else anything.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from lindra.access import May, NotReachable, StaffSession, fetch
from lindra.actions import absence, handover, team
from lindra.models import Absence, RoleKind, TeamMember, Treatment
from lindra.queries.colleagues import responsible_of
from tests.cast import Cast, staff
from tests.drills.circle import Away, Circle, Member
from tests.drills.oracle import Told, day


class Around:
    """`one_of_team` is who acts. The life itself says what time it is, and judges each act."""

    dice: random.Random
    cast: Cast
    now: datetime
    told: Told
    done: list[str]
    treatment: Treatment
    attempt: Callable[..., object]

    def gather(self) -> Circle:
        """The therapists of both units, two and three, and Bo alone in the team."""
        cast = self.cast
        gun = staff("Gun", "Gren", "fysioterapeut", cast.smartenheten, RoleKind.THERAPIST)
        ines = staff("Ines", "Iversen", "läkare", cast.ekbacken, RoleKind.THERAPIST)
        self.staff = {each.name: each for each in (cast.bo, cast.erik, gun, cast.carin, ines)}
        at = {name: each.commission.unit.name for name, each in self.staff.items()}
        bo = Member(cast.bo.name, True, self.now, day(self.now))
        return Circle(cast.smartenheten.name, at, [bo])

    @property
    def around(self) -> Circle:
        return self.told.around

    def one_of_team(self) -> StaffSession:
        """Somebody who treats today, or stands in."""
        return self.staff[self.dice.choice(sorted(self.around.treating(day(self.now))))]

    def compare_reach(self) -> None:
        """Whoever treats today reads and acts; whoever it is offered to answers; nobody else."""
        today = day(self.now)
        treating = self.around.treating(today)
        asked = self.around.offered_to if self.told.state != "ended" else None
        for name, who in self.staff.items():
            reached = (name in treating, name in treating, self.around.at[name] == asked)
            doors = (May.READ_TREATMENT, May.HANDLE_TREATMENT, May.ANSWER_OFFER)
            assert tuple(self._reaches(each, who) for each in doors) == reached, self.done
        for who in (self.cast.doris, self.cast.hanna, self.cast.sixten, self.cast.fatima):
            for may in (May.READ_TREATMENT, May.HANDLE_TREATMENT, May.WORK_IN_PROGRAMME):
                assert not self._reaches(may, who), self.done

    def compare_team(self) -> None:
        """Who is in the team, and who is responsible."""
        rows = self.treatment.team.filter(last_day__isnull=True).select_related("staff")
        found = sorted((each.staff.name, each.part == "responsible") for each in rows)
        assert found == sorted((m.name, m.responsible) for m in self.around.members), self.done

    # deeds

    def colleague_joins(self) -> None:
        name, here = self._anybody(), self.around
        running = self.told.state != "ended"
        allowed = running and here.at[name] == here.unit and not here.named(name)
        given = {"treatment": self.treatment, "colleague": self.staff[name].commission}
        by = {"by": self.one_of_team(), "now": self.now}
        self.attempt(lambda: team.join_team(**given, **by), allowed=allowed)
        if allowed:
            here.join(name, self.now, day(self.now))

    def colleague_leaves(self) -> None:
        here, by = self.around, self.one_of_team()
        member = self.dice.choice(here.members)
        row = TeamMember.objects.get(
            treatment=self.treatment, staff=self.staff[member.name].staff, last_day=None
        )
        own = by.name in (member.name, here.responsible.name)
        allowed = self.told.state != "ended" and own and not member.responsible
        given = {"treatment": self.treatment, "member": row, "by": by, "now": self.now}
        self.attempt(lambda: team.leave_team(**given), allowed=allowed)
        if allowed:
            here.leave(member.name, day(self.now))

    def responsible_hands_on(self) -> None:
        """By whoever is responsible, or Smärtenheten's patient administrator."""
        here, name = self.around, self._anybody()
        by = self.dice.choice((self.one_of_team(), self.cast.hanna))
        own = by.name == here.responsible.name
        hers = by == self.cast.hanna and here.unit == self.cast.smartenheten.name
        there = here.at[name] == by.commission.unit.name
        allowed = self.told.state != "ended" and there and (own or hers)
        stay, same = self.dice.random() < 0.5, name == here.responsible.name
        shown = {self.treatment.pk: responsible_of(self.treatment).pk}
        given = {"shown": shown, "to": self.staff[name].commission, "stay": stay}
        by_now = {"by": by, "now": self.now}
        changes = allowed and not same
        self.attempt(
            lambda: team.change_responsible(**given, **by_now), allowed=allowed, leaves=int(changes)
        )
        if changes:
            here.hand_on(name, self.now, day(self.now), stay=stay)

    def somebody_plans_to_be_away(self) -> None:
        today = day(self.now)
        first = today + timedelta(days=self.dice.choice((-1, 0, 0, 1, 20)))
        last = first + timedelta(days=self.dice.choice((-1, 0, 7, 60, 367)))
        absent = Away(self._anybody(), self._anybody(), first, last)
        who = self.staff[absent.name]
        given = {"commission": who.commission, "first_day": first, "last_day": last}
        substitute = self.staff[absent.substitute].commission
        by = {"by": who, "now": self.now}
        allowed = self.around.may_be_away(absent, today)
        act = lambda: absence.add_absence(substitute=substitute, **given, **by)  # noqa: E731
        self.attempt(act, allowed=allowed, leaves=0)
        if allowed:
            self.around.away.append(absent)

    def somebody_comes_back(self) -> None:
        today = day(self.now)
        lasting = [each for each in self.around.away if each.last >= today]
        if not lasting:
            return
        absent = self.dice.choice(lasting)
        who = self.staff[absent.name]
        row = Absence.objects.get(commission=who.commission, first_day=absent.first)
        absence.end_absence(absence=row, by=who, now=self.now)
        self.around.come_back(absent, today)

    def team_offers(self) -> None:
        here, by = self.around, self.one_of_team()
        to = self.dice.choice((self.cast.smartenheten, self.cast.ekbacken))
        agreed = self.dice.random() < 0.8
        own = by.name == here.responsible.name
        free = not here.offered_to and to.name != here.unit
        allowed = self.told.state != "ended" and own and agreed and free
        given = {"treatment": self.treatment, "to": to, "agreed": agreed, "by": by, "now": self.now}
        self.attempt(lambda: handover.offer_handover(**given), allowed=allowed)
        if allowed:
            here.offered_to = to.name

    def team_takes_the_offer_back(self) -> None:
        here, by = self.around, self.one_of_team()
        own = by.name == here.responsible.name
        allowed = self.told.state != "ended" and own and bool(here.offered_to)
        given = {"treatment": self.treatment, "by": by, "now": self.now}
        self.attempt(lambda: handover.withdraw_handover(**given), allowed=allowed)
        if allowed:
            here.offered_to = ""

    def other_unit_answers(self) -> None:
        here, name = self.around, self._anybody()
        allowed = self.told.state != "ended" and here.offered_to == here.at[name]
        answer = self.dice.choice((handover.accept_handover, handover.decline_handover))
        given = {"treatment": self.treatment, "by": self.staff[name], "now": self.now}
        self.attempt(lambda: answer(**given), allowed=allowed)
        if allowed and answer == handover.accept_handover:
            here.move(name, self.now, day(self.now))
        elif allowed:
            here.offered_to = ""

    # helps

    def _anybody(self) -> str:
        return self.dice.choice(sorted(self.staff))

    def _reaches(self, may: May, who: object) -> bool:
        try:
            fetch(may, who, self.treatment.pk, day(self.now))
        except NotReachable:
            return False
        return True
