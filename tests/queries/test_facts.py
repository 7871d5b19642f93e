"""The flags as the database gives them, against a plain account of what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from lindra.actions.answers import mark_read, mark_unopened, unmark, withdraw_answer
from lindra.actions.treatments import open_as_team
from lindra.models import Answer, Part, TeamMember
from lindra.queries.facts import staff_facts
from lindra.rules.flags import staff_flags
from lindra.rules.refused import Refused
from tests.cast import Cast, at
from tests.samples import sampled

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KINDS = {  # what is sent: the form, its values, what it lifts
    "plain": ("reflektion-1", {"nytt": "Ord."}, ()),
    "contact": ("reflektion-1", {"nytt": "Ord.", "vill_ha_kontakt": True}, ("Vill ha kontakt",)),
    "symptom": ("veckokollen", {"smarta": 5, "nytt_symtom": True}, ("Nytt symtom",)),
    "week": ("veckokollen", {"smarta": 5}, ()),
    "done": ("genomfort", {"klar": True}, ()),
    "done_contact": ("genomfort", {"klar": True, "vill_ha_kontakt": True}, ("Vill ha kontakt",)),
}
STEPS = st.one_of(
    st.tuples(st.just("send"), st.sampled_from(sorted(KINDS))),
    st.tuples(st.sampled_from(["change", "withdraw", "read", "unmark"]), st.integers(0, 9)),
    st.tuples(st.sampled_from(["open", "mark"]), st.sampled_from(["reflektion-1", "veckokollen"])),
    st.tuples(st.sampled_from(["team_opens", "new_therapist"]), st.none()),
)


@dataclass
class Sent:
    """What the account knows of an answer."""

    answer: Answer
    kind: str
    at: datetime
    gone: bool = False
    read: bool = False
    marked: bool = False

    @property
    def form(self) -> str:
        return KINDS[self.kind][0]

    @property
    def lifted(self) -> tuple[str, ...]:
        return KINDS[self.kind][2]

    @property
    def waits(self) -> bool:
        return not (self.gone or self.read or self.marked)


@dataclass
class Account:
    """Does each step in the database, and keeps in plain words what it meant."""

    cast: Cast
    now: datetime
    since: datetime
    opened: datetime | None = None
    sent: list[Sent] = field(default_factory=list)

    def step(self, act: str, what: object) -> None:
        self.now += MINUTE
        if isinstance(what, int):
            chosen = self.sent[what % len(self.sent)] if self.sent else None
            if chosen is not None:
                getattr(self, act)(chosen)
        elif what is None:
            getattr(self, act)()
        else:
            getattr(self, act)(what)

    def send(self, kind: str, replaces: Answer | None = None) -> None:
        form, values, _ = KINDS[kind]
        answer = self.cast.send(form, values, at=self.now, replaces=replaces)
        self.sent.append(Sent(answer, kind, self.now))

    def change(self, old: Sent) -> None:
        if not old.gone:
            old.answer.refresh_from_db()
            self.send(old.kind, old.answer)
            old.gone = True

    def withdraw(self, old: Sent) -> None:
        if not old.gone:
            withdraw_answer(answer=old.answer, by=self.cast.astrid, now=self.now)
            old.gone = True

    def read(self, each: Sent) -> None:
        mark_read(answers=[each.answer], by=self.cast.bo, now=self.now)
        each.read = True

    def open(self, form: str) -> None:
        shown = [each for each in self.sent if each.form == form]
        mark_read(answers=[each.answer for each in shown], by=self.cast.bo, now=self.now)
        for each in shown:
            each.read = True

    def mark(self, form: str) -> None:
        shown = [each for each in self.sent if each.form == form and each.waits]
        ids = [each.answer.pk for each in shown]
        treatment = self.cast.treatment
        if any(each.lifted for each in shown):
            with pytest.raises(Refused):
                mark_unopened(treatment=treatment, answer_ids=ids, by=self.cast.bo, now=self.now)
            return
        mark_unopened(treatment=treatment, answer_ids=ids, by=self.cast.bo, now=self.now)
        for each in shown:
            each.marked = True

    def unmark(self, each: Sent) -> None:
        ids = [each.answer.pk]
        unmark(treatment=self.cast.treatment, answer_ids=ids, by=self.cast.bo, now=self.now)
        each.marked = False

    def team_opens(self) -> None:
        responsible = self.cast.treatment.team.latest("added_at").staff
        by = self.cast.bo if responsible == self.cast.bo.staff else self.cast.erik
        open_as_team(treatment=self.cast.treatment, by=by, now=self.now)
        self.opened = self.now

    def new_therapist(self) -> None:
        today = self.now.date()
        before = self.cast.treatment.team.latest("added_at")
        TeamMember.objects.filter(pk=before.pk).update(last_day=today)
        other = self.cast.erik if before.staff == self.cast.bo.staff else self.cast.bo
        TeamMember.objects.create(
            treatment=self.cast.treatment,
            staff=other.staff,
            part=Part.RESPONSIBLE,
            first_day=today,
            added_at=self.now,
        )
        self.since = self.now

    def flags(self) -> set[tuple[object, ...]]:
        """(form, since, number, lifted words, whether it completes), and the new programme."""
        found: set[tuple[object, ...]] = set()
        for form in {each.form for each in self.sent if each.waits}:
            waiting = [each for each in self.sent if each.form == form and each.waits]
            lifted = frozenset(word for each in waiting for word in each.lifted)
            since = min(each.at for each in waiting)
            found.add((form, since, len(waiting), lifted, form == "genomfort"))
        if self.opened is None or self.opened < self.since:
            found.add(("", self.since, 1, frozenset(), False))
        return found


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("M15")
@sampled(20)
@given(steps=st.lists(STEPS, max_size=12))
def test_the_flags_of_any_treatment_are_what_was_done_in_it(cast, steps):
    with transaction.atomic():
        account = Account(cast, cast.now, cast.now)
        for act, what in steps:
            account.step(act, what)
        facts = staff_facts([cast.treatment, cast.fatimas], account.now)
        flags = staff_flags(facts[cast.treatment.pk])
        found = {(f.form, f.since, f.count, frozenset(f.lifted), f.completes) for f in flags}
        assert (found, len(flags)) == (account.flags(), len(found))
        assert [flag.form for flag in staff_flags(facts[cast.fatimas.pk])] == [""]
        transaction.set_rollback(True)


@pytest.mark.row("M14b")
def test_what_another_in_the_team_opened_is_opened_for_all(cast):
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=cast.now.date(),
        added_at=cast.now + MINUTE,
    )
    open_as_team(treatment=cast.treatment, by=cast.erik, now=cast.now + DAY)
    facts = staff_facts([cast.treatment], cast.now)[cast.treatment.pk]
    assert (facts.responsible_since, facts.team_opened_at) == (cast.now, cast.now + DAY)
    assert staff_flags(facts) == ()


@pytest.mark.row("M14b")
def test_the_latest_opening_counts_whoever_was_added_last(cast):
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=cast.erik.staff,
        part=Part.CO_THERAPIST,
        first_day=cast.now.date(),
        added_at=cast.now + MINUTE,
        opened_at=cast.now + DAY,
    )
    cast.treatment.team.filter(staff=cast.bo.staff).update(opened_at=cast.now + 2 * DAY)
    assert (
        staff_facts([cast.treatment], cast.now)[cast.treatment.pk].team_opened_at
        == cast.now + 2 * DAY
    )


def test_no_treatments_have_no_facts(db):
    assert staff_facts([], at("2026-11-22 08:00")) == {}
