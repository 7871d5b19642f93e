"""What is said when a page does not exist, something breaks, or a form lacks its token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400 for what no page of ours sends, such as far too much text."""
    return render(request, "errors/400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, also for what somebody may not reach."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Shows nothing but that it broke, and asks nothing of what may have."""
    return render(request, "errors/500.html", {"training": False}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a missing CSRF token."""
    return render(request, "errors/403.html", status=403)
