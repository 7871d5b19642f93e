"""Notices: who wants them where, whether what one is about still waits, and what did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lindra.access import current, team_of
from lindra.gateways.providers import channels
from lindra.models import (
    ActorKind,
    Answer,
    Channel,
    Commission,
    Message,
    Notice,
    NoticeChoice,
    NoticeKind,
    NoticeState,
    Patient,
    PatientChannels,
    Staff,
    StaffChannels,
    Treatment,
)
from lindra.models.answer import UNREAD
from lindra.models.message import STANDS
from lindra.queries.conditions import found_by
from lindra.rules.attention import Quiet, is_silent
from lindra.rules.calendar import REMINDER_DAYS, local_date, reminder_due
from lindra.rules.lifecycle import Phase, State, phase
from lindra.rules.messages import UNDO

HERE = (Phase.RUNNING, Phase.MAINTAINED)
TAKEN = (NoticeState.WAITING, NoticeState.SENT)
SHOWN_DAYS = 30
TELLABLE = Q(
    patient__deceased_on__isnull=True,
    patient__mismatch_at__isnull=True,
    unit__training=False,  # F14
) & (
    Q(patient__channels__inbox=True)
    | Q(patient__channels__email__gt="")
    | Q(patient__channels__phone__gt="")
)


def patient_is_told(patient: Patient) -> frozenset[Channel]:
    """The channels that the patient has turned on and that this installation has (L12).

    None for somebody who is deceased or may not log in.
    """
    chosen = PatientChannels.objects.filter(patient=patient).first()
    if chosen is None or patient.deceased_on or patient.mismatch_at:
        return frozenset()
    wanted = {Channel.INBOX: chosen.inbox, Channel.EMAIL: chosen.email, Channel.SMS: chosen.phone}
    return frozenset(channel for channel, on in wanted.items() if on and channel in channels())


def is_told(treatment: Treatment) -> bool:
    """Whether the patient gets notices of the treatment: never at a training unit (F14)."""
    return not treatment.unit.training and bool(patient_is_told(treatment.patient))


def staff_is_told(staff: Staff) -> frozenset[Channel]:
    """The channels that the member of staff has turned on and that can reach her (M23)."""
    addresses = {channel: staff_address(staff, channel) for channel in channels_of_staff()}
    return frozenset(channel for channel, address in addresses.items() if address)


def channels_of_staff() -> frozenset[Channel]:
    """The channels that staff can choose here."""
    return frozenset(c for c in (Channel.EMAIL, Channel.SMS) if c in channels())


def patient_address(patient: Patient, channel: Channel) -> str:
    """Where a notice to the patient goes on that channel."""
    chosen = PatientChannels.objects.get(patient=patient)
    return {
        Channel.EMAIL: chosen.email,
        Channel.SMS: chosen.phone,
        Channel.INBOX: patient.personal_number,
    }[channel]


def staff_address(staff: Staff, channel: Channel) -> str:
    """Where a notice to the member of staff goes, "" when she does not want it there.

    An own number counts when it is confirmed, and then before the provider's.
    """
    chosen = StaffChannels.objects.filter(staff=staff).first()
    if chosen is None:
        return ""
    if channel == Channel.EMAIL:
        return chosen.email if chosen.wants_email else ""
    own = chosen.own_phone if chosen.own_phone_confirmed_at else ""
    return (own or chosen.phone) if chosen.wants_sms else ""


def still_waits(notice: Notice, now: datetime) -> bool:
    """Whether what the notice is about still waits, and whoever it is for still wants to know."""
    if notice.staff is not None:
        return _completion_waits(notice, now)
    return (
        notice.patient is not None
        and notice.channel in patient_is_told(notice.patient)
        and (_time_still_says_so(notice, now) or _messages_wait(notice, now))
    )


def due_notices(now: datetime) -> list[UUID]:
    """Those that wait to go at that moment or before, the longest due first."""
    due = Notice.objects.filter(state=NoticeState.WAITING, next_try_at__lte=now)
    return list(due.order_by("next_try_at", "pk").values_list("pk", flat=True))


def noticed_messages(patient: Patient) -> QuerySet[Message]:
    """The messages to the patient that stand, are not read, and of which she is to be told."""
    return Message.objects.filter(
        STANDS,
        conversation__treatment__patient=patient,
        author=ActorKind.STAFF,
        read_at__isnull=True,
    ).exclude(notice=NoticeChoice.NONE)


def silent_treatments(now: datetime) -> QuerySet[Treatment]:
    """Those whose patients want notices and have been away for fourteen days (M14 d)."""
    found = Treatment.objects.filter(TELLABLE, found_by(Quiet.SILENT, now))
    return found.select_related("patient")


def ending_treatments(now: datetime) -> QuerySet[Treatment]:
    """Those whose patients want notices and whose last day is 30 days away or less (M3)."""
    today = local_date(now)
    begun = Q(state=State.ACTIVE, starts_on__lte=today)
    return Treatment.objects.filter(
        TELLABLE,
        begun | Q(state=State.MAINTENANCE),
        ends_on__range=(today, today + timedelta(days=max(REMINDER_DAYS))),
    ).select_related("patient")


def notice_of_day(patient: Patient, channel: str, due: datetime) -> Notice | None:
    """The patient's notice of that day: she has one at most on each channel."""
    return Notice.objects.filter(
        patient=patient, channel=channel, day=local_date(due), state__in=TAKEN
    ).first()


