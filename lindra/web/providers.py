"""Which identity provider this installation uses."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lindra.gateways.identity import IdentityProvider, TestProvider


def identity_provider() -> IdentityProvider:
    """The provider that log-in uses. ImproperlyConfigured when there is none."""
    if settings.TEST_LOGIN:
        return test_provider()
    raise ImproperlyConfigured("No identity provider is configured")


def test_provider() -> TestProvider:
    """The provider of demo and tests, which never starts together with production settings."""
    if not settings.TEST_LOGIN or settings.PRODUCTION:
        raise ImproperlyConfigured("The test log-in never runs in production")
    return TestProvider(settings.POPULATION_FILE, settings.STAFF_FILE)
