"""A mobile number and an e-mail address as they are typed, and as they are kept."""

from __future__ import annotations

import re

from lindra.rules.refused import Refused

_FILLING = re.compile(r"[\s\u00a0()./\u2010-\u2015-]+")
_TRUNK_ZERO = re.compile(r"\(0\)")
_SWEDISH_MOBILE = re.compile(r"7[02369][0-9]{7}")
_ABROAD = re.compile(r"[1-9][0-9]{7,14}")
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]+@(?:[^\s@.<>()\[\],;:\\\"]+\.)+[^\s@.<>()\[\],;:\\\"]{2,}"
)
LONGEST_EMAIL = 254


def mobile_number(text: str, field: str = "phone") -> str:
    """The number in E.164, such as +46701234567; "" for nothing.

    070-123 45 67, 0046 70 123 45 67, +46 (0)70 123 45 67 and numbers from abroad with + or 00 are
    understood. Raises `Refused` "letters", "not_mobile" or "length".
    """
    digits = _FILLING.sub("", _TRUNK_ZERO.sub("", text))
    if not digits:
        return ""
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise Refused("Skriv numret med bara siffror.", code="letters", field=field)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("0"):
        digits = "+46" + digits[1:]
    if not digits.startswith("+"):
        raise Refused(
            "Skriv hela numret, till exempel 070-123 45 67. Ett utländskt nummer börjar med +.",
            code="length",
            field=field,
        )
    return _checked(digits, field)


def email_address(text: str, field: str = "email") -> str:
    """The address without spaces around; "" for nothing. Raises `Refused` "email"."""
    found = text.strip()
    if found and (len(found) > LONGEST_EMAIL or not _EMAIL.fullmatch(found)):
        raise Refused(
            "Adressen ser inte rätt ut. Den har ett @, och en punkt efter det.",
            code="email",
            field=field,
        )
    return found


def _checked(number: str, field: str) -> str:
    if number.startswith("+46"):
        national = number[3:].removeprefix("0")
        if not national.startswith("7"):
            raise Refused(
                "Det behöver vara ett mobilnummer, ett som börjar på 07.",
                code="not_mobile",
                field=field,
            )
        if not _SWEDISH_MOBILE.fullmatch(national):
            raise Refused(
                "Ett svenskt mobilnummer har tio siffror, till exempel 070-123 45 67.",
                code="length",
                field=field,
            )
        return "+46" + national
    if not _ABROAD.fullmatch(number[1:]):
        raise Refused("Numret har fel antal siffror. Kontrollera det.", code="length", field=field)
    return number
