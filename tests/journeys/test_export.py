""" "Export" in a browser: ordered, followed without a reload, and saved once."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from lindra import clock
from lindra.exchange.run import run_export
from lindra.models import ExportJob
from lindra.rules.calendar import local_date
from tests.journeys.checks import check_page
from tests.journeys.world import World

pytestmark = [pytest.mark.journey, pytest.mark.row("M22")]

DORIS = "TST-UPPDRAG-1007-1"


def work(job: ExportJob) -> None:
    """What the worker does, in a thread of its own."""

    def run() -> None:
        try:
            run_export(job.pk, now=clock.now)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_an_export_is_ordered_followed_and_saved(world: World) -> None:
    world.opened("astrid")
    doris = world.staff(DORIS)
    doris.open("/export/")
    today = local_date(world.now).isoformat()
    for label in ("Första dagen", "Sista dagen"):
        doris.page.get_by_label(label).fill(today)
    doris.press("Beställ exporten")
    doris.sees("Väntar på sin tur.")
    assert check_page(doris.page, doris.minimum, by_tab=False) == []
    work(ExportJob.objects.get())
    button = doris.page.get_by_role("button", name="Hämta exporten")
    button.wait_for()
    with doris.page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.startswith("export-")
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    doris.open("/export/")
    doris.sees("Hämtad i dag")
