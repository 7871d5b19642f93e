"""What leads where: forms and help that nothing leads to, and pages that point ahead.

A module never needs a later one (CONTENT 0.2), though each may look back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lindra.programme.faults import At
from lindra.programme.lint.finding import Finding, error, warning
from lindra.programme.lint.material import Material
from lindra.programme.lint.measure import sentences
from lindra.programme.read.desk import Kind
from lindra.programme.spec import HELP_NOW, Form, Module, Page, QuestionType
from lindra.programme.tokens import TOKEN

LINK = re.compile(r'href="(sida|ovning|formular|modul|hjalp):([^"]+)"')
MODULE = re.compile(r"\bmodul(?:erna)? (\d+)", re.IGNORECASE)
PAST = re.compile(r"\b(lärde|läste|gjorde|skrev|såg|övade|provade|minns|tidigare)\b", re.IGNORECASE)


def check(material: Material) -> Iterator[Finding]:
    yield from _forms(material)
    yield from _helps(material)
    yield from _said(material)
    yield from _exercises(material)
    for module, page in material.pages():
        yield from _charts(material, page)
        if module.number is not None:
            yield from _ahead(material, module, page)


def links(html: str) -> Iterator[tuple[str, str]]:
    """Scheme and name of each link that leads inside the programme."""
    for match in LINK.finditer(html):
        yield match[1], match[2]


def _linked(material: Material, scheme: str) -> set[str]:
    texts = [page.html for _, page in material.pages()]
    texts += [help_.html for help_ in material.programme.helps]
    return {name for text in texts for found, name in links(text) if found == scheme}


def _forms(material: Material) -> Iterator[Finding]:
    programme = material.programme
    led = _linked(material, "formular")
    led |= {form for _, page in material.pages() for form in page.forms}
    led |= {task.form for module in programme.modules for task in module.tasks}
    led |= {exercise.after for exercise in programme.all_exercises()}
    for form in programme.newest_forms():
        if form.id not in led and not form.follows and form.every is None:
            words = "Ingen sida och ingen uppgift leder till formuläret."
            yield warning(At(material.form_file(form), 1), words)


def _helps(material: Material) -> Iterator[Finding]:
    questions = [each for form in material.programme.forms for each in form.questions]
    led = {help_.help for question in questions for help_ in question.help_at}
    led |= _linked(material, "hjalp") | {HELP_NOW}
    for help_ in material.programme.helps:
        if help_.id not in led:
            yield warning(material.place(Kind.HELP, help_.id), "Ingenting leder till hjälpen.")


def _said(material: Material) -> Iterator[Finding]:
    used = {match[1] for each in material.reading.passages for match in TOKEN.finditer(each.text)}
    for contact in material.programme.contacts:
        if f"kontakt.{contact.id}" not in used:
            at = material.place(Kind.CONTACT, contact.id)
            yield warning(at, f'Ingen text använder kontakten "{contact.id}".')
        if contact.hours and f"oppet.{contact.id}" not in used:
            at = material.place(Kind.HOURS, contact.id)
            yield warning(at, f'Ingen text visar öppettiden för "{contact.id}".')
    for fact in material.programme.facts:
        if f"fakta.{fact.id}" not in used:
            at = material.place(Kind.FACT, fact.id)
            yield warning(at, f'Ingen text använder talet "{fact.id}".')


def _exercises(material: Material) -> Iterator[Finding]:
    led = _linked(material, "ovning")
    led |= {task.exercise for module in material.programme.modules for task in module.tasks}
    for exercise in material.programme.all_exercises():
        if exercise.id not in led:
            at = material.place(Kind.EXERCISE, exercise.id)
            yield warning(at, "Ingen sida och ingen uppgift leder till övningen.")


def _charts(material: Material, page: Page) -> Iterator[Finding]:
    forms = {form.id: form for form in material.programme.newest_forms()}
    for name in page.charts:
        form = forms.get(name)
        if form and not _has_curve(form):
            at = material.place(Kind.PAGE, page.id)
            yield error(at, f'Formuläret "{name}" har inga tal att visa som kurva.')


def _has_curve(form: Form) -> bool:
    types = {question.type for question in form.questions}
    return form.calculation is not None or QuestionType.NRS in types


def _ahead(material: Material, module: Module, page: Page) -> Iterator[Finding]:
    """What points at a later module; the last page may say what comes next."""
    last = page is module.pages[-1]
    furthest = (module.number or 0) + last
    for passage in material.passages(page.file):
        for sentence in sentences(passage):
            for match in MODULE.finditer(sentence.text):
                if int(match[1]) > furthest:
                    find = error if PAST.search(sentence.text) else warning
                    words = f"Pekar framåt, på modul {match[1]}. Behövs det nu? ({sentence.text})"
                    yield find(sentence.at, words)
    at = material.place(Kind.PAGE, page.id)
    for what, target in _targets(material, page):
        if (target.number or 0) > furthest:
            yield warning(at, f"Pekar framåt, på modul {target.number} ({what}).")


def _targets(material: Material, page: Page) -> Iterator[tuple[str, Module]]:
    """What the page leads to, with the module it belongs to; forms that recur belong to all."""
    modules = {module.id: module for module in material.programme.modules}
    homes = {each.id: module for module, each in material.pages()}
    forms = {form.id: form for form in material.programme.newest_forms() if not form.every}
    for scheme, name in links(page.html):
        home = {"sida": homes, "modul": modules}.get(scheme, {}).get(name)
        if home:
            yield name, home
    linked = [name for scheme, name in links(page.html) if scheme == "formular"]
    for name in (*page.forms, *linked, *(recall.form for recall in page.recall)):
        form = forms.get(name)
        if form and form.module in modules:
            yield name, modules[form.module]
