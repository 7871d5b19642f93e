"""The demo's people in the tests' database: staff alone, or everybody and their months."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command

from lindra import clock
from lindra.access import StaffSession, staff_session
from lindra.gateways.population import Person
from lindra.models import CareProvider, Commission, Role, Staff, Unit
from lindra.rules.calendar import local_date

NOON = 12


def live() -> datetime:
    """Let the demo's patients live their months; returns their "now", at noon or before."""
    now = clock.now()
    noon = now.replace(hour=NOON) if now.hour > NOON else now
    with clock.moved(noon - now):
        call_command("demo_people", stdout=StringIO())
    return noon


@cache
def patients() -> dict[str, Person]:
    """The demo's patients, by the names that its file gives them."""
    names = _content(settings.POPULATION_FILE)["cast"]["patients"]
    known = {row["personal_number"]: row for row in _content(settings.POPULATION_FILE)["people"]}
    return {name: Person(**known[number]) for name, number in names.items()}


@cache
def _content(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def sessions(today: date) -> dict[str, StaffSession]:
    """Everybody who works, by the HSA-id of the commission."""
    found = {each.hsa_id: staff_session(each.pk, today) for each in Commission.objects.all()}
    return {key: session for key, session in found.items() if session}


def make_staff(now: datetime) -> None:
    """The demo's units and staff."""
    content, long_ago = _content(settings.STAFF_FILE), local_date(now) - timedelta(days=700)
    provider = CareProvider.objects.create(**content["care_provider"])
    units = {
        row["hsa_id"]: Unit.objects.create(care_provider=provider, **row)
        for row in content["units"]
    }
    for row in content["staff"]:
        person = Staff.objects.create(
            issuer="test",
            hsa_id=row["hsa_id"],
            given_name=row["given"],
            family_name=row["family"],
            profession=row["profession"],
        )
        for each in row["commissions"]:
            commission = Commission.objects.create(
                hsa_id=each["hsa_id"], staff=person, unit=units[each["unit"]], first_day=long_ago
            )
            for kind in each["roles"]:
                Role.objects.create(commission=commission, kind=kind, first_day=long_ago)
