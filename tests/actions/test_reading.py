"""BEHAVIOUR M2: the place to return to, pages read, modules done. Private pages leave no trace."""

from datetime import timedelta

import pytest

from lindra.actions.reading import (
    acknowledge,
    finish_module,
    open_page,
    read_page,
    reopen_module,
)
from lindra.models import Acknowledgement, EventKind, ModuleDone, PageRead, Place, Treatment
from lindra.rules.refused import Refused
from tests.cast import Cast
from tests.rules.made import module, page

SECRET = page("hemlig", private=True)
ONE = module("m1", "a", SECRET, "b")
A, _, B = ONE.pages
HOUR = timedelta(hours=1)
LATE = timedelta(days=366)


def by(cast: Cast, hours: int = 0) -> dict[str, object]:
    """Astrid, so many hours after the start."""
    return {"treatment": cast.treatment, "by": cast.astrid, "now": cast.now + hours * HOUR}


def history(cast: Cast) -> list[tuple[str, str]]:
    """(kind, subject) of all that the timeline says after the start."""
    return list(cast.treatment.events.order_by("id").values_list("kind", "subject"))[1:]


def last_active(cast: Cast):
    return Treatment.objects.get(pk=cast.treatment.pk).last_active_at


@pytest.mark.row("M2")
def test_the_page_last_opened_is_the_place_to_return_to(cast):
    open_page(module=ONE, page=A, **by(cast))
    open_page(module=ONE, page=B, **by(cast, 2))
    place = Place.objects.get()
    assert (place.module, place.page, place.opened_at) == ("m1", "b", cast.now + 2 * HOUR)
    assert (last_active(cast), history(cast)) == (cast.now + 2 * HOUR, [])


def test_a_private_page_leaves_no_trace_at_all(cast):
    open_page(module=ONE, page=SECRET, **by(cast))
    read_page(page=SECRET, **by(cast))
    assert (Place.objects.count(), PageRead.objects.count()) == (0, 0)
    assert (last_active(cast), history(cast)) == (None, [])


def test_a_private_page_does_not_move_the_place(cast):
    open_page(module=ONE, page=A, **by(cast))
    open_page(module=ONE, page=SECRET, **by(cast, 1))
    assert (Place.objects.get().page, last_active(cast)) == ("a", cast.now)


@pytest.mark.row("M2")
def test_a_page_is_read_once_however_often_next_is_pressed(cast):
    read_page(page=A, **by(cast))
    assert history(cast) == [(EventKind.PAGE_READ, "a")]
    read_page(page=A, **by(cast, 1))
    read = PageRead.objects.get()
    assert (read.page, read.read_at) == ("a", cast.now)
    assert history(cast) == [(EventKind.PAGE_READ, "a")]


@pytest.mark.row("M2")
def test_a_module_is_done_when_the_patient_says_so_and_all_is_read(cast):
    read_page(page=A, **by(cast))
    with pytest.raises(Refused) as refused:
        finish_module(module=ONE, **by(cast))
    assert (refused.value.code, ModuleDone.objects.count()) == ("not_all_read", 0)
    read_page(page=B, **by(cast))
    finish_module(module=ONE, **by(cast, 1))
    finish_module(module=ONE, **by(cast, 2))
    assert (ModuleDone.objects.get().module, ModuleDone.objects.get().done_at) == (
        "m1",
        cast.now + HOUR,
    )
    assert history(cast)[2:] == [(EventKind.MODULE_DONE, "m1")]


@pytest.mark.row("M2")
def test_a_module_that_is_done_can_be_undone(cast):
    read_page(page=A, **by(cast))
    read_page(page=B, **by(cast))
    finish_module(module=ONE, **by(cast))
    reopen_module(module=ONE, **by(cast))
    reopen_module(module=ONE, **by(cast))
    assert not ModuleDone.objects.exists()
    assert history(cast)[3:] == [(EventKind.MODULE_UNDONE, "m1")]


def test_undoing_leaves_other_modules_and_other_patients_alone(cast):
    for treatment, name in ((cast.treatment, "m2"), (cast.fatimas, "m1")):
        ModuleDone.objects.create(treatment=treatment, module=name, done_at=cast.now)
    reopen_module(module=ONE, **by(cast))
    assert (ModuleDone.objects.count(), history(cast)) == (2, [])


def test_what_is_understood_is_kept_with_its_time_and_once(cast):
    acknowledge(page=A, **by(cast))
    assert history(cast) == [(EventKind.ACKNOWLEDGED, "a")]
    acknowledge(page=A, **by(cast, 1))
    assert (Acknowledgement.objects.get().page, Acknowledgement.objects.get().at) == ("a", cast.now)
    assert history(cast) == [(EventKind.ACKNOWLEDGED, "a")]


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (finish_module, {"module": ONE}),
        (reopen_module, {"module": ONE}),
        (acknowledge, {"page": A}),
    ],
)
def test_nothing_is_marked_when_the_time_is_over(cast, act, what):
    for name in ("a", "b"):
        PageRead.objects.create(treatment=cast.treatment, page=name, read_at=cast.now)
    with pytest.raises(Refused) as refused:
        act(**what, **{**by(cast), "now": cast.now + LATE})
    assert (refused.value.code, history(cast)) == ("over", [])
