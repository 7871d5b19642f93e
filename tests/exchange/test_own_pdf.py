"""The patient's own document: tagged, whole, and nobody's text is ever anything but text."""

import io
from datetime import timedelta

import pikepdf
import pytest

from lindra.exchange.disclosure import Disclosure
from lindra.exchange.own_pdf import own_pdf
from lindra.exchange.printable import MISSING, printable, safe
from lindra.queries.own_data import own_data
from tests.exchange.pdf_text import struct_types, texts

pytestmark = [pytest.mark.row("F11"), pytest.mark.row("F19")]

LATER = timedelta(hours=2)
HOSTILE = (
    '#panic("x") #sys.inputs $1/0$ *fet* _kursiv_ `kod` = Rubrik',
    r"\ \# \u{41} <etikett> @referens [a] {b} // inte /* inte */ ~ -- --- ... 'a' \"b\"",
    "= Rubrik\n== Under\n- punkt\n+ ett\n/ ord: förklaring",
    '#read("/etc/passwd") #import "@preview/x:1.0.0" #include "own_data.typ"',
)
STRANGE = (
    *("שלום עולם", "مرحبا بالعالم", "\u202eomvänd\u202c", "a\u0301\u0302\u0303" * 50),
    *("\u200d\ufe0f\u20e3", "x" * 20_000, "\ue000 \uffff \x07", "Привет Γειά"),
    *("क्षत्रिय", "\U0001f1f8\U0001f1ea", "\n\n\n", "\u0e01\u0e33", "\u1ab0\u1ab0"),
)
EXPLAINED = "Tecknenfinnskvarifilenfördatorer"


def pdf(cast, disclosure=None) -> bytes:
    return own_pdf(own_data(cast.astrid.patient, cast.now + LATER), disclosure)


def said(text: str) -> str:
    """The text without the spaces that a line break may take."""
    return "".join(text.split())


def test_the_document_is_tagged_and_says_what_it_is(both):
    with pikepdf.open(io.BytesIO(pdf(both))) as document:
        root, metadata = document.Root, document.open_metadata()
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "sv-SE"
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(metadata["dc:title"]) == "Mina uppgifter"
        assert bool(root.ViewerPreferences.DisplayDocTitle)


def test_headings_and_tables_are_what_they_look_like(both):
    types = struct_types(pdf(both))
    assert types.count("H1") == 3  # the contents, the person, the programme
    assert {"H2", "H3", "Table", "TR", "TH", "TD", "P"} <= set(types)
    assert "Figure" not in types


def test_everything_that_the_patient_has_written_can_be_read_there(both):
    text = said(texts(pdf(both)))
    for words in (
        *("Astrid Alm", "Astrid sov i soffan", "Astrid ett", "Astrid två", "Astrid tror"),
        *("Promenad med Astrid", "Hej från Astrid", "Hej Astrid", "Astrid skriver", "Ring Astrid."),
        *("astrid@exempel.se", "Ny sista dag för Astrid", "taget tillbaka", "Vad är smärta?"),
        *("Bo Berg, fysioterapeut", "Ekbacken", "22 november 2026", "Felskickat. Texten är dold."),
    ):
        assert said(words) in text, words
    assert "Fatima" not in text
    assert "helt annan" not in text


def test_the_patients_own_copy_has_no_word_that_patients_do_not_read(both):
    text = texts(pdf(both)).lower()
    assert [word for word in ("moment", "flagga", "vidmakt") if word in text] == []


def test_only_what_is_disclosed_says_that_it_is_secret_to_whom_and_why(both):
    disclosure = Disclosure("Försäkringskassan", "Utredning av sjukpenning", "Karin Ek")
    own, given = said(texts(pdf(both))), said(texts(pdf(both, disclosure)))
    for words in ("Sekretess enligt", "Försäkringskassan", "Utredning av sjukpenning", "Karin Ek"):
        assert (said(words) in own, said(words) in given) == (False, True)


def test_what_looks_like_markup_is_printed_as_it_was_written(both):
    headings = kinds(pdf(both), "H")
    for hostile in HOSTILE:
        both.send("reflektion-1", {"nytt": hostile})
    found = pdf(both)
    text = said(texts(found))
    assert [hostile for hostile in HOSTILE if said(hostile) not in text] == []
    assert kinds(found, "H") == headings


def kinds(found: bytes, letter: str) -> list[str]:
    return [each for each in struct_types(found) if each.startswith(letter)]


def test_swedish_letters_are_printed_and_what_the_fonts_lack_is_marked_and_explained(both):
    swedish = "å ä ö Å Ä Ö é ü – ” … • ½ € ° → ≤"
    both.send("reflektion-1", {"nytt": swedish})
    assert EXPLAINED not in said(texts(pdf(both)))
    both.send("reflektion-1", {"nytt": "Tack 👩‍👩‍👧🙏🏽 中 slut"})
    text = said(texts(pdf(both)))
    assert said(swedish) in text
    assert f"Tack{MISSING}{MISSING}{MISSING}slut" in text
    assert EXPLAINED in text


def test_no_text_stops_the_document(both):
    for strange in STRANGE:
        both.send("reflektion-1", {"nytt": strange})
    assert pdf(both).startswith(b"%PDF")


def test_the_same_data_gives_the_same_file(both):
    assert pdf(both) == pdf(both)


def test_text_is_made_printable_without_losing_what_can_be_shown():
    assert printable("Rad 1\r\nRad\t2 åäö") == "Rad 1\nRad 2 åäö"
    assert printable("a\u202eb\u2066c") == "abc"
    assert printable("x" * 41) == "x" * 40 + "\u200bx"
    assert printable("😀😀") == MISSING * 2
    assert safe("Åsa → 中 א") == f"Åsa {MISSING} {MISSING} {MISSING}"
