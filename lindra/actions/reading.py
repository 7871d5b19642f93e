"""Reading: the place to return to, pages read, modules done, what has been understood."""

from datetime import datetime

from django.db import transaction

from lindra.access import PatientSession
from lindra.actions.drafts import check_may_write
from lindra.actions.events import record_event
from lindra.actions.treatments import be_active
from lindra.models import Acknowledgement, EventKind, ModuleDone, PageRead, Place, Treatment
from lindra.programme.spec import Module, Page
from lindra.rules.progress import all_read
from lindra.rules.refused import Refused


@transaction.atomic
def open_page(
    *, treatment: Treatment, module: Module, page: Page, by: PatientSession, now: datetime
) -> None:
    """Keep the place and the activity. A private page leaves nothing at all."""
    if page.private:
        return
    Place.objects.update_or_create(
        treatment=treatment, defaults={"module": module.id, "page": page.id, "opened_at": now}
    )
    be_active(treatment=treatment, by=by, now=now)


@transaction.atomic
def read_page(*, treatment: Treatment, page: Page, by: PatientSession, now: datetime) -> None:
    """ "Nästa" is pressed: the page is read, the first time with an event. Private pages never."""
    if page.private:
        return
    _, first = PageRead.objects.get_or_create(
        treatment=treatment, page=page.id, defaults={"read_at": now}
    )
    if first:
        record_event(treatment=treatment, kind=EventKind.PAGE_READ, by=by, now=now, subject=page.id)


@transaction.atomic
def finish_module(
    *, treatment: Treatment, module: Module, by: PatientSession, now: datetime
) -> None:
    """ "Klar med modulen". `Refused` until every page is read."""
    check_may_write(treatment, now)
    read = set(treatment.pages_read.values_list("page", flat=True))
    if not all_read(module, read):
        raise Refused("Några sidor är kvar att läsa.", code="not_all_read")
    _, first = ModuleDone.objects.get_or_create(
        treatment=treatment, module=module.id, defaults={"done_at": now}
    )
    if first:
        record_event(
            treatment=treatment, kind=EventKind.MODULE_DONE, by=by, now=now, subject=module.id
        )


@transaction.atomic
def reopen_module(
    *, treatment: Treatment, module: Module, by: PatientSession, now: datetime
) -> None:
    """Undo "Klar med modulen"."""
    check_may_write(treatment, now)
    gone, _ = ModuleDone.objects.filter(treatment=treatment, module=module.id).delete()
    if gone:
        record_event(
            treatment=treatment, kind=EventKind.MODULE_UNDONE, by=by, now=now, subject=module.id
        )


@transaction.atomic
def acknowledge(*, treatment: Treatment, page: Page, by: PatientSession, now: datetime) -> None:
    """ "Jag har läst och förstått", kept with its time; it unlocks nothing."""
    check_may_write(treatment, now)
    _, first = Acknowledgement.objects.get_or_create(
        treatment=treatment, page=page.id, defaults={"at": now}
    )
    if first:
        record_event(
            treatment=treatment, kind=EventKind.ACKNOWLEDGED, by=by, now=now, subject=page.id
        )
