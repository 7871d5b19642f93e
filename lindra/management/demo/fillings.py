"""Plausible answers for the demo's patients: a person with good and worse days, slowly steadier."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

Values = dict[str, object]

TEXTS = {
    "hoppas": "Att förstå varför det gör ont, och att orka mer med barnbarnen.",
    "viktigt": "Gå i skogen utan att behöva planera två dagar för det.",
    "nytt": "Att nervsystemet kan bli känsligare. Det förklarar varför en kram kan göra ont.",
    "prova": "Att stanna upp och känna efter vad som brukar lugna mig.",
    "tror": "Sömnen, och att jag gör för mycket när det är en bra dag.",
    "kontakt": "Det var mycket på en gång. Jag skulle vilja prata om hur jag ska lägga upp veckan.",
}


def values(form_id: str, day: date, progress: float, dice: random.Random) -> Values:
    """The answers of one filling. `progress` goes from 0 at the start to 1 today."""
    return _MAKERS[form_id](day, progress, dice)


def _scale(low: float, high: float, progress: float, dice: random.Random) -> int:
    level = low + (high - low) * progress + dice.gauss(0, 1.1)
    return max(0, min(10, round(level)))


def _week(_day: date, progress: float, dice: random.Random) -> Values:
    return {
        "smarta": _scale(7, 5.5, progress, dice),
        "sysslor": _scale(7, 4.5, progress, dice),
        "gladje": _scale(6, 3.5, progress, dice),
        "humor": _scale(4, 6, progress, dice),
        "somn": _scale(3.5, 5.5, progress, dice),
        "tilltro": _scale(3, 6, progress, dice),
    }


def _start(day: date, progress: float, dice: random.Random) -> Values:
    return {
        "smarta_varaktighet": dice.choice(["ar_1_5", "over_5_ar"]),
        "pem": "nej",
        "hoppas": TEXTS["hoppas"],
        "viktigt": TEXTS["viktigt"],
        **_week(day, progress, dice),
    }


def _picture(_day: date, _progress: float, _dice: random.Random) -> Values:
    return {
        "upp": ["stress", "kyla"],
        "ner": ["varme", "rorelse", "manniskor"],
        "tror": TEXTS["tror"],
    }


def _reflection(_day: date, _progress: float, _dice: random.Random) -> Values:
    return {"nytt": TEXTS["nytt"], "prova": TEXTS["prova"]}


def _night(day: date, progress: float, dice: random.Random) -> Values:
    bed = dice.choice(["22:00", "22:30", "23:00", "23:15"])
    filled: Values = {
        "datum": day.isoformat(),
        "b": bed,
        "u": dice.choice(["06:30", "07:00", "07:15", "07:45"]),
        "kval": str(max(1, min(5, round(2.2 + progress * 1.4 + dice.gauss(0, 0.7))))),
        "smarta_natt": _scale(6, 4, progress, dice),
    }
    if dice.random() < 0.8:
        filled |= {
            "sov_inte": "nej",
            "s": "23:30",
            "sol": dice.choice([15, 20, 30, 45, 60]),
            "n": dice.randrange(1, 4),
            "waso": dice.choice([20, 30, 45, 60, 90]),
            "w": "06:15",
        }
    return filled


def _training(day: date, progress: float, dice: random.Random) -> Values:
    before = _scale(6, 5, progress, dice)
    return {
        "datum": day.isoformat(),
        "typ": dice.choice(["promenad", "promenad", "vatten", "rorlighet", "stolsgympa"]),
        "minuter": max(3, round(8 + 14 * progress + dice.gauss(0, 4))),
        "anstr": dice.choice([2, 3, 4, 4, 5]),
        "fore": before,
        "efter": max(0, min(10, before + dice.choice([-1, 0, 0, 1]))),
        "plan": dice.choice(["som_plan", "som_plan", "mer", "mindre"]),
    }


def _completed(day: date, progress: float, dice: random.Random) -> Values:
    return {"klar": True, **_week(day, progress, dice), "nasta_steg": "klarar_mig"}


_MAKERS: dict[str, Callable[[date, float, random.Random], Values]] = {
    "start": _start,
    "smartbild": _picture,
    "reflektion-1": _reflection,
    "veckokollen": _week,
    "somndagbok": _night,
    "traningsdagbok": _training,
    "genomfort": _completed,
}
