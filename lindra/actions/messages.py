"""Messages: sent once from a draft, undone for half a minute, read, waived, found misdirected."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from lindra.access import PatientSession, Session, StaffSession
from lindra.actions.drafts import Stale, check_may_write
from lindra.actions.events import record_event
from lindra.actions.message_drafts import take_back_into_draft
from lindra.actions.notices import notify_of_message, withdraw_notice_of
from lindra.actions.treatments import be_active
from lindra.models import (
    ActorKind,
    Conversation,
    EventKind,
    Message,
    MessageDraft,
    NoticeChoice,
    Treatment,
)
from lindra.models.message import STANDS
from lindra.queries.inbox import own_drafts
from lindra.queries.notices import is_told
from lindra.rules.calendar import local
from lindra.rules.lifecycle import State
from lindra.rules.messages import (
    UNDO,
    check_may_misdirect,
    check_staff_may_write,
    check_undoable,
    tidy_text,
    tidy_title,
)
from lindra.rules.refused import Refused


class AlreadySent(Refused):
    """The draft has been sent from somewhere else, and this text differs from what was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(
            "Meddelandet är redan skickat, kanske från en annan flik. "
            "Det du har skrivit här är inte skickat.",
            code="already_sent",
        )
        self.sent = message


class AnsweredMeanwhile(Refused):
    """A colleague has written to the patient since the page was opened."""

    def __init__(self, message: Message) -> None:
        super().__init__(
            f"{message.author_name} skrev till patienten {local(message.sent_at):%H:%M}, medan du "
            "skrev. Läs det först. Din text finns kvar och är inte skickad.",
            code="answered_meanwhile",
        )
        self.sent = message


class Renamed(Refused):
    """Somebody has given the conversation another name since it was shown."""

    def __init__(self, conversation: Conversation) -> None:
        given = conversation.treatment.events.filter(
            kind=EventKind.CONVERSATION_RENAMED, subject=str(conversation.pk)
        )
        last = given.order_by("-id").first()
        super().__init__(
            f"{last.actor_name if last else 'Någon'} bytte namnet till ”{conversation.title}”. "
            "Det du har skrivit är inte sparat.",
            code="renamed",
            field="title",
        )
        self.title = conversation.title


def check_may_send(*, treatment: Treatment, by: Session, now: datetime) -> None:
    """Raises `Refused` unless that side may write at that moment (BEHAVIOUR M6, M18, M19)."""
    if isinstance(by, PatientSession):
        check_may_write(treatment, now)
    else:
        check_staff_may_write(State(treatment.state))


@transaction.atomic
def send_message(  # noqa: PLR0913 - what was typed, where, how it is told, and by whom
    *,
    treatment: Treatment,
    draft_id: UUID,
    text: str,
    revision: int,
    by: Session,
    now: datetime,
    page: str = "",
    notice: NoticeChoice = NoticeChoice.NONE,
    seen: datetime | None = None,
) -> Message:
    """Send what the draft has become. The same draft sent twice gives one message.

    `seen` is when the writer's page was opened: what the patient sent later is not answered by
    this. `notice` is staff's alone, and none where the patient gets none. Raises `Stale` when a
    newer revision of the draft is saved, `AlreadySent` and `AnsweredMeanwhile` as they say,
    `Refused` when that side may not write, or for an empty or too long text.
    """
    locked = Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    tidy = tidy_text(text)
    sent = Message.objects.filter(_by(by), conversation__treatment=treatment, key=draft_id).first()
    if sent is not None:
        return _same_or_refused(sent, tidy)
    check_may_send(treatment=locked, by=by, now=now)
    draft = own_drafts(treatment, by).filter(pk=draft_id).first()
    if draft is None:
        raise Refused("Utkastet finns inte längre. Öppna sidan igen.", code="no_draft")
    if draft.revision != revision and not (page and page == draft.page):
        raise Stale
    opened = min(seen or now, now)
    if notice != NoticeChoice.NONE and not is_told(locked):
        notice = NoticeChoice.NONE
    _check_unanswered(draft, by, opened)
    conversation = draft.conversation or Conversation.objects.create(
        treatment=treatment, title=tidy_title(draft.title), started_at=now
    )
    draft.delete()
    message = _create(conversation, draft_id, tidy, by, now, notice, opened)
    _record(conversation, EventKind.MESSAGE_SENT, by, now)
    if isinstance(by, PatientSession):
        be_active(treatment=treatment, by=by, now=now)
    else:
        notify_of_message(message=message, by=by, now=now)
    return message


