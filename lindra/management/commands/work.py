"""`lindra work`: take jobs from the queue until asked to end. To be started again always."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lindra.gateways import queue

# The worker before this one may have been killed with these in its hands.
AT_START = ("deliver_due", "purge_due")


class Command(BaseCommand):
    help = "Tar jobb ur kön: aviseringar och det som tiden för med sig."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", type=int, default=2, help="åt gången")
        parser.add_argument(
            "--heartbeat",
            type=float,
            default=queue.HEARTBEAT,
            help="sekunder mellan två livstecken; efter tre uteblivna tar en annan jobben",
        )
        parser.add_argument(
            "--poll", type=float, default=5.0, help="sekunder mellan två titter i kön"
        )
        parser.add_argument(
            "--until-empty", action="store_true", help="sluta när inget jobb är kvar"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in AT_START:
            queue.put_now(name)
        connection.close()
        queue.work(
            concurrency=options["jobs"],
            heartbeat=options["heartbeat"],
            stalled=3 * options["heartbeat"],
            poll=options["poll"],
            wait=not options["until_empty"],
        )
