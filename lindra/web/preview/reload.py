"""Reads the programme anew when one of its files has been saved, and tells the page."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindra.programme import registry
from lindra.programme.faults import ProgrammeError

_seen: dict[str, float] = {}


def saved_at(folder: Path) -> float:
    """When something in the folder was last saved, moved or removed, in seconds since 1970."""
    return max(_saved_at(path) for path in (folder, *folder.rglob("*")))


def _saved_at(path: Path) -> float:
    """An editor's own passing files may be gone already; so may the folder. 0 then."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """A programme with faults is shown as its faults, with file and line."""

    def handle(request: HttpRequest) -> HttpResponse:
        newest = saved_at(settings.PROGRAMMES_DIR)
        if _seen.get("newest") != newest:
            _seen["newest"] = newest
            registry.configure(settings.PROGRAMMES_DIR)
        if request.path == reverse("changed"):
            return get_response(request)
        try:
            registry.all_programmes()
        except ProgrammeError as error:
            return render(request, "preview/faults.html", {"error": error}, status=500)
        return get_response(request)

    return handle
