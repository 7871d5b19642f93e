"""What a module, a page and a form should have (CONTENT 0.3 and 7.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lindra.programme.faults import At
from lindra.programme.lint.finding import Finding, error, warning
from lindra.programme.lint.material import Material
from lindra.programme.read.desk import Kind
from lindra.programme.spec import ExerciseKind, Form, Module, Page

PAGES, GOALS, KNOW_BEFORE = range(8, 12), range(3, 6), range(2, 4)
SHORT, STATEMENTS = 3, 3
DRAWN_WIDTH = 360
LONGEST_ALT = 150


def check(material: Material) -> Iterator[Finding]:
    for _, page in material.pages():
        yield from _page(material, page)
    for module in material.numbered():
        yield from _module(material, module)
        for page in module.pages[:-1]:
            yield from _learning(page)
        for page in module.pages[-1:]:
            yield from _last(material, module, page)
    for form in material.programme.newest_forms():
        yield from _form(material, form)


def _page(material: Material, page: Page) -> Iterator[Finding]:
    at = material.place(Kind.PAGE, page.id)
    if len(page.short) != SHORT:
        yield error(at, f"Kort sagt har {len(page.short)} rader: {SHORT} ska det vara.")
    for exercise in page.exercises:
        count = len(exercise.statements)
        if exercise.kind is ExerciseKind.QUIZ and count != STATEMENTS:
            yield warning(at, f"Kunskapskollen har {count} påståenden: {STATEMENTS} ska det vara.")
    if page.figure is None:
        return
    width = re.search(r'viewBox="0 0 ([\d.]+)', page.figure.svg)
    if width and float(width[1]) != DRAWN_WIDTH:
        yield warning(at, f"Ritningen är {width[1]} bred: {DRAWN_WIDTH} ger rätt storlek på orden.")
    if len(page.figure.alt) > LONGEST_ALT:
        yield warning(at, f"alt är {len(page.figure.alt)} tecken: helst högst {LONGEST_ALT}.")
    if page.figure.alt == page.figure.long_desc:
        yield error(at, "long_desc ska berätta allt som bilden visar, inte upprepa alt.")


def _module(material: Material, module: Module) -> Iterator[Finding]:
    at = material.module_place(module)
    counts = (
        ("sidor", len(module.pages), PAGES),
        ("mål", len(module.goals), GOALS),
        ("rader i know_before", len(module.know_before), KNOW_BEFORE),
    )
    for name, count, wanted in counts:
        if count not in wanted:
            yield warning(at, f"{count} {name}: helst {wanted[0]}–{wanted[-1]}.")
    if not module.tasks:
        yield error(at, "Modulen saknar veckans uppgifter (tasks).")


def _learning(page: Page) -> Iterator[Finding]:
    at = At(page.file, 1)
    if not page.sources and not page.private:
        yield warning(at, "Sidan anger ingen källa (sources).")
    if not page.question and not page.forms and not page.private:
        yield warning(at, "Sidan slutar utan fråga att fundera på (question) och utan formulär.")


def _last(material: Material, module: Module, page: Page) -> Iterator[Finding]:
    at = material.place(Kind.PAGE, page.id)
    if not any(exercise.kind is ExerciseKind.QUIZ for exercise in page.exercises):
        yield error(at, "Modulens sista sida saknar kunskapskoll (quiz).")
    if not page.forms and any(task.form for task in module.tasks):
        yield warning(at, "Modulens sista sida leder inte till veckans formulär (forms).")


def _form(material: Material, form: Form) -> Iterator[Finding]:
    at = At(material.form_file(form), 1)
    if all(not question.first for question in form.questions) and len(form.questions) > 12:
        yield warning(at, f"{len(form.questions)} frågor på en gång: märk några med first.")
    if form.every and form.minutes is None:
        yield warning(at, "Formulär som återkommer ska säga hur många minuter de tar.")
    if form.calculation is None and form.one_per_date and form.every is None:
        yield warning(at, "one_per_date utan every: formuläret erbjuds aldrig av sig självt.")