def told_today(patient: Patient, now: datetime) -> bool:
    """Whether the day's notice has gone wherever the patient wants one: the next is tomorrow's."""
    sent = Notice.objects.filter(patient=patient, day=local_date(now), state=NoticeState.SENT)
    return patient_is_told(patient) <= set(sent.values_list("channel", flat=True))


def failed_notices(treatment: Treatment, now: datetime) -> list[Notice]:
    """The newest failure on each channel to the patient, of the last 30 days, not mended since."""
    newest: dict[str, Notice] = {}
    rows = Notice.objects.filter(
        patient=treatment.patient_id,
        state__in=(NoticeState.FAILED, NoticeState.SENT),
        made_at__gte=now - timedelta(days=SHOWN_DAYS),
    )
    for notice in rows.order_by("next_try_at", "pk"):
        newest[notice.channel] = notice
    return [n for n in newest.values() if n.state == NoticeState.FAILED]


def in_team(treatment: Treatment, now: datetime) -> list[Staff]:
    """Those who treat today and have a commission at the unit."""
    today = local_date(now)
    at_unit = Commission.objects.filter(current(today), unit=treatment.unit_id)
    here = set(at_unit.values_list("staff", flat=True))
    return [m.staff for m in team_of(treatment, today) if m.staff_id in here]


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of the keys there is a notice for."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def _messages_wait(notice: Notice, now: datetime) -> bool:
    """Whether a message can be seen, is not read, and nothing has gone since it could be seen."""
    told = _told(notice).filter(sent_at__gte=OuterRef("sent_at") + UNDO)
    assert notice.patient is not None
    waiting = noticed_messages(notice.patient).filter(~Exists(told), sent_at__lte=now - UNDO)
    return waiting.exists()


def _told(notice: Notice) -> QuerySet[Notice]:
    """What has gone to the same patient on the same channel."""
    return Notice.objects.filter(
        patient=notice.patient_id, channel=notice.channel, state=NoticeState.SENT
    )


def _time_still_says_so(notice: Notice, now: datetime) -> bool:
    """Whether the time that it tells of still holds, and nothing has gone since it was planned."""
    if _told(notice).filter(sent_at__gte=notice.made_at).exists():
        return False
    treatment, today = notice.treatment, local_date(now)
    stage = phase(State(treatment.state), treatment.starts_on, treatment.ends_on, today)
    if notice.kind == NoticeKind.SILENCE:
        return stage is Phase.RUNNING and is_silent(treatment.last_active_at, today)
    if notice.kind == NoticeKind.REMINDER:
        same_day = f":{treatment.ends_on}:" in notice.key
        return stage in HERE and same_day and reminder_due(treatment.ends_on, today) is not None
    return False


def _completion_waits(notice: Notice, now: datetime) -> bool:
    answer = Answer.objects.filter(UNREAD, pk=UUID(notice.key.split(":")[1])).exists()
    staff = notice.staff
    return (
        answer
        and staff is not None
        and staff in in_team(notice.treatment, now)
        and notice.channel in staff_is_told(staff)
    )
