"""BEHAVIOUR M9: how a personal number is read, and what is said of each fault."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.rules.personal_number import PersonalNumber, parse
from lindra.rules.refused import Refused
from tests.rules.numbers import invented
from tests.samples import sampled

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.row("M9")

WRITTEN = [
    ("7804129802", "197804129802"),
    ("780412-9802", "197804129802"),
    ("197804129802", "197804129802"),
    ("19780412-9802", "197804129802"),
    ("  780412-9802\n", "197804129802"),
    ("780412 - 9802", "197804129802"),
    ("19 78 04 12 98 02", "197804129802"),
    ("780412\u00a09802", "197804129802"),
    ("\u200b780412-9802\ufeff", "197804129802"),
    ("780412\u20139802", "197804129802"),
    ("780412\u20109802", "197804129802"),
    ("780412\u22129802", "197804129802"),
    ("210518+9860", "192105189860"),
    ("19210518+9860", "192105189860"),
    ("19210518-9860", "192105189860"),
    ("192105189860", "192105189860"),
    ("260101+9801", "192601019801"),
    ("860471-9842", "198604719842"),
    ("198604719842", "198604719842"),
    ("000229-9808", "200002299808"),
    ("261122-9804", "202611229804"),
]

WORDS = {
    "empty": "Skriv personnumret.",
    "strange_signs": "Personnumret får bara innehålla siffror, bindestreck och plustecken.",
    "too_few_digits": "Det fattas siffror. Ett personnummer har tio eller tolv siffror.",
    "eleven_digits": (
        "Du har skrivit elva siffror. Ett personnummer har tio siffror, eller tolv "
        "när årtalet skrivs ut helt."
    ),
    "too_many_digits": "Det är för många siffror. Ett personnummer har tio eller tolv siffror.",
    "misplaced_sign": "Bindestrecket eller plustecknet ska stå före de fyra sista siffrorna.",
    "birth_number": "De tre siffrorna efter födelsedatumet kan inte vara 000.",
    "no_such_date": "Födelsedatumet finns inte i kalendern. Kontrollera år, månad och dag.",
    "birth_date_unknown": (
        "Samordningsnumret saknar fullständigt födelsedatum. Ett sådant nummer kan inte användas."
    ),
    "too_old": "Personen skulle vara äldre än 125 år. Kontrollera årtalet.",
    "born_in_future": "Födelsedatumet har inte varit än. Kontrollera årtalet.",
    "plus_under_100": (
        "Plustecken skrivs bara från det år personen fyller 100. Använd "
        "bindestreck, eller skriv årtalet med fyra siffror."
    ),
    "control_digit": (
        "Den sista siffran stämmer inte med de andra. Kontrollera alla siffror, en i taget."
    ),
    "temporary": (
        "Det här är ett tillfälligt nummer. Programmet kräver personnummer eller "
        "samordningsnummer, eftersom patienten loggar in med e-legitimation."
    ),
}

FAULTS = [
    ("", "empty"),
    (" \u200b ", "empty"),
    ("Astrid", "strange_signs"),
    ("780412/9802", "strange_signs"),
    ("78O412-9802", "strange_signs"),
    ("780412-98O2", "strange_signs"),
    ("\u0667\u0668\u0660\u0664\u0661\u0662\u0669\u0668\u0660\u0662", "strange_signs"),
    ("780412-980", "too_few_digits"),
    ("-", "too_few_digits"),
    ("19780412980", "eleven_digits"),
    ("1978041298021", "too_many_digits"),
    ("78-0412-9802", "misplaced_sign"),
    ("7804129802-", "misplaced_sign"),
    ("780412-0009", "birth_number"),
    ("780230-9802", "no_such_date"),
    ("781312-9802", "no_such_date"),
    ("780092-9802", "birth_date_unknown"),
    ("780460-9802", "birth_date_unknown"),
    ("780012-9802", "no_such_date"),
    ("780492-9802", "no_such_date"),
    ("190002299803", "too_old"),
    ("20261123-9802", "born_in_future"),
    ("20270101-9802", "born_in_future"),
    ("18780412-9802", "too_old"),
    ("000004129802", "too_old"),
    ("18780412+9802", "too_old"),
    ("780412+9802", "plus_under_100"),
    ("19270101+9802", "plus_under_100"),
    ("780412-9803", "control_digit"),
    ("780412-T802", "temporary"),
    ("780412R802", "temporary"),
    ("19780412t802", "temporary"),
    ("19780412K123", "temporary"),
    ("19780829SU3A", "temporary"),
    ("22780412AB12", "temporary"),
    ("991981000010", "temporary"),
]


@pytest.mark.parametrize(("typed", "value"), WRITTEN)
def test_each_way_of_writing_gives_the_same_twelve_digits(typed, value):
    assert parse(typed, TODAY) == PersonalNumber(value)


@pytest.mark.parametrize(("typed", "code"), FAULTS)
def test_each_fault_is_told_in_its_own_words(typed, code):
    with pytest.raises(Refused) as refused:
        parse(typed, TODAY)
    told = refused.value
    assert (told.code, told.message, told.field) == (code, WORDS[code], "personnummer")


def test_no_two_faults_share_their_words_and_none_is_untried():
    assert len(set(WORDS.values())) == len(WORDS)
    assert {code for _, code in FAULTS} == set(WORDS)


def test_a_samordningsnummer_is_born_on_the_day_less_sixty():
    number = parse("860471-9842", TODAY)
    assert (number.is_coordination, number.born) == (True, date(1986, 4, 11))


def test_a_personnummer_is_shown_with_its_century_and_a_hyphen():
    number = parse("7804129802", TODAY)
    assert (number.is_coordination, number.display) == (False, "19780412-9802")


def test_the_digits_stay_out_of_what_a_traceback_prints():
    assert repr(PersonalNumber("197804129802")) == "PersonalNumber()"


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1978, 4, 12), date(2026, 4, 11), 47),
        (date(1978, 4, 12), date(2026, 4, 12), 48),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ],
)
def test_age_is_counted_in_whole_years(born, today, age):
    assert PersonalNumber(invented(born)).age(today) == age


@pytest.mark.parametrize(
    ("sign", "born"),
    [
        ("", date(2026, 11, 22)),
        ("-", date(1926, 11, 23)),
        ("-", date(1926, 12, 31)),
        ("+", date(1926, 1, 1)),
        ("+", date(1926, 12, 31)),
        ("+", date(1901, 1, 1)),
    ],
)
def test_two_digits_of_a_year_mean_the_latest_that_can_be(sign, born):
    twelve = invented(born)
    assert parse(f"{twelve[2:8]}{sign}{twelve[8:]}", TODAY).born == born


@pytest.mark.parametrize("born", [date(2026, 11, 10), date(1926, 11, 30)])
def test_a_samordningsnummer_is_placed_by_its_true_day(born):
    assert parse(invented(born, coordination=True)[2:], TODAY).born == born


BORN = st.dates(date(1901, 1, 1), TODAY)
NUMBERS = st.builds(invented, BORN, st.integers(980, 999), coordination=st.booleans())


def ways_of_writing(twelve: str) -> list[str]:
    age_in_year = TODAY.year - int(twelve[:4])
    century, birth, last_four = twelve[:2], twelve[2:8], twelve[8:]
    full = [f"{century}{birth}{sign}{last_four}" for sign in ("", "-", "\u2013", " ")]
    number = PersonalNumber(twelve)
    if age_in_year >= 100:
        full += [f"{birth}+{last_four}", f"{century}{birth}+{last_four}", f"{birth} + {last_four}"]
    hundred = (number.born.year + 100, number.born.month, number.born.day)
    if hundred > (TODAY.year, TODAY.month, TODAY.day):
        full += [f"{birth}{sign}{last_four}" for sign in ("", "-", "\u2212", " ")]
    return full


def test_ten_thousand_numbers_come_back_from_each_way_of_writing():
    rng = random.Random(1947)
    days = (TODAY - date(1901, 1, 1)).days
    for _ in range(10_000):
        born = TODAY - timedelta(days=rng.randint(0, days))
        twelve = invented(born, rng.randint(980, 999), coordination=rng.random() < 0.1)
        assert {parse(typed, TODAY).value for typed in ways_of_writing(twelve)} == {twelve}


@sampled(100)
@given(NUMBERS)
def test_one_changed_digit_is_always_caught(twelve):
    for written in (twelve, twelve[2:]):
        for place in range(len(written)):
            for digit in set("0123456789") - {written[place]}:
                with pytest.raises(Refused):
                    parse(written[:place] + digit + written[place + 1 :], TODAY)


@sampled(200)
@given(NUMBERS)
def test_two_swapped_neighbours_are_caught_but_for_0_and_9(twelve):
    for written in (twelve, twelve[2:]):
        for place in range(len(written) - 1):
            pair = written[place : place + 2]
            if pair[0] == pair[1] or set(pair) == {"0", "9"}:
                continue
            with pytest.raises(Refused):
                parse(written[:place] + pair[::-1] + written[place + 2 :], TODAY)


def test_a_swapped_0_and_9_is_the_one_that_the_control_digit_cannot_see():
    younger, older = parse("900412-9806", TODAY), parse("19090412-9806", TODAY)
    assert (younger.born.year, older.born.year) == (1990, 1909)


def outcome(text: str) -> str:
    try:
        return f"{len(parse(text, TODAY).value)} digits"
    except Refused as refused:
        return refused.code


@settings(deadline=None)
@given(st.text() | st.text("0123456789+-\u2013 TRO", max_size=14))
def test_whatever_is_typed_gives_twelve_digits_or_a_known_fault(text):
    assert outcome(text) in {"12 digits", *WORDS}
