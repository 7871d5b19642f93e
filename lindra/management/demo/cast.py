"""Units, staff and persons of the demo, made from its two files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from lindra.access import StaffSession
from lindra.gateways.population import FileRegister, Person
from lindra.models import CareProvider, Commission, Role, Staff, Unit
from lindra.rules.calendar import local_date

ISSUER = "test"


@dataclass(frozen=True, slots=True)
class Cast:
    """`staff` by HSA-id of their commission, `people` by the name that the file's cast gives."""

    staff: dict[str, StaffSession]
    people: dict[str, Person]

    @classmethod
    def create(cls, staff_file: Path, population_file: Path, now: datetime) -> Cast:
        """Make units, staff and roles; read who the patients are."""
        content = yaml.safe_load(staff_file.read_text(encoding="utf-8"))
        provider = CareProvider.objects.create(**content["care_provider"])
        units = {
            row["hsa_id"]: Unit.objects.create(care_provider=provider, **row)
            for row in content["units"]
        }
        staff = {}
        for row in content["staff"]:
            for session in _commissions(row, units, now):
                staff[session.commission.hsa_id] = session
        return cls(staff, _people(population_file))


def _commissions(
    row: dict[str, object], units: dict[str, Unit], now: datetime
) -> list[StaffSession]:
    person = Staff.objects.create(
        issuer=ISSUER,
        hsa_id=row["hsa_id"],
        given_name=row["given"],
        family_name=row["family"],
        profession=row["profession"],
    )
    first_day = local_date(now).replace(year=local_date(now).year - 2, day=1)
    sessions = []
    for each in row["commissions"]:  # type: ignore[attr-defined]
        commission = Commission.objects.create(
            hsa_id=each["hsa_id"], staff=person, unit=units[each["unit"]], first_day=first_day
        )
        for kind in each["roles"]:
            Role.objects.create(commission=commission, kind=kind, first_day=first_day)
        sessions.append(StaffSession(commission, frozenset(each["roles"])))
    return sessions


def _people(population_file: Path) -> dict[str, Person]:
    content = yaml.safe_load(population_file.read_text(encoding="utf-8"))
    register = FileRegister(population_file)
    found = {name: register.look_up(number) for name, number in content["cast"]["patients"].items()}
    return {name: person for name, person in found.items() if person is not None}
