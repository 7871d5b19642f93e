"""`lindra programme check|words|diff|release|preview ID`: the author's tools. No database."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lindra import clock
from lindra.programme import registry
from lindra.programme.diff import differences
from lindra.programme.lint.run import check, unknown_words
from lindra.programme.lint.spelling import find_dictionary
from lindra.programme.load import read_programme
from lindra.programme.release import ReleaseRefused, release
from lindra.rules.calendar import local_date

HELP = {
    "check": "kontrollera texter, formulär och länkar",
    "words": "skriv ut ord som varken ordlistan eller ordlista-egna.txt har",
    "diff": "berätta vad som skiljer sig från det som är släppt",
    "preview": "visa programmet som patient och personal ser det, och ladda om när du sparar",
    "release": "släpp formulären: sedan ändras de inte, de får nya versioner",
}


class Command(BaseCommand):
    help = "Kontrollera och släpp ett program."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in HELP.items():
            verbs.add_parser(verb, help=words).add_argument("programme")

    def handle(self, *, verb: str, programme: str, **options: Any) -> None:
        folder = registry.folder_of(programme)
        if not folder.is_dir():
            raise CommandError(f"Mappen {folder} finns inte.")
        today = local_date(clock.wall())
        {
            "check": self.run_check,
            "words": self.run_words,
            "diff": self.run_diff,
            "preview": self.run_preview,
            "release": self.run_release,
        }[verb](folder, today)

    def run_check(self, folder: Path, today: date) -> None:
        """Prints each finding with its place, and a table; exits with 1 when there are errors."""
        report = check(folder, today, find_dictionary())
        self.stdout.write(str(report))
        if report.errors:
            sys.exit(1)

    def run_words(self, folder: Path, today: date) -> None:
        dictionary = find_dictionary()
        if dictionary is None:
            raise CommandError("Ordlistan är inte installerad på den här maskinen.")
        self.stdout.write("\n".join(unknown_words(folder, today, dictionary)))

    def run_diff(self, folder: Path, today: date) -> None:
        reading = read_programme(folder)
        for fault in reading.faults:
            self.stdout.write(str(fault))
        if reading.programme is None or reading.faults:
            sys.exit(1)
        self.stdout.write("\n".join(differences(reading.programme)))

    def run_preview(self, folder: Path, today: date) -> None:
        """Serves the preview until Ctrl-C; PORT in the environment chooses the port."""
        port = os.environ.get("PORT", "8001")
        self.stdout.write(f"Förhandsvisning: http://127.0.0.1:{port}/  (Ctrl-C avslutar)")
        self.stdout.flush()
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "lindra.web.preview.settings"}
        serve = [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
        os.execve(sys.executable, serve, env)  # noqa: S606 - our own server, no shell

    def run_release(self, folder: Path, today: date) -> None:
        try:
            forms = release(folder, today, find_dictionary())
        except ReleaseRefused as refused:
            raise CommandError(str(refused)) from None
        lines = [f"Släppt: {form.title}, version {form.version}" for form in forms]
        self.stdout.write("\n".join(lines) or "Allt är redan släppt.")
