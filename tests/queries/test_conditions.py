"""The rule in Python and the condition in SQL say the same of any treatment at any moment.

The treatments are made up without the actions, so that also what no action leads to is tried.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from lindra.models import (
    Answer,
    Conversation,
    FollowUp,
    Message,
    Patient,
    PatientChannels,
    Place,
    TeamMember,
    Treatment,
)
from lindra.queries.conditions import flagged, found_by, something_waits
from lindra.queries.facts import last_looks, staff_facts
from lindra.queries.notices import ending_treatments, is_told, silent_treatments
from lindra.rules.attention import Quiet, follow_up_due, quiet_filters
from lindra.rules.calendar import local_date, reminder_due
from lindra.rules.flags import FlagKind, StaffFacts, UnreadAnswer, Waiting, staff_flags
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.messages import visible
from tests.cast import PROGRAMME, Cast, at
from tests.rules.numbers import invented
from tests.samples import UNSHRUNK, sampled

MOMENTS = st.sampled_from(
    [
        *("2026-10-24 22:00", "2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 23:00"),
        *("2027-03-27 23:00", "2027-03-28 00:59", "2027-03-28 01:00", "2027-03-28 22:00"),
        *("2028-02-28 23:00", "2028-02-29 12:00", "2028-02-29 22:59", "2028-03-01 06:00"),
        *("2026-06-19 21:59", "2026-06-19 22:00", "2026-12-31 23:00", "2026-11-22 08:00"),
    ]
).map(at)
DAYS = st.sampled_from([0, 1, 2, 12, 13, 14, 15, 20, 21, 22, 300, 364, 365, 366])
AGO = st.builds(  # before the moment, and a little after it
    lambda days, minutes: timedelta(days=days, minutes=minutes),
    st.sampled_from([0, 1, 12, 13, 14, 20, 21, 22, 100]),
    st.sampled_from([-1, 0, 1, 720]),
)
SECONDS = st.sampled_from([-1, 0, 29, 30, 31, 90]).map(lambda n: timedelta(seconds=n))
FORMS = ("reflektion-1", "veckokollen", "genomfort")


@dataclass(frozen=True)
class Sent:
    """An answer: what has been done to it."""

    form: str
    ago: timedelta
    done: str  # nothing, read, marked, withdrawn, replaced
    lifted: bool
    completes: bool


@dataclass(frozen=True)
class Written:
    """A message in one of two conversations; what staff write answers until so long ago."""

    thread: int
    ago: timedelta
    staff: bool
    waived: bool
    misdirected: bool
    until: timedelta | None


@dataclass(frozen=True)
class Life:
    """A treatment, in spans before the moment."""

    state: State
    started: int
    left: int
    active: timedelta | None
    place: bool
    sent: list[Sent]
    written: list[Written]
    looks: list[timedelta]
    responsible: list[timedelta] = field(default_factory=list)  # each one after the other
    opened: list[timedelta] = field(default_factory=list)
    wants: str = "inbox"  # where the patient is told; "" nowhere
    gone: str = ""  # why she is told nothing anyhow


LIVES = st.builds(
    Life,
    st.sampled_from(State),
    DAYS.map(lambda n: n - 1),  # one that begins tomorrow, too
    st.integers(-2, 3) | st.sampled_from([29, 30, 31, 200]),
    st.none() | AGO,
    st.booleans(),
    st.lists(
        st.builds(
            Sent,
            st.sampled_from(FORMS),
            AGO,
            st.sampled_from(["nothing", "nothing", "read", "marked", "withdrawn", "replaced"]),
            st.booleans(),
            st.booleans(),
        ),
        max_size=4,
    ),
    st.lists(
        st.builds(
            Written,
            st.integers(0, 1),
            SECONDS,
            st.booleans(),
            st.booleans(),
            st.booleans(),
            st.none() | SECONDS,
        ),
        max_size=5,
    ),
    st.lists(AGO, max_size=2),
    st.lists(AGO, min_size=1, max_size=3, unique=True),
    st.lists(AGO, max_size=2),
    st.sampled_from(["inbox", "email", "phone", ""]),
    st.sampled_from(["", "", "", "deceased_on", "mismatch_at"]),
)


def near_its_end(state: State, left: int, started: int = 100) -> Life:
    """A patient who has been silent for fourteen days, so many days before the last."""
    ago = timedelta(days=14)
    return Life(
        state, started, left, ago, place=True, sent=[], written=[], looks=[ago], responsible=[ago]
    )


ENDING = [
    near_its_end(State.ACTIVE, 30),
    near_its_end(State.ACTIVE, 31),
    near_its_end(State.ACTIVE, 0),
    near_its_end(State.MAINTENANCE, 7, started=-1),
]
CHANNELS = {"inbox": True, "email": "astrid@alm.example", "phone": "+46701740605"}


@dataclass
class Made:
    """A life in the database, and the same facts in plain values."""

    treatment: Treatment
    facts: StaffFacts
    quiet: frozenset[Quiet]
    reminded: bool


def make(cast: Cast, patient: Patient, life: Life, now: datetime) -> Made:
    """Put it in the database, and say in plain words what it is."""
    today = local_date(now)
    _channels(patient, life, now)
    starts_on = today - timedelta(days=life.started)
    ends_on = max(starts_on, today + timedelta(days=life.left))
    ended = {"ended_at": now, "end_reason": "Annan orsak"} if life.state is State.ENDED else {}
    treatment = Treatment.objects.create(
        patient=patient,
        programme=PROGRAMME,
        unit=cast.smartenheten,
        state=life.state,
        starts_on=starts_on,
        ends_on=ends_on,
        started_at=now,
        last_active_at=None if life.active is None else now - life.active,
        **ended,
    )
    if life.place:
        Place.objects.create(treatment=treatment, module="m1", page="m1-01", opened_at=now)
    for look in life.looks:
        FollowUp.objects.create(treatment=treatment, at=now - look, staff=cast.bo.staff)
    since, opened = _team(cast, treatment, life, now)
    facts = StaffFacts(
        _answers(cast, treatment, life, now),
        _messages(cast, treatment, life, now),
        since,
        opened,
        life.state,
        ends_on,
        3,
        today,
    )
    looked = max((now - look for look in life.looks), default=None)
    stage = phase(life.state, starts_on, ends_on, today)
    quiet = quiet_filters(
        stage,
        begun=life.place or bool(life.sent),
        last_active_at=treatment.last_active_at,
        look_due=follow_up_due(looked, starts_on, 21, today),
        today=today,
    )
    here = stage in {Phase.RUNNING, Phase.MAINTAINED}
    return Made(treatment, facts, quiet, here and reminder_due(ends_on, today) is not None)


def _channels(patient: Patient, life: Life, now: datetime) -> None:
    """Where the patient is told."""
    wanted = {life.wants: CHANNELS[life.wants]} if life.wants else {}
    PatientChannels.objects.create(patient=patient, chosen_at=now, **wanted)
    patient.deceased_on = local_date(now) if life.gone == "deceased_on" else None
    patient.mismatch_at = now if life.gone == "mismatch_at" else None
    patient.save()


def _team(cast, treatment, life, now) -> tuple[datetime, datetime | None]:
    """The responsible one after the other; somebody opened "Hantera" at each of the moments."""
    added = sorted(now - ago for ago in life.responsible)
    opened = [now - ago for ago in life.opened]
    staff = [cast.bo.staff, cast.erik.staff, cast.doris.staff, cast.carin.staff]
    for n, moment in enumerate(added):
        last = None if n == len(added) - 1 else date(2030, 1, 1)
        TeamMember.objects.create(
            treatment=treatment,
            staff=staff[n],
            part="responsible",
            first_day=date(2020, 1, 1),
            last_day=last,
            added_at=moment,
            opened_at=opened[n] if n < len(opened) else None,
        )
    for moment in opened[len(added) :]:
        TeamMember.objects.create(
            treatment=treatment,
            staff=staff[3],
            part="co_therapist",
            first_day=date(2020, 1, 1),
            last_day=date(2030, 1, 1),
            added_at=moment,
            opened_at=moment,
        )
    return added[-1], max(opened, default=None)


def _answers(cast, treatment, life, now) -> list[UnreadAnswer]:
    unread = []
    for each in life.sent:
        moment = now - each.ago
        lifted = ["Nytt symtom"] if each.lifted else []
        done = {
            "nothing": {},
            "read": {"read_at": now, "read_by": cast.bo.staff},
            "marked": {"marked_at": now, "marked_by": cast.bo.staff},
            "withdrawn": {"withdrawn_at": now},
            "replaced": {"replaced_at": now},
        }[each.done]
        Answer.objects.create(
            treatment=treatment,
            form=each.form,
            version=1,
            values={},
            key=uuid4(),
            sent_at=moment,
            lifted=lifted,
            completes=each.completes,
            **done,
        )
        if each.done == "nothing":
            unread.append(UnreadAnswer(each.form, moment, each.completes, tuple(lifted)))
    return unread


def _messages(cast, treatment, life, now) -> list[Waiting]:
    threads = [
        Conversation.objects.create(treatment=treatment, title=str(n), started_at=now)
        for n in (0, 1)
    ]
    made = [_message(cast, threads[each.thread], each, now) for each in life.written]
    waiting = []
    for message in made:
        answered = any(
            other.author == "staff"
            and other.misdirected_at is None
            and other.conversation_id == message.conversation_id
            and other.answers_until is not None
            and other.answers_until >= message.sent_at
            for other in made
        )
        mine = message.author == "patient" and message.waived_at is None
        if mine and visible(message.sent_at, now) and not answered:
            waiting.append(Waiting(message.conversation_id, message.pk, message.sent_at))
    return waiting


def _message(cast, thread, each: Written, now) -> Message:
    said = {"conversation": thread, "text": "Hej", "key": uuid4(), "sent_at": now - each.ago}
    if not each.staff:
        waived = {"waived_at": now, "waived_by": cast.bo.staff} if each.waived else {}
        return Message.objects.create(author="patient", author_name="Astrid", **said, **waived)
    wrong = {"misdirected_at": now, "misdirected_by": cast.bo.staff} if each.misdirected else {}
    return Message.objects.create(
        author="staff",
        staff=cast.bo.staff,
        author_name="Bo",
        answers_until=None if each.until is None else now - each.until,
        **said,
        **wrong,
    )


@pytest.fixture
def patients(cast: Cast) -> list[Patient]:
    """Four patients without a treatment."""
    return [
        Patient.objects.create(
            personal_number=invented(date(1980, 1, 1), 950 + n), given_name="P", family_name=str(n)
        )
        for n in range(4)
    ]


def carries(facts: StaffFacts) -> set[FlagKind]:
    return {kind for flag in staff_flags(facts) for kind in flag.kinds}


@pytest.mark.row("M14")
@pytest.mark.row("M14b")
@pytest.mark.row("M3")
@pytest.mark.row("M17")
@pytest.mark.row("F6")
@sampled(20, phases=UNSHRUNK)
@given(now=MOMENTS, lives=st.lists(LIVES, min_size=4, max_size=4))
@example(now=at("2026-11-22 08:00"), lives=ENDING)
def test_rule_and_sql_say_the_same_of_any_treatment(cast, patients, now, lives):
    with transaction.atomic():
        made = [make(cast, p, life, now) for p, life in zip(patients, lives, strict=False)]
        ours = Treatment.objects.filter(patient__in=patients).select_related("unit")
        by_id = {each.treatment.pk: each for each in made}
        for kind in FlagKind:
            expected = {pk for pk, each in by_id.items() if kind in carries(each.facts)}
            assert set(ours.filter(flagged(kind, now)).values_list("pk", flat=True)) == expected
        for quiet in Quiet:
            expected = {pk for pk, each in by_id.items() if quiet in each.quiet}
            assert set(ours.filter(found_by(quiet, now)).values_list("pk", flat=True)) == expected
        told = {pk for pk, each in by_id.items() if is_told(each.treatment)}
        silent = {pk for pk, each in by_id.items() if Quiet.SILENT in each.quiet}
        assert {t.pk for t in silent_treatments(now)} == told & silent
        reminded = {pk for pk, each in by_id.items() if each.reminded}
        assert {t.pk for t in ending_treatments(now)} == told & reminded
        waits = {pk for pk, each in by_id.items() if each.facts.unread or each.facts.messages}
        assert set(ours.filter(something_waits(now)).values_list("pk", flat=True)) == waits
        read = staff_facts(list(ours), now)
        for pk, each in by_id.items():
            assert carries(read[pk]) == carries(each.facts)
            assert staff_flags(read[pk]) == staff_flags(each.facts)
        transaction.set_rollback(True)


@pytest.mark.row("M17")
def test_the_latest_look_is_the_one_that_counts(cast):
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    for days in (9, 2, 5):
        FollowUp.objects.create(
            treatment=cast.treatment, at=now - timedelta(days=days), staff=cast.bo.staff
        )
    assert last_looks([cast.treatment.pk, cast.fatimas.pk]) == {
        cast.treatment.pk: now - timedelta(days=2)
    }
