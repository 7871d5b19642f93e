"""`python -m lindra` and the command `lindra`: the management commands by their own name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.settings")
    execute_from_command_line(["lindra", *sys.argv[1:]])


if __name__ == "__main__":
    main()
