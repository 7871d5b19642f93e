"""Curves as small multiples: one measure a picture, gaps where nothing was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from lindra import clock
from lindra.models import Answer, Treatment
from lindra.models.answer import CURRENT
from lindra.programme.registry import programme
from lindra.programme.spec import Calculation, Form, FormKind, Programme
from lindra.rules.calendar import day_words, local_date, monday
from lindra.rules.diaries import sleep, sleep_weeks, training, weekly
from lindra.rules.diaries.times import duration_words

WIDTH, HEIGHT = 360, 132
LEFT, RIGHT, TOP, BOTTOM = 26, 10, 10, 24
HOUR = 60
DAYS_SHOWN = 28
WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day; `x` and `y` are where it is drawn, `text` what it is in words."""

    day: date
    value: float
    text: str
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure over days. `runs`: stretches without a gap; `bars`: drawn from the ground."""

    id: str
    title: str
    unit: str
    top: float
    points: tuple[Point, ...]
    runs: tuple[str, ...]
    says: str
    bars: bool
    ticks: tuple[tuple[float, str], ...]
    dates: tuple[tuple[float, str], ...]
    start: float | None = None

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def ground(self) -> int:
        return HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Curves:
    """The charts of one kind of diary, with its one plain sentence."""

    form: Form
    says: str
    charts: tuple[Chart, ...]

    @property
    def table(self) -> list[tuple[date, list[str]]]:
        """Every day that has a value, newest first, with the words of each chart ("" for none)."""
        texts = [{point.day: point.text for point in chart.points} for chart in self.charts]
        days = sorted({day for column in texts for day in column}, reverse=True)
        return [(day, [column.get(day, "") for column in texts]) for day in days]


def chart_forms(content: Programme) -> tuple[str, ...]:
    """The diaries that have curves; other forms with the same figures lend theirs to them."""
    return tuple(
        form.id
        for form in content.newest_forms()
        if form.calculation in _DRAWERS and form.kind in (FormKind.DIARY, FormKind.WEEKLY)
    )


def charts_of(treatment: Treatment, forms: Sequence[str]) -> list[Curves]:
    """The curves of those of the diaries that have current answers, in that order, in one query."""
    content = programme(treatment.programme)
    wanted = [content.form(form_id) for form_id in forms if form_id in chart_forms(content)]
    if not wanted:
        return []
    sources = {form.id: form.calculation for form in content.forms if form.calculation}
    today = local_date(clock.now())
    answers: dict[Calculation, list[Answer]] = {}
    rows = Answer.objects.filter(CURRENT, treatment=treatment, form__in=sources)
    for answer in rows.order_by("sent_at"):
        answers.setdefault(sources[answer.form], []).append(answer)
    return [
        Curves(form, *_DRAWERS[form.calculation](answers[form.calculation], today))
        for form in wanted
        if form.calculation in answers
    ]


def _sleep(answers: Sequence[Answer], today: date) -> tuple[str, tuple[Chart, ...]]:
    nights = [sleep.night_from_values(answer.values) for answer in answers]
    span = Span(today - timedelta(days=DAYS_SHOWN - 1), today)
    asleep = [
        Point(n.morning, n.tst / 60, duration_words(n.tst)) for n in nights if n.tst is not None
    ]
    in_bed = [Point(n.morning, n.tib / 60, duration_words(n.tib)) for n in nights]
    pain = [Point(n.morning, n.pain, f"{n.pain} av 10") for n in nights if n.pain is not None]
    hours = (
        draw("somn", "Sömn", "timmar per natt, ungefär", 12, asleep, span)
        if asleep
        else draw("sang", "I sängen", "timmar per natt", 12, in_bed, span)
    )
    charts = [hours, draw("smarta-natt", "Smärtan störde sömnen", "0–10", 10, pain, span)]
    return sleep_weeks.finding(nights, today) or "", tuple(c for c in charts if c.points)


def _weekly(answers: Sequence[Answer], today: date) -> tuple[str, tuple[Chart, ...]]:
    checks = [weekly.check_from_values(a.values, local_date(a.sent_at)) for a in answers]
    first = min((check.day for check in checks), default=today)
    span = Span(max(first, today - timedelta(weeks=WEEKS_SHOWN)), today, gap=10)
    charts = []
    for figure, title in WEEKLY_TITLES.items():
        known = [(c.day, getattr(c, figure)) for c in checks if getattr(c, figure) is not None]
        points = [Point(day, value, f"{value} av 10") for day, value in known]
        start = float(known[0][1]) if len(known) > 1 else None
        charts.append(draw(figure, title, "0–10", 10, points, span, start=start))
    return weekly.finding(checks) or "", tuple(c for c in charts if c.points)


WEEKLY_TITLES = {
    "pain": "Smärta i genomsnitt",
    "chores": "Smärtan störde sysslor",
    "joy": "Smärtan störde glädjen",
    "mood": "Humör",
    "sleep": "Sömn",
    "confidence": "Tilltro",
}


def _training(answers: Sequence[Answer], today: date) -> tuple[str, tuple[Chart, ...]]:
    passes = [training.pass_from_values(answer.values) for answer in answers]
    span = Span(monday(today) - timedelta(weeks=WEEKS_SHOWN - 1), monday(today))
    points = [
        Point(week.monday, week.minutes, f"{week.minutes} minuter")
        for week in training.weeks(passes)
    ]
    top = HOUR * max([1, *(ceil(point.value / HOUR) for point in points)])
    chart = draw("minuter", "Rörelse", "minuter per vecka", top, points, span, bars=True)
    return training.finding(passes, today) or "", (chart,) if chart.points else ()


_Drawer = Callable[[Sequence[Answer], date], tuple[str, tuple[Chart, ...]]]
_DRAWERS: dict[Calculation, _Drawer] = {
    Calculation.SLEEP: _sleep,
    Calculation.WEEKLY: _weekly,
    Calculation.TRAINING: _training,
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a chart; points at most `gap` days apart are joined by a line."""

    first: date
    last: date
    gap: int = 1

    @property
    def days(self) -> int:
        return max((self.last - self.first).days, 1)


