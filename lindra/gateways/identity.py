"""Identity providers: who somebody is, said by somebody whom we trust to know.

One seam for all of them. `TestProvider` is "Välj person" of demo and tests; OIDC and SAML stand
beside it with the same two calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import yaml

LOA3 = "http://id.sambi.se/loa/loa3"


class Kind(StrEnum):
    PATIENT = "patient"
    STAFF = "staff"


class LoginFailed(Exception):
    """The provider did not say who it is, in a way that can be trusted."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject` is a personal number (patient) or an HSA-id (staff), of that issuer alone.

    `commission` is the HSA-id of the commission (medarbetaruppdrag) that staff log in for; `mail`
    and `phone` (mobileTelephoneNumber) are staff's, where the provider gives them.
    """

    kind: Kind
    issuer: str
    subject: str
    given: str
    family: str
    authenticated_at: datetime
    level: str = LOA3
    commission: str = ""
    mail: str = ""
    phone: str = ""


class IdentityProvider(Protocol):
    """What log-in asks of a provider."""

    issuer: str

    def begin(self, kind: Kind, state: str) -> str:
        """The address to send the browser to. `state` comes back with the answer."""

    def finish(self, kind: Kind, state: str, answer: Mapping[str, str], at: datetime) -> Identity:
        """Who it is. Raises `LoginFailed` when the answer is not to be trusted."""


@dataclass(frozen=True, slots=True)
class TestPerson:
    """Somebody who can be chosen. `key` is what the choice sends."""

    key: str
    kind: Kind
    subject: str
    given: str
    family: str
    says: str
    commission: str = ""
    mail: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class TestProvider:
    """ "Välj person": everybody in the demo's files, without a password. Never in production."""

    __test__ = False
    issuer = "test"

    def __init__(self, population: Path, staff: Path) -> None:
        self._population, self._staff = population, staff

    def begin(self, kind: Kind, state: str) -> str:
        """The page where a person is chosen."""
        return f"/valj-person/{kind}/?state={state}"

    def finish(self, kind: Kind, state: str, answer: Mapping[str, str], at: datetime) -> Identity:
        """The chosen person. Raises `LoginFailed` for another state or nobody known."""
        if not state or answer.get("state") != state:
            raise LoginFailed("state")
        chosen = {person.key: person for person in self.people(kind)}.get(answer.get("person", ""))
        if chosen is None:
            raise LoginFailed("person")
        return Identity(
            kind,
            self.issuer,
            chosen.subject,
            chosen.given,
            chosen.family,
            at,
            commission=chosen.commission,
            mail=chosen.mail,
            phone=chosen.phone,
        )

    def people(self, kind: Kind) -> list[TestPerson]:
        """Who can be chosen."""
        return list(self._staff_people() if kind is Kind.STAFF else self._patients())

    def _patients(self) -> list[TestPerson]:
        people = yaml.safe_load(self._population.read_text(encoding="utf-8"))["people"]
        return [
            TestPerson(
                row["personal_number"],
                Kind.PATIENT,
                row["personal_number"],
                row["given"],
                row["family"],
                f"{row['personal_number'][:8]}-{row['personal_number'][8:]}",
            )
            for row in people
            if not row.get("deceased")
        ]

    def _staff_people(self) -> list[TestPerson]:
        content = yaml.safe_load(self._staff.read_text(encoding="utf-8"))
        units = {unit["hsa_id"]: unit["name"] for unit in content["units"]}
        return [
            TestPerson(
                commission["hsa_id"],
                Kind.STAFF,
                row["hsa_id"],
                row["given"],
                row["family"],
                f"{row['profession']}, {units[commission['unit']]}",
                commission["hsa_id"],
                row.get("mail", ""),
                row.get("phone", ""),
            )
            for row in content["staff"]
            for commission in row["commissions"]
        ]
