"""Spelling with a Hunspell dictionary, and what is said without one."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from lindra.programme.lint.run import check, unknown_words
from lindra.programme.lint.spelling import Dictionary, find_dictionary, in_swedish_order
from tests.programme.conftest import TODAY, Change


class Knows:
    """A dictionary that knows every word but these."""

    def __init__(self, *unknown: str) -> None:
        self.unknown = unknown

    def spell(self, word: str) -> bool:
        return word.lower() not in self.unknown


def found(folder: Path, dictionary: Dictionary | None) -> list[str]:
    findings = check(folder, TODAY, dictionary).findings
    return [str(each) for each in findings if "ordlista" in str(each)]


def test_an_unknown_word_is_told_where_it_stands_first(litet: Path) -> None:
    words = "finns inte i ordlistan. Rätt ord läggs i ordlista-egna.txt."
    assert found(litet, Dictionary(Knows("kroppen", "fötterna"))) == [
        f'1-andas/m1-01.md:51: obs: "kroppen" {words}',
        f'mindfulness/landa.yaml:14: obs: "fötterna" {words}',
    ]


def test_own_words_and_the_names_of_contacts_are_right(litet: Path, change: Change) -> None:
    change("ordlista-egna.txt", "yr", "kroppen\nLanda\nyr")
    change("1-andas/m1-03.md", "Nu har du", "Stödlinjen och du har")
    assert found(litet, Dictionary(Knows("kroppen", "landa", "stödlinjen"))) == []


def test_parts_of_words_and_what_is_put_in_are_not_looked_up(litet: Path, change: Change) -> None:
    change("1-andas/m1-03.md", "Nu har", "P:na, hjärt- och {{kontakt.expedition}}. Nu har")
    assert found(litet, Dictionary(Knows("na", "p:na", "hjärt", "expedition"))) == []


def test_a_word_with_a_hyphen_is_looked_up_part_by_part(litet: Path, change: Change) -> None:
    change("1-andas/m1-03.md", "Nu har", "En it-tekniker. Nu har")
    assert found(litet, Dictionary(Knows("tekniker")))[0].startswith(
        '1-andas/m1-03.md:17: obs: "tekniker"'
    )


def test_without_a_dictionary_it_says_so_and_that_is_no_error(litet: Path) -> None:
    assert found(litet, None) == [
        "ordlista-egna.txt:1: not: Stavningen är inte kontrollerad: ordlistan är inte installerad."
    ]
    assert check(litet, TODAY, None).errors == 0


def test_unknown_words_are_listed_once_in_swedish_order_and_small_letters(
    litet: Path, change: Change
) -> None:
    change("1-andas/m1-03.md", "Nu har", "Ål ål Ärta Zon Ö zon Blå. Nu har")
    dictionary = Dictionary(Knows("ål", "ärta", "zon", "ö", "blå"))
    assert unknown_words(litet, TODAY, dictionary) == ["Blå", "zon", "ål", "Ärta", "Ö"]


def test_without_a_programme_there_are_no_words(tmp_path: Path) -> None:
    assert unknown_words(tmp_path, TODAY, Dictionary(Knows())) == []


def test_swedish_order_has_its_three_letters_last() -> None:
    words = ["öl", "zebra", "ärta", "Ål", "apa", "Apa", "ål"]
    assert sorted(words, key=in_swedish_order) == ["Apa", "apa", "zebra", "Ål", "ål", "ärta", "öl"]


def test_no_reader_or_no_dictionary_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert find_dictionary((tmp_path,)) is None
    monkeypatch.setitem(sys.modules, "hunspell", SimpleNamespace())
    assert find_dictionary((tmp_path,)) is None


def test_the_first_place_that_has_the_dictionary_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hunspell(name: str, hunspell_data_dir: str) -> Knows:
        asked.append((name, hunspell_data_dir))
        return Knows("fel")

    monkeypatch.setitem(sys.modules, "hunspell", SimpleNamespace(Hunspell=hunspell))
    (tmp_path / "sv_SE.dic").write_text("")
    dictionary = find_dictionary((tmp_path / "nej", tmp_path))
    assert dictionary
    assert asked == [("sv_SE", str(tmp_path))]
    assert (dictionary.knows("rätt"), dictionary.knows("fel")) == (True, False)


def test_the_dictionary_knows_swedish_and_its_compounds() -> None:
    dictionary = find_dictionary()
    if dictionary is None:
        pytest.skip("no Swedish dictionary on this machine")
    words = ["sömndagbok", "rörelsestund", "Smärtan", "nervsysstem", "uppmärksamet"]
    assert [word for word in words if not dictionary.knows(word)] == ["nervsysstem", "uppmärksamet"]
