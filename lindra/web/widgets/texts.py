"""Something to write: long texts, numbers with their unit, durations, personal numbers."""

import re
from typing import Any

from django import forms

_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minut|minuter)?\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|tim|timme|timmar)\.?", re.IGNORECASE)
_BOTH = re.compile(
    r"(\d{1,2})\s*(?::|(?:h|tim|timme|timmar)\.?\s*(?:och\s*)?)(\d{1,2})\s*(?:m|min|minut|minuter)?\.?",
    re.IGNORECASE,
)


def tidy_minutes(text: str) -> str:
    """Turn a duration into whole minutes: 45, "45 min", 1:30, "1 tim 30 min", "1,5 tim".

    Anything else is returned as it came, to be shown again beside the error.
    """
    text = text.strip()
    if both := _BOTH.fullmatch(text):
        return str(int(both[1]) * 60 + int(both[2]))
    if minutes := _MINUTES.fullmatch(text):
        return minutes[1]
    if hours := _HOURS.fullmatch(text):
        return str(round(float(hours[1].replace(",", ".")) * 60))
    return text


class LongText(forms.Textarea):
    """Several lines, with a counter.

    More than ``maximum`` characters can be typed, so that nothing pasted is cut; the counter says
    so and the field refuses it.
    """

    template_name = "forms/long_text.html"

    def __init__(
        self, maximum: int | None = None, rows: int = 4, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__({"rows": rows, "cols": False} | (attrs or {}))
        self.maximum = maximum

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        if self.maximum and (id_ := attrs.get("id")):
            described = [attrs.get("aria-describedby"), f"{id_}_count"]
            attrs["aria-describedby"] = " ".join(part for part in described if part)
        return attrs

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["maximum"] = self.maximum
        return context


class Number(forms.TextInput):
    """A number as text with its unit beside it.

    type=number changes when the page is scrolled, and swallows what it does not understand.
    """

    template_name = "forms/number.html"

    def __init__(self, unit: str = "", attrs: dict[str, Any] | None = None) -> None:
        fixed = {"inputmode": "numeric", "autocomplete": "off", "class": "input-number"}
        super().__init__(fixed | (attrs or {}))
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class Minutes(Number):
    """A duration in minutes; "1 tim 30 min" is understood as well."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__("minuter", attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        text = super().value_from_datadict(data, files, name)
        return tidy_minutes(text) if isinstance(text, str) else text


class PersonalNumber(forms.TextInput):
    """A personal number, with or without century and hyphen; never remembered by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        fixed = {"autocomplete": "off", "spellcheck": "false", "class": "input-personal-number"}
        super().__init__(fixed | (attrs or {}))
