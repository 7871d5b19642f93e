"""Releasing a programme, and what differs from the released."""

from datetime import timedelta
from pathlib import Path

import pytest

from lindra.programme.diff import differences
from lindra.programme.load import load_programme, read_programme
from lindra.programme.release import ReleaseRefused, release
from tests.programme.conftest import TODAY, Change


def reasons(folder: Path, days: int = 0) -> tuple[str, ...]:
    before = (folder / "released.txt").read_text()
    with pytest.raises(ReleaseRefused) as refused:
        release(folder, TODAY + timedelta(days=days), None)
    assert (folder / "released.txt").read_text() == before
    assert str(refused.value) == "\n".join(refused.value.reasons)
    return refused.value.reasons


def test_a_release_adds_the_forms_that_are_not_released_yet(litet: Path) -> None:
    forms = release(litet, TODAY, None)
    assert [(form.id, form.version) for form in forms] == [
        ("dagbok", 2),
        ("efter", 1),
        ("klart", 1),
        ("min", 1),
        ("reflektion", 1),
        ("uppfoljning", 1),
    ]
    lines = (litet / "released.txt").read_text().splitlines()
    assert [line.rpartition(" ")[0] for line in lines[2:]] == [
        "dagbok 1",
        "#",
        "dagbok 2",
        "efter 1",
        "klart 1",
        "min 1",
        "reflektion 1",
        "uppfoljning 1",
    ]
    assert lines[3] == "# 2026-11-22"
    assert len(load_programme(litet).released) == 7


def test_the_first_release_begins_the_list(litet: Path) -> None:
    (litet / "released.txt").unlink()
    assert len(release(litet, TODAY, None)) == 7
    assert (litet / "released.txt").read_text().startswith("# Formulär som är släppta")


def test_a_second_release_adds_nothing(litet: Path) -> None:
    release(litet, TODAY, None)
    before = (litet / "released.txt").read_text()
    assert release(litet, TODAY, None) == ()
    assert (litet / "released.txt").read_text() == before


@pytest.mark.row("F13")
def test_after_a_release_a_changed_form_is_refused_until_it_is_a_new_version(
    litet: Path, change: Change
) -> None:
    release(litet, TODAY, None)
    old = (litet / "forms/min-1.yaml").read_text()
    change("forms/min-1.yaml", "text: En tanke", "text: Två tankar")
    new = (litet / "forms/min-1.yaml").read_text()
    assert reasons(litet) == ("Kontrollen hittar 1 fel: rätta dem först.",)
    (litet / "forms/min-1.yaml").write_text(old)
    (litet / "forms/min-2.yaml").write_text(new.replace("version: 1", "version: 2"))
    assert [(form.id, form.version) for form in release(litet, TODAY, None)] == [("min", 2)]


def test_a_programme_with_errors_is_not_released(litet: Path, change: Change) -> None:
    change("1-andas/m1-03.md", "Nu har du", "Kroniker har")
    assert reasons(litet) == ("Kontrollen hittar 1 fel: rätta dem först.",)


def test_contacts_of_92_days_are_released_and_those_of_93_are_not(litet: Path) -> None:
    assert reasons(litet, days=93 - 21) == tuple(
        f"{name} är kontrollerad 2026-11-01: högst 92 dagar före släpp."
        for name in ("SOS Alarm", "Stödlinjen", "Myndigheten", "Expeditionen")
    )
    assert len(release(litet, TODAY + timedelta(days=92 - 21), None)) == 6


def test_a_contact_that_was_never_checked_is_not_released(litet: Path, change: Change) -> None:
    change("contacts.yaml", ', url: "https://www.example.se"', "")
    change("contacts.yaml", "hours: vardagar, verified_at: 2026-11-01", "hours: vardagar")
    assert reasons(litet) == ("Myndigheten är aldrig kontrollerad: högst 92 dagar före släpp.",)


def test_opening_hours_that_the_patient_is_shown_are_checked_with_their_number(
    litet: Path, change: Change
) -> None:
    assert "Myndigheten svarar vardagar." in load_programme(litet).help("kontakt").html
    change(
        "contacts.yaml", "vardagar, verified_at: 2026-11-01", "dagligen, verified_at: 2024-04-16"
    )
    assert reasons(litet) == ("Myndigheten är kontrollerad 2024-04-16: högst 92 dagar före släpp.",)


