"""Settings, read from the environment. `LINDRA_ENV` is demo, test or production."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, *, default: bool) -> bool:
    """True for 1, true, yes and on, False for their opposites; else ImproperlyConfigured."""
    text = os.environ.get(name, str(default)).lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {text!r}: say true or false")


def env_path(name: str, default: Path | None) -> Path | None:
    """The path that a setting names, else the default."""
    text = os.environ.get(name, "")
    return Path(text) if text else default


def database(url: str) -> dict[str, object]:
    """Django's settings of a postgresql:// address; a socket's folder may stand as ?host=."""
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


LINDRA_ENV = os.environ.get("LINDRA_ENV", "production")
if LINDRA_ENV not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("LINDRA_ENV must be demo, test or production")
PRODUCTION = LINDRA_ENV == "production"

DEBUG = False
SECRET_KEY = os.environ.get("LINDRA_SECRET_KEY", "") or (
    "" if PRODUCTION else "only-for-" + LINDRA_ENV
)
if not SECRET_KEY:
    raise ImproperlyConfigured("LINDRA_SECRET_KEY is missing")
ALLOWED_HOSTS = os.environ.get("LINDRA_HOSTS", "" if PRODUCTION else "*").split(",")

TEST_LOGIN = env_bool("LINDRA_TEST_LOGIN", default=not PRODUCTION)
TIME_TRAVEL = env_bool("LINDRA_TIME_TRAVEL", default=not PRODUCTION)
if PRODUCTION and (TEST_LOGIN or TIME_TRAVEL):
    raise ImproperlyConfigured("The test log-in and the time travel never run in production")

PROGRAMMES_DIR = Path(os.environ.get("LINDRA_PROGRAMMES_DIR", BASE_DIR / "programmes"))
POPULATION_FILE = Path(
    os.environ.get("LINDRA_POPULATION_FILE", BASE_DIR / "demo" / "population.yaml")
)
STAFF_FILE = Path(os.environ.get("LINDRA_STAFF_FILE", BASE_DIR / "demo" / "staff.yaml"))
DATA_DIR = Path(os.environ.get("LINDRA_DATA_DIR", BASE_DIR / ".data"))
OUTBOX_DIR = None if PRODUCTION else Path(os.environ.get("LINDRA_OUTBOX", DATA_DIR / "outbox"))
DEMO_DIR = DATA_DIR if LINDRA_ENV == "demo" else None
LOG_ARCHIVE = env_path("LINDRA_LOG_ARCHIVE", DEMO_DIR and DEMO_DIR / "log" / "heads.jsonl")
LOG_KEY = env_path("LINDRA_LOG_KEY", DEMO_DIR and DEMO_DIR / "log-key.pem")
SMTP_URL = os.environ.get("LINDRA_SMTP_URL", "")
MAIL_FROM = os.environ.get("LINDRA_MAIL_FROM", "")
SMS_URL = os.environ.get("LINDRA_SMS_URL", "")
SMS_USER = os.environ.get("LINDRA_SMS_USER", "")
SMS_PASSWORD = os.environ.get("LINDRA_SMS_PASSWORD", "")
SMS_FROM = os.environ.get("LINDRA_SMS_FROM", "Lindra")
INBOX_1177_URL = os.environ.get("LINDRA_INBOX_1177_URL", "")
SYSTEM_ID = os.environ.get("LINDRA_SYSTEM_ID", "lindra-" + LINDRA_ENV)
IDLE_SECONDS = int(os.environ.get("LINDRA_IDLE_SECONDS", "1800"))
SESSION_HOURS = int(os.environ.get("LINDRA_SESSION_HOURS", "10"))
BACKUP_DAYS = int(os.environ.get("LINDRA_BACKUP_DAYS", "0"))  # 0: nobody has said
if BACKUP_DAYS < 0:
    raise ImproperlyConfigured("LINDRA_BACKUP_DAYS is a number of days")

DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///lindra"))}

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "lindra",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lindra.web.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *(["lindra.web.time_travel.middleware"] if TIME_TRAVEL else []),
]

ROOT_URLCONF = "lindra.urls"
WSGI_APPLICATION = "lindra.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lindra.web.context.page",
            ],
            "builtins": ["lindra.web.templatetags.lindra"],
            "libraries": {},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["lindra.jobs"]

LANGUAGE_CODE = "sv"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("LINDRA_STATIC_ROOT", BASE_DIR / ".data" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
if PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

SESSION_ENGINE = "lindra.web.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lindra.web.errors.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes_alone": {"()": "lindra.web.logs.RoutesAlone"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["routes_alone"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINDRA_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "procrastinate.blueprints": {"level": "WARNING"},  # INFO: that tasks are added
        "procrastinate.periodic": {"level": "WARNING"},  # INFO: that they are put
    },
}
