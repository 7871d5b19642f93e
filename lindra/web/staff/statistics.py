""" "Statistik": what a unit's treatments come to, in numbers that point at nobody (F15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from lindra.access import May, Purpose
from lindra.exchange.statistics import Statistics, statistics, statistics_csv
from lindra.programme.spec import Programme
from lindra.queries.statistics import Chosen, programmes_of
from lindra.rules.calendar import local_date, month_words
from lindra.rules.refused import Refused
from lindra.rules.unit_statistics import Told, years
from lindra.web.charts import Chart, Point, Span, draw
from lindra.web.door import StaffRequest, door
from lindra.web.staff.frame import context

NAME = "Statistik"
MONTH = 31  # days at most between the first days of two months
ROUND = 10  # the axis ends at a whole ten


@door(May.SEE_STATISTICS, NAME, purpose=Purpose.STATISTICS)
def page(request: StaffRequest) -> HttpResponse:
    """The tables and the curve of a programme and a year; words alone at a training unit."""
    offered, chosen = _chosen(request)
    training = request.who.commission.unit.training
    found = None if training or chosen is None else statistics(chosen)
    shown = {
        **context(request, "statistics"),
        "programmes": offered,
        "years": years(local_date(request.now)),
        "chosen": chosen,
        "found": found,
        "curve": _curve(found) if found else None,
        "query": _query(chosen) if chosen else "",
    }
    return render(request, "staff/statistics.html", shown)


@door(May.SEE_STATISTICS, NAME, purpose=Purpose.STATISTICS)
def as_csv(request: StaffRequest) -> HttpResponse:
    """The same numbers as a file. `Refused` at a training unit."""
    _, chosen = _chosen(request)
    if request.who.commission.unit.training:
        raise Refused("En övningsenhet har ingen statistik.", code="training")
    if chosen is None:
        raise Http404
    response = HttpResponse(statistics_csv(statistics(chosen)), "text/csv; charset=utf-8")
    name = f"statistik-{chosen.programme.id}-{chosen.year}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: StaffRequest) -> tuple[list[Programme], Chosen | None]:
    """The unit's programmes, and what the address asks for: the first and latest for what is odd.

    None where the unit has no programme.
    """
    here, today = request.who.commission.unit, local_date(request.now)
    offered = programmes_of(here)
    if not offered:
        return [], None
    wanted, year = request.GET.get("program"), request.GET.get("ar")
    programme = next((each for each in offered if each.id == wanted), offered[0])
    period = next((each for each in years(today) if str(each) == year), years(today)[0])
    return offered, Chosen(here, programme, period)


def _query(chosen: Chosen) -> str:
    return urlencode({"program": chosen.programme.id, "ar": chosen.year})


def _curve(found: Statistics) -> Chart | None:
    """How many began each month; a hidden month is a gap. None when all are hidden."""
    told = [(month, count) for month, count in found.months if count is not None]
    if not told:
        return None
    most = max(count for _, count in told)
    top = -(-most // ROUND) * ROUND
    points = [Point(month, count, str(count)) for month, count in told]
    span = Span(found.months[0][0], date(found.chosen.year, 12, 1), gap=MONTH)
    chart = draw("borjade", "Började", "moment per månad", top, points, span)
    names = ("jan", "jul", "dec")
    dates = tuple((x, name) for (x, _), name in zip(chart.dates, names, strict=True))
    return replace(chart, dates=dates, says=_says(found.months, told))


def _says(months: tuple[tuple[date, Told], ...], told: list[tuple[date, int]]) -> str:
    least, most = (pick(told, key=lambda each: each[1]) for pick in (min, max))
    words = (
        f"{len(told)} av {len(months)} månader visas. Lägst {least[1]} ({month_words(least[0])}), "
        f"högst {most[1]} ({month_words(most[0])})."
    )
    return words if len(told) > 1 else f"En månad visas: {most[1]} ({month_words(most[0])})."
