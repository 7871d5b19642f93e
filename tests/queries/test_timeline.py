"""Everything in a treatment, newest first, a page at a time."""

from datetime import timedelta

import pytest

from lindra.actions.answers import mark_read
from lindra.models import ActorKind, Event, EventKind
from lindra.queries.timeline import GROUPS, PAGE, timeline
from tests.cast import Cast

pytestmark = pytest.mark.row("M16")


def add(cast: Cast, count: int, kind: EventKind = EventKind.PAGE_READ) -> None:
    """So many more events of the kind."""
    Event.objects.bulk_create(
        Event(
            treatment=cast.treatment,
            kind=kind,
            at=cast.now + timedelta(minutes=n),
            actor=ActorKind.PATIENT,
            actor_name="Astrid Alm",
            subject=f"s{n}",
        )
        for n in range(count)
    )


def kinds(found) -> list[str]:
    return [event.kind for event in found.events]


def test_what_happened_last_stands_first(cast):
    answer = cast.send("reflektion-1", {"nytt": "ord"})
    mark_read(answers=[answer], by=cast.bo, now=cast.now)
    found = timeline(cast.treatment)
    assert (kinds(found), found.older) == (["read", "sent", "started"], None)


def test_nothing_of_another_treatment_stands_there(cast):
    cast.send("reflektion-1", {"nytt": "ord"}, by=cast.fatima)
    assert kinds(timeline(cast.treatment)) == ["started"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("formular", ["read", "sent"]),
        ("lasning", ["page_read", "page_read"]),
        ("momentet", ["started"]),
    ],
)
def test_the_timeline_can_be_filtered_by_kind(cast, group, expected):
    answer = cast.send("reflektion-1", {"nytt": "ord"})
    mark_read(answers=[answer], by=cast.bo, now=cast.now)
    add(cast, 2)
    assert kinds(timeline(cast.treatment, group)) == expected


def test_every_kind_of_event_belongs_to_one_group():
    grouped = [kind for _, kinds_ in GROUPS.values() for kind in kinds_]
    assert sorted(grouped) == sorted(EventKind)


def test_the_timeline_can_be_filtered_by_form(cast):
    cast.send("reflektion-1", {"nytt": "ord"})
    cast.send("veckokollen", {"smarta": 3})
    Event.objects.filter(kind=EventKind.STARTED).update(subject="veckokollen")
    found = timeline(cast.treatment, form="veckokollen").events
    assert [(event.kind, event.subject) for event in found] == [("sent", "veckokollen")]
    assert timeline(cast.treatment, "lasning", "veckokollen").events == ()


@pytest.mark.parametrize(("count", "pages"), [(PAGE - 1, [PAGE]), (PAGE, [PAGE, 1])])
def test_a_page_is_fifty_and_the_rest_is_asked_for(cast, count, pages):
    add(cast, count)
    sizes, seen, before = [], [], None
    while True:
        found = timeline(cast.treatment, before=before)
        sizes.append(len(found.events))
        seen += [event.pk for event in found.events]
        before = found.older
        if before is None:
            break
    assert sizes == pages
    assert seen == list(
        Event.objects.filter(treatment=cast.treatment).order_by("-id").values_list("pk", flat=True)
    )
