"""A mindfulness exercise: cues in time, each with time enough to be said."""

from __future__ import annotations

from lindra.programme.markdown import WORD
from lindra.programme.read.desk import Kind
from lindra.programme.read.fields import Fields
from lindra.programme.read.folder import Folder
from lindra.programme.spec import Cue, Exercise

FASTEST = 110  # words a minute; the calm voice of a script says 90 to 110 (CONTENT 2)
EYES = ("öppna", "valfritt")
POSITIONS = ("sitta", "ligga", "stå", "gå")


def read_exercises(folder: Folder, module: str) -> tuple[Exercise, ...]:
    """The exercises of a module's folder, by number."""
    found = []
    for file in folder.files(module, ".yaml"):
        if not file.endswith("/module.yaml"):
            fields = folder.fields(file)
            found += [_exercise(fields)] if fields else []
    return tuple(sorted(found, key=lambda exercise: exercise.number))


def _exercise(fields: Fields) -> Exercise:
    cues = [(each, _cue(each)) for each in fields.each("cues", must=True)]
    exercise = Exercise(
        id=fields.name(),
        number=fields.must_number("number", 1, 99),
        title=fields.prose("title", must=True),
        minutes=fields.must_number("minutes", 1, 120),
        positions=fields.texts("positions", must=True),
        eyes=fields.text("eyes", must=True),
        about=fields.prose("about", must=True),
        safety=fields.prose("safety"),
        after=fields.text("after"),
        cues=tuple(cue for _, cue in cues),
    )
    _check(fields, exercise)
    _check_times(cues, exercise.seconds)
    fields.done()
    return exercise


def _cue(fields: Fields) -> Cue:
    cue = Cue(
        at=fields.must_number("at", 0, 7200),
        text=fields.prose("text", must=True),
        silence=fields.number("silence", 0, 600) or 0,
    )
    fields.done()
    return cue


def _check(fields: Fields, exercise: Exercise) -> None:
    fields.desk.define(Kind.EXERCISE, exercise.id, fields.at("id"))
    fields.desk.point(Kind.FORM, exercise.after, fields.at("after"))
    if not fields.file.endswith(f"/{exercise.id}.yaml"):
        fields.fault("id", f"Filen ska heta {exercise.id}.yaml, efter id.")
    if exercise.eyes not in ("", *EYES):
        fields.fault("eyes", f'"eyes" ska vara {" eller ".join(EYES)}.')
    for position in exercise.positions:
        if position not in POSITIONS:
            fields.fault("positions", f'"{position}" går inte: skriv {", ".join(POSITIONS)}.')


def _check_times(cues: list[tuple[Fields, Cue]], seconds: int) -> None:
    if cues and cues[0][1].at != 0:
        cues[0][0].fault("at", "Den första repliken börjar på 0.")
    ends = [*(cue.at for _, cue in cues[1:]), seconds]
    for (fields, cue), end in zip(cues, ends, strict=False):
        over = cue.at + spoken_seconds(cue.text) + cue.silence - end
        if over > 0:
            fields.fault("at", f"Repliken hinns inte: {over} sekunder för lång, med sin tystnad.")


def spoken_seconds(text: str, pace: int = FASTEST) -> int:
    """The seconds that it takes to say a text, at `pace` words a minute, rounded up."""
    return -(-len(WORD.findall(text)) * 60 // pace)
