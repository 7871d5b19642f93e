"""Export as CSV and XLSX: every answer once, as numbers and codes, and nothing that runs."""

import csv
import io
import random
import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from lindra.exchange.cells import harmless
from lindra.exchange.codebook import codebook, columns
from lindra.exchange.csv_ import write_csv, write_rows
from lindra.exchange.pseudonyms import Pseudonyms
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export, sheets
from lindra.exchange.xlsx import CUT, LONGEST_CELL, Book, write_xlsx
from lindra.models import Answer
from lindra.programme.registry import programme
from lindra.programme.spec import Choice, QuestionType
from lindra.queries.export import Selection, answers_in
from tests.cast import PROGRAMME
from tests.exchange.filled import forms, send_many
from tests.rules import made

pytestmark = pytest.mark.row("M22")

KEY = Pseudonyms(b"k" * 32)
MADE = datetime(2026, 11, 22, 8, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 22), date(2026, 12, 31)


def export(cast, **more) -> Export:
    chosen = Selection(cast.smartenheten, programme(PROGRAMME), FIRST, LAST)
    return Export(chosen, cast.now, **{"pseudonyms": KEY, **more})


def csv_files(made_export) -> dict[str, list[dict[str, str]]]:
    out = io.BytesIO()
    write_csv(made_export, out)
    with ZipFile(out) as zipped:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(zipped.read(name).decode(), newline=""), strict=True)
            )
            for name in zipped.namelist()
        }


def rows_of(found, sheet):
    return [row for row in found[sheet] if row]


def all_answers(found) -> list[dict[str, str]]:
    sent = [rows for name, rows in found.items() if name not in ("moment", "kodbok", "om-exporten")]
    return [row for rows in sent for row in rows]


def test_every_answer_of_the_unit_is_there_once_and_nobody_elses(cast):
    made_here = send_many(cast.treatment, 200)
    cast.send("reflektion-1", {"nytt": "annans enhet"}, by=cast.fatima)
    found = all_answers(csv_files(export(cast)))
    assert sorted(row["svar"] for row in found) == sorted(
        KEY.of("answer", each.pk) for each in made_here
    )
    assert len(found) == answers_in(export(cast).selection) == 200


def test_the_rows_are_the_databases_own_by_count_and_hash(cast):
    send_many(cast.treatment, 150)
    chosen = export(cast, free_text=True)
    receipts = [write_csv(chosen, io.BytesIO()), write_xlsx(chosen, io.BytesIO())]
    again = Receipt()
    for sheet in sheets(chosen):
        list(again.through(sheet.name, sheet.rows()))
    assert {each.sha256 for each in receipts} == {again.sha256}
    in_base = {form.id: Answer.objects.filter(form=form.id).count() for form in forms()}
    assert {name: n for name, n in receipts[0].rows.items() if name in in_base} == {
        name: n for name, n in in_base.items() if n
    }


def test_numbers_in_the_file_are_the_numbers_in_the_database(cast):
    send_many(cast.treatment, 150)
    found = csv_files(export(cast))
    asked = [q.id for q in programme(PROGRAMME).form("veckokollen").questions if q.type == "nrs"]
    held = Answer.objects.filter(form="veckokollen", withdrawn_at=None).order_by("sent_at", "pk")
    wanted = [[str(a.values.get(q, "")) for q in asked] for a in held]
    told = [[r[q] for q in asked] for r in found["veckokollen"] if r["status"] != "återtaget"]
    assert told == wanted != []
    digest = sha256(repr(wanted).encode()).hexdigest()
    assert digest == sha256(repr(told).encode()).hexdigest()


def test_by_default_nobody_is_named_and_no_free_text_leaves(cast):
    cast.send("reflektion-1", {"nytt": "Min granne Ulla"})
    out = io.BytesIO()
    write_csv(export(cast), out)
    with ZipFile(out) as zipped:
        content = "".join(zipped.read(name).decode() for name in zipped.namelist())
    for word in ("Astrid", "Alm", "19780412", "9802", "Ulla", "Bo Berg"):
        assert word not in content
    assert str(cast.treatment.pk) not in content
    assert "Sekretess enligt 25 kap. 1 §" in content


