"""Answers: sent once, changed by a successor, taken back with a trace, read by the team."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lindra.access import PatientSession, StaffSession
from lindra.actions.drafts import (
    NotCurrent,
    Stale,
    check_may_write,
    check_replaceable,
)
from lindra.actions.events import record_event
from lindra.actions.notices import notify_of_completion
from lindra.actions.treatments import be_active
from lindra.models import Answer, Draft, EventKind, Treatment
from lindra.models.answer import CURRENT, MARKED, UNREAD
from lindra.programme.spec import Form
from lindra.queries.results import first_sent
from lindra.rules.answers import check_correctable, check_entry_date, lifted_words
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused


class DateTaken(Refused):
    """The diary has a current answer for that date."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(
            "Du har redan skickat dagboken för den dagen. Du kan ändra den.", code="date_taken"
        )
        self.answer = answer


class AlreadySent(Refused):
    """The draft has been sent from somewhere else, and these values differ from what was sent."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(
            "Formuläret är redan skickat, kanske från en annan flik. "
            "Det du har skrivit här är inte skickat.",
            code="already_sent",
        )
        self.answer = answer


@transaction.atomic
def send_answer(  # noqa: PLR0913 - what was typed, where, and by whom
    *,
    treatment: Treatment,
    form: Form,
    draft_id: UUID,
    values: Mapping[str, object],
    revision: int,
    by: PatientSession,
    now: datetime,
    correction_days: int = 14,
    page: str = "",
) -> Answer:
    """Send what the draft has become. The same draft sent twice gives one answer.

    Raises `Stale` when a newer revision of the draft is saved, `AlreadySent` and `DateTaken` as
    they say, `Refused` when the treatment may not be worked in.
    """
    locked = Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    sent = treatment.answers.filter(key=draft_id).first()
    if sent is not None:
        return _same_or_refused(sent, values)
    check_may_write(locked, now)
    draft = (
        treatment.drafts.select_related("replaces")
        .filter(pk=draft_id, form=form.id, version=form.version)
        .first()
    )
    if draft is None:
        raise Refused("Utkastet finns inte längre. Öppna formuläret igen.", code="no_draft")
    if draft.revision != revision and not (page and page == draft.page):
        raise Stale
    if draft.replaces is not None:
        check_replaceable(draft.replaces, correction_days, now)
    elif form.one_per_date and draft.entry_date is not None:
        check_entry_date(form, draft.entry_date, local_date(now))
        _check_date_free(treatment, form, draft)
    answer = _create(treatment, form, draft, values, now)
    draft.delete()
    kind = EventKind.CHANGED if answer.replaces_id else EventKind.SENT
    record_event(treatment=treatment, kind=kind, by=by, now=now, subject=form.id, answer=answer)
    be_active(treatment=treatment, by=by, now=now)
    if answer.completes:
        notify_of_completion(answer=answer, by=by, now=now)
    return answer


@transaction.atomic
def withdraw_answer(
    *, answer: Answer, by: PatientSession, now: datetime, correction_days: int = 14
) -> None:
    """Take the answer out of curves and lists; its trace stays (BEHAVIOUR M5c, M7).

    The treatment's row comes first, as when an answer is sent: no two meet at a draft.
    """
    check_may_write(answer.treatment, now)
    check_correctable(first_sent(answer), correction_days, now)
    be_active(treatment=answer.treatment, by=by, now=now)
    withdrawn = Answer.objects.filter(CURRENT, pk=answer.pk).update(withdrawn_at=now)
    if not withdrawn:
        raise NotCurrent
    record_event(
        treatment=answer.treatment,
        kind=EventKind.WITHDRAWN,
        by=by,
        now=now,
        subject=answer.form,
        answer=answer,
    )


@transaction.atomic
def mark_read(*, answers: Collection[Answer], by: StaffSession, now: datetime) -> None:
    """The answers have been opened and shown: read, by whoever came first."""
    unread = [answer.pk for answer in answers if answer.read_at is None]
    if not unread:
        return
    found = Answer.objects.filter(pk__in=unread, read_at__isnull=True)
    opened = list(
        found.select_related("treatment")
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )
    Answer.objects.filter(pk__in=[answer.pk for answer in opened]).update(
        read_at=now, read_by=by.staff
    )
    for answer in opened:
        _record(answer, EventKind.READ, by, now)


@transaction.atomic
def mark_unopened(
    *, treatment: Treatment, answer_ids: Collection[UUID], by: StaffSession, now: datetime
) -> list[UUID]:
    """Mark those that were shown as read without opening them; returns which were marked.

    Answers that came later are left. A lifted answer refuses, and so does the completion form:
    they must be opened (M14b a, M14c).
    """
    unread = _locked(treatment, UNREAD, answer_ids)
    if any(answer.lifted or answer.completes for answer in unread):
        raise Refused("Det här svaret behöver öppnas.", code="lifted")
    marked = [answer.pk for answer in unread]
    Answer.objects.filter(pk__in=marked).update(marked_at=now, marked_by=by.staff)
    for answer in unread:
        _record(answer, EventKind.MARKED, by, now)
    return marked


@transaction.atomic
def unmark(
    *, treatment: Treatment, answer_ids: Collection[UUID], by: StaffSession, now: datetime
) -> None:
    """ "Ångra": the marking goes, unless somebody has really opened the answer meanwhile."""
    marked = _locked(treatment, MARKED, answer_ids)
    undone = [answer.pk for answer in marked]
    Answer.objects.filter(pk__in=undone).update(marked_at=None, marked_by=None)
    for answer in marked:
        _record(answer, EventKind.UNMARKED, by, now)


def _locked(treatment: Treatment, which: Q, answer_ids: Collection[UUID]) -> list[Answer]:
    """The answers that are so, held until the end of the transaction; always in the same order."""
    found = treatment.answers.filter(which, pk__in=answer_ids)
    return list(found.select_for_update(no_key=True).order_by("pk"))


def _record(answer: Answer, kind: EventKind, by: StaffSession, now: datetime) -> None:
    record_event(
        treatment=answer.treatment, kind=kind, by=by, now=now, subject=answer.form, answer=answer
    )


def _same_or_refused(sent: Answer, values: Mapping[str, object]) -> Answer:
    if sent.values != dict(values):
        raise AlreadySent(sent)
    return sent


def _check_date_free(treatment: Treatment, form: Form, draft: Draft) -> None:
    taken = treatment.answers.filter(CURRENT, form=form.id, entry_date=draft.entry_date).first()
    if taken is not None:
        raise DateTaken(taken)


def _create(
    treatment: Treatment, form: Form, draft: Draft, values: Mapping[str, object], now: datetime
) -> Answer:
    if draft.replaces is not None:
        Answer.objects.filter(pk=draft.replaces.pk).update(replaced_at=now)
    return Answer.objects.create(
        treatment=treatment,
        form=form.id,
        version=form.version,
        entry_date=draft.entry_date,
        one_per_date=bool(form.one_per_date),
        completes=form.completes,
        values=dict(values),
        lifted=list(lifted_words(form, values)),
        key=draft.pk,
        sent_at=now,
        replaces=draft.replaces,
    )
