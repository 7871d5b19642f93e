"""The access log's rows of some days, one after the other, for those who take the log out."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from lindra.models import AccessLog
from lindra.rules.calendar import instant

AT_ONCE = 500  # rows in memory


def rows_between(first: date, last: date) -> Iterator[AccessLog]:
    """Every row from the first Swedish day to the last, inclusive, in the order of writing."""
    rows = AccessLog.objects.filter(
        start_date__gte=instant(first, time()),
        start_date__lt=instant(last + timedelta(days=1), time()),
    )
    return rows.order_by("id").iterator(chunk_size=AT_ONCE)
