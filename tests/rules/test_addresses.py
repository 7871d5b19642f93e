"""Mobile numbers and e-mail addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.addresses import email_address, mobile_number
from lindra.rules.refused import Refused


@pytest.mark.parametrize(
    "typed",
    [
        "070-123 45 67",
        "0701234567",
        "+46701234567",
        "+46 (0)70 123 45 67",
        "0046 70-123 45 67",
        " 070\u2011123\u00a045\u00a067 ",
    ],
)
def test_a_swedish_number_is_understood_as_it_is_written(typed):
    assert mobile_number(typed) == "+46701234567"


def test_a_number_from_abroad_is_kept():
    assert mobile_number("+47 912 34 567") == "+4791234567"


def test_nothing_is_no_number_and_no_address():
    assert (mobile_number("  "), email_address("  ")) == ("", "")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("08-123 456 78", "not_mobile"),
        ("070-123 45 6", "length"),
        ("070-123 45 678", "length"),
        ("701234567", "length"),
        ("070-12A 45 67", "letters"),
        ("+1", "length"),
    ],
)
def test_what_cannot_be_a_mobile_number_is_refused_with_its_own_words(typed, code):
    with pytest.raises(Refused) as refused:
        mobile_number(typed)
    assert (refused.value.code, refused.value.field) == (code, "phone")


@pytest.mark.parametrize("typed", ["astrid@alm.se", "a.b+c@sub.exempel.se", "åsa@exempel.se"])
def test_an_address_is_kept_as_it_is_written(typed):
    assert email_address(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed", ["astrid", "astrid@", "@alm.se", "a@b", "a b@c.se", "a@b.se\nBcc: x@y.se", "a,b@c.se"]
)
def test_what_cannot_be_an_address_is_refused(typed):
    with pytest.raises(Refused):
        email_address(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_number_or_a_refusal(typed):
    try:
        found = mobile_number(typed)
    except Refused:
        return
    assert found == "" or (found.startswith("+") and found[1:].isascii() and found[1:].isdigit())
