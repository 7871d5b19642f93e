"""The service worker, served from the root so that it reaches every page."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lindra.web.door import open_door


@open_door
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The script. It keeps static files and "Hjälp nu", nothing else."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _script() -> bytes:
    found = finders.find("js/sw.js")
    if found is None:
        raise Http404
    return Path(found).read_bytes()
