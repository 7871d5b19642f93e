"""Notices in the database: one a patient and day, checked when they go, tried again, told of."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from lindra import clock, jobs
from lindra.actions import deliveries
from lindra.actions.answers import withdraw_answer
from lindra.actions.channels import choose_channels, choose_staff_channels, send_code
from lindra.actions.deliveries import deliver_notices
from lindra.actions.notices import notify_of_message, plan_due_notices, withdraw_notice_of
from lindra.actions.time_travel import live_through
from lindra.gateways.sending import NotSent, Parcel
from lindra.models import (
    Channel,
    Event,
    EventKind,
    Message,
    Notice,
    NoticeChoice,
    NoticeState,
    Patient,
    StaffChannels,
    Treatment,
)
from lindra.queries.notices import failed_notices, patient_is_told
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.notices import Side, text_of
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import Cast, at
from tests.notices import EMAIL, PHONE, Keeper, turn_on, write

MORNING = at("2026-11-23 09:00")  # Monday, 10 o'clock on Swedish clocks
EVENING = at("2026-11-23 20:00")  # 21 o'clock
HALF = timedelta(seconds=30)


@pytest.fixture
def keeper(monkeypatch) -> Keeper:
    """Where every notice goes."""
    found = Keeper()
    monkeypatch.setattr(deliveries, "sender_of", lambda _channel: found)
    return found


def states() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("made_at", "pk").values_list("kind", "state"))


def read(message: Message, now) -> None:
    Message.objects.filter(pk=message.pk).update(read_at=now)


class TestMessages:
    @pytest.mark.row("M12")
    def test_nobody_is_told_who_has_not_asked_for_it(self, cast, keeper):
        write(cast, MORNING)
        assert Notice.objects.count() == 0

    @pytest.mark.row("M12")
    def test_a_direct_notice_goes_when_the_message_can_be_seen(self, cast, keeper):
        turn_on(cast, now=MORNING)
        write(cast, MORNING)
        assert deliver_notices(now=MORNING + HALF - timedelta(seconds=1)) == 0
        assert deliver_notices(now=MORNING + HALF) == 1
        [parcel] = keeper.sent
        text = text_of(Side.PATIENT, "email")
        assert (parcel.to, parcel.subject, parcel.body) == (EMAIL, text.subject, text.body)
        assert deliver_notices(now=MORNING + timedelta(hours=1)) == 0

    @pytest.mark.row("M12")
    @pytest.mark.parametrize(
        ("written", "choice", "due"),
        [
            (EVENING, NoticeChoice.DIRECT, "2026-11-24 06:00"),
            (EVENING, NoticeChoice.COLLECTED, "2026-11-24 08:00"),
            (MORNING, NoticeChoice.COLLECTED, "2026-11-24 08:00"),
            (at("2026-11-23 05:00"), NoticeChoice.COLLECTED, "2026-11-23 08:00"),
            (at("2026-11-23 05:00"), NoticeChoice.DIRECT, "2026-11-23 06:00"),
        ],
    )
    def test_when_it_goes_otherwise(self, cast, written, choice, due):
        turn_on(cast, now=written)
        write(cast, written, choice)
        assert Notice.objects.get().due_at == at(due)

    @pytest.mark.row("M12")
    def test_without_the_tick_there_is_none(self, cast):
        turn_on(cast, now=MORNING)
        write(cast, MORNING, NoticeChoice.NONE)
        assert Notice.objects.count() == 0

    def test_what_waits_already_covers_the_next_and_goes_as_soon_as_the_hurried_one(self, cast):
        turn_on(cast, now=at("2026-11-23 05:00"))
        write(cast, at("2026-11-23 05:00"), NoticeChoice.COLLECTED)
        write(cast, at("2026-11-23 06:30"), NoticeChoice.DIRECT)
        assert Notice.objects.get().due_at == at("2026-11-23 06:30") + HALF

    def test_what_comes_after_the_days_notice_waits_for_the_next_day(self, cast, keeper):
        turn_on(cast, now=MORNING)
        write(cast, MORNING)
        deliver_notices(now=MORNING + HALF)
        later = MORNING + timedelta(hours=2)
        write(cast, later)
        write(cast, later + HALF)
        assert [n.due_at for n in Notice.objects.filter(state="waiting")] == [
            at("2026-11-24 06:00")
        ]
        assert deliver_notices(now=later + timedelta(hours=1)) == 0
        assert deliver_notices(now=at("2026-11-24 06:00")) == 1

    def test_a_message_that_is_read_in_time_needs_no_notice(self, cast, keeper):
        turn_on(cast, now=EVENING)
        read(write(cast, EVENING), EVENING + timedelta(minutes=5))
        assert deliver_notices(now=at("2026-11-24 06:00")) == 0
        assert (states(), keeper.sent) == ([("message", "not_needed")], [])

    def test_one_told_of_already_is_not_told_again(self, cast, keeper):
        turn_on(cast, now=MORNING)
        write(cast, MORNING, NoticeChoice.COLLECTED)
        write(cast, MORNING + timedelta(hours=1), NoticeChoice.DIRECT)
        assert deliver_notices(now=MORNING + timedelta(hours=2)) == 1
        assert deliver_notices(now=at("2026-11-24 08:00")) == 0
        assert states() == [("message", "not_needed"), ("message", "sent")]

    @pytest.mark.row("M12")
    def test_one_that_waits_covers_what_came_after_another_had_gone(self, cast, keeper):
        turn_on(cast, now=MORNING)
        first = write(cast, MORNING, NoticeChoice.COLLECTED)
        second = write(cast, MORNING + timedelta(hours=1), NoticeChoice.DIRECT)
        assert deliver_notices(now=MORNING + timedelta(hours=1, minutes=1)) == 1
        for message in (first, second):
            read(message, MORNING + timedelta(hours=1, minutes=30))
        write(cast, MORNING + timedelta(hours=2), NoticeChoice.DIRECT)
        assert deliver_notices(now=at("2026-11-24 06:00")) == 1
        assert (states(), len(keeper.sent)) == ([("message", "sent")] * 2, 2)

    def test_what_it_covers_undone_it_still_tells_of_the_first(self, cast, keeper):
        turn_on(cast, now=MORNING)
        write(cast, MORNING, NoticeChoice.COLLECTED)
        second = write(cast, MORNING + timedelta(hours=1), NoticeChoice.DIRECT)
        withdraw_notice_of(message=second, now=MORNING + timedelta(hours=1))
        second.delete()
        live_through(start=MORNING + timedelta(hours=1), end=at("2026-11-24 09:00"))
        assert len(keeper.sent) == 1

    @pytest.mark.row("M12")
    @pytest.mark.parametrize("tries", [0, 1])
    def test_nothing_goes_before_what_it_covers_can_be_seen(self, cast, keeper, tries):
        turn_on(cast, now=MORNING)
        read(write(cast, MORNING), MORNING + HALF)
        late = write(cast, MORNING + HALF / 2)
        Notice.objects.update(tries=tries)
        assert deliver_notices(now=MORNING + HALF) == 0
        assert deliver_notices(now=late.sent_at + HALF) == 1

    def test_an_undone_message_leaves_no_notice_but_what_another_needs(self, cast, keeper):
        turn_on(cast, now=MORNING)
        first = write(cast, MORNING)
        withdraw_notice_of(message=first, now=MORNING)
        assert states() == [("message", "not_needed")]
        second = write(cast, MORNING + timedelta(seconds=40))
        write(cast, MORNING + timedelta(seconds=45))
        withdraw_notice_of(message=second, now=MORNING + timedelta(seconds=50))
        second.delete()
        assert deliver_notices(now=MORNING + timedelta(minutes=2)) == 1

    def test_asking_twice_gives_one(self, cast):
        turn_on(cast, now=MORNING)
        message = write(cast, MORNING)
        notify_of_message(message=message, by=cast.bo, now=MORNING)
        assert Notice.objects.count() == 1

    def test_each_channel_that_is_on_is_used(self, cast, keeper):
        turn_on(cast, phone="070-174 06 05", inbox=True, now=MORNING)
        write(cast, MORNING)
        assert deliver_notices(now=MORNING + HALF) == 3
        assert {p.to for p in keeper.sent} == {EMAIL, PHONE, cast.astrid.patient.personal_number}

    def test_a_channel_that_is_turned_off_stops_what_waits(self, cast, keeper):
        turn_on(cast, now=EVENING)
        write(cast, EVENING)
        choose_channels(email="", phone="", inbox=False, by=cast.astrid, now=EVENING)
        assert deliver_notices(now=at("2026-11-24 07:00")) == 0
        assert (states(), patient_is_told(cast.astrid.patient)) == (
            [("message", "not_needed")],
            frozenset(),
        )

    def test_the_deceased_and_the_stopped_are_told_nothing(self, cast, keeper):
        turn_on(cast, now=EVENING)
        write(cast, EVENING)
        Patient.objects.filter(pk=cast.astrid.patient.pk).update(deceased_on=local_date(EVENING))
        assert deliver_notices(now=at("2026-11-24 07:00")) == 0
        cast.treatment.patient.refresh_from_db()
        write(cast, at("2026-11-24 08:00"))
        assert states() == [("message", "not_needed")]


class TestFailing:
    def test_it_is_tried_again_and_sent_under_the_same_key(self, cast, keeper):
        keeper.faults = [NotSent("timeout"), NotSent("http_500")]
        turn_on(cast, now=MORNING)
        write(cast, MORNING)
        now = MORNING + HALF
        assert deliver_notices(now=now) == 0
        assert deliver_notices(now=now + timedelta(seconds=59)) == 0
        assert deliver_notices(now=now + timedelta(minutes=1)) == 0
        assert deliver_notices(now=now + timedelta(minutes=6)) == 1
        notice = Notice.objects.get()
        assert (notice.tries, notice.fault, notice.state) == (2, "", NoticeState.SENT)

    def test_after_six_tries_it_is_given_up_and_shown(self, cast, keeper):
        keeper.faults = [NotSent("no_server")] * 6
        turn_on(cast, now=MORNING)
        write(cast, MORNING)
        now = MORNING + HALF
        for _ in range(6):
            deliver_notices(now=now)
            now = Notice.objects.get().next_try_at
        assert states() == [("message", "failed")]
        event = Event.objects.get(kind=EventKind.NOTICE_FAILED)
        assert event.words == "Till patienten: e-post (tjänsten svarar inte)"
        assert [n.channel for n in failed_notices(cast.treatment, now)] == [Channel.EMAIL]

    def test_an_address_that_is_refused_is_given_up_at_once_and_forgotten_when_one_arrives(
        self, cast, keeper
    ):
        keeper.faults = [NotSent("refused", final=True)]
        turn_on(cast, now=MORNING)
        write(cast, MORNING)
        deliver_notices(now=MORNING + HALF)
        assert len(failed_notices(cast.treatment, MORNING)) == 1
        write(cast, MORNING + timedelta(minutes=5))
        assert deliver_notices(now=MORNING + timedelta(minutes=6)) == 1
        assert failed_notices(cast.treatment, MORNING) == []

    def test_a_retry_never_goes_at_night(self, cast, keeper):
        keeper.faults = [NotSent("timeout")]
        turn_on(cast, now=MORNING)
        late = at("2026-11-23 18:59")
        write(cast, late - HALF)
        deliver_notices(now=late)
        assert Notice.objects.get().next_try_at == at("2026-11-24 06:00")
        assert deliver_notices(now=at("2026-11-23 22:00")) == 0
        assert deliver_notices(now=at("2026-11-24 06:00")) == 1

    def test_what_a_stopped_worker_left_is_told_once_and_by_day(self, cast, keeper):
        turn_on(cast, now=MORNING)
        for days in range(3):
            write(cast, MORNING + timedelta(days=days))
        assert deliver_notices(now=EVENING + timedelta(days=2)) == 0
        assert deliver_notices(now=at("2026-11-26 06:00")) == 1
        assert deliver_notices(now=at("2026-11-26 12:00")) == 0
        assert Notice.objects.filter(state="waiting").count() == 0

    def test_a_sender_that_breaks_in_a_new_way_does_not_stop_the_others(
        self, cast, monkeypatch, caplog
    ):
        class Broken:
            def send(self, parcel):
                raise ZeroDivisionError(parcel.to)

        keeper = Keeper()
        senders = {"email": Broken(), "sms": keeper}
        monkeypatch.setattr(deliveries, "sender_of", senders.get)
        turn_on(cast, phone=PHONE, now=MORNING)
        write(cast, MORNING)
        assert deliver_notices(now=MORNING + HALF) == 1
        assert (len(keeper.sent), EMAIL in caplog.text) == (1, False)


class TestTime:
    @pytest.mark.row("M14")
    def test_a_silence_of_fourteen_days_gives_one_notice(self, cast, keeper):
        turn_on(cast, now=MORNING)
        Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=MORNING)
        start = MORNING + timedelta(days=13)
        assert plan_due_notices(now=start) == 0
        assert plan_due_notices(now=at("2026-12-07 00:05")) == 1
        assert plan_due_notices(now=at("2026-12-07 01:05")) == 0
        live_through(start=at("2026-12-07 02:00"), end=at("2027-01-07 02:00"))
        assert len(keeper.sent) == 1
        assert Notice.objects.get().sent_at == at("2026-12-07 08:00")

    def test_another_silence_gives_another(self, cast, keeper):
        turn_on(cast, now=MORNING)
        for days in (0, 40):
            active = MORNING + timedelta(days=days)
            Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=active)
            live_through(start=active, end=active + timedelta(days=30))
        assert len(keeper.sent) == 2

    def test_a_silence_that_ends_before_nine_is_not_told(self, cast, keeper):
        turn_on(cast, now=MORNING)
        Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=MORNING)
        plan_due_notices(now=at("2026-12-07 00:05"))
        back = at("2026-12-07 07:00")
        Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=back)
        assert deliver_notices(now=at("2026-12-07 08:00")) == 0
        assert states() == [("silence", "not_needed")]

    @pytest.mark.row("M3")
    def test_there_are_reminders_thirty_and_seven_days_before_the_last_day(self, cast, keeper):
        turn_on(cast, now=MORNING)
        live_through(start=at("2027-10-01 06:00"), end=at("2027-11-30 06:00"))
        reminders = Notice.objects.filter(kind="reminder", state="sent").order_by("sent_at")
        assert [n.day.isoformat() for n in reminders] == ["2027-10-23", "2027-11-15"]

    def test_a_new_last_day_is_reminded_of_anew_and_the_old_one_not(self, cast, keeper):
        turn_on(cast, now=MORNING)
        plan_due_notices(now=at("2027-10-22 23:05"))
        day = cast.treatment.ends_on + timedelta(days=60)
        Treatment.objects.filter(pk=cast.treatment.pk).update(ends_on=day)
        live_through(start=at("2027-10-23 06:00"), end=at("2028-01-15 06:00"))
        sent = Notice.objects.filter(kind="reminder", state="sent")
        assert {n.key.split(":")[2] for n in sent} == {day.isoformat()}
        assert sent.count() == 2

    @pytest.mark.parametrize("state", [State.ENDED, State.MAINTENANCE])
    def test_no_silence_is_told_of_when_nothing_is_to_be_done(self, cast, state):
        turn_on(cast, now=MORNING)
        ended = {"ended_at": MORNING, "end_reason": "x"} if state == State.ENDED else {}
        Treatment.objects.filter(pk=cast.treatment.pk).update(
            last_active_at=MORNING, state=state, **ended
        )
        assert plan_due_notices(now=MORNING + timedelta(days=20)) == 0

    def test_who_has_no_channel_on_is_planned_nothing(self, cast):
        Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=MORNING)
        assert plan_due_notices(now=MORNING + timedelta(days=20)) == 0


class TestCompletion:
    @pytest.fixture
    def wanting(self, cast) -> Cast:
        StaffChannels.objects.create(staff=cast.bo.staff, email="bo@region.example", phone=PHONE)
        choose_staff_channels(wants_email=True, wants_sms=False, by=cast.bo, now=MORNING)
        return cast

    @pytest.mark.row("M23")
    def test_who_wants_it_is_told_that_a_programme_is_carried_out(self, wanting, keeper):
        wanting.send("genomfort", {"klar": True}, at=MORNING)
        assert deliver_notices(now=MORNING) == 1
        [parcel] = keeper.sent
        assert (parcel.to, parcel.body) == (
            "bo@region.example",
            text_of(Side.STAFF, "email").body,
        )
        event = Event.objects.get(kind=EventKind.NOTICE_SENT)
        assert (event.words, event.actor) == ("Till Bo Berg: e-post", "system")

    def test_nobody_else_and_no_other_form(self, wanting, keeper):
        StaffChannels.objects.create(staff=wanting.erik.staff, email="e@x.se", wants_email=True)
        wanting.send("genomfort", {"klar": True}, at=MORNING, by=wanting.fatima)
        assert Notice.objects.count() == 0

    def test_an_undone_completion_is_not_told(self, wanting, keeper):
        answer = wanting.send("genomfort", {"klar": True}, at=EVENING)
        withdraw_answer(answer=answer, by=wanting.astrid, now=EVENING)
        assert deliver_notices(now=EVENING + timedelta(hours=12)) == 0
        assert states() == [("completed", "not_needed")]

    def test_who_has_turned_it_off_meanwhile_is_not_told(self, wanting, keeper):
        wanting.send("genomfort", {"klar": True}, at=EVENING)
        choose_staff_channels(wants_email=False, wants_sms=False, by=wanting.bo, now=EVENING)
        assert deliver_notices(now=EVENING + timedelta(hours=12)) == 0


@pytest.mark.row("M12")
@pytest.mark.parametrize("seed", [7, 8])
def test_whatever_happens_none_is_lost_and_one_comes_a_day_that_says_the_same(cast, keeper, seed):
    """Random messages, silences, readings and faults over a year, both clock changes in it."""
    dice = random.Random(seed)  # the same every time
    turn_on(cast, phone=PHONE, inbox=True, now=MORNING)
    StaffChannels.objects.create(staff=cast.bo.staff, email="bo@region.example", wants_email=True)
    now = MORNING
    for _ in range(120):
        now += timedelta(minutes=dice.choice([0.25, 1, 60, 60 * 5, 60 * 24, 60 * 72, 60 * 600]))
        something_happens(cast, keeper, dice, now)
        plan_due_notices(now=now)
        deliver_notices(now=now)
        assert forgotten() == set()
    assert now > MORNING + timedelta(days=365)
    live_through(start=now, end=now + timedelta(days=2))
    assert Notice.objects.filter(state__in=["waiting", "failed"]).count() == 0
    assert forgotten() == set()
    sent = Notice.objects.filter(state="sent", patient__isnull=False)
    once = {(n.channel, local_date(n.sent_at)) for n in sent}
    assert len(once) == sent.count() == len(keeper.sent) > 20
    assert all(n.day == local_date(n.sent_at) for n in sent)
    assert len({p.key for p in keeper.sent}) == len(keeper.sent)
    assert {p.body for p in keeper.sent} == {
        text_of(Side.PATIENT, channel).body for channel in Channel.values
    }


def something_happens(cast: Cast, keeper: Keeper, dice: random.Random, now: datetime) -> None:
    """Faults, a message that may be undone, a log-in: some of it, or nothing."""
    if dice.random() < 0.15:
        keeper.faults = [NotSent("timeout")] * dice.randrange(4)
    if dice.random() < 0.6:
        choice = dice.choice(list(NoticeChoice))
        message = write(cast, now, choice, text=f"Hemligt {dice.random()}")
        if dice.random() < 0.1:
            withdraw_notice_of(message=message, now=now)
            message.delete()
    if dice.random() < 0.2:
        seen = Message.objects.filter(read_at__isnull=True, sent_at__lte=now - HALF)
        seen.update(read_at=now)
        Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=now)


def forgotten() -> set[tuple[str, str]]:
    """The unread messages, each with a channel that tells of it neither yet nor later.

    What has gone before a message could be seen does not tell of it.
    """
    notices = list(Notice.objects.filter(state__in=["waiting", "sent"]))
    unread = Message.objects.filter(read_at__isnull=True).exclude(notice=NoticeChoice.NONE)
    return {
        (message.text, channel)
        for message in unread
        for channel in Channel.values
        if not any(
            notice.channel == channel
            and (notice.sent_at is None or notice.sent_at >= message.sent_at + HALF)
            for notice in notices
        )
    }


@pytest.mark.django_db
def test_ten_thousand_random_events_have_one_text_a_channel_and_no_personal_word(monkeypatch):
    """What is sent of whomever and whatever: distinct bodies per side and channel are one."""
    dice = random.Random(11)
    keeper = Keeper()
    monkeypatch.setattr(deliveries, "sender_of", lambda _channel: keeper)
    cast = Cast.create(MORNING)
    names = [*"Astrid Alm Bo Berg Smärtenheten Smärtskolan m1-01 Veckokollen Sömndagbok".split()]
    said: dict[tuple[str, str], set[tuple[str, str]]] = {}
    notices = []
    for number in range(10_000):
        staff = dice.random() < 0.3
        channel = dice.choice(["email", "sms"] if staff else list(Channel.values))
        notices.append(
            Notice(
                key=f"x:{number}:{dice.random()}",
                kind=dice.choice(["message", "silence", "reminder", "completed"]),
                channel=channel,
                patient=None if staff else cast.astrid.patient,
                staff=cast.bo.staff if staff else None,
                treatment=dice.choice([cast.treatment, cast.fatimas]),
            )
        )
    monkeypatch.setattr(deliveries, "patient_address", lambda *_: EMAIL)
    monkeypatch.setattr(deliveries, "staff_address", lambda *_: EMAIL)
    for notice in notices:
        deliveries._send(notice)
        side = "staff" if notice.staff else "patient"
        parcel = keeper.sent[-1]
        said.setdefault((side, notice.channel), set()).add((parcel.subject, parcel.body))
    assert {key: len(texts) for key, texts in said.items()} == dict.fromkeys(
        [("patient", c) for c in Channel.values] + [("staff", "email"), ("staff", "sms")], 1
    )
    words = " ".join(text for texts in said.values() for pair in texts for text in pair).split()
    assert set(names) & set(words) == set()


@pytest.mark.row("M12")
@pytest.mark.parametrize("job", ["what a job carries", "whatever is due"])
def test_a_slow_sender_makes_none_go_after_twenty(cast, monkeypatch, job):
    """Each goes by the clock as it is then, not as it was when the job began."""
    late = at("2026-11-23 18:59")  # 19:59 on Swedish clocks
    keeper = Slow(now=late, takes=timedelta(seconds=40))
    monkeypatch.setattr(clock, "wall", lambda: keeper.now)
    monkeypatch.setattr(deliveries, "sender_of", lambda _channel: keeper)
    turn_on(cast, phone=PHONE, inbox=True, now=late)
    write(cast, late - HALF)
    if job == "whatever is due":
        jobs.deliver_due(0)
    else:
        jobs.deliver([str(pk) for pk in Notice.objects.values_list("pk", flat=True)])
    sent = Notice.objects.filter(state="sent").order_by("sent_at")
    assert [n.sent_at for n in sent] == [late, late + timedelta(seconds=40)]
    assert Notice.objects.get(state="waiting").next_try_at == at("2026-11-24 06:00")


@dataclass
class Slow(Keeper):
    """A sender that lets time go by, from `now` on; so long for each."""

    now: datetime = MORNING
    takes: timedelta = timedelta()

    def send(self, parcel: Parcel) -> None:
        super().send(parcel)
        self.now += self.takes


def test_many_messages_at_once_and_many_workers_give_one_notice(committed, monkeypatch):
    keeper = Keeper()
    monkeypatch.setattr(deliveries, "sender_of", lambda _channel: keeper)
    now = clock.now().replace(hour=10, minute=0)
    turn_on(committed, now=now)
    at_once([lambda: write(committed, now) for _ in range(12)])
    assert Notice.objects.count() == 1
    at_once([lambda: deliver_notices(now=now + HALF) for _ in range(8)])
    assert (len(keeper.sent), states()) == (1, [("message", "sent")])


@pytest.mark.row("M12")
def test_a_day_that_has_had_its_notice_moves_a_late_one_to_the_next(cast, keeper):
    turn_on(cast, now=MORNING)
    write(cast, MORNING)
    assert deliver_notices(now=MORNING + HALF) == 1
    write(cast, MORNING + HALF)
    late = Notice.objects.filter(state=NoticeState.WAITING)
    day = local_date(MORNING)
    late.update(day=day - timedelta(days=1), next_try_at=MORNING)
    assert deliver_notices(now=MORNING + timedelta(hours=1)) == 0
    assert late.get().day == day + timedelta(days=1)


def nothing_configured(_channel: str) -> None:
    """As where no sender is set."""


def wrongly_configured(channel: str) -> None:
    """As where what is set cannot hold."""
    raise ImproperlyConfigured(channel)


@pytest.mark.row("M12")
@pytest.mark.parametrize("sender_of", [nothing_configured, wrongly_configured])
def test_a_sender_that_is_taken_away_meanwhile_is_told_of_and_tried_again(
    cast, monkeypatch, sender_of
):
    turn_on(cast, now=MORNING)
    write(cast, MORNING)
    monkeypatch.setattr(deliveries, "sender_of", sender_of)
    assert deliver_notices(now=MORNING + HALF) == 0
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, notice.fault) == ("waiting", 1, "not_configured")


@pytest.mark.row("M23")
def test_a_channel_without_an_address_is_refused(cast):
    StaffChannels.objects.update_or_create(staff=cast.bo.staff, defaults={"email": "", "phone": ""})
    codes = []
    for email, sms in ((True, False), (False, True)):
        with pytest.raises(Refused) as refused:
            choose_staff_channels(wants_email=email, wants_sms=sms, by=cast.bo, now=MORNING)
        codes.append(refused.value.code)
    assert codes[0] == "no_email"
    assert len(set(codes)) == 2


@pytest.mark.row("M23")
def test_no_code_is_sent_where_no_sms_can_be(cast, settings):
    settings.OUTBOX_DIR, settings.SMS_URL = None, ""
    with pytest.raises(Refused) as refused:
        send_code(number="070-174 06 05", by=cast.bo, now=MORNING)
    assert refused.value.code == "not_sent"


@pytest.mark.row("M23")
def test_a_code_without_a_number_has_its_words_at_the_field(cast):
    with pytest.raises(Refused) as refused:
        send_code(number="  ", by=cast.bo, now=MORNING)
    assert (refused.value.code, refused.value.field) == ("empty", "number")
