"""YAML with its lines, and what is said when it is no YAML."""

import pytest
import yaml

from lindra.programme import yaml_lines
from lindra.programme.faults import ProgrammeError
from lindra.programme.yaml_lines import Items, Keys, Text, parse_yaml


def said(text: str, first_line: int = 1) -> str:
    with pytest.raises(ProgrammeError) as error:
        parse_yaml(text, "a.yaml", first_line)
    return str(error.value)


def test_every_value_has_the_line_that_it_begins_on() -> None:
    tree = parse_yaml("a: 1\nb:\n  - x\n  - y\nc: |\n  lång\n  text\n", "a.yaml", 10)
    assert tree == Keys(
        10,
        {
            "a": Text(10, "1"),
            "b": Items(12, (Text(12, "x"), Text(13, "y"))),
            "c": Text(15, "lång\ntext"),
        },
        {"a": 10, "b": 11, "c": 14},
    )


@pytest.mark.parametrize("word", ["ja", "no", "on", "2026-11-22", "1.5", "22:30", "0x1f", "true"])
def test_what_yaml_would_guess_at_stays_the_text_that_was_written(word: str) -> None:
    assert parse_yaml(word, "a.yaml") == Text(1, word)


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_nothing_is_an_empty_text(word: str) -> None:
    assert parse_yaml(word, "a.yaml") == Text(1, "")


def test_a_quoted_null_is_a_word() -> None:
    assert parse_yaml("'null'", "a.yaml") == Text(1, "null")


def test_an_anchor_repeats_what_it_names() -> None:
    tree = parse_yaml("a: &x [1]\nb: *x\n", "a.yaml")
    assert isinstance(tree, Keys)
    assert tree.values["a"] == tree.values["b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c", "1: Ett kolon mitt i texten, eller fel indrag. Sätt citattecken runt texten."),
        ("x: 1\na: 'b", "2: Ett citattecken saknar sitt slut."),
        ("a: *b", "1: En text får inte börja med *: sätt citattecken runt den."),
        ("a:\n\t- b", "2: Raden börjar med ett tecken som inte går: en tabb, @, ` eller %."),
        ("a: 1\n? b\nc\nd: 2", "4: Här saknas ett kolon efter nyckeln."),
        ("a: 1\nb: \x01", "2: Filen innehåller ett tecken som inte går att läsa."),
        ('a: "b" c', "1: Raden passar inte in: se på indraget, på klamrar och på citattecken, "),
        ("a: 1\na: 2", '2: Nyckeln "a" står två gånger.'),
        ("? [a, b]\n: c", "1: En nyckel ska vara ett ord."),
        ("a: &a [*a]", "1: Filen är för djupt indragen."),
        ("[" * 22 + "]" * 22, "1: Filen är för djupt indragen."),
        ("a: 1\nb: [c\n\n", "2: Raden passar inte in"),
        ("%YAML 9.1\n---\na", "1: Raden går inte att läsa som YAML (found incompatible"),
    ],
)
def test_what_is_no_yaml_is_said_in_swedish_with_its_line(text: str, words: str) -> None:
    assert said(text).startswith(f"a.yaml:{words}")


def test_the_reader_in_python_refuses_what_is_too_deep_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_lines, "LOADER", yaml.BaseLoader)
    assert said("[" * 5000 + "]" * 5000) == "a.yaml:1: Filen är för djupt indragen."


def test_an_anchor_that_grows_without_end_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 8):
        inner = ", ".join([f"*a{number - 1}"] * 10)
        lines.append(f"a{number}: &a{number} [{inner}]")
    assert said("\n".join(lines)).endswith("Filen är för stor.")


def test_a_line_is_counted_from_where_the_text_begins_in_its_file() -> None:
    assert said("a: b: c", first_line=7).startswith("a.yaml:7: ")
