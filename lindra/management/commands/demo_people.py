"""Fills an empty demo: three units, their staff in all roles, and what patients have lived."""

from argparse import ArgumentParser
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lindra import clock
from lindra.management.demo.cast import Cast
from lindra.management.demo.colleagues import work_together
from lindra.management.demo.conversations import converse
from lindra.management.demo.former import live_before
from lindra.management.demo.lives import LIVES, live
from lindra.management.demo.phases import live_through_phases
from lindra.management.demo.roles import take_roles
from lindra.models import Unit

HELLO = """
  Logga in på första sidan och välj en person.

  Börja som behandlare: Karin Ek, fysioterapeut på Smärtenheten. På "Mina" ser du hennes patienter.
    1. Öppna den som står överst, läs det hon har skickat.
    2. Starta ett nytt moment, till exempel för {newcomer}.
  Fortsätt som patient i ett annat fönster: {newcomer_name}.
    3. Läs en sida, fyll i Sömndagboken och skicka. Ladda om Karins sida.
  Andra roller på Smärtenheten, var och en med sin första sida:
    Annika Lund    invånaradministratör: hela enheten, byte av behandlare
    Doris Wall     dataadministratör: statistik, export, gallring
    Sten Hammar    dataadministratör: godkänner den gallring som Doris föreslår
    Birgit Falk    behörighetsadministratör: vem som har vilken roll
    Lova Grahn     loggranskare: loggutdrag att granska
    Siv Tapper     handledare: läser två av Karins moment
  Tom Ljung arbetar på Övningsenheten, där patienterna bara finns för att öva på.
  Längst ned på sidorna finns "Tidsresa", som flyttar programmets klocka framåt.
  Aviseringar skickas inte i demon utan blir filer i {outbox}
"""


class Command(BaseCommand):
    help = "Påhittade människor till demon. Gör ingenting när de redan finns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hello", action="store_true", help="skriv vem man loggar in som")

    def handle(self, *args: object, hello: bool = False, **options: object) -> None:
        """Raises CommandError in production."""
        if settings.PRODUCTION:
            raise CommandError("Demons människor finns inte i drift.")
        if hello:
            self.stdout.write(_hello(settings.POPULATION_FILE))
            return
        if Unit.objects.exists():
            return
        with transaction.atomic():
            cast = Cast.create(settings.STAFF_FILE, settings.POPULATION_FILE, clock.now())
            treatments = {who: live(cast, who, story, clock.now()) for who, story in LIVES.items()}
            live_through_phases(cast, clock.now())
            converse(cast, treatments, clock.now())
            work_together(cast, treatments, clock.now())
            take_roles(cast, treatments, clock.now())
            live_before(cast, clock.now())
        self.stdout.write("Påhittade människor är på plats.")


def _hello(population: Path) -> str:
    content = yaml.safe_load(population.read_text(encoding="utf-8"))
    number = next(iter(content["cast"]["newcomers"].values()))
    person = next(row for row in content["people"] if row["personal_number"] == number)
    name = f"{person['given']} {person['family']}"
    return HELLO.format(newcomer=number, newcomer_name=name, outbox=settings.OUTBOX_DIR)
