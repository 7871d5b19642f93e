"""A refusal carries what a page and a test need."""

from lindra.rules.refused import Refused


def test_a_refusal_carries_its_words_its_slug_and_its_field():
    refused = Refused("Skriv personnumret.", code="empty", field="personnummer")
    assert (refused.message, refused.code, refused.field, str(refused)) == (
        "Skriv personnumret.",
        "empty",
        "personnummer",
        "Skriv personnumret.",
    )


def test_a_refusal_of_the_whole_names_no_field():
    refused = Refused("Momentet är avslutat.")
    assert (refused.code, refused.field) == ("refused", "")
