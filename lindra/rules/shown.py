"""Which modules and forms a patient is shown: what the team has chosen (BEHAVIOUR M4, F1, M19)."""

from __future__ import annotations

from collections.abc import Collection

from lindra.programme.spec import Form, Module, ModuleKind, Programme
from lindra.rules.lifecycle import State
from lindra.rules.refused import Refused
from lindra.rules.swedish import listed


def shown_modules(
    programme: Programme, state: State, hidden: Collection[str], maintained: Collection[str]
) -> frozenset[str]:
    """The ids of the modules that the patient sees: in maintenance those that were chosen for it.

    All of them when what was kept would leave nothing to read, as when a module has been renamed.
    """
    if state is State.MAINTENANCE:
        found = {module.id for module in programme.modules if module.id in maintained}
    else:
        found = {module.id for module in programme.modules if module.id not in hidden}
    return frozenset(found if _to_read(programme, found) else (m.id for m in programme.modules))


def check_choice(programme: Programme, chosen: Collection[str]) -> None:
    """Raises `Refused` for no module to read, or one that the programme does not have."""
    if not set(chosen) <= {module.id for module in programme.modules}:
        raise Refused("Modulen finns inte i programmet.", code="no_such_module", field="modules")
    if not _to_read(programme, chosen):
        raise Refused("Välj minst en modul att läsa.", code="none", field="modules")


def check_recommended(module: str, chosen: Collection[str], programme: Programme) -> None:
    """Raises `Refused` for a module that is not shown or has no pages; "" recommends nothing."""
    if module and not _to_read(programme, {module} & set(chosen)):
        raise Refused(
            "Börja här kan bara vara en modul som patienten ser.", code="not_shown", field="begin"
        )


def modules_of(form: Form, programme: Programme) -> frozenset[str]:
    """The modules that a form belongs to: its own, and those whose pages or tasks lead to it."""
    return frozenset({form.module} | {m.id for m in programme.modules if form.id in _leads_to(m)})


def form_is_shown(form: Form, programme: Programme, shown: Collection[str]) -> bool:
    """Whether any of the form's modules is shown. A form after an exercise stays: so do they."""
    after = {exercise.after for exercise in programme.all_exercises()}
    return form.id in after or bool(modules_of(form, programme) & set(shown))


def module_words(programme: Programme, chosen: Collection[str]) -> str:
    """modul 1 och 5; Innan du börjar och modul 2–4; alla moduler"""
    found = [module for module in programme.modules if module.id in chosen]
    if len(found) == len(programme.modules):
        return "alla moduler"
    numbers = _runs([module.number for module in found if module.number])
    before = [m.title for m in found if not m.number and m.kind is not ModuleKind.MINDFULNESS]
    after = [m.title for m in found if not m.number and m.kind is ModuleKind.MINDFULNESS]
    if numbers and (before or after):
        return listed([*before, f"modul {listed(numbers)}", *after])
    return f"modul {listed(numbers)}" if numbers else listed([*before, *after])


def hidden_words(programme: Programme, hidden: Collection[str]) -> str:
    """What the timeline says of the modules that are shown."""
    return f"Visas inte: {module_words(programme, hidden)}" if hidden else "Alla moduler visas"


def begin_words(programme: Programme, module: str) -> str:
    """What the timeline says of "Börja här"."""
    return programme.module(module).title if module else "Ingen modul rekommenderas"


def _runs(numbers: list[int]) -> list[str]:
    """1, 2, 5–8: three or more in a row are written as one."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        words
        for run in runs
        for words in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run])
    ]


def _to_read(programme: Programme, chosen: Collection[str]) -> bool:
    readable = (m.id for m in programme.modules if m.kind is not ModuleKind.MINDFULNESS and m.pages)
    return any(module in chosen for module in readable)


def _leads_to(module: Module) -> set[str]:
    pages = {form for page in module.pages for form in page.forms}
    return pages | {task.form for task in module.tasks if task.form}
