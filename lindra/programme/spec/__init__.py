"""The values that a programme consists of. Frozen: a programme never changes while it is served.

The shape of the files is told in docs/writing-a-programme.md; `load.py` turns files into these.
"""

from lindra.programme.spec.form import (
    CONTACT_QUESTION,
    Choice,
    Condition,
    Form,
    HelpAt,
    Lifted,
    Question,
)
from lindra.programme.spec.kinds import (
    CALCULATION_NEEDS,
    Calculation,
    Calculator,
    DeviceStatus,
    Every,
    ExerciseKind,
    FormKind,
    ModuleKind,
    QuestionType,
    Retention,
)
from lindra.programme.spec.module import Cue, Exercise, FirstWhen, Module, Task
from lindra.programme.spec.page import (
    Card,
    Figure,
    Item,
    NoteWhen,
    Page,
    PageExercise,
    Recall,
    Statement,
)
from lindra.programme.spec.whole import HELP_NOW, Contact, Fact, Help, Programme, Source

__all__ = [
    "CALCULATION_NEEDS",
    "CONTACT_QUESTION",
    "HELP_NOW",
    "Calculation",
    "Calculator",
    "Card",
    "Choice",
    "Condition",
    "Contact",
    "Cue",
    "DeviceStatus",
    "Every",
    "Exercise",
    "ExerciseKind",
    "Fact",
    "Figure",
    "FirstWhen",
    "Form",
    "FormKind",
    "Help",
    "HelpAt",
    "Item",
    "Lifted",
    "Module",
    "ModuleKind",
    "NoteWhen",
    "Page",
    "PageExercise",
    "Programme",
    "Question",
    "QuestionType",
    "Recall",
    "Retention",
    "Source",
    "Statement",
    "Task",
]
