"""The headers that every answer has, whatever it says."""

from __future__ import annotations

from django.http import HttpResponse

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """The content security policy, by directive."""
    text = response.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in text.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def faults_of(response: HttpResponse) -> list[str]:
    """What the answer lacks; the service worker alone may be kept, to be asked about again."""
    script = response.headers.get("Content-Type", "").startswith("text/javascript")
    wanted = {**WANTED, "Cache-Control": "no-cache" if script else "no-store"}
    faults = [
        f"{name}: {response.headers.get(name)!r}"
        for name, value in wanted.items()
        if response.headers.get(name) != value
    ]
    return faults if policy(response) == POLICY else [*faults, f"policy: {policy(response)}"]
