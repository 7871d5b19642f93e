"""The inbox of 1177: a line that something waits in the e-services.

The contract is known by name: the domain infrastructure:eservicesupply:patientportal (RIV-TA bp21),
`AddMessage` 2 puts a line there and `IsActiveUser` 2 says, for a personal number, whether somebody
uses the inbox. UNKNOWN, and not to be guessed:
  - the fields of AddMessage 2 and IsActiveUser 2 (their schemas come with Inera's agreement);
  - whether AddMessage takes a key that makes a repeated call one message;
  - the HSA-id and the address of the region's own connection.
Until they are known, an inbox in production is refused when the site starts.
"""

from __future__ import annotations

from dataclasses import dataclass

from lindra.gateways.sending import NotSent, Parcel

DOMAIN = "urn:riv-application:infrastructure:eservicesupply:patientportal"
ADD_MESSAGE = f"{DOMAIN}:AddMessage:2:rivtabp21"
IS_ACTIVE_USER = f"{DOMAIN}:IsActiveUser:2:rivtabp21"


class NotKnown(Exception):
    """The contract's fields are not known: nothing is invented in their place."""


@dataclass(frozen=True, slots=True)
class Inbox1177:
    """Where `AddMessage` will be called once its fields are known."""

    url: str

    def send(self, parcel: Parcel) -> None:  # noqa: ARG002 - as every sender
        """Raises `NotSent` "unknown_contract": final, as nothing can be sent."""
        raise NotSent("unknown_contract", final=True)


def inbox1177(url: str) -> Inbox1177:
    """Raises `NotKnown`, always: see the head of this file."""
    raise NotKnown(f"{ADD_MESSAGE} at {url}: its fields are not known, so nothing is sent")
