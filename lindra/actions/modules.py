"""Which modules the patient is shown, and which of them is recommended (BEHAVIOUR M4, F1)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lindra.access import StaffSession
from lindra.actions.events import record_event
from lindra.actions.lifecycle import hold
from lindra.models import EventKind, Treatment
from lindra.programme.registry import programme
from lindra.rules.lifecycle import Act
from lindra.rules.shown import begin_words, check_choice, check_recommended, hidden_words


@transaction.atomic
def choose_modules(
    *,
    treatment: Treatment,
    shown: Collection[str],
    seen: str,
    by: StaffSession,
    now: datetime,
) -> Treatment:
    """Show those modules and hide the others. A recommendation of a hidden one goes."""
    held = hold(treatment=treatment, act=Act.CHOOSE_MODULES, seen=seen, by=by, now=now)
    content = programme(held.programme)
    check_choice(content, shown)
    hidden = [module.id for module in content.modules if module.id not in shown]
    if set(hidden) == set(held.hidden_modules):
        return held
    held.hidden_modules = hidden
    held.save(update_fields=["hidden_modules"])
    words = hidden_words(content, hidden)
    record_event(treatment=held, kind=EventKind.MODULES_CHANGED, by=by, now=now, words=words)
    if held.begin_with in hidden:
        _recommend(held, "", by, now)
    return held


@transaction.atomic
def recommend_begin(
    *, treatment: Treatment, module: str, seen: str, by: StaffSession, now: datetime
) -> Treatment:
    """ "Börja här" at that module; "" for nowhere. `Refused` for one that is not shown."""
    held = hold(treatment=treatment, act=Act.RECOMMEND, seen=seen, by=by, now=now)
    content = programme(held.programme)
    shown = {m.id for m in content.modules if m.id not in held.hidden_modules}
    check_recommended(module, shown, content)
    if module != held.begin_with:
        _recommend(held, module, by, now)
    return held


def _recommend(held: Treatment, module: str, by: StaffSession, now: datetime) -> None:
    held.begin_with = module
    held.save(update_fields=["begin_with"])
    words = begin_words(programme(held.programme), module)
    record_event(treatment=held, kind=EventKind.BEGIN_CHANGED, by=by, now=now, words=words)
