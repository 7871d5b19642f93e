"""What will happen, in words, before staff confirm it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.queries.life import Waiting, phase_of, reopen_until
from lindra.rules.calendar import date_words, last_day, local_date
from lindra.rules.lifecycle import Act, Phase, State, maintained_until, may, reopened_until
from lindra.rules.shown import module_words
from lindra.web.door import StaffRequest, handles

OWN = "de egna svaren och meddelandena"
KEPT = "Påbörjade utkast finns kvar hos patienten, men kan inte skickas."


def now_words(treatment: Treatment, today: date) -> str:
    """How it stands today."""
    last = date_words(treatment.ends_on)
    match phase_of(treatment, today):
        case Phase.PLANNED:
            return f"Planerat, öppnar {date_words(treatment.starts_on)}"
        case Phase.RUNNING:
            return f"Pågår, öppet till och med {last}"
        case Phase.MAINTAINED:
            shown = module_words(programme(treatment.programme), treatment.maintained_modules)
            return f"Vidmakthålls till och med {last}: {shown}"
        case Phase.EXPIRED:
            return f"Tiden har gått ut, sista dag var {last}"
        case _:
            ended = date_words(local_date(treatment.ended_at)) if treatment.ended_at else ""
            return f"Avslutat {ended}: {treatment.end_reason}"


def extending(treatment: Treatment, new: date, today: date) -> list[str]:
    """What happens when the treatment is extended to that day."""
    name = treatment.patient.given_name
    words = [f"{name} kan läsa, fylla i och skriva till och med {date_words(new)}."]
    if treatment.state == State.MAINTENANCE:
        content = programme(treatment.programme)
        shown = {m.id for m in content.modules} - set(treatment.hidden_modules)
        words.append(f"Vidmakthållandet upphör. {name} ser {module_words(content, shown)}.")
    elif today > treatment.ends_on:
        words.append("Programmet öppnas igen i dag.")
    return words


def maintaining(
    treatment: Treatment, days: int, modules: Collection[str], today: date, waits: Waiting
) -> list[str]:
    """What happens when those modules can be read for so many days."""
    name, content = treatment.patient.given_name, programme(treatment.programme)
    last = date_words(maintained_until(days, today))
    shown = module_words(content, modules)
    words = [
        f"{name} kan läsa {shown} till och med {last}, men inte fylla i eller skriva.",
        f"{name} kan läsa {OWN}.",
    ]
    if len(modules) < len(content.modules):
        words.append("Övriga moduler visas inte.")
    if waits.drafts:
        words.append(KEPT)
    return [*words, "Ni påminns dagen före sista dagen. Sedan avslutar någon i teamet."]


def ending(treatment: Treatment, today: date, waits: Waiting) -> list[str]:
    """What happens when the treatment is ended today."""
    name = treatment.patient.given_name
    words = [
        f"{name} kan inte längre läsa modulerna, fylla i eller skriva.",
        f"{name} kan läsa {OWN} tills momentet gallras.",
    ]
    if waits.drafts:
        words.append(KEPT)
    return [
        *words,
        "Momentet försvinner från listan Mina och finns under Avslutade.",
        f"Det kan återöppnas till och med {date_words(reopened_until(today))}.",
        "Med orsaken Avliden stoppas alla aviseringar till patienten.",
    ]


def reopening(treatment: Treatment, today: date) -> list[str]:
    """What happens when the ended treatment is opened again."""
    name, last = treatment.patient.given_name, date_words(treatment.ends_on)
    if today > treatment.ends_on:
        return [
            "Momentet återgår till Tiden har gått ut, eftersom sista dagen har varit.",
            f"{name} får tillgång igen först när momentet förlängs eller vidmakthålls.",
        ]
    if treatment.ended_from == State.MAINTENANCE:
        shown = module_words(programme(treatment.programme), treatment.maintained_modules)
        return [f"{name} kan läsa {shown} till och med {last}, men inte fylla i eller skriva."]
    return [f"{name} kan läsa, fylla i och skriva igen, till och med {last}."]


def postponing(treatment: Treatment) -> list[str]:
    """What happens when the first day is another."""
    months = programme(treatment.programme).months_of_access
    name = treatment.patient.given_name
    return [
        f"{name} kan logga in innan dess, men ser bara när programmet öppnar.",
        f"Programmet är öppet {months} månader från startdagen.",
    ]


def first_and_last(treatment: Treatment, first: date) -> str:
    """Öppet 1 mars 2027 till och med 1 mars 2028"""
    months = programme(treatment.programme).months_of_access
    return f"Öppet {date_words(first)} till och med {date_words(last_day(first, months))}"


def life_context(request: StaffRequest, treatment: Treatment) -> dict[str, object]:
    """What the bottom of "Hantera" needs."""
    today = local_date(request.now)
    return {
        "acts": possible(treatment, today) if handles(request) else {},
        "now_words": now_words(treatment, today),
        "reopen_until": reopen_until(treatment),
        "today": today,
    }


def possible(treatment: Treatment, today: date) -> dict[str, bool]:
    """By the name of each act, whether the treatment takes it today."""
    stage = phase_of(treatment, today)
    return {act.value: may(act, stage) for act in Act}
