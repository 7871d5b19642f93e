"""The matrix once more while roles change: no answer that the role of that moment does not allow.

Another thread gives and withdraws roles, each time in a transaction that really ends, while
requests run here. A role that stood, or did not, all through a request decides its answer; one
that changed meanwhile leaves two answers, that before and that after.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import connection

from lindra import clock
from lindra.access import StaffSession
from lindra.actions.roles import give_role, withdraw_role
from lindra.models import Role, RoleKind
from lindra.rules.calendar import local_date
from tests.cast import Cast
from tests.web.addresses import ADDRESSES, url
from tests.web.conftest import Wall
from tests.web.test_addresses import METHODS, Door, expected, undone
from tests.web.world import World

# Not Erik: what others ask for is about him.
CHANGING = ("bo", "ester", "sixten", "doris", "david", "hanna", "lova")
SLICE = 60  # requests in the ordinary run
ROUNDS = 20  # at most, until a role has both stood and been away all through a request
WHOLE = {frozenset({True}), frozenset({False})}
Knock = tuple[str, str, str]  # address, method, person


class Roles:
    """Who may hold her role right now: both, while a change is on its way.

    `watched` gathers what has been possible since `watch` was called.
    """

    def __init__(self, people: dict[str, StaffSession], by: StaffSession) -> None:
        self.people, self.by = people, by
        self.lock, self.over = threading.Lock(), threading.Event()
        self.possible = {name: {True} for name in people}
        self.watched: dict[str, set[bool]] = {}
        self.asked, self.changes = next(iter(people)), 0
        self.failure: BaseException | None = None

    def watch(self, name: str) -> None:
        """A request of hers begins."""
        with self.lock:
            self.asked = name
            self.watched[name] = set(self.possible[name])

    def change_all_the_time(self) -> None:
        """Another thread's work, until it is over: every second change is hers who is asking."""
        chance = random.Random(1)
        names = sorted(self.people)
        try:
            while not self.over.is_set():
                self._change(chance.choice([self.asked, chance.choice(names)]))
                self.over.wait(chance.choice((0.002, 0.05)))
        except BaseException as error:  # noqa: BLE001 - told by the test
            self.failure = error
        finally:
            connection.close()

    def _change(self, name: str) -> None:
        (held,) = self.possible[name]
        self._tell(name, {True, False})
        who = self.people[name]
        if held:
            role = Role.objects.get(commission=who.commission, withdrawn_at__isnull=True)
            withdraw_role(role=role, by=self.by, now=clock.wall())
        else:
            (kind,) = who.roles
            give_role(
                commission=who.commission,
                kind=RoleKind(kind),
                first_day=local_date(clock.wall()),
                last_day=None,
                by=self.by,
                now=clock.wall(),
            )
        self._tell(name, {not held})
        self.changes += 1

    def _tell(self, name: str, possible: set[bool]) -> None:
        with self.lock:
            self.possible[name] = possible
            self.watched.setdefault(name, set()).update(possible)


@contextmanager
def changing(roles: Roles) -> Iterator[None]:
    """Roles change all the time within."""
    thread = threading.Thread(target=roles.change_all_the_time)
    thread.start()
    try:
        yield
    finally:
        roles.over.set()
        thread.join(timeout=30)
    assert roles.failure is None


def every_knock() -> list[Knock]:
    """Every address behind a door, by every method, for everybody whose role changes."""
    behind = [name for name, address in sorted(ADDRESSES.items()) if address.door]
    found = list(product(behind, METHODS, CHANGING))
    random.Random(2).shuffle(found)
    return found


def a_slice() -> list[Knock]:
    """Some of those that a role opens, and some that it does not."""
    opened = [(n, m, who) for n, m, who in every_knock() if who in ADDRESSES[n].opens_to]
    return opened[: SLICE - 15] + every_knock()[:15]


def until(knocks: list[Knock], moments: Counter[frozenset[bool]]) -> Iterator[Knock]:
    """All of them, and again while a kind of moment is missing."""
    for _ in range(ROUNDS):
        yield from knocks
        if set(moments) >= WHOLE:
            return


@pytest.mark.parametrize(
    "knocks",
    [
        pytest.param(a_slice, id="some"),
        pytest.param(every_knock, id="all", marks=pytest.mark.drill),
    ],
)
def test_no_answer_is_given_that_the_role_of_the_moment_does_not_allow(
    knocks, transactional_db: None, wall: Wall
) -> None:
    world = World.create(Cast.create())
    wall.pass_by(minutes=5)
    people = {name: world.people[name] for name in CHANGING}
    roles, door = Roles(people, world.cast.agnes), Door(world.people)
    targets = {
        name: (url(name, world.astrids), dict(ADDRESSES[name].data(world.astrids)))
        for name in {knock[0] for knock in knocks()}
    }
    unexpected: list[object] = []
    moments: Counter[frozenset[bool]] = Counter()
    with changing(roles):
        for name, method, who in until(knocks(), moments):
            target, data = targets[name]
            roles.watch(who)
            with undone():
                found = door.knock(method, target, who, data).status_code
            with roles.lock:
                possible = set(roles.watched[who])
            held = expected(ADDRESSES[name], method, who)[0]
            allowed = {held if each else 404 for each in possible}
            moments[frozenset(possible)] += 1
            if found not in allowed:
                unexpected.append((name, method, who, found, allowed))
    assert unexpected == []
    assert roles.changes > 10
    assert set(moments) >= WHOLE