@transaction.atomic
def undo_message(*, treatment: Treatment, key: UUID, by: Session, now: datetime) -> MessageDraft:
    """ "Ångra" within 30 seconds: the message becomes a draft again; nobody else has seen it.

    Undone twice it is the same draft. `Refused` "too_late" afterwards, "no_message" for what is
    not the writer's own. The treatment's row comes first, as when the other side opens.
    """
    Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    message = (
        Message.objects.filter(_by(by), conversation__treatment=treatment, key=key)
        .select_related("conversation")
        .first()
    )
    if message is None:
        undone = own_drafts(treatment, by).filter(pk=key).first()
        if undone is None:
            raise Refused("Meddelandet finns inte längre.", code="no_message")
        return undone
    check_undoable(message.sent_at, message.read_at, now)
    if message.author == ActorKind.STAFF:
        withdraw_notice_of(message=message, now=now)
    conversation = message.conversation
    message.delete()
    alone = not conversation.messages.exists()
    draft = take_back_into_draft(
        key=key, text=message.text, conversation=conversation, alone=alone, by=by, now=now
    )
    _record(conversation, EventKind.MESSAGE_UNDONE, by, now)
    if alone:
        subject = str(conversation.pk)
        treatment.events.filter(subject=subject).update(subject="")  # they lead nowhere now
        conversation.delete()
    return draft


@transaction.atomic
def open_conversation_as_patient(
    *, conversation: Conversation, by: PatientSession, now: datetime
) -> None:
    """The patient has opened it: what stands there from the team is read (M14b f)."""
    be_active(treatment=conversation.treatment, by=by, now=now)
    _read(conversation, Q(author=ActorKind.STAFF), by, now)


@transaction.atomic
def open_conversation_as_team(
    *, conversation: Conversation, by: StaffSession, now: datetime
) -> None:
    """Somebody of the team has opened it: the patient sees by whom. It is not answered by that."""
    _read(conversation, Q(author=ActorKind.PATIENT), by, now)


@transaction.atomic
def mark_misdirected(*, message: Message, by: StaffSession, now: datetime) -> None:
    """ "Felskickat": the text is hidden from both sides, the trace stays, the unit is told (M12).

    `Refused` while "Ångra" is still there, and when it is already so marked.
    """
    check_may_misdirect(message.sent_at, now)
    marked = Message.objects.filter(STANDS, pk=message.pk, author=ActorKind.STAFF).update(
        misdirected_at=now, misdirected_by=by.staff
    )
    if not marked:
        raise Refused("Meddelandet är redan markerat som felskickat.", code="already")
    withdraw_notice_of(message=message, now=now)
    _record(message.conversation, EventKind.MESSAGE_MISDIRECTED, by, now)


@transaction.atomic
def waive(
    *, conversation: Conversation, message_ids: Collection[UUID], by: StaffSession, now: datetime
) -> list[UUID]:
    """ "Behöver inget svar", for those that were shown; returns which were marked now."""
    shown = Q(waived_at__isnull=True, sent_at__lte=now - UNDO)
    found = _locked(conversation, message_ids, shown)
    ids = [message.pk for message in found]
    Message.objects.filter(pk__in=ids).update(waived_at=now, waived_by=by.staff)
    if ids:
        _record(conversation, EventKind.MESSAGE_WAIVED, by, now)
    return ids


