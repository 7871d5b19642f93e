""" "Logguppföljning" (BEHAVIOUR F18): which rows of the unit's log a sample is drawn among, how.

The rows are those of staff about what the unit keeps, never the reviewer's own. The draw is by
SHA-256 of a secret seed and each row's log_id: every row is as likely, nobody can foresee it, and
with the seed that the review keeps, anybody can draw the same again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import (
    BinaryField,
    Case,
    Count,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractHour, TruncDate

from lindra.access import StaffSession
from lindra.models import (
    Absence,
    AccessLog,
    EmergencyOpening,
    LogReview,
    LogReviewItem,
    Part,
    Staff,
    TeamMember,
    Treatment,
    Unit,
)
from lindra.rules.calendar import SWEDEN, instant
from lindra.rules.log_review import WORKING_HOURS, Rule, free_days
from lindra.rules.swedish import order

PAGE = 25
UUID_SHAPE = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


@dataclass(frozen=True, slots=True)
class Among:
    """What a sample is drawn among: a period, and what it is aimed at, if at anything.

    `staff` is an HSA-id, `patient` twelve digits; of several rules one suffices.
    """

    first: date
    last: date
    staff: str = ""
    patient: str = ""
    rules: tuple[Rule, ...] = ()


def candidates(unit: Unit, reviewer: Staff, among: Among) -> QuerySet[AccessLog]:
    """The rows that the sample may hold."""
    rows = AccessLog.objects.filter(
        user_kind="staff",
        care_unit_id=unit.hsa_id,
        start_date__gte=instant(among.first, time()),
        start_date__lt=instant(among.last + timedelta(days=1), time()),
    ).exclude(user_id=reviewer.hsa_id)
    if among.staff:
        rows = rows.filter(user_id=among.staff)
    if among.patient:
        rows = rows.filter(patients__contains=[{"id": among.patient}])
    if among.rules:
        rows = _judged_by_rules(rows, unit, among)
    return rows


def drawn(rows: QuerySet[AccessLog], seed: str, count: int) -> list[UUID]:
    """The log_ids of that many of the rows, or of all when there are fewer, the oldest first."""
    mixed = Func(
        Value(seed),
        Cast("log_id", TextField()),
        template="sha256(convert_to(concat(%(expressions)s), 'UTF8'))",
        output_field=BinaryField(),
    )
    chosen = rows.annotate(mixed=mixed).order_by("mixed", "id")[:count]
    return [log_id for _, log_id in sorted(chosen.values_list("id", "log_id"))]


def reviews_of(unit: Unit) -> QuerySet[LogReview]:
    """The unit's reviews, newest first, with how many rows each has and how many are judged."""
    judged = Count("items", filter=~Q(items__verdict=""))
    found = LogReview.objects.filter(unit=unit).annotate(rows=Count("items"), judged=judged)
    return found.select_related("made_by", "signed_by").order_by("-made_at", "-pk")


def items_of(review: LogReview, who: StaffSession) -> QuerySet[LogReviewItem]:
    """The review's rows for somebody to see: all but those about what she has done herself."""
    own = AccessLog.objects.filter(log_id=OuterRef("log_id"), user_id=who.staff.hsa_id)
    return review.items.exclude(Exists(own)).select_related("judged_by").order_by("pk")


def logged(items: Sequence[LogReviewItem]) -> dict[UUID, AccessLog]:
    """The rows of the log that the items are about; those that are gone by law are missing."""
    rows = AccessLog.objects.filter(log_id__in=[item.log_id for item in items])
    return {row.log_id: row for row in rows}


def staff_of(unit: Unit) -> list[Staff]:
    """Everybody who has or has had a commission at the unit, in Swedish order of names."""
    found = Staff.objects.filter(commissions__unit=unit).distinct()
    return sorted(found, key=lambda each: (order(each.family_name), order(each.given_name)))


def _judged_by_rules(rows: QuerySet[AccessLog], unit: Unit, among: Among) -> QuerySet[AccessLog]:
    """The rows that at least one of the rules points at."""
    treatment = Case(
        When(activity_level__regex=UUID_SHAPE, then=Cast("activity_level", UUIDField())),
        output_field=UUIDField(),
    )
    swedish = {"day": TruncDate("start_date", tzinfo=SWEDEN)}
    rows = rows.annotate(treatment=treatment, hour=ExtractHour("start_date", tzinfo=SWEDEN))
    wanted = Q(pk__in=())
    for rule in among.rules:
        wanted |= _points_at(rule, unit, among)
    return rows.annotate(**swedish).filter(wanted)


def _points_at(rule: Rule, unit: Unit, among: Among) -> Q:
    if rule is Rule.NAMESAKE:
        return _namesakes([each.name for each in staff_of(unit)])
    if rule is Rule.OFF_HOURS:
        start, end = WORKING_HOURS
        free = list(free_days(among.first, among.last))
        return Q(hour__lt=start) | Q(hour__gte=end) | Q(day__in=free)
    if rule is Rule.OUTSIDE_TEAM:
        known = Exists(Treatment.objects.filter(pk=OuterRef("treatment")))
        return Q(known) & ~Q(_in_team()) & ~Q(_stood_in())
    return Q(activity_type="Nödöppning") | Q(_opened())


def _namesakes(names: Collection[str]) -> Q:
    found = Q(pk__in=())
    for name in names:
        found |= Q(patients__contains=[{"name": name}])
    return found


def _in_team() -> Exists:
    return Exists(
        TeamMember.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=OuterRef("day")),
            treatment=OuterRef("treatment"),
            staff__hsa_id=OuterRef("user_id"),
            first_day__lte=OuterRef("day"),
        )
    )


def _stood_in() -> Exists:
    """She was the substitute, that day, of whoever was responsible."""
    responsible = TeamMember.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=OuterRef(OuterRef("day"))),
        treatment=OuterRef(OuterRef("treatment")),
        part=Part.RESPONSIBLE,
        first_day__lte=OuterRef(OuterRef("day")),
        staff=OuterRef("commission__staff"),
    )
    return Exists(
        Absence.objects.filter(
            Exists(responsible),
            substitute__staff__hsa_id=OuterRef("user_id"),
            first_day__lte=OuterRef("day"),
            last_day__gte=OuterRef("day"),
        )
    )


def _opened() -> Exists:
    """She had opened the treatment in an emergency that day."""
    return Exists(
        EmergencyOpening.objects.filter(
            treatment=OuterRef("treatment"),
            staff__hsa_id=OuterRef("user_id"),
            day=OuterRef("day"),
        )
    )
