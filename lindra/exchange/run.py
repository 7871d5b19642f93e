"""Writes an export that somebody has ordered, and the key to its pseudonyms apart (M22).

The file is written to a place without a name, which is gone with the process, and kept in the
database when it is whole.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID
from zipfile import ZipFile

from lindra.actions.export_runs import (
    Progress,
    alone,
    begin_export,
    fail_export,
    keep_export,
    one_moment,
)
from lindra.exchange.csv_ import entry, write_csv, write_text
from lindra.exchange.disclosure import SECRECY
from lindra.exchange.fhir import write_fhir
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export
from lindra.exchange.xlsx import write_xlsx
from lindra.models import ExportFormat, ExportJob
from lindra.queries.export import answers_in, patients_of
from lindra.queries.exports import selection_of

WRITERS: dict[str, Callable[[Export, IO[bytes]], Receipt]] = {
    ExportFormat.CSV: write_csv,
    ExportFormat.XLSX: write_xlsx,
    ExportFormat.FHIR: write_fhir,
}


def run_export(job_id: UUID, *, now: Callable[[], datetime]) -> bool:
    """Write it, unless somebody else does or has; whether it is ready now.

    `now` tells the time, at the beginning and at the end. What goes wrong is raised when the
    export is marked as failed.
    """
    with alone(job_id=job_id) as progress:
        job = begin_export(job_id=job_id) if progress else None
        if progress is None or job is None:
            return False
        try:
            return _write(job, progress, now)
        except Exception:
            fail_export(job_id=job_id, now=now())
            raise


def _write(job: ExportJob, progress: Progress, now: Callable[[], datetime]) -> bool:
    export = Export(
        selection_of(job),
        now(),
        identified=job.identified,
        free_text=job.free_text,
        told=progress,
    )
    with TemporaryFile() as file:
        with one_moment():
            progress.begin(answers_in(export.selection))
            receipt = WRITERS[job.format](export, file)
            key = key_file(export, job.pk) if job.keeps_key else b""
        return keep_export(
            job_id=job.pk,
            file=file,
            key=key,
            rows=sum(receipt.rows.values()),
            sha256=receipt.sha256,
            total=progress.done,
            now=now(),
        )


def key_file(export: Export, job_id: UUID) -> bytes:
    """Who each pseudonym is: a zip as small as the number of patients."""
    about = [
        ("sekretess", SECRECY),
        ("hör till", file_name(job_id)),
        ("förvaring", "Håll nyckeln skild från exporten, och förstör den när den inte behövs."),
    ]
    rows = (
        (export.pseudonyms.of("patient", each.pk), each.number)
        for each in patients_of(export.selection)
    )
    out = io.BytesIO()
    with ZipFile(out, "w") as zipped:
        with entry(zipped, "om-nyckeln.csv", export.made_at) as raw:
            write_text(raw, ("om", "gäller"), about)
        with entry(zipped, "nyckel.csv", export.made_at) as raw:
            write_text(raw, ("patient", "personnummer"), rows)
    return out.getvalue()


def file_name(job_id: UUID, ending: str = "zip", *, is_key: bool = False) -> str:
    """Says which export it is, and nothing of whom it is about."""
    return f"{'nyckel' if is_key else 'export'}-{str(job_id)[:8]}.{ending}"
