"""Settings of `lindra programme preview`: pages alone, no database, nobody logged in."""

import os

os.environ.setdefault("LINDRA_ENV", "demo")

from lindra.settings import *  # noqa: F403
from lindra.settings import LOGGING, TEMPLATES

DATABASES: dict[str, object] = {}
ROOT_URLCONF = "lindra.web.preview.urls"
WSGI_APPLICATION = None
TIME_TRAVEL = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lindra.web.middleware.no_store",
    "lindra.web.preview.sides.middleware",
    "lindra.web.preview.reload.middleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [  # type: ignore[index]
    "django.template.context_processors.request",
    "lindra.web.preview.views.look",
]
LOGGING["loggers"] = {"django.server": {"level": "WARNING"}}  # the page asks every second
