"""Half-written forms: opened, saved by themselves, thrown away. They leave no event."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from lindra.access import PatientSession
from lindra.actions.treatments import be_active
from lindra.models import Answer, Draft, Treatment
from lindra.programme.spec import Form
from lindra.queries.results import first_sent
from lindra.rules.answers import check_correctable, check_entry_date
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State, check_workable
from lindra.rules.refused import Refused


class Stale(Refused):
    """A newer revision has been saved, in another tab or on another device."""

    def __init__(self) -> None:
        super().__init__(
            "Utkastet har ändrats på ett annat ställe, till exempel i en annan flik.", code="stale"
        )


class NotCurrent(Refused):
    """The answer has been changed or taken back, perhaps a moment ago."""

    def __init__(self) -> None:
        super().__init__("Svaret är redan ändrat eller återtaget.", code="not_current")


def check_may_write(treatment: Treatment, now: datetime) -> None:
    """Raises `Refused` unless the patient may fill in at that moment."""
    check_workable(State(treatment.state), treatment.starts_on, treatment.ends_on, local_date(now))


@transaction.atomic
def open_draft(
    *,
    treatment: Treatment,
    form: Form,
    by: PatientSession,
    now: datetime,
    entry_date: date | None = None,
    replaces: Answer | None = None,
    correction_days: int = 14,
) -> Draft:
    """The one draft of that form (and date, and answer to change), made when there is none.

    A draft keeps the version that it was begun in. A draft that changes an answer begins with the
    answer's values.
    """
    check_may_write(treatment, now)
    if replaces is not None:
        check_replaceable(replaces, correction_days, now)
    elif entry_date is not None:
        check_entry_date(form, entry_date, local_date(now))
    be_active(treatment=treatment, by=by, now=now)
    draft, _ = Draft.objects.get_or_create(
        treatment=treatment,
        form=form.id,
        entry_date=entry_date,
        replaces=replaces,
        defaults={
            "version": form.version,
            "values": replaces.values if replaces else {},
            "saved_at": now,
        },
    )
    return draft


def check_replaceable(answer: Answer, correction_days: int, now: datetime) -> None:
    """Raises `Refused` when the answer is already replaced, withdrawn or too old to change."""
    if answer.withdrawn_at or answer.replaced_at:
        raise NotCurrent
    check_correctable(first_sent(answer), correction_days, now)


@transaction.atomic
def save_draft(
    *,
    draft: Draft,
    values: Mapping[str, object],
    revision: int,
    by: PatientSession,
    now: datetime,
    page: str = "",
) -> int:
    """Save and return the new revision; `Stale` when `revision` is not the one that is saved.

    The same opened `page` may save again although it has not heard of its own last revision.

    The treatment's row comes first, as when an answer is sent: the two wait for each other there.
    """
    check_may_write(draft.treatment, now)
    be_active(treatment=draft.treatment, by=by, now=now)
    known = Q(revision=revision) | (Q(page=page) & ~Q(page=""))
    saved = Draft.objects.filter(known, pk=draft.pk).update(
        values=dict(values), revision=F("revision") + 1, saved_at=now, page=page
    )
    if not saved:
        raise Stale
    return Draft.objects.values_list("revision", flat=True).get(pk=draft.pk)


@transaction.atomic
def discard_draft(*, draft: Draft, by: PatientSession, now: datetime) -> None:
    """Throw the draft away, as the patient asks."""
    be_active(treatment=draft.treatment, by=by, now=now)
    Draft.objects.filter(pk=draft.pk, treatment__patient=by.patient).delete()