def test_name_and_free_text_leave_only_when_each_is_asked_for(cast):
    cast.send("reflektion-1", {"nytt": "Min granne Ulla"})
    named = csv_files(export(cast, identified=True))
    (treatment,) = named["moment"]
    assert (treatment["personnummer"], treatment["efternamn"]) == ("19780412-9802", "Alm")
    assert "nytt" not in named["reflektion-1"][0]
    told = csv_files(export(cast, free_text=True))
    assert "personnummer" not in told["moment"][0]
    assert told["reflektion-1"][0]["nytt"] == "Min granne Ulla"


def test_a_pseudonym_is_the_same_within_an_export_and_not_in_another(cast):
    cast.send("reflektion-1", {"nytt": "ord"})
    cast.send("veckokollen", {"smarta": 3})
    first, second = (csv_files(export(cast, pseudonyms=Pseudonyms())) for _ in range(2))
    patients = [{row["patient"] for row in all_answers(found)} for found in (first, second)]
    assert [len(each) for each in patients] == [1, 1]
    assert patients[0] != patients[1]
    assert patients[0] == {row["patient"] for row in first["moment"]}
    assert "k" * 8 not in repr(KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonyms(b"short")


def test_progress_times_and_reasons_stand_with_the_treatment(cast):
    cast.treatment.pages_read.create(page="m1-01", read_at=cast.now)
    cast.treatment.modules_done.create(module="m1", done_at=cast.now)
    cast.treatment.state, cast.treatment.ended_at = "ended", cast.now + timedelta(days=3)
    cast.treatment.end_reason = "Genomfört enligt plan"
    cast.treatment.save()
    (row,) = csv_files(export(cast))["moment"]
    assert (row["sidor_lasta"], row["klar__m1"], row["klar__m2"]) == ("1", "1", "0")
    assert (row["lage"], row["avslutningsorsak"]) == ("ended", "Genomfört enligt plan")
    assert (row["startat"], row["avslutat"]) == (
        "2026-11-22T09:00:00+01:00",
        "2026-11-25T09:00:00+01:00",
    )


def test_the_period_is_swedish_days_with_both_ends(cast):
    late = {"hour": 22, "minute": 59, "second": 59}
    for day, moment in ((21, late), (22, late), (23, {**late, "hour": 23})):
        at = cast.now.replace(day=day, **moment)
        cast.send("reflektion-1", {"nytt": str(day)}, at=max(at, cast.treatment.started_at))
    chosen = Selection(
        cast.smartenheten, programme(PROGRAMME), date(2026, 11, 23), date(2026, 11, 23)
    )
    assert answers_in(chosen) == 0
    chosen = Selection(cast.smartenheten, programme(PROGRAMME), FIRST, FIRST)
    assert answers_in(chosen) == 2
    with pytest.raises(ValueError, match="after the last"):
        Selection(cast.smartenheten, programme(PROGRAMME), LAST, FIRST)


@pytest.mark.row("M5c")
def test_what_was_taken_back_leaves_its_row_and_no_values(cast):
    (answer,) = send_many(cast.treatment, 1)
    Answer.objects.filter(pk=answer.pk).update(withdrawn_at=cast.now)
    (row,) = all_answers(csv_files(export(cast, free_text=True)))
    fixed = ("patient", "moment", "svar", "version", "dag", "skickat", "status")
    assert row["status"] == "återtaget"
    assert {value for name, value in row.items() if name not in fixed} == {""}


def test_the_codebook_tells_every_column_of_every_table(cast):
    send_many(cast.treatment, 100)
    found = csv_files(export(cast, free_text=True))
    told = {(row["formulär"], row["kolumn"]) for row in found["kodbok"]}
    for form in programme(PROGRAMME).forms:
        if rows := found.get(form.id):
            assert {(form.id, name) for name in list(rows[0])[9:]} <= told
    night = next(
        r for r in found["kodbok"] if (r["formulär"], r["kolumn"]) == ("somndagbok", "kval")
    )
    assert night["betyder"].startswith("1: Mycket dåligt; 2: Dåligt")
    pain = next(r for r in found["kodbok"] if r["kolumn"] == "smarta_natt")
    assert (pain["version"], pain["område"]) == ("1", "0–10 (0 inte alls, 10 hela natten)")


def test_private_forms_and_free_text_have_no_line_in_the_codebook():
    content = programme(PROGRAMME)
    private = {form.id for form in content.forms if form.private}
    lines = list(codebook(content, free_text=False))
    assert private & {line[1] for line in lines} == set()
    assert "fri text" not in {line[4] for line in lines}
    assert len({(line[0], line[1], line[2]) for line in lines}) == len(lines)


def test_a_cell_is_a_number_a_code_a_tick_or_nothing():
    several = made.question("v", QuestionType.MULTI, choices=[("a", "A"), ("b", "B")])
    inner = (made.question("svar", QuestionType.NRS),)
    rows = made.question("r", QuestionType.ROWS, columns=inner, labels=(Choice("x", "X"),))
    ticked = made.question("status", QuestionType.BOOL)
    spec = made.form(several, rows, ticked, made.question("t"))
    names = [column.name for column in columns(spec, free_text=True)]
    assert names == ["v__a", "v__b", "r__x__svar", "status__svar", "t"]
    values = {"v": ["b"], "r": [{"row": "x", "svar": 0}], "status": True, "t": "ord"}
    cells = [column.cell(values) for column in columns(spec, free_text=True)]
    assert cells == [0, 1, 0, 1, "ord"]
    assert [column.cell({}) for column in columns(spec, free_text=False)] == [None] * 4


STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "'", "＝", " =", "#N/A", "|", "%", "", "å"]
INSIDE = ["", "", "bra;", "Hej\n", "a\tb\t", "c\r\n", 'x;"', 'y\n""', "z; ", '";', "'", ";'", "d,"]
AFTER = ["", "", ";", "\n", '"', ';"', "\t", "\r\n"]
SPLITS = (",", ";", "\t")  # a Swedish Excel opens a .csv as split at ;
DANGEROUS = re.compile(r"\s*[=+\-@\t\r\n\x00]")
SET_BEFORE = re.compile(r"(\A|[;\t\r\n])'")


