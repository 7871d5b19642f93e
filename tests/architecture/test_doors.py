"""Every address has a door, and every address about a patient carries the treatment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from lindra.access import May, Reach

# Anybody may pass these: nothing about anybody stands behind them.
OPEN = {
    "start",
    "log_in",
    "log_in_finish",
    "choose_person",
    "logout",
    "stay",
    "appearance",
    "time_travel",
    "help_now",
    "service_worker",
}


@dataclass(frozen=True)
class Address:
    """A pattern from the root, its name, its view and what it carries."""

    route: str
    name: str
    view: Callable[..., object]
    carries: dict[str, str]

    @property
    def door(self) -> May | None:
        return self.view.door


def addresses(resolver: URLResolver, route: str = "", carries=None) -> Iterator[Address]:
    """All addresses below the resolver."""
    for each in resolver.url_patterns:
        found = {
            **(carries or {}),
            **{key: type(made).__name__ for key, made in each.pattern.converters.items()},
        }
        if isinstance(each, URLPattern):
            yield Address(route + str(each.pattern), each.name, each.callback, found)
        else:
            yield from addresses(each, route + str(each.pattern), found)


ALL = list(addresses(get_resolver()))


def names(address: Address) -> str:
    return address.route or "/"


@pytest.mark.parametrize("address", ALL, ids=names)
def test_every_address_has_a_door_and_a_name(address):
    assert hasattr(address.view, "door")
    assert address.name


def test_the_open_doors_are_these():
    assert {address.name for address in ALL if address.door is None} == OPEN


def test_an_open_door_leads_to_no_treatment_and_nobodys_thing():
    carried = {key for address in ALL if address.door is None for key in address.carries}
    assert carried == {"kind"}


@pytest.mark.parametrize("address", ALL, ids=names)
def test_a_treatment_is_in_the_address_exactly_when_the_door_leads_to_one(address):
    to_one = {
        May.READ_OWN_ANSWERS,
        May.READ_PROGRAMME,
        May.WORK_IN_PROGRAMME,
        May.READ_TREATMENT,
        May.HANDLE_TREATMENT,
        May.ANSWER_OFFER,
        May.READ_FORMER,
        May.OPEN_IN_EMERGENCY,
        May.KEEP_RECORDS,
        May.SEE_READERS,
    }
    assert ("treatment_id" in address.carries) == (address.door in to_one)


@pytest.mark.parametrize(
    ("prefix", "reaches"),
    [
        ("program/", {Reach.OWN}),
        (
            "moment/",
            {Reach.TEAM, Reach.SUPERVISED, Reach.EMERGENCY, Reach.OPENABLE, Reach.AT_UNIT},
        ),
        ("erbjudet/", {Reach.OFFERED}),
        ("overlamnat/", {Reach.FORMER}),
    ],
)
def test_one_side_never_stands_behind_the_others_address(prefix, reaches):
    found = {may for a in ALL if a.route.startswith(prefix) for may in a.door.reaches}
    assert found == reaches


def test_every_permission_is_asked_for_somewhere():
    assert {address.door for address in ALL} == {None, *May}


def test_an_address_carries_identities_days_and_words_of_the_programme_alone():
    kinds = {(key, kind) for address in ALL for key, kind in address.carries.items()}
    assert kinds == {
        ("treatment_id", "UUIDConverter"),
        ("draft_id", "UUIDConverter"),
        ("answer_id", "UUIDConverter"),
        ("after", "UUIDConverter"),
        ("conversation_id", "UUIDConverter"),
        ("message_id", "UUIDConverter"),
        ("key", "UUIDConverter"),
        ("export_id", "UUIDConverter"),
        ("run_id", "UUIDConverter"),
        ("review_id", "UUIDConverter"),
        ("disclosure_id", "IntConverter"),
        ("template_id", "IntConverter"),
        ("commission_id", "IntConverter"),
        ("role_id", "IntConverter"),
        ("opening_id", "IntConverter"),
        ("note_id", "IntConverter"),
        ("module_id", "SlugConverter"),
        ("page_id", "SlugConverter"),
        ("exercise_id", "SlugConverter"),
        ("form_id", "SlugConverter"),
        ("kind", "SlugConverter"),
        ("entry_date", "DayConverter"),
    }


def test_a_name_leads_to_one_address():
    assert len({address.name for address in ALL}) == len(ALL)
