"""Text size and light or dark: a choice of the device, kept in a cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lindra.web.door import open_door

COOKIE = "ui"
THEMES = ("auto", "light", "dark")
TEXTS = ("normal", "large", "largest")
YEAR = 365 * 24 * 3600


def appearance(request: HttpRequest) -> dict[str, str]:
    """The choice, or the defaults for anything that is not one."""
    theme, _, text = request.COOKIES.get(COOKIE, "").partition(".")
    return {
        "theme": theme if theme in THEMES else THEMES[0],
        "text": text if text in TEXTS else TEXTS[0],
    }


@open_door
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page."""
    chosen = appearance(request) | {
        key: request.POST[key] for key in ("theme", "text") if key in request.POST
    }
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    response.set_cookie(
        COOKIE,
        f"{chosen['theme']}.{chosen['text']}",
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
