"""When something was: a time of day, a day not long ago, any other day."""

from collections.abc import Collection
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format


class Clock(forms.TextInput):
    """A time of day as text, with −15 and +15 beside it once something stands there.

    type=time follows the browser's language and showed "10:30 PM" on a Swedish page.
    """

    template_name = "forms/clock.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        fixed = {"inputmode": "numeric", "autocomplete": "off", "data-clock": True}
        super().__init__(fixed | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        return value.strftime("%H:%M") if isinstance(value, time) else super().format_value(value)


class RecentDate(forms.Widget):
    """A day not long ago: two chips for the nearest days and a list of the others, as ISO dates.

    In a window of two weeks every possible answer fits in a list, so nothing needs to be typed and
    nothing can be wrong. ``filled`` are days that have an answer already; the list says so.
    """

    template_name = "forms/recent_date.html"
    use_fieldset = True
    radio_group = True

    def __init__(
        self,
        today: date,
        days_back: int = 14,
        nearest: tuple[str, str] = ("I dag", "I går"),
        filled: Collection[date] = (),
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.today, self.days_back = today, days_back
        self.nearest, self.filled = nearest, filled

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value.isoformat() if isinstance(value, date) else (value or "")
        days = [self._day(back, chosen) for back in range(self.days_back + 1)]
        for day, word in zip(days, self.nearest, strict=False):
            day["word"] = word
        context["widget"] |= {
            "chips": days[:2],
            "others": days[2:],
            "other_chosen": any(day["checked"] for day in days[2:]),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        chosen = data.get(name)
        return data.get(f"{name}_other") if chosen == "other" else chosen

    def _day(self, back: int, chosen: str) -> dict[str, Any]:
        day = self.today - timedelta(days=back)
        return {
            "value": day.isoformat(),
            "text": date_format(day, "l j F"),
            "checked": day.isoformat() == chosen,
            "filled": day in self.filled,
        }


class CalendarDate(forms.DateInput):
    """Any other day: the device's own calendar, with weekdays and limits.

    The browser shows the date in its own language, but sends an ISO date; unlike type=time nothing
    is cut off, and there is no order of day and month to get wrong.
    """

    input_type = "date"

    def __init__(
        self,
        earliest: date | None = None,
        latest: date | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        limits = {"min": earliest, "max": latest}
        fixed = {key: day.isoformat() for key, day in limits.items() if day}
        super().__init__(fixed | (attrs or {}), format="%Y-%m-%d")
