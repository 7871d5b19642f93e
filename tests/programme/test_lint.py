"""What the linter finds: the tables in findings/ tell what is changed and what is then said.

A line with + is a finding that the programme litet does not have as it is, one with - is gone.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from lindra.programme.lint.finding import Level
from lindra.programme.lint.material import Material
from lindra.programme.lint.run import Report, check
from tests.programme.conftest import PROGRAMMES, TODAY, Change

WORDS = "ord: helst 200–350."
HEAD = "Modul Sidor Ord LIX Högst Formulär Bilder Minuter Övningar"
CASES = [
    pytest.param(case, id=f"{table.stem}: {case['case']}")
    for table in sorted((Path(__file__).parent / "findings").glob("*.yaml"))
    for case in yaml.safe_load(table.read_text())
]


def found(folder: Path) -> list[str]:
    return [str(finding) for finding in check(folder, TODAY, None).findings]


@pytest.fixture(scope="module")
def before() -> list[str]:
    return found(PROGRAMMES / "litet")


@pytest.mark.row("N10")
@pytest.mark.parametrize("case", CASES)
def test_each_finding_is_told_with_its_file_its_line_and_plain_words(
    litet: Path, change: Change, before: list[str], case: dict[str, object]
) -> None:
    change(str(case["file"]), str(case["from"]), str(case["to"]))
    after = found(litet)
    said = [f"+ {line}" for line in after if line not in before]
    said += [f"- {line}" for line in before if line not in after]
    assert [line for line in said if not line.endswith(WORDS)] == case["says"]


def test_the_little_programme_has_only_what_comes_of_being_little(before: list[str]) -> None:
    assert before == [
        "1-andas/m1-01.md:1: obs: 53 ord: helst 200–350.",
        "1-andas/m1-03.md:1: obs: 13 ord: helst 200–350.",
        "1-andas/module.yaml:1: obs: 1 mål: helst 3–5.",
        "1-andas/module.yaml:1: obs: 1 rader i know_before: helst 2–3.",
        "1-andas/module.yaml:1: obs: 3 sidor: helst 8–11.",
        "ordlista-egna.txt:1: not: Stavningen är inte kontrollerad: ordlistan är inte installerad.",
        "sources.yaml:2: not: K: K1 ska läsas före släpp. Används av sos.",
        "start/s-01.md:1: obs: 16 ord: helst 200–350.",
    ]


def test_the_table_tells_of_each_module_and_of_all() -> None:
    table = check(PROGRAMMES / "litet", TODAY, None).table.splitlines()
    assert [" ".join(line.split()) for line in table] == [
        HEAD,
        "Innan du börjar 1 16 18 18 0 0 1 0",
        "Andas 3 78 12 23 5 1 4 0",
        "Övningar 0 0 16 16 1 0 0 1",
        "Allt 4 94 13 23 6 1 5 1",
    ]
    assert len({len(line) for line in table}) == 1


def test_a_report_ends_with_its_table_and_its_counts() -> None:
    report = check(PROGRAMMES / "litet", TODAY, None)
    assert str(report).splitlines()[-1] == "0 fel, 6 att se över, 2 att kontrollera före släpp"
    assert (report.errors, report.count(Level.WARNING), report.count(Level.NOTE)) == (0, 6, 2)


def test_the_loaders_faults_are_errors_beside_the_findings(litet: Path, change: Change) -> None:
    change("1-andas/m1-03.md", "forms: [dagbok, reflektion, min, klart]", "forms: [dagbock]")
    change("1-andas/m1-03.md", "Nu har du", "Kroniker, nu har du")
    errors = [f for f in check(litet, TODAY, None).findings if f.level is Level.ERROR]
    assert [finding.line for finding in errors] == [13, 17]


def test_without_a_programme_there_is_no_table(tmp_path: Path) -> None:
    report = check(tmp_path, TODAY, None)
    assert isinstance(report, Report)
    assert str(report) == (
        "programme.yaml:1: fel: Filen saknas.\n\n\n\n"
        "1 fel, 0 att se över, 0 att kontrollera före släpp"
    )


def test_a_programme_without_modules_has_a_table_of_its_head(litet: Path, change: Change) -> None:
    change("programme.yaml", "modules: [start, 1-andas, mindfulness]", "modules: []")
    assert " ".join(check(litet, TODAY, None).table.split()) == HEAD


def test_help_contacts_and_exercises_that_nothing_leads_to_are_told(
    litet: Path, change: Change, before: list[str]
) -> None:
    (litet / "help/tom.md").write_text("---\nid: tom\ntitle: Tom\n---\nRing 112.\n")
    change("1-andas/module.yaml", "  - {text: Gör Landa två gånger., exercise: landa}\n", "")
    change("1-andas/m1-01.md", "[landa](ovning:landa)", "landa")
    change("1-andas/m1-01.md", "eller se {{kontakt.myndighet}}", "eller se nätet")
    change("help/kontakt.md", " Myndigheten svarar {{oppet.myndighet}}.", "")
    assert [line for line in found(litet) if line not in before] == [
        'contacts.yaml:8: obs: Ingen text använder kontakten "myndighet".',
        'contacts.yaml:8: obs: Ingen text visar öppettiden för "myndighet".',
        "help/tom.md:2: obs: Ingenting leder till hjälpen.",
        "mindfulness/landa.yaml:1: obs: Ingen sida och ingen uppgift leder till övningen.",
    ]


def test_what_leads_to_a_later_module_is_told_but_not_what_recurs(
    litet: Path, change: Change, before: list[str]
) -> None:
    later = litet / "2-sedan"
    later.mkdir()
    text = (litet / "1-andas/module.yaml").read_text().replace("id: m1", "id: m2")
    text = text.replace("number: 1", "number: 2").replace("m1-02", "m2-01")
    (later / "module.yaml").write_text(text)
    last = (litet / "1-andas/m1-03.md").read_text()
    (later / "m2-01.md").write_text(last.replace("id: m1-03", "id: m2-01"))
    change("programme.yaml", "1-andas,", "1-andas, 2-sedan,")
    change("1-andas/m1-01.md", "[nästa sida](sida:m1-02)", "[en sida](sida:m2-01)")
    change("1-andas/m1-01.md", "[fylla i](formular:dagbok)", "[fylla i](formular:reflektion)")
    change("forms/reflektion-1.yaml", "module: m1", "module: m2")
    change("forms/dagbok-2.yaml", "module: m1", "module: m2")
    ahead = [line for line in found(litet) if "framåt" in line]
    assert ahead == [
        "1-andas/m1-01.md:2: obs: Pekar framåt, på modul 2 (m2-01).",
        "1-andas/m1-01.md:2: obs: Pekar framåt, på modul 2 (reflektion).",
    ]


def test_a_negated_word_and_an_allowed_sentence_are_let_by(
    litet: Path, change: Change, before: list[str]
) -> None:
    change("1-andas/m1-03.md", "Nu har", "Smärtan är inte inbillad. Är den inbillad? Nu har")
    words = 'Undvik "inbillad". Skriv: all smärta är verklig. (Är den inbillad?)'
    said = [line for line in found(litet) if line not in before and not line.endswith(WORDS)]
    assert said == [f"1-andas/m1-03.md:17: fel: {words}"]
    (litet / "tillatet.txt").write_text("# Frågan besvaras genast.\nÄr den inbillad\n")
    assert not [line for line in found(litet) if "inbillad" in line]


def test_an_allowed_number_is_let_by(litet: Path, change: Change) -> None:
    change("1-andas/m1-03.md", "Nu har", "Ta 200 gram mjöl. Nu har")
    (litet / "tillatet.txt").write_text("200 gram mjöl\n")
    assert not [line for line in found(litet) if "200" in line and "gram" in line]


def test_a_programme_may_avoid_words_of_its_own(litet: Path) -> None:
    (litet / "undvik.txt").write_text("magen\nförfärlig = svår\nluft = luften\n")
    assert next(line for line in found(litet) if "Undvik" in line) == (
        '1-andas/m1-01.md:7: fel: Undvik "Magen". Skriv: något annat. (Magen rör sig.)'
    )


def test_what_is_lifted_for_staff_is_not_measured_as_a_patients_text(
    litet: Path, change: Change, before: list[str]
) -> None:
    change("forms/efter-1.yaml", "lifted: Gjorde hela", "lifted: Flagga för terapeut")
    assert [line for line in found(litet) if line not in before] == []


def test_an_own_list_in_another_encoding_is_no_traceback(litet: Path) -> None:
    (litet / "tillatet.txt").write_bytes("älv\n".encode("latin-1"))
    assert found(litet)


def test_the_material_puts_a_short_word_for_what_the_page_puts_in(
    material: Callable[[], Material],
) -> None:
    assert material().read_aloud("{{kontakt.sos}} {{klinik.lastid}}") == "112 ord"
