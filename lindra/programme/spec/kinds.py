"""The closed lists of words that the files use."""

from __future__ import annotations

from enum import StrEnum


class DeviceStatus(StrEnum):
    """Whether the programme is a medical device (regulation (EU) 2017/745)."""

    NONE = "none"


class Retention(StrEnum):
    """How answers are kept: a journal ten years at least (PDL 3:17), or as working material."""

    JOURNAL = "journal"
    WORKING_MATERIAL = "working_material"


class ModuleKind(StrEnum):
    START = "start"
    MODULE = "module"
    MINDFULNESS = "mindfulness"


class FormKind(StrEnum):
    START = "start"
    REFLECTION = "reflection"
    DIARY = "diary"
    WEEKLY = "weekly"
    PLAN = "plan"
    AFTER = "after"
    COMPLETION = "completion"


class QuestionType(StrEnum):
    """NRS is a whole number 0–10; MINUTES a duration; TIME a time of day as HH:MM."""

    NRS = "nrs"
    TEXT = "text"
    CHOICE = "choice"
    MULTI = "multi"
    BOOL = "bool"
    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    NUMBER = "number"
    ROWS = "rows"


class Calculation(StrEnum):
    """The arithmetic of `lindra.rules.diaries` that a form's answers are shown with."""

    SLEEP = "sleep"
    TRAINING = "training"
    ACTIVITY = "activity"
    WEEKLY = "weekly"


CALCULATION_NEEDS = {
    Calculation.SLEEP: ("datum", "b", "u"),
    Calculation.TRAINING: ("datum", "typ", "minuter"),
    Calculation.ACTIVITY: ("datum", "start", "minuter", "kat"),
    Calculation.WEEKLY: (),
}  # the questions that the arithmetic cannot do without


class Every(StrEnum):
    """How often a form is offered on the start page."""

    DAY = "day"
    WEEK = "week"


class ExerciseKind(StrEnum):
    """What a reader can do on a page. Nothing of it is stored, but for ACKNOWLEDGE."""

    CARDS = "cards"
    SLIDER = "slider"
    STATIONS = "stations"
    TICKS = "ticks"
    WRITE = "write"
    QUIZ = "quiz"
    CALCULATOR = "calculator"
    TIMER = "timer"
    ACKNOWLEDGE = "acknowledge"


class Calculator(StrEnum):
    """Arithmetic done in the browser; nothing is sent."""

    START_LEVEL = "start_level"
    FOUR_WEEKS = "four_weeks"
    STANDARD_GLASS = "standard_glass"
    DAY_BATTERY = "day_battery"