@transaction.atomic
def unwaive(
    *, conversation: Conversation, message_ids: Collection[UUID], by: StaffSession, now: datetime
) -> None:
    """ "Ångra": they wait for an answer again."""
    found = _locked(conversation, message_ids, Q(waived_at__isnull=False))
    ids = [message.pk for message in found]
    Message.objects.filter(pk__in=ids).update(waived_at=None, waived_by=None)
    if ids:
        _record(conversation, EventKind.MESSAGE_UNWAIVED, by, now)


@transaction.atomic
def rename_conversation(
    *, conversation: Conversation, title: str, seen: str, by: Session, now: datetime
) -> None:
    """Another name in the place of `seen`. It may be the patient's own words: no event holds it.

    Raises `Renamed` when it has another name than the one that `by` was shown.
    """
    check_may_send(treatment=conversation.treatment, by=by, now=now)
    new = tidy_title(title)
    row = Conversation.objects.filter(pk=conversation.pk).exclude(title=new)
    if row.filter(title=seen).update(title=new):
        _record(conversation, EventKind.CONVERSATION_RENAMED, by, now)
    elif named := row.first():
        raise Renamed(named)


def _by(by: Session) -> Q:
    """The messages that somebody has written."""
    if isinstance(by, PatientSession):
        return Q(author=ActorKind.PATIENT)
    return Q(author=ActorKind.STAFF, staff=by.staff)


def _same_or_refused(sent: Message, text: str) -> Message:
    if sent.text != text:
        raise AlreadySent(sent)
    return sent


def _check_unanswered(draft: MessageDraft, by: Session, opened: datetime) -> None:
    """Two who answer at once: the second reads the first's answer before she sends."""
    if draft.conversation is None or isinstance(by, PatientSession):
        return
    later = (
        draft.conversation.messages.filter(STANDS, author=ActorKind.STAFF, sent_at__gt=opened)
        .exclude(staff=by.staff)
        .order_by("-sent_at")
        .first()
    )
    if later is not None:
        raise AnsweredMeanwhile(later)


def _create(
    conversation: Conversation,
    key: UUID,
    text: str,
    by: Session,
    now: datetime,
    notice: NoticeChoice,
    opened: datetime,
) -> Message:
    if isinstance(by, PatientSession):
        about: dict[str, object] = {"author": ActorKind.PATIENT}
    else:
        shown = Q(author=ActorKind.PATIENT, sent_at__lte=opened - UNDO)
        newest = conversation.messages.filter(shown).aggregate(newest=Max("sent_at"))["newest"]
        about = {
            "author": ActorKind.STAFF,
            "staff": by.staff,
            "author_profession": by.staff.profession,
            "notice": notice,
            "answers_until": newest,
        }
    return Message.objects.create(
        conversation=conversation, author_name=by.name, text=text, key=key, sent_at=now, **about
    )


def _read(conversation: Conversation, whose: Q, by: Session, now: datetime) -> None:
    """Mark what can be seen as read. Undoing waits for the same row: one of them comes first."""
    unread = conversation.messages.filter(
        whose, STANDS, read_at__isnull=True, sent_at__lte=now - UNDO
    )
    if not unread.exists():
        return
    Treatment.objects.select_for_update(no_key=True).get(pk=conversation.treatment_id)
    reader = None if isinstance(by, PatientSession) else by.staff
    if unread.update(read_at=now, read_by=reader):
        _record(conversation, EventKind.MESSAGE_READ, by, now)


def _locked(conversation: Conversation, message_ids: Collection[UUID], which: Q) -> list[Message]:
    found = conversation.messages.filter(which, author=ActorKind.PATIENT, pk__in=message_ids)
    return list(found.select_for_update(no_key=True).order_by("pk"))


def _record(conversation: Conversation, kind: EventKind, by: Session, now: datetime) -> None:
    record_event(
        treatment=conversation.treatment, kind=kind, by=by, now=now, subject=str(conversation.pk)
    )
