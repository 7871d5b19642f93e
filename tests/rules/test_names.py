"""Whether two names are the same person's."""

import pytest

from lindra.rules.names import same_name

pytestmark = pytest.mark.row("M9b")


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Astrid", "Alm Ek"),
        ("ASTRID", "alm ek"),
        ("Astrid Maria", "Alm Ek"),
        (" Astrid ", " Alm  Ek "),
    ],
)
def test_the_first_given_name_and_the_family_name_decide(given, family):
    assert same_name("Astrid Eva", "Alm Ek", given, family) is True


@pytest.mark.parametrize(
    ("given", "family"), [("Eva", "Alm Ek"), ("Astrid", "Alm"), ("Astrid", "Ek Alm"), ("", "")]
)
def test_another_first_name_or_family_name_is_another_person(given, family):
    assert same_name("Astrid Eva", "Alm Ek", given, family) is False
