"""Invented personal numbers, with birth numbers 980–999: a real person has one hardly ever."""

from datetime import date


def control_digit(nine_digits: str) -> str:
    """Skatteverket's own recipe, step by step, so that the rule is not tested against itself."""
    products = [int(digit) * weight for digit, weight in zip(nine_digits, (2, 1) * 5, strict=False)]
    total = sum(int(digit) for product in products for digit in str(product))
    return str(10 - total % 10)[-1]


def invented(born: date, birth_number: int = 980, *, coordination: bool = False) -> str:
    """Twelve digits."""
    day = born.day + 60 * coordination
    nine = f"{born:%y%m}{day:02}{birth_number:03}"
    return f"{born.year // 100:02}{nine}{control_digit(nine)}"
