"""`lindra log verify [--head FILE]`, `lindra log head`: whether the access log is as it was."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lindra import clock
from lindra.actions.seals import count_unsealed, newest_seal, verify_log
from lindra.rules.seals import Head, Report, head_line, read_head_line


class Command(BaseCommand):
    help = "Kontrollera att ingenting i åtkomstloggen har ändrats."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="försegla det som är färdigt och kontrollera allt")
        verify.add_argument(
            "--head", type=Path, metavar="FIL", help="kontrollsummor som log head har skrivit ut"
        )
        verbs.add_parser("head", help="skriv ut den senaste kontrollsumman som en rad JSON")

    def handle(self, *args: object, verb: str, **options: object) -> None:
        if verb == "head":
            self.run_head()
        else:
            path = options["head"]
            self.run_verify(_read_heads(path) if isinstance(path, Path) else [])

    def run_head(self) -> None:
        """Prints the newest head, to be kept where the log's own keepers cannot change it."""
        newest = newest_seal()
        if newest is None:
            raise CommandError("Ingenting är förseglat än.")
        self.stdout.write(head_line(newest))

    def run_verify(self, heads: list[Head]) -> None:
        """Seals, then prints what holds and what does not; exits with 1 when anything does not."""
        report = verify_log(wall=clock.wall(), heads=heads)
        self.stdout.write("\n".join(_words(report, heads, count_unsealed())))
        if report.found:
            sys.exit(1)


def _words(report: Report, heads: list[Head], unsealed: int) -> list[str]:
    lines = list(report.faults)
    if report.found > len(lines):
        lines.append(f"… och {report.found - len(lines)} fel till.")
    lines.append("Åtkomstloggen håller inte." if report.found else "Åtkomstloggen håller.")
    lines.append(f"Kontrollerat: {_rows(report.rows)} i {report.seals} sigill.")
    if heads:
        lines.append(f"Jämfört med utskrivna kontrollsummor: {len(heads)}.")
    lines.append(f"Inte förseglat än: {_rows(unsealed)}.")
    return lines


def _rows(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"


def _read_heads(path: Path) -> list[Head]:
    """The heads in a file, one a line. Raises CommandError when it has none, or anything else."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        heads = [read_head_line(line) for line in lines]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} går inte att läsa som utskrivna kontrollsummor.") from error
    if not heads:
        raise CommandError(f"{path} har inga kontrollsummor.")
    return heads
