"""Text size and light or dark: a choice of the device, kept in a cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
    return _known(theme, text)


@open_door
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page."""
    before = appearance(request)
    chosen = _known(*(request.POST.get(key, before[key]) for key in ("theme", "text")))
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        COOKIE,
        f"{chosen['theme']}.{chosen['text']}",
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


def _known(theme: str, text: str) -> dict[str, str]:
    return {
        "theme": theme if theme in THEMES else THEMES[0],
        "text": text if text in TEXTS else TEXTS[0],
    }
