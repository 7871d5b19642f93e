"""One random life of a treatment: random people do random things at random times.

After each step the database is held against what BEHAVIOUR says (tests/drills/oracle.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from lindra.access import StaffSession
from lindra.actions import answers, drafts, lifecycle, messages, modules, notes, reading, treatments
from lindra.actions.follow_ups import follow_up
from lindra.actions.message_drafts import open_message_draft
from lindra.models import Answer, Message, NoticeChoice, Treatment
from lindra.programme.registry import programme
from lindra.queries.facts import patient_facts, staff_facts
from lindra.queries.life import seen_of
from lindra.rules.flags import staff_flags
from lindra.rules.lifecycle import END_REASONS
from lindra.rules.patient_flags import patient_flags
from lindra.rules.refused import Refused
from tests.cast import PROGRAMME, Cast
from tests.drills.life_around import Around
from tests.drills.oracle import UNSEEN, Sent, Told, Written, day

STEPS = (
    timedelta(seconds=7),
    timedelta(seconds=30),
    timedelta(minutes=20),
    timedelta(hours=9),
    timedelta(days=1),
    timedelta(days=6),
    timedelta(days=15),
    timedelta(days=60),
)
FORMS = ("reflektion-1", "genomfort")
SHARES = (3, 1)
OFTEN = 0.2  # what everybody reaches costs as much to ask as all the rest


class Life(Around):
    """`step` does one thing; AssertionError when the system and the oracle differ."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.cast = Cast.create()
        self.now = self.cast.now
        self.pk = self.cast.treatment.pk
        self.content = programme(PROGRAMME)
        treatment = self.treatment
        self.told = Told(treatment.starts_on, treatment.ends_on, self.gather())
        self.sent: dict[UUID, Sent] = {}
        self.written: dict[UUID, Written] = {}
        self.threads: dict[UUID, int] = {}
        self.done: list[str] = []
        self.deeds: tuple[Callable[[], None], ...] = (
            self.patient_logs_in,
            self.patient_opens_home,
            self.patient_reads,
            self.patient_sends,
            self.patient_takes_back,
            self.patient_writes,
            self.patient_opens_thread,
            self.team_opens,
            self.team_reads,
            self.team_marks,
            self.team_writes,
            self.team_opens_thread,
            self.team_waives,
            self.somebody_undoes,
            self.team_finds_misdirected,
            self.team_looks,
            self.team_notes,
            self.team_acts,
            self.colleague_joins,
            self.colleague_leaves,
            self.responsible_hands_on,
            self.somebody_plans_to_be_away,
            self.somebody_comes_back,
            self.team_offers,
            self.team_takes_the_offer_back,
            self.other_unit_answers,
        )

    @property
    def treatment(self) -> Treatment:
        """As it is in the database now."""
        return Treatment.objects.select_related("patient", "unit__care_provider").get(pk=self.pk)

    def step(self) -> None:
        """Time goes, somebody does something, and everything is compared."""
        self.now += self.dice.choice(STEPS) * self.dice.uniform(0.5, 1.5)
        deed = self.dice.choice(self.deeds)
        self.done.append(f"{self.now:%Y-%m-%d %H:%M:%S} {deed.__name__}")
        deed()
        self.compare()

    def compare(self) -> None:
        """Phase, flags of both sides, the team and what it reaches."""
        treatment = self.treatment
        kept = (treatment.state, treatment.starts_on, treatment.ends_on)
        assert kept == (self.told.state, self.told.starts_on, self.told.ends_on), self.done
        found = staff_flags(staff_facts([treatment], self.now)[treatment.pk])
        team = {(f.kind.value, f.form or self._thread(f.conversation), f.count) for f in found}
        assert team == self.told.team_flags(self.now), self.done
        own = patient_flags(patient_facts(treatment, self.now))
        patient = {(f.kind.value, self._thread(f.conversation)) for f in own}
        assert patient == self.told.patient_flags(self.now), self.done
        self.compare_team()
        if self.dice.random() < OFTEN:
            self.compare_reach()

    def attempt(self, act: Callable[[], object], *, allowed: bool, leaves: int = 1) -> object:
        """Do it; it must be refused unless allowed, and leave at least so many events."""
        before = self.treatment.events.count()
        if not allowed:
            with pytest.raises(Refused), transaction.atomic():
                act()
            assert self.treatment.events.count() == before, self.done
            return None
        with transaction.atomic():
            result = act()
        assert self.treatment.events.count() >= before + leaves, self.done
        return result

    # the patient

    def patient_logs_in(self) -> None:
        treatments.log_in_patient(by=self.cast.astrid, now=self.now)
        if self.told.state != "ended":
            self.told.log_in(self.now)

    def patient_opens_home(self) -> None:
        if self.told.phase(self.now) in ("running", "maintained"):
            args = {"treatment": self.treatment, "by": self.cast.astrid, "now": self.now}
            first = treatments.open_as_patient(**args)
            assert first != self.told.opened, self.done
            self.told.opened = True

    def patient_reads(self) -> None:
        module = self.content.module("m1")
        page = self.dice.choice(module.pages)
        if self._running() and not page.private:
            args = {"treatment": self.treatment, "by": self.cast.astrid, "now": self.now}
            reading.open_page(module=module, page=page, **args)
            self.told.do(self.now)

    def patient_sends(self) -> None:
        form = self.content.form(self.dice.choices(FORMS, SHARES)[0])

        def act() -> Answer:
            given = {"treatment": self.treatment, "form": form}
            by = {"by": self.cast.astrid, "now": self.now}
            draft = drafts.open_draft(**given, **by)
            return answers.send_answer(
                **given, **by, draft_id=draft.pk, values={"nytt": "ord"}, revision=draft.revision
            )

        answer = self.attempt(act, allowed=self._running())
        if isinstance(answer, Answer):
            self.told.do(self.now)
            self.sent[answer.pk] = Sent(form.id, self.now, form.completes)
            self.told.answers.append(self.sent[answer.pk])

    def patient_takes_back(self) -> None:
        if not self.sent:
            return
        pk = self.dice.choice(list(self.sent))
        answer = Answer.objects.select_related("treatment").get(pk=pk)
        young = day(self.now) - day(answer.sent_at) <= timedelta(days=14)
        allowed = self._running() and young and answer.withdrawn_at is None
        by = {"by": self.cast.astrid, "now": self.now}
        self.attempt(lambda: answers.withdraw_answer(answer=answer, **by), allowed=allowed)
        if allowed:
            self.told.do(self.now)
            self.told.answers.remove(self.sent.pop(pk))

    def patient_writes(self) -> None:
        message = self._write(self.cast.astrid, self._running())
        if message:
            self.told.do(self.now)

    def patient_opens_thread(self) -> None:
        thread = self._any_thread()
        if thread:
            by = {"by": self.cast.astrid, "now": self.now}
            messages.open_conversation_as_patient(conversation=thread, **by)
            self.told.do(self.now)
            self._read(thread.pk, lambda each: each.by != "patient")

    # the team

    def team_opens(self) -> None:
        by = self.one_of_team()
        treatments.open_as_team(treatment=self.treatment, by=by, now=self.now)
        self.around.open(by.name, self.now, day(self.now))

    def team_reads(self) -> None:
        form = self.dice.choice(FORMS)
        shown = list(self.treatment.answers.filter(form=form))
        answers.mark_read(answers=shown, by=self.one_of_team(), now=self.now)
        for answer in shown:
            if answer.pk in self.sent:
                self.sent[answer.pk].unread = False

    def team_marks(self) -> None:
        some = [pk for pk in self.sent if self.dice.random() < 0.5]
        unread = [self.sent[pk] for pk in some if self.sent[pk].unread]
        allowed = not any(each.completes for each in unread)
        given = {"treatment": self.treatment, "answer_ids": some}
        by = {"by": self.one_of_team(), "now": self.now}
        self.attempt(
            lambda: answers.mark_unopened(**given, **by), allowed=allowed, leaves=len(unread)
        )
        for each in unread if allowed else ():
            each.unread = False

    def team_writes(self) -> None:
        self._write(self.one_of_team(), self.told.state != "ended")

    def team_opens_thread(self) -> None:
        thread = self._any_thread()
        if thread:
            by = {"by": self.one_of_team(), "now": self.now}
            messages.open_conversation_as_team(conversation=thread, **by)
            self._read(thread.pk, lambda each: each.by == "patient")

    def team_waives(self) -> None:
        thread = self._any_thread()
        if thread is None:
            return
        shown = [pk for pk, each in self.written.items() if self._in(thread.pk, each)]
        by = {"by": self.one_of_team(), "now": self.now}
        done = messages.waive(conversation=thread, message_ids=shown, **by)
        for pk in done:
            assert self.now >= self.written[pk].at + UNSEEN, self.done
            self.written[pk].waived = True

    def somebody_undoes(self) -> None:
        if not self.written:
            return
        pk = list(self.written)[-1]
        message, kept = Message.objects.get(pk=pk), self.written[pk]
        by = self.cast.astrid if kept.by == "patient" else self.staff[kept.by]
        allowed = self.now < kept.at + UNSEEN
        given = {"treatment": self.treatment, "key": message.key, "by": by, "now": self.now}
        self.attempt(lambda: messages.undo_message(**given), allowed=allowed)
        if allowed:
            self.told.messages.remove(self.written.pop(pk))

    def team_finds_misdirected(self) -> None:
        own = [pk for pk, each in self.written.items() if each.by != "patient"]
        if not own:
            return
        kept = self.written[own[-1]]
        message = Message.objects.select_related("conversation__treatment").get(pk=own[-1])
        allowed = not kept.misdirected and self.now >= kept.at + UNSEEN
        by = {"by": self.one_of_team(), "now": self.now}
        self.attempt(lambda: messages.mark_misdirected(message=message, **by), allowed=allowed)
        kept.misdirected = kept.misdirected or allowed

    def team_looks(self) -> None:
        given = {"treatment": self.treatment, "by": self.one_of_team(), "now": self.now}
        self.attempt(lambda: follow_up(**given), allowed=self.told.state != "ended", leaves=0)

    def team_notes(self) -> None:
        key = UUID(int=self.dice.getrandbits(128))
        given = {"treatment": self.treatment, "by": self.one_of_team(), "now": self.now}
        self.attempt(lambda: notes.write_note(text="Ring.", key=key, **given), allowed=True)

    def team_acts(self) -> None:
        act = self.dice.choice(
            ("postpone", "choose_modules", "recommend", "extend", "maintain", "end", "reopen")
        )
        self.done.append(act)
        treatment = self.treatment
        given = {"treatment": treatment, "seen": seen_of(treatment)}
        by = {"by": self.one_of_team(), "now": self.now}
        getattr(self, f"_{act}")({**given, **by}, self.told.may(act, self.now))

    # what the team does with the whole

    def _extend(self, given: dict, allowed: bool) -> None:
        last = max(day(self.now), self.told.ends_on) + timedelta(days=self.dice.randint(1, 90))
        act = lambda: lifecycle.extend_treatment(new_last_day=last, reason="Mer tid.", **given)  # noqa: E731
        allowed = allowed and last <= _in_a_year(day(self.now))
        if self.attempt(act, allowed=allowed):
            self.told.state, self.told.ends_on = "active", last

    def _maintain(self, given: dict, allowed: bool) -> None:
        days = self.dice.choice((1, 30, 365))
        act = lambda: lifecycle.maintain_treatment(days=days, modules=["m1"], **given)  # noqa: E731
        if self.attempt(act, allowed=allowed):
            self.told.state = "maintenance"
            self.told.ends_on = self.treatment.ends_on
            assert abs((self.told.ends_on - day(self.now)).days - days) <= 1, self.done

    def _end(self, given: dict, allowed: bool) -> None:
        reason = self.dice.choice([each for each in END_REASONS if each != "Avliden"])
        before = self.told.state
        if self.attempt(lambda: lifecycle.end_treatment(reason=reason, **given), allowed=allowed):
            self.told.before_end, self.told.state = before, "ended"
            self.told.ended_on = day(self.now)

    def _reopen(self, given: dict, allowed: bool) -> None:
        allowed = allowed and self.told.state == "ended"
        if self.attempt(lambda: lifecycle.reopen_treatment(**given), allowed=allowed):
            self.told.state, self.told.ended_on = self.told.before_end, None

    def _postpone(self, given: dict, allowed: bool) -> None:
        first = day(self.now) + timedelta(days=5)
        act = lambda: lifecycle.postpone_treatment(first_day=first, **given)  # noqa: E731
        if self.attempt(act, allowed=allowed):
            self.told.starts_on, self.told.ends_on = first, self.treatment.ends_on

    def _choose_modules(self, given: dict, allowed: bool) -> None:
        every = [module.id for module in self.content.modules]
        shown = [each for each in every if each in every[:2] or self.dice.random() < 0.7]
        self.attempt(
            lambda: modules.choose_modules(shown=shown, **given), allowed=allowed, leaves=0
        )

    def _recommend(self, given: dict, allowed: bool) -> None:
        self.attempt(lambda: modules.recommend_begin(module="", **given), allowed=allowed, leaves=0)

    # helps

    def _write(self, by: object, allowed: bool) -> Message | None:
        thread = self._any_thread() if self.dice.random() < 0.7 else None
        staff = isinstance(by, StaffSession)
        choice = self.dice.choice(list(NoticeChoice)) if staff else NoticeChoice.NONE

        def act() -> Message:
            given = {"treatment": self.treatment, "by": by, "now": self.now}
            draft = open_message_draft(conversation=thread, **given)
            said = {"text": "Hej.", "revision": draft.revision, "notice": choice}
            return messages.send_message(draft_id=draft.pk, seen=self.now, **said, **given)

        message = self.attempt(act, allowed=allowed)
        if not isinstance(message, Message):
            return None
        number = self.threads.setdefault(message.conversation_id, len(self.threads) + 1)
        kept = Written(
            number, by.name if staff else "patient", self.now, self.now if staff else None
        )
        self.written[message.pk] = kept
        self.told.messages.append(kept)
        return message

    def _read(self, thread: UUID, whose: Callable[[Written], bool]) -> None:
        for each in self.written.values():
            if self._in(thread, each) and whose(each) and not each.misdirected:
                each.read = each.read or self.now >= each.at + UNSEEN

    def _in(self, thread: UUID, message: Written) -> bool:
        return message.thread == self.threads[thread]

    def _any_thread(self):
        found = list(
            self.treatment.conversations.select_related("treatment").order_by("started_at")
        )
        return self.dice.choice(found) if found else None

    def _thread(self, conversation: UUID | None) -> object:
        return self.threads[conversation] if conversation else ""

    def _running(self) -> bool:
        return self.told.phase(self.now) == "running"


def _in_a_year(today: date) -> date:
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)
