"""Reading level, length of sentences and of pages, and the time they take (CONTENT 6.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lindra.programme.faults import At
from lindra.programme.lint.finding import Finding, error, warning
from lindra.programme.lint.material import Material
from lindra.programme.lint.measure import measure, sentences, words_of
from lindra.programme.read.mindfulness import spoken_seconds
from lindra.programme.spec import Exercise, Form, Module, Page

PAGE_MEAN, PAGE_WORST = 35, 40
SCRIPT, SCRIPT_MEAN_SENTENCE = 25, 11
FORM, FORM_WORST = 30, 40
LONGEST_SENTENCE, MEAN_SENTENCE = 22, 13
WORDS = range(200, 351)
MINUTES, MODULE_MINUTES, WORDS_A_MINUTE = 3, 30, 160
HELP_WORDS = 60
ENOUGH = 60  # words; under that LIX tells little
SLOW = 90  # words a minute
RUNNING = ("body", "item")
FORM_ROLES = ("text", "help", "intro", "thanks", "one_of_message")
SLOW_MARGIN = 1  # seconds that a pause may give away
DESCRIBING = {"alt", "long_desc"}
NO_SENTENCES = {"figure", "name", "say", "hours", "word"}


def check(material: Material) -> Iterator[Finding]:
    yield from _sentences(material)
    for _, page in material.pages():
        yield from _page(material, page)
        yield from _pace(page)
    for module in material.numbered():
        yield from _module(material, module)
    for exercise in material.programme.all_exercises():
        yield from _script(material, exercise)
    for form in material.programme.newest_forms():
        yield from _form(material, form)
    for file in sorted(material.by_file):
        if file.startswith("help/"):
            yield from _level(material, file, RUNNING)


def _page(material: Material, page: Page) -> Iterator[Finding]:
    passages = material.passages(page.file, *RUNNING)
    found = measure(passages)
    at = passages[0].at if passages else At(page.file, 1)
    if found.words >= ENOUGH and found.lix > PAGE_WORST:
        yield error(at, f"LIX {found.lix}: högst {PAGE_WORST} på en sida.")
    elif found.words >= ENOUGH and found.lix > PAGE_MEAN:
        yield warning(at, f"LIX {found.lix}: helst högst {PAGE_MEAN}.")
    if found.mean > MEAN_SENTENCE:
        yield warning(at, f"{found.mean} ord i en mening i snitt: helst högst {MEAN_SENTENCE}.")


def _pace(page: Page) -> Iterator[Finding]:
    at = At(page.file, 1)
    if page.words not in WORDS and not page.private:
        yield warning(at, f"{page.words} ord: helst {WORDS[0]}–{WORDS[-1]}.")
    if page.words > page.minutes * WORDS_A_MINUTE:
        yield warning(at, f"{page.words} ord på {page.minutes} minuter är snabbt.")
    if page.minutes > MINUTES:
        yield warning(at, f"{page.minutes} minuter: helst högst {MINUTES}.")


def _sentences(material: Material) -> Iterator[Finding]:
    for file in material.by_file:
        for passage in material.passages(file):
            find = warning if passage.role in DESCRIBING else error
            for sentence in sentences(passage) if passage.role not in NO_SENTENCES else ():
                if sentence.words > LONGEST_SENTENCE:
                    words = f"{sentence.words} ord i en mening: högst {LONGEST_SENTENCE}."
                    yield find(sentence.at, f"{words} ({sentence.text[:50]}…)")


def _module(material: Material, module: Module) -> Iterator[Finding]:
    at = material.module_place(module)
    mean = module_lix(material, module)
    if mean > PAGE_MEAN:
        yield error(at, f"LIX {mean} i genomsnitt: högst {PAGE_MEAN}.")
    minutes, said = sum(page.minutes for page in module.pages), module.read_minutes or 0
    if abs(minutes - said) > 5:
        yield warning(at, f"read_minutes är {said}, men sidorna tar {minutes} minuter tillsammans.")
    if said > MODULE_MINUTES:
        yield warning(at, f"{said} minuters läsning: helst högst {MODULE_MINUTES}.")


def module_lix(material: Material, module: Module) -> int:
    """The mean of the pages' LIX, rounded; 0 without pages."""
    found = page_lix(material, module)
    return round(sum(found) / len(found)) if found else 0


def page_lix(material: Material, module: Module) -> list[int]:
    return [measure(material.passages(page.file, *RUNNING)).lix for page in module.pages]


def script_lix(material: Material, exercise: Exercise) -> int:
    return measure(material.passages(material.exercise_file(exercise), "text")).lix


def _script(material: Material, exercise: Exercise) -> Iterator[Finding]:
    file = material.exercise_file(exercise)
    passages = material.passages(file, "text")
    lix, mean = measure(passages).lix, measure(passages).mean
    if lix > SCRIPT:
        yield error(At(file, 1), f"LIX {lix}: högst {SCRIPT} i en övnings repliker.")
    if mean > SCRIPT_MEAN_SENTENCE:
        yield warning(
            At(file, 1), f"{mean} ord i en mening i snitt: helst högst {SCRIPT_MEAN_SENTENCE}."
        )
    ends = [*(cue.at for cue in exercise.cues[1:]), exercise.seconds]
    late = [
        cue.at
        for cue, end in zip(exercise.cues, ends, strict=False)
        if cue.at + spoken_seconds(cue.text, SLOW) + cue.silence - end > SLOW_MARGIN
    ]
    if late:
        places = ", ".join(str(each) for each in late)
        yield warning(At(file, 1), f"En lugn röst ({SLOW} ord/min) hinner inte vid {places} s.")


def _form(material: Material, form: Form) -> Iterator[Finding]:
    file = material.form_file(form)
    yield from _level(material, file, FORM_ROLES)
    for passage in material.passages(file, "help"):
        count = len(words_of(passage.text))
        if count > HELP_WORDS:
            yield warning(passage.at, f"{count} ord i en hjälptext: helst högst {HELP_WORDS}.")


def _level(material: Material, file: str, roles: tuple[str, ...]) -> Iterator[Finding]:
    found = measure(material.passages(file, *roles))
    if found.words >= ENOUGH and found.lix > FORM_WORST:
        yield error(At(file, 1), f"LIX {found.lix}: helst högst {FORM}, aldrig över {FORM_WORST}.")
    elif found.words >= ENOUGH and found.lix > FORM:
        yield warning(At(file, 1), f"LIX {found.lix}: helst högst {FORM}.")
