""" "Logguppföljning" (BEHAVIOUR F18): samples of the unit's log, judged row by row and signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lindra import clock
from lindra.access import May, Purpose
from lindra.actions import log_reviews
from lindra.actions.access_log import Activity
from lindra.models import AccessLog, LogReview, LogReviewItem
from lindra.queries.log_review import PAGE, items_of, logged, reviews_of, staff_of
from lindra.rules.calendar import local_date
from lindra.rules.log_review import Rule
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from lindra.rules.swedish import listed
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context
from lindra.web.staff.log_review_forms import SampleForm, VerdictsForm

NAME = "Logguppföljning"
NAMES = 3  # patients of a list that are named in a row
LISTED = 50  # reviews on the first page
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Logged:
    """A patient as the log names her."""

    personal_number: str
    name: str

    @property
    def number(self) -> str:
        return PersonalNumber(self.personal_number).display


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a review. `row` is None when the log's own is gone by law."""

    number: int
    item: LogReviewItem
    row: AccessLog | None
    patients: tuple[Logged, ...]
    more: int
    verdict: BoundField | None = None
    words: BoundField | None = None


@door(
    May.REVIEW_LOG, NAME, methods=("GET", "POST"), activity=Activity.WRITE, purpose=Purpose.QUALITY
)
def reviews(request: StaffRequest) -> HttpResponse:
    """The unit's reviews, and a form that draws a new sample."""
    form = _sample_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            review = log_reviews.make_review(
                among=form.among,
                rows=form.cleaned_data["rows"],
                by=request.who,
                now=clock.wall(),
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            request.seen.patients = _named(_lines(review, list(items_of(review, request.who))))
            return redirect("log_review", review.pk)
    request.seen.activity = Activity.READ
    page = {
        **context(request, "log_reviews"),
        "form": form,
        "reviews": reviews_of(request.who.commission.unit)[:LISTED],
        "has_errors": bool(form.errors),
    }
    return render(request, "staff/log_reviews.html", page, status=422 if form.errors else 200)


@door(
    May.REVIEW_LOG, NAME, methods=("GET", "POST"), activity=Activity.WRITE, purpose=Purpose.QUALITY
)
def review(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """The rows of a review, 25 at a time, and a verdict for each."""
    found = _review(request, review_id)
    if request.method != "POST":
        return _page(request, found)
    items, start, _ = _items(request, found)
    form = VerdictsForm(items, start + 1, request.POST)
    if form.is_valid():
        try:
            log_reviews.judge(
                review=found, verdicts=form.verdicts, by=request.who, now=clock.wall()
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            request.seen.patients = _named(_lines(found, items))
            messages.success(request, "Bedömningarna är sparade.")
            return redirect(_next_page(found, request))
    request.seen.activity = Activity.READ
    return _page(request, found, form)


@door(May.REVIEW_LOG, NAME, methods=("POST",), activity=Activity.WRITE, purpose=Purpose.QUALITY)
def sign(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Every row is judged, and nothing in the review is changed any more."""
    found = _review(request, review_id)
    request.seen.patients = _named(_lines(found, list(items_of(found, request.who))))
    try:
        log_reviews.sign(review=found, by=request.who, now=clock.wall())
    except Refused as refused:
        request.seen.activity = Activity.READ
        return _page(request, found, refused=refused)
    messages.success(request, "Uppföljningen är signerad.")
    return redirect("log_review", found.pk)


def aims(review: LogReview) -> str:
    """What a review was aimed at, in words without anybody's number; "" for a random one."""
    given = review.targets
    words = [Rule(each).words.lower() for each in given.get("rules", ())]
    if given.get("patient"):
        words.insert(0, "en patient")
    if given.get("staff"):
        words.insert(0, "en medarbetare")
    return listed(words)


def _sample_form(request: StaffRequest) -> SampleForm:
    today = local_date(clock.wall())
    people = [
        each
        for each in staff_of(request.who.commission.unit)
        if each.hsa_id != request.who.staff.hsa_id
    ]
    first = {"first": today - MONTH, "last": today, "rows": PAGE}
    return SampleForm(people, today, request.POST or None, first)


def _review(request: StaffRequest, review_id: UUID) -> LogReview:
    """The unit's own review, or 404."""
    found = reviews_of(request.who.commission.unit).filter(pk=review_id).first()
    if found is None:
        raise Http404
    return found


def _items(request: StaffRequest, review: LogReview) -> tuple[list[LogReviewItem], int, int]:
    """The rows of the page that the address names, where they begin, and how many there are."""
    found, page = items_of(review, request.who), request.GET.get("sida", "")
    known = page.isascii() and page.isdecimal() and len(page) < 6
    count = found.count()
    last = max(0, (count - 1) // PAGE)
    start = PAGE * min(max(int(page) - 1, 0) if known else 0, last)
    return list(found[start : start + PAGE]), start, count


def _page(
    request: StaffRequest,
    review: LogReview,
    form: VerdictsForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    items, start, count = _items(request, review)
    judges = review.signed_at is None and review.made_by_id == request.who.staff.pk
    shown = form or (VerdictsForm(items, start + 1) if judges else None)
    lines = _lines(review, items, start, shown)
    request.seen.patients = _named(lines)
    pages = range(1, (count - 1) // PAGE + 2)
    wrong = bool(refused or (form and form.errors))
    page = {
        **context(request, "log_reviews"),
        "review": review,
        "aims": aims(review),
        "left": review.rows - review.judged,  # type: ignore[attr-defined]
        "hidden": review.rows - count,  # type: ignore[attr-defined]
        "lines": lines,
        "form": shown,
        "refused": refused,
        "current": start // PAGE + 1,
        "pages": pages if len(pages) > 1 else (),
        "has_errors": wrong,
    }
    return render(request, "staff/log_review.html", page, status=422 if wrong else 200)


def _lines(
    review: LogReview,
    items: Sequence[LogReviewItem],
    start: int = 0,
    form: VerdictsForm | None = None,
) -> list[Line]:
    rows = logged(items)
    wanted = review.targets.get("patient", "")
    return [
        _line(number, item, rows.get(item.log_id), wanted, form)
        for number, item in enumerate(items, start + 1)
    ]


def _line(
    number: int,
    item: LogReviewItem,
    row: AccessLog | None,
    wanted: str,
    form: VerdictsForm | None,
) -> Line:
    about = row.patients if row else []
    first = sorted(about, key=lambda each: each["id"] != wanted)[:NAMES]
    patients = tuple(Logged(each["id"], each["name"]) for each in first)
    fields = (form[f"verdict_{item.pk}"], form[f"words_{item.pk}"]) if form else (None, None)
    return Line(number, item, row, patients, len(about) - len(patients), *fields)


def _named(lines: Iterable[Line]) -> list[Logged]:
    """Everybody whose name the page shows, once."""
    found = (each for line in lines for each in line.patients)
    return list({each.personal_number: each for each in found}.values())


def _next_page(review: LogReview, request: StaffRequest) -> str:
    """The first page with a row that is not judged; the same when all are."""
    judged = list(items_of(review, request.who).values_list("verdict", flat=True))
    place = judged.index("") // PAGE + 1 if "" in judged else request.GET.get("sida", "1")
    number = place if str(place).isascii() and str(place).isdecimal() else 1
    return reverse("log_review", args=[review.pk]) + f"?sida={number}"
