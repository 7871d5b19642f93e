"""The programme's text on a page: its links become addresses, its words the unit's own."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lindra.models import Treatment
from lindra.programme.spec import Programme
from lindra.queries.life import shown_in
from lindra.rules.lifecycle import State
from lindra.rules.shown import form_is_shown

_LINK = re.compile(r'href="(sida|ovning|formular|modul|hjalp):([a-z0-9-]+)"')
_ANCHOR = re.compile(r'<a href="(sida|formular|modul):([a-z0-9-]+)">(.*?)</a>', re.DOTALL)
_PATIENTS_ALONE = re.compile(r'<a href="(?:ovning|formular):[a-z0-9-]+">(.*?)</a>', re.DOTALL)
SOMEBODY = "din behandlare"


def in_words(html: str, treatment: Treatment, programme: Programme, therapist: str) -> SafeString:
    """The HTML of a page or a help text as this patient reads it.

    A link to what the patient is not shown, or cannot fill in, is words alone (M4, M19).

    The HTML comes from the programme's files and was sanitised when it was loaded; what is put in
    here is escaped.
    """
    for token, text in (
        ("{{klinik.lastid}}", treatment.unit.reads),
        ("{{klinik.svarstid}}", treatment.unit.answers),
        ("{{behandlare}}", therapist or SOMEBODY),
    ):
        html = html.replace(token, escape(text))
    html = _ANCHOR.sub(
        lambda match: match[0] if _is_open(match, treatment, programme) else match[3], html
    )
    return mark_safe(  # noqa: S308
        _LINK.sub(lambda match: f'href="{_address(match, treatment, programme)}"', html)
    )


def in_words_for_staff(
    html: str, treatment: Treatment, programme: Programme, therapist: str
) -> SafeString:
    """The same, with links that staff can follow; what only the patient can open is words alone."""
    html = _PATIENTS_ALONE.sub(r"\1", html)
    html = _LINK.sub(lambda match: f'href="{_staff_address(match, treatment, programme)}"', html)
    return in_words(html, treatment, programme, therapist)


def plain(text: str, treatment: Treatment, therapist: str) -> str:
    """The same for a text without HTML."""
    return (
        text.replace("{{klinik.lastid}}", treatment.unit.reads)
        .replace("{{klinik.svarstid}}", treatment.unit.answers)
        .replace("{{behandlare}}", therapist or SOMEBODY)
    )


def _is_open(match: re.Match[str], treatment: Treatment, programme: Programme) -> bool:
    shown = shown_in(treatment)
    match match[1]:
        case "sida":
            return programme.page(match[2])[0].id in shown
        case "modul":
            return match[2] in shown
        case _:
            workable = treatment.state == State.ACTIVE
            return workable and form_is_shown(programme.form(match[2]), programme, shown)


def _address(match: re.Match[str], treatment: Treatment, programme: Programme) -> str:
    kind, name = match.groups()
    match kind:
        case "sida":
            module, page = programme.page(name)
            return reverse("page", args=[treatment.pk, module.id, page.id])
        case "ovning":
            return reverse("exercise", args=[treatment.pk, name])
        case "formular":
            return reverse("fill_in", args=[treatment.pk, name])
        case "modul":
            return reverse("module", args=[treatment.pk, name])
        case _:
            return reverse("help_now")


def _staff_address(match: re.Match[str], treatment: Treatment, programme: Programme) -> str:
    kind, name = match.groups()
    if kind == "sida":
        module, page = programme.page(name)
        return reverse("preview_page", args=[treatment.pk, module.id, page.id])
    if kind == "modul":
        return reverse("preview_module", args=[treatment.pk, name])
    return reverse("help_now")