def draw(
    id_: str,
    title: str,
    unit: str,
    top: float,
    points: Iterable[Point],
    span: Span,
    *,
    bars: bool = False,
    start: float | None = None,
) -> Chart:
    """The picture of a measure from 0 to `top`; points outside the span are left out."""

    def x(day: date) -> float:
        inset = 12 if bars else 0
        return round(
            LEFT + inset + (day - span.first).days / span.days * (WIDTH - LEFT - RIGHT - 2 * inset),
            1,
        )

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)

    drawn = tuple(
        Point(p.day, p.value, p.text, x(p.day), y(min(p.value, top)))
        for p in sorted(points, key=lambda p: p.day)
        if span.first <= p.day <= span.last
    )
    middle = span.first + timedelta(days=span.days // 2)
    return Chart(
        id_,
        title,
        unit,
        top,
        drawn,
        tuple(" ".join(f"{p.x},{p.y}" for p in run) for run in _runs(drawn, span.gap)),
        _says(drawn, span.last),
        bars,
        tuple((y(value), f"{value:g}") for value in (0, top / 2, top)),
        tuple((x(day), f"{day.day}/{day.month}") for day in (span.first, middle, span.last)),
        y(start) if start is not None else None,
    )


def _runs(points: Sequence[Point], gap: int) -> list[list[Point]]:
    """Stretches of points with at most `gap` days between; a single point has no line."""
    runs: list[list[Point]] = []
    for point in points:
        if runs and (point.day - runs[-1][-1].day).days <= gap:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]


def _says(points: Sequence[Point], today: date) -> str:
    if not points:
        return ""
    if len(points) == 1:
        return f"Ett värde: {points[0].text} ({day_words(points[0].day, today)})."
    lowest, highest = (f(points, key=lambda p: p.value) for f in (min, max))
    return (
        f"{len(points)} värden. Lägst {lowest.text} ({day_words(lowest.day, today)}), "
        f"högst {highest.text} ({day_words(highest.day, today)})."
    )
