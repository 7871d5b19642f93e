"""Every fault of the loader: the tables in faults/ tell what is changed and what is said."""

from pathlib import Path

import pytest
import yaml

from lindra.programme.faults import Fault, ProgrammeError
from lindra.programme.load import load_programme
from tests.programme.conftest import Change

LONG = {
    "<ingen medicinteknisk produkt>": "Programmet är ingen medicinteknisk produkt "
    "(device_status: none): det räknar inga poäng, har inga gränser, larmar inte och räknar inte "
    "fram råd.",
    "<länkar som går>": "skriv sida:, ovning:, formular:, modul: eller hjalp:. Webbadresser och "
    "telefonnummer skrivs i contacts.yaml och kommer med {{kontakt.…}}.",
    "<ord som går>": "Det som går: kontakt.…, oppet.…, fakta.…, klinik.lastid, "
    "klinik.svarstid, behandlare.",
}
COLON = "Ett kolon mitt i texten, eller fel indrag. Sätt citattecken runt texten."
TOKEN = "Raden börjar med ett tecken som inte går: en tabb, @, ` eller %."
MISPLACED = (
    "Raden passar inte in: se på indraget, på klamrar och på citattecken, "
    "som ska stå runt hela texten."
)
CASES = [
    pytest.param(case, id=f"{table.stem}: {case['case']}")
    for table in sorted((Path(__file__).parent / "faults").glob("*.yaml"))
    for case in yaml.safe_load(table.read_text())
]


def said(folder: Path) -> list[str]:
    with pytest.raises(ProgrammeError) as error:
        load_programme(folder)
    assert str(error.value).splitlines() == [str(fault) for fault in error.value.faults]
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_told_with_its_file_its_line_and_plain_words(
    litet: Path, change: Change, case: dict[str, object]
) -> None:
    change(str(case["file"]), str(case["from"]), str(case["to"]))
    expected = list(case["says"])
    for short, words in LONG.items():
        expected = [line.replace(short, words) for line in expected]
    assert said(litet) == expected


@pytest.mark.row("M14c")
@pytest.mark.parametrize("key", ["score", "threshold", "alarm_over", "advice", "risk", "gräns"])
def test_no_key_may_count_points_set_limits_or_give_advice(
    litet: Path, change: Change, key: str
) -> None:
    change("forms/dagbok-2.yaml", "    high: helt\n", f"    high: helt\n    {key}: 7\n")
    words = LONG["<ingen medicinteknisk produkt>"]
    assert said(litet) == [f'forms/dagbok-2.yaml:46: Nyckeln "{key}" går inte. {words}']


def test_all_faults_are_told_at_once_in_the_files_order(litet: Path, change: Change) -> None:
    change("sources.yaml", "read: true", "read: ja")
    change("contacts.yaml", "source: K1", "source: K7")
    assert said(litet) == [
        'contacts.yaml:6: "K7" finns inte (källa).',
        'sources.yaml:1: "read" ska vara true eller false.',
    ]


def test_a_fault_that_is_found_twice_is_told_once() -> None:
    fault = Fault("a.yaml", 1, "Fel.")
    assert ProgrammeError([fault, fault]).faults == (fault,)


def test_a_folder_without_a_programme_says_what_is_missing(tmp_path: Path) -> None:
    assert said(tmp_path) == ["programme.yaml:1: Filen saknas."]


def test_a_file_in_another_encoding_says_so(litet: Path) -> None:
    (litet / "help/kontakt.md").write_bytes("---\nid: kontakt\ntitle: Å\n---\n".encode("latin-1"))
    assert said(litet)[0] == "help/kontakt.md:1: Filen är inte i UTF-8: spara om den så."


def test_a_programme_needs_the_help_that_every_page_leads_to(litet: Path, change: Change) -> None:
    (litet / "help/hjalp-nu.md").unlink()
    change("1-andas/m1-01.md", "[hjälp](hjalp:hjalp-nu)", "hjälp")
    assert said(litet) == ["help/hjalp-nu.md:1: Hjälpen som varje sida leder till saknas."]


def test_files_that_nothing_reads_are_told(litet: Path) -> None:
    (litet / "1-andas/m1-09.svg").write_text("<svg/>")
    (litet / "contact.yaml").write_text("")
    words = "Filen används inte. Står dess mapp i modules, och stämmer namnet?"
    assert said(litet) == [f"1-andas/m1-09.svg:1: {words}", f"contact.yaml:1: {words}"]


def test_a_page_with_an_unreadable_head_is_told_and_the_rest_is_read(
    litet: Path, change: Change
) -> None:
    change("1-andas/m1-02.md", "title: Bara för dig", "title: Bara: för dig")
    change("mindfulness/module.yaml", "title: Övningar", "title: [Övningar")
    assert said(litet) == [
        '1-andas/m1-01.md:58: "landa" finns inte (övning).',
        '1-andas/m1-01.md:58: "m1-02" finns inte (sida). Menade du "m1-03"?',
        f"1-andas/m1-02.md:3: {COLON}",
        '1-andas/module.yaml:14: "landa" finns inte (övning).',
        '1-andas/module.yaml:15: Sidan "m1-02" finns inte i modulen.',
        'forms/efter-1.yaml:5: "mindfulness" finns inte (modul).',
        f"mindfulness/module.yaml:4: {MISPLACED}",
    ]


def test_an_unreadable_form_is_told(litet: Path, change: Change) -> None:
    change("forms/uppfoljning-1.yaml", "title: Hur gick det?", "title: @Hur gick det?")
    assert said(litet) == [f"forms/uppfoljning-1.yaml:3: {TOKEN}"]


def test_an_unreadable_exercise_and_list_are_told(litet: Path, change: Change) -> None:
    change("mindfulness/landa.yaml", "title: Landa", "title: 'Landa")
    change("facts.yaml", "{id", "id")
    change("words.yaml", "mellangärde:", "mellangärde: [")
    files = [line.split(":")[0] for line in said(litet)]
    assert {"mindfulness/landa.yaml", "facts.yaml", "words.yaml"} <= set(files)


def test_one_form_that_completes_may_have_several_versions(litet: Path) -> None:
    text = (litet / "forms/klart-1.yaml").read_text()
    (litet / "forms/klart-2.yaml").write_text(text.replace("version: 1", "version: 2"))
    assert load_programme(litet).form("klart").version == 2
