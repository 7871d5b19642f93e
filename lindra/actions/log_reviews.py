""" "Logguppföljning" (BEHAVIOUR F18): a sample is drawn, judged row by row, and signed.

The time is the real one, as in the log itself: `now` is the wall's.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.models import LogReview, LogReviewItem, Sample, Verdict
from lindra.queries.log_review import Among, candidates, drawn
from lindra.rules.calendar import local_date
from lindra.rules.log_review import Rule, check_period, check_rows, verdict_fault
from lindra.rules.refused import Refused

Verdicts = Mapping[int, tuple[str, str]]


@transaction.atomic
def make_review(*, among: Among, rows: int, by: StaffSession, now: datetime) -> LogReview:
    """Draw so many rows of the reviewer's unit, never her own; a targeted sample says for what.

    Raises `Refused` for a period or a number that cannot be, and when there is nothing to draw.
    """
    check_period(among.first, among.last, local_date(now))
    check_rows(rows)
    seed = secrets.token_hex(16)
    unit = by.commission.unit
    found = candidates(unit, by.staff, among)
    chosen = drawn(found, seed, rows)
    if not chosen:
        raise Refused("Ingen rad i loggen passar in på det.", code="nothing")
    targets = _targets(among)
    review = LogReview.objects.create(
        unit=unit,
        kind=Sample.TARGETED if targets else Sample.RANDOM,
        first=among.first,
        last=among.last,
        targets={**targets, "seed": seed, "wanted": rows},
        rows_in_period=found.count(),
        made_at=now,
        made_by=by.staff,
    )
    LogReviewItem.objects.bulk_create(
        LogReviewItem(review=review, log_id=log_id) for log_id in chosen
    )
    return review


@transaction.atomic
def judge(*, review: LogReview, verdicts: Verdicts, by: StaffSession, now: datetime) -> int:
    """Give rows their verdict and words, by the id of the item; returns how many were changed.

    Raises `Refused` when the review is signed or another's, or when what is to be investigated is
    not said; then nothing is kept.
    """
    _lock(review, by)
    changed = 0
    for item in LogReviewItem.objects.filter(review=review, pk__in=list(verdicts)):
        verdict, words = verdicts[item.pk]
        words = words.strip()
        if fault := verdict_fault(verdict, words):
            raise Refused(fault, code="verdict", field=f"words_{item.pk}")
        if (item.verdict, item.words) != (verdict, words):
            item.verdict, item.words = Verdict(verdict), words
            item.judged_at, item.judged_by = now, by.staff
            item.save(update_fields=["verdict", "words", "judged_at", "judged_by"])
            changed += 1
    return changed


@transaction.atomic
def sign(*, review: LogReview, by: StaffSession, now: datetime) -> None:
    """The review is done and is never changed again. `Refused` until every row is judged."""
    _lock(review, by)
    left = review.items.filter(verdict="").count()
    if left:
        rows = "1 rad" if left == 1 else f"{left} rader"
        raise Refused(f"Bedöm alla rader först. {rows} är kvar.", code="not_judged")
    LogReview.objects.filter(pk=review.pk).update(signed_at=now, signed_by=by.staff)


def _lock(review: LogReview, by: StaffSession) -> None:
    """Nobody else writes in the review until the transaction ends; `Refused` when she may not."""
    kept = LogReview.objects.select_for_update().get(pk=review.pk)
    if kept.made_by_id != by.staff.pk:
        raise Refused("Bara den som gjorde urvalet bedömer och signerar det.", code="another's")
    if kept.signed_at is not None:
        raise Refused("Uppföljningen är signerad och ändras inte mer.", code="signed")


def _targets(among: Among) -> dict[str, object]:
    """What the sample is aimed at; nothing for a random one."""
    rules = [Rule(each).value for each in among.rules]
    given = {"staff": among.staff, "patient": among.patient, "rules": rules}
    return {key: value for key, value in given.items() if value}
