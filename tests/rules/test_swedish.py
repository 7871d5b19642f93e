"""Names in Swedish order."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.swedish import order

NAMES = (
    *("Alm", "Andersson", "Björk", "Dahl", "Çelik", "Ek", "Eklund", "Engström", "Šarić", "Sjö"),
    *("Wallin", "Zetterlund", "Åberg", "Åström", "Ängström", "Ärlig", "Æbelø", "Öberg", "Øster"),
)


def test_names_stand_as_in_a_swedish_telephone_book():
    shuffled = ["Ödman", "adam", "Zorn", "Åke", "Ärla", "Eva", "Évelyne", "Ewert", "Łukasz", "Lund"]
    expected = ["adam", "Eva", "Évelyne", "Ewert", "Łukasz", "Lund", "Zorn", "Åke", "Ärla", "Ödman"]
    assert sorted(shuffled, key=order) == expected


def test_an_accent_is_its_letter_and_never_comes_after_z():
    assert sorted(["Zeta", "Šarić", "Tórshavn", "Çelik"], key=order) == [
        *("Çelik", "Šarić", "Tórshavn", "Zeta"),
    ]


def test_the_german_u_is_a_y_and_the_danish_letters_are_swedish_ones():
    assert sorted(["Mü", "Mz", "My", "Mö", "Mø", "Mä", "Mæ", "Må"], key=order) == [
        *("My", "Mü", "Mz", "Må", "Mä", "Mæ", "Mö", "Mø"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_in_two_signs_stands_where_the_letter_in_one_does(name):
    assert order(normalize("NFD", name))[0] == order(name)[0]


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzåäö", max_size=6), max_size=20))
def test_the_order_is_that_of_the_alphabet(names):
    alphabet = "abcdefghijklmnopqrstuvwxyzåäö"
    assert sorted(names, key=order) == sorted(names, key=lambda n: [alphabet.index(c) for c in n])


@given(st.lists(st.text(max_size=8), max_size=20), st.randoms())
def test_any_names_have_one_order(names, random):
    shuffled = list(names)
    random.shuffle(shuffled)
    assert sorted(shuffled, key=order) == sorted(names, key=order)
