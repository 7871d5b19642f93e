"""The one Django app: where its programmes are read from is told when it is ready."""

from django.apps import AppConfig
from django.conf import settings

from lindra.programme import registry


class LindraConfig(AppConfig):
    name = "lindra"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        registry.configure(settings.PROGRAMMES_DIR, released_only=settings.PRODUCTION)