def hostile(count: int) -> list[str]:
    dice = random.Random(7)
    ends = ("1+1", "SUM(A1:A9)", 'HYPERLINK("x")', "cmd|' /C calc'!A0", "5", 'a"b,c\nd\x01\x0b')
    parts = INSIDE, STARTS, ends, ("7",), AFTER
    return ["".join(map(dice.choice, parts)) for _ in range(count)]


def split(text: io.StringIO, sign: str) -> list[list[str]]:
    """The file as a reader has it that splits at that sign."""
    return list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=sign))


def is_number(cell: str) -> bool:
    return cell.removeprefix("-").isdigit()


def no_formulas(count: int) -> None:
    """So many hostile cells, a number after each row of them, read back from both formats."""
    cells = hostile(count)
    rows = [(*cells[n : n + 10], n - 50) for n in range(0, count, 10)]
    out = io.BytesIO()
    with Book(out, MADE) as book:
        book.write("fri/text", "abcdefghijn", rows)
    sheet = load_workbook(out, read_only=True).active
    found = list(sheet.iter_rows(min_row=2))
    read = [cell for row in found for cell in row[:-1]]
    assert [cell.value for cell in read if cell.data_type != "s"] == []
    assert [cell.value for cell in read if DANGEROUS.match(cell.value)] == []
    assert [cell.value for cell in read] == [harmless(each) for each in cells]
    assert [(row[-1].data_type, row[-1].value) for row in found] == [("n", row[-1]) for row in rows]
    text = io.StringIO(newline="")
    write_rows(text, "abcdefghijn", rows)
    again = split(text, ",")[1:]
    back = [SET_BEFORE.sub(r"\1", cell) for row in again for cell in row[:-1]]
    assert back == [re.sub("[\0\x01\x0b]", "\ufffd", cell) for cell in cells]
    assert [int(row[-1]) for row in again] == [row[-1] for row in rows]
    for sign in SPLITS:
        taken = [cell for row in split(text, sign) for cell in row if DANGEROUS.match(cell)]
        assert [cell for cell in taken if not is_number(cell)] == [], sign


