"""The mindfulness module's start page and the exercise with its player."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from lindra.access import May
from lindra.models import Treatment
from lindra.programme.spec import Exercise, ModuleKind
from lindra.web.door import PatientRequest, door
from lindra.web.frame import frame
from lindra.web.patient.frame import context
from lindra.web.words import plain


@door(May.READ_PROGRAMME, "Övningar")
def exercises(request: PatientRequest, treatment: Treatment) -> HttpResponse:
    """Every exercise, with the text on safety first."""
    here = frame(treatment, request.now)
    module = next((m for m in here.programme.modules if m.kind is ModuleKind.MINDFULNESS), None)
    if module is None:
        raise Http404
    here.shown_module(module.id)
    safety = plain(module.safety, treatment, here.therapist)
    return render(
        request,
        "patient/exercises.html",
        {**context(request, here, "modules"), "module": module, "safety": safety},
    )


@door(May.READ_PROGRAMME, "Övning")
def exercise(request: PatientRequest, treatment: Treatment, exercise_id: str) -> HttpResponse:
    """The exercise: its words on the page, and a player that never starts by itself."""
    here = frame(treatment, request.now)
    try:
        shown = here.programme.exercise(exercise_id)
    except KeyError as error:
        raise Http404 from error
    after = here.offered([here.form(shown.after)] if shown.after else [])
    return render(
        request,
        "patient/exercise.html",
        {
            **context(request, here),
            "exercise": shown,
            "after": after[0] if after else None,
            "player": player(shown),
        },
    )


def player(exercise: Exercise) -> dict[str, object]:
    """What the player is given: the cues in time, and the choices before it starts."""
    return {
        "script_id": "spelare",
        "title": exercise.title,
        "minutes": exercise.minutes,
        "data": {
            "id": exercise.id,
            "cues": [
                {"t": cue.at, "text": cue.text, "silence_s": cue.silence} for cue in exercise.cues
            ],
            "length_s": exercise.seconds,
            "ready": "Börja när du vill.",
            "ending": "Övningen är slut. Stanna kvar en stund om du vill.",
        },
        "choices": [
            {
                "legend": "Hur vill du ha det?",
                "name": "position",
                "options": [
                    {"value": each, "label": each.capitalize(), "hint": HINTS.get(each, "")}
                    for each in exercise.positions
                ],
            },
            *([EYES] if exercise.eyes == "valfritt" else []),
        ],
    }


HINTS = {
    "sitta": "Sitt så att ryggen får stöd om du behöver det.",
    "ligga": "Lägg dig på rygg eller sida, med det stöd du vill ha.",
    "stå": "Stå nära något att hålla i om du vill.",
    "gå": "Gå några steg fram och tillbaka, eller rulla i din egen takt.",
}
EYES = {
    "legend": "Och ögonen?",
    "name": "eyes",
    "options": [
        {"value": "open", "label": "Öppna", "hint": ""},
        {"value": "closed", "label": "Slutna", "hint": ""},
    ],
}
