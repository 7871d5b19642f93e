"""An export is read and written a stretch at a time: four times the answers, the same memory."""

import tracemalloc
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile

import pytest

from lindra.exchange import fhir
from lindra.exchange.csv_ import write_csv
from lindra.exchange.tables import Export
from lindra.exchange.xlsx import write_xlsx
from lindra.programme.registry import programme
from lindra.queries import export as queries
from lindra.queries.export import Selection, each_answer
from tests.cast import PROGRAMME
from tests.exchange.filled import send_many

pytestmark = [pytest.mark.row("M22"), pytest.mark.drill]

FEW = 1300  # three stretches of ten for each form
WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "ndjson": fhir.write_ndjson}


def export(cast) -> Export:
    chosen = Selection(cast.smartenheten, programme(PROGRAMME), date(2026, 1, 1), date(2050, 1, 1))
    return Export(chosen, cast.now, free_text=True)


def peak(write, made) -> int:
    """The most bytes that Python held at once while writing to a file."""
    with TemporaryFile() as out:
        tracemalloc.start()
        write(made, out)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return found


@pytest.mark.parametrize("kind", WRITERS)
def test_four_times_the_answers_take_no_more_memory(cast, kind, monkeypatch):
    monkeypatch.setattr(queries, "STRETCH", 10)
    write, made = WRITERS[kind], export(cast)
    send_many(cast.treatment, FEW)
    write(made, BytesIO())
    few = peak(write, made)
    send_many(cast.treatment, 3 * FEW, seed=2)
    many = peak(write, made)
    assert many < few * 1.15 + 100_000, (few, many)


def test_the_answers_come_through_a_cursor_of_the_servers(cast, django_assert_num_queries):
    send_many(cast.treatment, 10)
    with django_assert_num_queries(1) as caught:
        assert len(list(each_answer(export(cast).selection))) == 10
    assert "DECLARE" in str(caught.captured_queries).upper()
