"""Something to choose: tiles, rows and chips, and the single box to tick.

A radio button cannot be unticked, so an optional group ends with a button of its own, "Inget svar",
which appears once something is chosen and sends an empty value. It needs no script.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget


class Scale(forms.Widget):
    """Whole numbers as tiles, 0–10 unless told otherwise, with words at both ends."""

    template_name = "forms/scale.html"
    use_fieldset = True
    radio_group = True

    def __init__(
        self,
        low: str = "",
        high: str = "",
        minimum: int = 0,
        maximum: int = 10,
        *,
        clearable: bool = True,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.low, self.high, self.clearable = low, high, clearable
        self.numbers = range(minimum, maximum + 1)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = "" if value is None else str(value)
        context["widget"] |= {
            "low": self.low,
            "high": self.high,
            "clearable": self.clearable and not self.is_required,
            "count": len(self.numbers),
            "tiles": [{"value": n, "checked": str(n) == chosen} for n in self.numbers],
        }
        return context


class _Choices(ChoiceWidget):
    """Choices as rows or chips. Those in ``help_values`` open the question's help at the tick."""

    template_name = "forms/choice_rows.html"
    face = "row"
    radio_group = False

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        help_values: Collection[str] = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.help_values = frozenset(str(value) for value in help_values)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        clearable = self.radio_group and not self.is_required
        context["widget"] |= {"face": self.face, "clearable": clearable}
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)  # said once, by the fieldset
        if str(option["value"]) in self.help_values:
            option["attrs"]["data-shows-help"] = True
        return option


class ChoiceRows(_Choices, forms.RadioSelect):
    """One of several, each a row to tap."""

    template_name = "forms/choice_rows.html"
    radio_group = True


class ChoiceChips(ChoiceRows):
    """One of several short answers, side by side."""

    face = "chip"


class MultiRows(_Choices, forms.CheckboxSelectMultiple):
    """Any number of several, each a row to tap."""

    template_name = "forms/choice_rows.html"


class MultiChips(MultiRows):
    """Any number of several short answers, side by side."""

    face = "chip"


class TickRow(forms.CheckboxInput):
    """One thing to tick; the field template puts the label in the same row."""

    template_name = "forms/tick.html"
    tick_row = True

    def __init__(self, *, shows_help: bool = False, attrs: dict[str, Any] | None = None) -> None:
        fixed = {"data-shows-help": True} if shows_help else {}
        super().__init__(fixed | (attrs or {}))
