"""Generated answers of every form, as the pages would have cleaned them."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from lindra.models import Answer, Treatment
from lindra.programme.registry import programme
from lindra.programme.spec import Form, Question, QuestionType
from lindra.rules.answers import asked
from tests.cast import PROGRAMME

BEGIN = datetime(2026, 11, 22, 8, 0, 0, 123456, tzinfo=UTC)
TEXTS = (
    *("Jag sov gott.", "=1+1", "-2", "@SUM(A1)", "+46", "\tflik", "rad\nrad", "'citat'", "a,b;c"),
    *('hon sa "ja"', "å ä ö – ”…", "😀 مرحبا", "=HYPERLINK(1)", "#N/A", "<b>&amp;</b>", "0" * 300),
)
DAY = date(2026, 11, 22)


def forms() -> list[Form]:
    """The forms that can be sent."""
    return [form for form in programme(PROGRAMME).forms if not form.private]


def values(form: Form, dice: random.Random) -> dict[str, object]:
    """Most questions answered, and only those that are asked then."""
    found: dict[str, object] = {}
    for question in form.questions:
        if dice.random() < 0.85:
            found[question.id] = _value(question, dice)
    wanted = {question.id for question in asked(form, found)}
    return {key: value for key, value in found.items() if key in wanted and value != []}


def _value(question: Question, dice: random.Random):  # noqa: PLR0911 - a line for each type
    match question.type:
        case QuestionType.NRS:
            return dice.randrange(11)
        case QuestionType.NUMBER | QuestionType.MINUTES:
            return dice.randint(question.min or 0, question.max or 100)
        case QuestionType.TEXT:
            return dice.choice(TEXTS)
        case QuestionType.CHOICE:
            return dice.choice(question.choices).value
        case QuestionType.MULTI:
            return [each.value for each in question.choices if dice.random() < 0.5]
        case QuestionType.BOOL:
            return True
        case QuestionType.DATE:
            return (DAY - timedelta(days=dice.randrange(300))).isoformat()
        case QuestionType.TIME:
            return f"{dice.randrange(24):02}:{dice.randrange(60):02}"
        case QuestionType.ROWS:
            return [_row(question, name, dice) for name in _names(question)]


def _names(question: Question) -> list[str]:
    fixed = [label.value for label in question.labels]
    return fixed or [str(n) for n in range(1, (question.max or 3) + 1)]


def _row(question: Question, name: str, dice: random.Random):
    cells = {each.id: _value(each, dice) for each in question.columns if dice.random() < 0.7}
    return {"row": name, **cells}


def send_many(treatment: Treatment, count: int, seed: int = 1) -> list[Answer]:
    """So many answers of all forms, straight into the table; some replaced, read, taken back."""
    dice = random.Random(seed)
    chosen = forms()
    made: list[Answer] = []
    for number in range(count):
        form = chosen[number % len(chosen)]
        sent_at = BEGIN + timedelta(minutes=number)
        made.append(
            Answer(
                id=UUID(int=dice.getrandbits(128)),
                treatment=treatment,
                form=form.id,
                version=form.version,
                entry_date=DAY - timedelta(days=number) if form.one_per_date else None,
                values=values(form, dice),
                key=UUID(int=dice.getrandbits(128)),
                sent_at=sent_at,
                withdrawn_at=sent_at if number % 29 == 3 else None,
            )
        )
    for old, new in zip(made, made[len(chosen) :], strict=False):
        if not old.withdrawn_at and dice.random() < 0.1:
            old.replaced_at, new.replaces = new.sent_at, old
    Answer.objects.bulk_create(made, batch_size=2000)
    return made
