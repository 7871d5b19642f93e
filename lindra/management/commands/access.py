"""`lindra access`: writes docs/access.md from the table of access and the table of addresses."""

from django.conf import settings
from django.core.management.base import BaseCommand

from lindra.web.access_page import access_page


class Command(BaseCommand):
    help = "Skriv docs/access.md från access.py och adresserna i urls.py."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Write the page where the documents are."""
        path = settings.BASE_DIR / "docs" / "access.md"
        path.write_text(access_page(), encoding="utf-8")
        self.stdout.write(f"{path.name} är skriven.")
