"""Which side is shown, the patient's or the staff's: chosen by `?visa=`, kept in a cookie."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SIDES = ("patient", "staff")


def side(request: HttpRequest) -> str:
    """The side that was asked for, now or before; the patient's for anything else."""
    asked = request.GET.get("visa") or request.COOKIES.get("visa", "")
    return asked if asked in SIDES else SIDES[0]


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Keeps the side that an address asks for."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "visa" in request.GET:
            response.set_cookie("visa", side(request), samesite="Lax")
        return response

    return handle
