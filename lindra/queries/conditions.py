"""The questions of the flags asked in SQL, for counting: the same as the rules, never beside them.

A test holds each against its rule for generated treatments.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from lindra.models import Answer, FollowUp, Part, Place, TeamMember
from lindra.models.answer import UNREAD
from lindra.programme.registry import all_programmes
from lindra.queries.inbox import waiting_messages
from lindra.rules.attention import Quiet, looked_before, silent_before
from lindra.rules.calendar import local_date
from lindra.rules.flags import ENDING_DAYS, FlagKind
from lindra.rules.lifecycle import State

TREATMENT = OuterRef("pk")
NOT_ENDED = Q(state__in=(State.ACTIVE, State.MAINTENANCE))


def flagged(kind: FlagKind, now: datetime) -> Q:
    """The treatments that carry a flag of that kind at that moment: `Flag.kinds` in SQL."""
    unread = Answer.objects.filter(UNREAD, treatment=TREATMENT)
    match kind:
        case FlagKind.LIFTED:
            return Q(Exists(unread.exclude(lifted=[])))
        case FlagKind.MESSAGE:
            waiting = waiting_messages(now).filter(conversation__treatment=TREATMENT)
            return Q(Exists(waiting))
        case FlagKind.COMPLETED:
            return Q(Exists(unread.filter(completes=True)))
        case FlagKind.ENDING:
            return NOT_ENDED & Q(ends_on__lte=local_date(now) + timedelta(days=ENDING_DAYS))
        case FlagKind.ANSWERED:
            return Q(Exists(unread.filter(~Exists(_urgent_of_the_same_form()))))
        case _:
            return NOT_ENDED & ~Q(Exists(_opened_under_the_present()))


def found_by(quiet: Quiet, now: datetime) -> Q:
    """The treatments that a quiet filter finds at that moment: `quiet_filters` in SQL."""
    today = local_date(now)
    running = Q(state=State.ACTIVE, starts_on__lte=today, ends_on__gte=today)
    match quiet:
        case Quiet.NOT_BEGUN:
            return running & ~begun()
        case Quiet.SILENT:
            return running & Q(last_active_at__lt=silent_before(today))
        case Quiet.FOLLOW_UP:
            return running & _look_due(today)
        case Quiet.EXPIRED:
            return NOT_ENDED & Q(ends_on__lt=today)
        case _:
            return Q(state=State.ENDED)


def begun() -> Q:
    """The treatments in which the patient has opened a page or sent something."""
    opened = Q(Exists(Place.objects.filter(treatment=TREATMENT)))
    return opened | Q(Exists(Answer.objects.filter(treatment=TREATMENT)))


def something_waits(now: datetime) -> Q:
    """The treatments in which something that the patient sent waits for somebody."""
    unread = Q(Exists(Answer.objects.filter(UNREAD, treatment=TREATMENT)))
    return unread | flagged(FlagKind.MESSAGE, now)


def _urgent_of_the_same_form() -> QuerySet[Answer]:
    """What makes the flag of its form something more than "answered"."""
    same = Answer.objects.filter(UNREAD, treatment=OuterRef("treatment"), form=OuterRef("form"))
    return same.filter(~Q(lifted=[]) | Q(completes=True))


def _opened_under_the_present() -> QuerySet[TeamMember]:
    """The members who opened "Hantera" since the present responsible was added."""
    later = TeamMember.objects.filter(
        treatment=OuterRef("treatment"),
        part=Part.RESPONSIBLE,
        added_at__gt=OuterRef("opened_at"),
    )
    return TeamMember.objects.filter(~Exists(later), treatment=TREATMENT, opened_at__isnull=False)


def _look_due(today: date) -> Q:
    return reduce(or_, (_due(p.id, p.follow_up_days, today) for p in all_programmes()))


def _due(programme: str, follow_up_days: int, today: date) -> Q:
    looks = FollowUp.objects.filter(
        treatment=TREATMENT, at__gte=looked_before(follow_up_days, today)
    )
    long_ago = today - timedelta(days=follow_up_days)
    return Q(~Exists(looks), programme=programme, starts_on__lte=long_ago)