@pytest.mark.parametrize("sign", SPLITS)
@pytest.mark.parametrize(
    "text",
    [
        "bra;=cmd|'/C calc'!A0;x",
        "Hej\n=1+1",
        "Hej\r\n- gå ut",
        "a\t@SUM(A1)",
        'bra;"=1+1"',
        "bra; \u00a0+1",
        'sist, "sist";',
    ],
)
def test_a_formula_within_a_text_is_none_however_the_file_is_split(text, sign):
    made = io.StringIO(newline="")
    write_rows(made, "ab", [("fri text", text), ("=1", text)])
    found = [cell for row in split(made, sign) for cell in row]
    assert [cell for cell in found if DANGEROUS.match(cell)] == []
    assert [SET_BEFORE.sub(r"\1", row[1]) for row in split(made, ",")[1:]] == [text, text]


def test_no_spreadsheet_takes_a_hostile_cell_for_a_formula():
    no_formulas(1000)


@pytest.mark.drill
def test_of_ten_thousand_hostile_cells_no_spreadsheet_takes_one_for_a_formula():
    no_formulas(10_000)


def test_numbers_stay_numbers_also_below_nought():
    out = io.BytesIO()
    with Book(out, MADE) as book:
        book.write("tal", "abc", [(-5, 3.5, None), (None, 0, "å")])
    found = list(load_workbook(out).active.iter_rows(min_row=2, values_only=True))
    assert found == [(-5, 3.5, None), (None, 0, "å")]
    text = io.StringIO(newline="")
    write_rows(text, "abc", [(-5, 3.5, None)])
    assert text.getvalue() == "a,b,c\r\n-5,3.5,\r\n"


def test_more_rows_than_a_sheet_holds_go_on_the_next_and_a_longest_text_is_cut():
    out = io.BytesIO()
    with Book(out, MADE) as book:
        book.write("x" * 40, ("n",), [(n,) for n in range(5)], most=2)
        book.write("lång & <kort>", ("t",), [("å" * 40_000,)])
        book.write("tom", ("t",), [])
    read = load_workbook(out)
    assert [len(name) for name in read.sheetnames[:3]] == [31, 31, 31]
    assert [sheet.max_row for sheet in read] == [3, 3, 2, 2, 1]
    assert [row[0].value for sheet in read.worksheets[:3] for row in sheet["A2:A3"]][:5] == [
        *range(5)
    ]
    assert {sheet.freeze_panes for sheet in read} == {"A2"}
    long = read["lång & <kort>"]["A2"].value
    assert (len(long), long.endswith(CUT)) == (LONGEST_CELL, True)


def test_a_workbook_that_failed_names_no_sheets():
    out = io.BytesIO()
    with pytest.raises(ZeroDivisionError), Book(out, MADE) as book:
        book.write("tal", ("n",), ((1 // n,) for n in (1, 0)))
    with ZipFile(out) as zipped:
        assert "xl/workbook.xml" not in zipped.namelist()


def test_a_harmless_text_is_left_as_it_is():
    assert [harmless(each) for each in ("ord", "", 0, None, "a=b", "5-6")] == [
        *("ord", "", 0, None, "a=b", "5-6")
    ]
