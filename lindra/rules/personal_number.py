"""Swedish personal numbers: what somebody typed in, one canonical value or a named fault out.

The number is built as folkbokföringslagen (1991:481) 18 § says: date of birth, a birth number
001–999 and a control digit (modulus 10). The hyphen becomes a plus in the year of the hundredth
birthday. A samordningsnummer adds 60 to the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lindra.rules.refused import Refused

# Nobody has lived longer. It also stops a mistyped century, which the control digit does not cover.
MAX_AGE = 125
_COORDINATION = 60

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBER = re.compile(r"([0-9]{2})?([0-9]{6})([-+]?)([0-9]{4})")
_WITH_LETTERS = re.compile(
    r"(?:[0-9]{2})?[0-9]{6}[-+]?(?=[0-9]*[A-HJ-NP-ZÅÄÖ])[0-9A-HJ-NP-ZÅÄÖ]{4}"
)
_REGIONAL_RESERVE = re.compile(r"99[0-9]{6}[-+]?[0-9]{4}")
_STRANGE = re.compile(r"[^0-9+-]")

_FAULTS = {
    "empty": "Skriv personnumret.",
    "strange_signs": "Personnumret får bara innehålla siffror, bindestreck och plustecken.",
    "temporary": (
        "Det här är ett tillfälligt nummer. Programmet kräver personnummer eller "
        "samordningsnummer, eftersom patienten loggar in med e-legitimation."
    ),
    "too_few_digits": "Det fattas siffror. Ett personnummer har tio eller tolv siffror.",
    "eleven_digits": (
        "Du har skrivit elva siffror. Ett personnummer har tio siffror, "
        "eller tolv när årtalet skrivs ut helt."
    ),
    "too_many_digits": "Det är för många siffror. Ett personnummer har tio eller tolv siffror.",
    "misplaced_sign": "Bindestrecket eller plustecknet ska stå före de fyra sista siffrorna.",
    "birth_number": "De tre siffrorna efter födelsedatumet kan inte vara 000.",
    "birth_date_unknown": (
        "Samordningsnumret saknar fullständigt födelsedatum. Ett sådant nummer kan inte användas."
    ),
    "no_such_date": "Födelsedatumet finns inte i kalendern. Kontrollera år, månad och dag.",
    "born_in_future": "Födelsedatumet har inte varit än. Kontrollera årtalet.",
    "too_old": f"Personen skulle vara äldre än {MAX_AGE} år. Kontrollera årtalet.",
    "plus_under_100": (
        "Plustecken skrivs bara från det år personen fyller 100. "
        "Använd bindestreck, eller skriv årtalet med fyra siffror."
    ),
    "control_digit": (
        "Den sista siffran stämmer inte med de andra. Kontrollera alla siffror, en i taget."
    ),
}


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A personnummer or samordningsnummer as twelve digits, already checked by `parse`.

    A stored value can be wrapped again without a new check. The digits stay out of `repr`, and so
    out of tracebacks.
    """

    value: str = field(repr=False)

    @property
    def is_coordination(self) -> bool:
        return int(self.value[6:8]) > _COORDINATION

    @property
    def born(self) -> date:
        day = int(self.value[6:8]) - _COORDINATION * self.is_coordination
        return date(int(self.value[:4]), int(self.value[4:6]), day)

    @property
    def display(self) -> str:
        """As pages show it: 19780412-9802."""
        return f"{self.value[:8]}-{self.value[8:]}"

    def age(self, today: date) -> int:
        """Whole years; born on 29 February, the birthday of a common year is 1 March."""
        had_birthday = (today.month, today.day) >= (self.born.month, self.born.day)
        return today.year - self.born.year - (not had_birthday)


def parse(text: str, today: date) -> PersonalNumber:
    """The number that was typed, in any of the ways in which Swedes write it (BEHAVIOUR M9).

    Ten digits mean the latest birth that is not in the future; with a plus, the latest year in
    which somebody has turned or turns 100 by the end of this one. Raises `Refused` with field
    "personnummer" and the code of the first fault.
    """
    typed = _cleaned(text)
    century, birth, sign, last_four = _parts(typed)
    year = int(century + birth[:2]) if century else _year(birth, sign, today)
    if last_four.startswith("000"):
        raise _fault("birth_number")
    _check_year(year, century, sign, today)
    number = PersonalNumber(f"{year:04}{birth[2:]}{last_four}")
    _check_date(number, today)
    if _control_sum(number.value[2:]) % 10:
        raise _fault("control_digit")
    return number


def _fault(code: str) -> Refused:
    return Refused(_FAULTS[code], code=code, field="personnummer")


def _cleaned(text: str) -> str:
    return _DASHES.sub("-", _INVISIBLE.sub("", text)).upper()


def _parts(typed: str) -> tuple[str, str, str, str]:
    """Century ("" when left out), ÅÅMMDD, sign ("" when left out) and the last four."""
    if _WITH_LETTERS.fullmatch(typed) or _REGIONAL_RESERVE.fullmatch(typed):
        raise _fault("temporary")
    shape = _NUMBER.fullmatch(typed)
    if shape is None:
        raise _fault(_what_is_wrong_with(typed))
    century, birth, sign, last_four = shape.groups(default="")
    return century, birth, sign, last_four


def _what_is_wrong_with(typed: str) -> str:
    digits = sum(sign.isdigit() for sign in typed)
    if not typed:
        return "empty"
    if _STRANGE.search(typed):
        return "strange_signs"
    if digits < 10:
        return "too_few_digits"
    if digits == 11:
        return "eleven_digits"
    return "too_many_digits" if digits > 12 else "misplaced_sign"


def _year(birth: str, sign: str, today: date) -> int:
    """Four digits of a year that was written with two."""
    two, month, day = int(birth[:2]), int(birth[2:4]), int(birth[4:6])
    latest = today.year - 100 if sign == "+" else today.year
    year = latest - (latest - two) % 100
    real_day = day - _COORDINATION if day > _COORDINATION else day
    return year - 100 if (year, month, real_day) > (today.year, today.month, today.day) else year


def _check_year(year: int, century: str, sign: str, today: date) -> None:
    age = today.year - year
    if age < 0:
        raise _fault("born_in_future")
    if sign == "+" and (age < 100 or (age > MAX_AGE and not century)):
        raise _fault("plus_under_100")
    if age > MAX_AGE:
        raise _fault("too_old")


def _check_date(number: PersonalNumber, today: date) -> None:
    month, day = int(number.value[4:6]), int(number.value[6:8])
    if day == _COORDINATION or (month == 0 and day > _COORDINATION):
        raise _fault("birth_date_unknown")
    try:
        born = number.born
    except ValueError:
        raise _fault("no_such_date") from None
    if born > today:
        raise _fault("born_in_future")


def _control_sum(ten_digits: str) -> int:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten_digits))
    return sum(product // 10 + product % 10 for product in doubled)
