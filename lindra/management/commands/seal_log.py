"""`lindra seal_log [--every SECONDS]`: seals the finished rows of the access log."""

import logging
import signal
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from lindra import clock
from lindra.actions.seals import seal_finished_rows
from lindra.rules.refused import Refused

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Försegla åtkomstloggens färdiga rader."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SEKUNDER", help="om och om igen")

    def handle(self, *args: object, every: float | None, **options: object) -> None:
        """Seal once, or every so many seconds until SIGTERM or SIGINT."""
        if every is None:
            _seal_once()
        elif every <= 0:
            raise CommandError("--every ska vara ett antal sekunder över noll.")
        else:
            _seal_until_stopped(every)


def _seal_once() -> None:
    try:
        _seal()
    except Refused as refused:
        raise CommandError(refused.message) from refused


def _seal_until_stopped(every: float) -> None:
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.default_int_handler)  # also where SIGINT was ignored
    trouble = ""
    try:
        logger.info("sealing every %g seconds", every)
        while True:
            trouble = _try_to_seal(trouble)
            time.sleep(every)
    except KeyboardInterrupt:
        logger.info("stopped")


def _try_to_seal(trouble: str) -> str:
    """Seal on a connection of its own; return what hinders it, logged when it begins and ends."""
    now = words = ""
    try:
        _seal()
    except (OperationalError, InterfaceError):
        now = words = "the database does not answer"
    except Refused as refused:
        now, words = refused.code, refused.message
    finally:
        connection.close()
    if now and now != trouble:
        logger.error("not sealing: %s", words)
    if trouble and not now:
        logger.info("sealing again")
    return now


def _seal() -> None:
    for seal in seal_finished_rows(wall=clock.wall()):
        logger.info("seal %d: %d rows", seal.number, seal.rows)
