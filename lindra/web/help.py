""" "Hjälp nu": complete in itself, for anybody, also without a log-in and without a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lindra.access import PatientSession
from lindra.programme.registry import all_programmes
from lindra.web import session
from lindra.web.door import open_door

PAGE = "hjalp-nu"


@open_door
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """The help page of the programme; the same words for everybody."""
    content = next(iter(all_programmes()))
    shown = content.help(PAGE)
    who = session.who(request)
    request.who = who  # type: ignore[attr-defined]
    context = {
        "brand": content.name,
        "title": shown.title,
        "body": mark_safe(shown.html.replace('href="hjalp:', 'href="#')),  # noqa: S308
        "back": isinstance(who, PatientSession),
    }
    return render(request, "patient/help_now.html", context)
