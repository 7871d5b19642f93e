""" "Markera som uppföljd": the look that is taken every third week (BEHAVIOUR M17)."""

from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.models import EventKind, FollowUp, Treatment
from lindra.rules.attention import start_of
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused

UNDONE = "ångrad"


@transaction.atomic
def follow_up(*, treatment: Treatment, by: StaffSession, now: datetime) -> FollowUp:
    """Somebody of the team has looked. Once a day for each: marking again gives the same look.

    Raises `Refused` "ended" for what is ended.
    """
    held = Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    if held.state == State.ENDED:
        raise Refused("Momentet är avslutat.", code="ended")
    today = start_of(local_date(now))
    looked = treatment.follow_ups.filter(staff=by.staff, at__gte=today, at__lte=now)
    before = looked.order_by("-at").first()
    if before is not None:
        return before
    record_event(treatment=treatment, kind=EventKind.FOLLOWED_UP, by=by, now=now)
    return FollowUp.objects.create(treatment=treatment, at=now, staff=by.staff)


@transaction.atomic
def undo_follow_up(
    *, treatment: Treatment, follow_up_id: int, by: StaffSession, now: datetime
) -> None:
    """ "Ångra": the own look of the same day goes; the timeline keeps that it was undone.

    Raises `Refused` "too_late" on another day. What is gone already stays gone.
    """
    look = treatment.follow_ups.select_for_update().filter(pk=follow_up_id, staff=by.staff).first()
    if look is None:
        return
    if local_date(look.at) != local_date(now):
        raise Refused("En uppföljning kan ångras samma dag.", code="too_late")
    look.delete()
    record_event(treatment=treatment, kind=EventKind.FOLLOWED_UP, by=by, now=now, words=UNDONE)
