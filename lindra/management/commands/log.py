"""`lindra log verify|head|public-key|new-key|export`: whether the access log is as it was."""

import getpass
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lindra import clock
from lindra.actions.log_archive import public_keys, signer, unsigned
from lindra.actions.log_exports import log_export
from lindra.actions.seals import count_unsealed, newest_seal, verify_log
from lindra.exchange.store_log import write_files
from lindra.gateways import log_archive
from lindra.queries.log_rows import rows_between
from lindra.rules.refused import Refused
from lindra.rules.seals import Head, Report, head_line, read_head_line


class Command(BaseCommand):
    help = "Kontrollera att ingenting i åtkomstloggen har ändrats; skriv ut den."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="försegla det som är färdigt och kontrollera allt")
        verify.add_argument(
            "--head", type=Path, metavar="FIL", help="kontrollsummor som log head har skrivit ut"
        )
        verify.add_argument(
            "--key",
            type=Path,
            action="append",
            default=[],
            metavar="FIL",
            help="öppen nyckel som kontrollsummorna ska vara signerade med; flera får anges",
        )
        verbs.add_parser("head", help="skriv ut den senaste kontrollsumman som en rad JSON")
        verbs.add_parser("public-key", help="skriv ut den öppna nyckeln, att kontrollera med")
        new_key = verbs.add_parser("new-key", help="gör en nyckel att signera med")
        new_key.add_argument("path", type=Path, metavar="FIL")
        export = verbs.add_parser("export", help="skriv ut raderna i StoreLogs form")
        export.add_argument("--from", type=_day, dest="first", required=True, metavar="DAG")
        export.add_argument("--to", type=_day, dest="last", required=True, metavar="DAG")
        export.add_argument("folder", type=Path, metavar="MAPP")

    def handle(self, *args: object, verb: str, **options: object) -> None:
        run = {
            "verify": self.run_verify,
            "head": self.run_head,
            "public-key": self.run_public_key,
            "new-key": self.run_new_key,
            "export": self.run_export,
        }[verb]
        try:
            run(**{name: options[name] for name in NEEDS[verb]})
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def run_head(self) -> None:
        """Prints the newest head, to be kept where the log's own keepers cannot change it."""
        newest = newest_seal()
        if newest is None:
            raise CommandError("Ingenting är förseglat än.")
        self.stdout.write(head_line(newest, signer()))

    def run_public_key(self) -> None:
        """Prints the public half of the key that signs heads."""
        if signer() is None:
            raise CommandError("LINDRA_LOG_KEY är inte satt.")
        self.stdout.write(
            log_archive.public_text(log_archive.read_key(settings.LOG_KEY)), ending=""
        )

    def run_new_key(self, path: Path) -> None:
        """Makes a key that only its owner may read; never over another."""
        try:
            log_archive.new_key(path)
        except OSError as error:
            raise CommandError(f"{path} finns redan eller går inte att skriva.") from error
        self.stdout.write(f"Nyckeln ligger i {path}. Sätt LINDRA_LOG_KEY till den.")

    def run_export(self, first: date, last: date, folder: Path) -> None:
        """Writes every row of the days to files in the folder, once; the log says so first."""
        if last < first:
            raise CommandError("Sista dagen är före den första.")
        log_export(account=getpass.getuser(), first=first, last=last, wall=clock.wall())
        try:
            written = write_files(rows_between(first, last), folder)
        except FileExistsError as error:
            raise CommandError(f"{folder} är inte tom.") from error
        except OSError as error:
            raise CommandError(f"Det går inte att skriva i {folder}.") from error
        files = "1 fil" if written.files == 1 else f"{written.files} filer"
        self.stdout.write(f"{_rows(written.records)} i {files}.")

    def run_verify(self, head: Path | None, key: Sequence[Path]) -> None:
        """Seals, then prints what holds and what does not; exits with 1 when anything does not."""
        heads, keys = _read_heads(head) if head else [], public_keys(key)
        report = verify_log(wall=clock.wall(), heads=heads)
        if keys:
            for fault in unsigned(heads, keys):
                report.add(fault)
        self.stdout.write("\n".join(_words(report, heads, count_unsealed(), signed=bool(keys))))
        if report.found:
            sys.exit(1)


NEEDS = {
    "verify": ("head", "key"),
    "head": (),
    "public-key": (),
    "new-key": ("path",),
    "export": ("first", "last", "folder"),
}


def _words(report: Report, heads: list[Head], unsealed: int, *, signed: bool) -> list[str]:
    lines = list(report.faults)
    if report.found > len(lines):
        lines.append(f"… och {report.found - len(lines)} fel till.")
    lines.append("Åtkomstloggen håller inte." if report.found else "Åtkomstloggen håller.")
    lines.append(f"Kontrollerat: {_rows(report.rows)} i {report.seals} sigill.")
    if heads:
        unknown = not signed and any(head.signature for head in heads)
        how = " Signaturerna är inte kontrollerade: ingen nyckel." if unknown else ""
        lines.append(f"Jämfört med utskrivna kontrollsummor: {len(heads)}.{how}")
    lines.append(f"Inte förseglat än: {_rows(unsealed)}.")
    return lines


def _rows(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} är ingen dag; skriv till exempel 2026-11-22") from error


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
