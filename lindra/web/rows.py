"""A question of rows: the same few fields, several times. The value is a list of filled rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from lindra.web.widgets import Number, TickRow

SPARE = 3

Raw = dict[str, object]


def empty(value: object) -> bool:
    """Whether nothing was answered: no words, no choice, no tick. Nought is an answer."""
    return value is None or value is False or value in ("", [])


class Rows(forms.Widget):
    """Shows fixed rows with their labels, or as many as are filled and a few more."""

    use_fieldset = True
    template_name = "forms/rows.html"

    def __init__(
        self, columns: Mapping[str, forms.Field], fixed: Sequence[tuple[str, str]], most: int
    ) -> None:
        super().__init__()
        self.columns, self.fixed, self.most = columns, fixed, most
        self.spare = SPARE

    def labels(self, filled: Collection[str]) -> list[tuple[str, str]]:
        """(key, label) of each row to show: up to the last that is filled, and a few more."""
        if self.fixed:
            return list(self.fixed)
        last = max((int(key) for key in filled if key.isdecimal()), default=0)
        return [(str(n), f"Rad {n}") for n in range(1, min(self.most, last + self.spare) + 1)]

    def value_from_datadict(
        self, data: Mapping[str, object], _files: object, name: str
    ) -> list[Raw]:
        found = []
        for key, _ in self.fixed or [(str(n), "") for n in range(1, self.most + 1)]:
            row = {
                column: field.widget.value_from_datadict(
                    data, MultiValueDict(), f"{name}-{key}-{column}"
                )
                for column, field in self.columns.items()
            }
            if not all(empty(value) for value in row.values()):
                found.append({"row": key, **row})
        return found

    def get_context(self, name: str, value: object, _attrs: object) -> dict[str, object]:
        rows = value if isinstance(value, list) else []
        by_key = {str(row.get("row")): row for row in rows if isinstance(row, dict)}
        shown = [
            (
                label,
                [self._cell(f"{name}-{key}-{c}", c, by_key.get(key, {})) for c in self.columns],
                key in by_key or (key == "1" and not by_key),
            )
            for key, label in self.labels(by_key)
        ]
        return {"rows": shown, "name": name, "more": not self.fixed and len(shown) < self.most}

    def _cell(self, name: str, column: str, row: Raw) -> dict[str, object]:
        field = self.columns[column]
        attrs = {"id": f"id_{name}"}
        return {
            "label": field.label,
            "help": field.help_text,
            "id": f"id_{name}",
            "fieldset": field.widget.use_fieldset,
            "short": isinstance(field.widget, Number),
            "tick": isinstance(field.widget, TickRow),
            "html": _Html(field.widget, name, row.get(column), attrs),
        }

    def id_for_label(self, _id: str) -> str:
        return ""


class _Html:
    """A cell, rendered when the template asks for it."""

    def __init__(
        self, widget: forms.Widget, name: str, value: object, attrs: dict[str, str]
    ) -> None:
        self.widget, self.name, self.value, self.attrs = widget, name, value, attrs

    def render(self, renderer: BaseRenderer | None = None) -> SafeString:
        return self.widget.render(self.name, self.value, self.attrs, renderer)

    def __str__(self) -> str:
        return mark_safe(self.render())  # noqa: S308 - a widget's own, escaped output


class RowsField(forms.Field):
    """Cleans every filled row with its columns' fields; a fault says which row it stands in."""

    def __init__(
        self, *, columns: Mapping[str, forms.Field], fixed: Sequence[tuple[str, str]], most: int
    ) -> None:
        super().__init__(widget=Rows(columns, fixed, most))
        self.columns, self.fixed = columns, dict(fixed)

    def clean(self, value: object) -> list[Raw]:
        rows = [self._row(row) for row in (value if isinstance(value, list) else [])]
        if self.required and not rows:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return rows

    def _row(self, row: Raw) -> Raw:
        key = str(row["row"])
        cleaned: Raw = {"row": key}
        for column, field in self.columns.items():
            try:
                found = field.clean(row.get(column))
            except forms.ValidationError as error:
                where = f"{self.fixed.get(key, f'Rad {key}')}, {field.label}"
                raise forms.ValidationError(f"{where}: {' '.join(error.messages)}") from error
            if not empty(found):
                cleaned[column] = found
        return cleaned
