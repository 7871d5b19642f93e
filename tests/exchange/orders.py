"""Exports ordered and written as the pages and the worker would."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4
from zipfile import ZipFile

from lindra.actions.exports import Order, fetch_export, fetch_key, order_export
from lindra.exchange.run import run_export
from lindra.models import ExportFormat, ExportJob
from tests.cast import PROGRAMME, Cast

FIRST, LAST = date(2026, 11, 22), date(2026, 11, 23)


def order(cast: Cast, **more) -> ExportJob:
    """Doris orders two days of the unit, a day later."""
    asked = {"programme": PROGRAMME, "first": FIRST, "last": LAST, "format": ExportFormat.CSV}
    given = Order(**{**asked, **more})
    return order_export(order=given, by=cast.doris, now=cast.now + timedelta(days=1))


def written(cast: Cast, **more) -> ExportJob:
    """The same, ready to be fetched."""
    job = order(cast, **more)
    assert run_export(job.pk, now=lambda: cast.now + timedelta(days=1))
    job.refresh_from_db()
    return job


def fetched(cast: Cast, job: ExportJob, *, is_key: bool = False) -> io.BytesIO:
    """What Doris gets, the same day."""
    out = io.BytesIO()
    take = fetch_key if is_key else fetch_export
    take(job_id=job.pk, out=out, by=cast.doris, now=cast.now + timedelta(days=1))
    return out


def talk(cast: Cast, words: str) -> None:
    """A message of Astrid's."""
    thread = cast.treatment.conversations.create(title=words, started_at=cast.now)
    own = {"author": "patient", "author_name": cast.astrid.name, "sent_at": cast.now}
    thread.messages.create(text=words, key=uuid4(), **own)


def tables(zipped: io.BytesIO) -> dict[str, list[dict[str, str]]]:
    """The CSV files of a zip, by name."""
    with ZipFile(zipped) as files:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(files.read(name).decode(), newline=""), strict=True)
            )
            for name in files.namelist()
            if name.endswith(".csv")
        }