def told(folder: Path) -> list[str]:
    programme = read_programme(folder).programme
    assert programme
    return differences(programme)


@pytest.mark.row("F13")
def test_a_version_that_follows_a_released_one_is_told_question_by_question(litet: Path) -> None:
    assert told(litet)[:14] == [
        "Ny version: Dagbok (dagbok), version 2 efter 1.",
        '  Ändrat: rubriken var inget, är nu "Hur var dagen?".',
        '  Ändrat: inledningen var inget, är nu "Ungefär räcker.".',
        "  Ändrat: days_back var 14, är nu 7.",
        '  Ändrat: one_of var inget, är nu "anm", "lugn".',
        '  Ändrat: one_of_message var inget, är nu "Skriv något i minst en ruta.".',
        '  Ändrat: tacket var inget, är nu "Tack.".',
        '  Ny fråga yr: "Blev du yr?"',
        '  Ny fråga svimmade: "Svimmade du?"',
        '  Ny fråga lugn: "Hur lugn är du?"',
        '  Ny fråga minuter: "Hur länge andades du lugnt?"',
        '  Ny fråga tid: "När på dagen?"',
        '  Ny fråga kandes: "Hur kändes det?"',
        '  Ny fråga stunder: "Dina stunder"',
    ]
    assert told(litet)[15:20] == [
        "  Ändrad fråga datum: om den visas först var nej, är nu ja.",
        "  Ändrad fråga datum: days_back var inget, är nu 7.",
        "  Ändrad fråga datum: days_ahead var inget, är nu 0.",
        "  Ändrad fråga anm: längsta texten var 100, är nu 200.",
        "  Ändrad fråga vill_ha_kontakt: om den visas först var nej, är nu ja.",
    ]
    assert told(litet)[20:] == [
        "Nytt formulär: Efter övningen (efter), version 1, 2 frågor.",
        "Nytt formulär: Programmet genomfört (klart), version 1, 2 frågor.",
        "Nytt formulär: Bara min (min), version 1, 1 frågor.",
        "Nytt formulär: Reflektion (reflektion), version 1, 1 frågor.",
        "Nytt formulär: Hur gick det? (uppfoljning), version 1, 2 frågor.",
    ]


def test_what_is_removed_moved_and_changed_in_a_version_is_told(litet: Path) -> None:
    release(litet, TODAY, None)
    text = (litet / "forms/dagbok-2.yaml").read_text().replace("version: 2", "version: 3")
    for old, new in (
        ("      - {value: nej, text: Nej}\n    lifted: Yrsel\n    help_at: symtom\n", ""),
        ("      - {value: ja, text: Ja}\n", "      - {value: ja, text: Jo}\n" * 1),
        ("    choices: &ja_nej\n", "    choices: &ja_nej\n      - {value: nej, text: Nej}\n"),
        ("    help_at:\n      - {help: symtom, values: [ja]}\n", ""),
        ("    shown_when: {question: yr, values: [ja]}\n", ""),
        ("  - id: tid\n    text: När på dagen?\n    type: time\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    first, second = text.index("  - id: datum"), text.index("  - id: yr")
    third = text.index("  - id: svimmade")
    text = text[:first] + text[second:third] + text[first:second] + text[third:]
    (litet / "forms/dagbok-3.yaml").write_text(text)
    assert told(litet) == [
        "Ny version: Dagbok (dagbok), version 3 efter 2.",
        '  Borttagen fråga tid: "När på dagen?"',
        '  Ändrad fråga yr: valen var "Ja", "Nej", är nu "Nej", "Jo".',
        "  Ändrad fråga yr: vad som lyfts var Yrsel vid ja, är nu inget.",
        "  Ändrad fråga yr: hjälpen vid krysset var symtom vid ja, är nu inget.",
        '  Ändrad fråga svimmade: valen var "Ja", "Nej", är nu "Nej", "Jo".',
        "  Ändrad fråga svimmade: när den visas var yr vid ja, är nu inget.",
        "  Ändrad fråga svimmade: hjälpen vid krysset var symtom vid ja, är nu inget.",
        "  Frågorna står i en annan ordning.",
    ]


def test_a_released_programme_that_is_unchanged_says_so(litet: Path) -> None:
    release(litet, TODAY, None)
    assert told(litet) == ["Inget skiljer sig från det som är släppt."]
