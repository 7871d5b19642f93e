"""`lindra lifecycle`: writes docs/lifecycle.md from the table of transitions."""

from django.conf import settings
from django.core.management.base import BaseCommand

from lindra.rules.lifecycle_page import lifecycle_page


class Command(BaseCommand):
    help = "Skriv docs/lifecycle.md från tabellen i rules/lifecycle.py."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Write the page where the documents are."""
        path = settings.BASE_DIR / "docs" / "lifecycle.md"
        path.write_text(lifecycle_page(), encoding="utf-8")
        self.stdout.write(f"{path.name} är skriven.")
