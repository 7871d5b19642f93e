"""The one Django app: what its programmes and gateways need is looked at when it is ready."""

from django.apps import AppConfig
from django.conf import settings

from lindra.gateways import providers
from lindra.programme import registry


class LindraConfig(AppConfig):
    name = "lindra"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        providers.channels()  # raises when the settings of one cannot hold
        registry.configure(settings.PROGRAMMES_DIR, released_only=settings.PRODUCTION)
