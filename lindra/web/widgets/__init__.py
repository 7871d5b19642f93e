"""The form widgets of the pages: how a question looks. What is allowed, the field decides.

Nothing is ever preselected: a widget without a value shows no choice at all.
"""

from lindra.web.widgets.choices import (
    ChoiceChips,
    ChoiceRows,
    MultiChips,
    MultiRows,
    Scale,
    TickRow,
)
from lindra.web.widgets.texts import LongText, Minutes, Number, PersonalNumber
from lindra.web.widgets.times import CalendarDate, Clock, RecentDate

__all__ = [
    "CalendarDate",
    "ChoiceChips",
    "ChoiceRows",
    "Clock",
    "LongText",
    "Minutes",
    "MultiChips",
    "MultiRows",
    "Number",
    "PersonalNumber",
    "RecentDate",
    "Scale",
    "TickRow",
]
