"""How far a treatment has come, as both sides see it."""

from datetime import timedelta

import pytest

from lindra.models import ModuleDone, PageRead, Place
from lindra.queries.overview import latest_values, overview
from lindra.rules.progress import ModuleState
from tests.cast import Cast

pytestmark = pytest.mark.row("M2")


def read(cast: Cast, *pages: str) -> None:
    for page in pages:
        PageRead.objects.create(treatment=cast.treatment, page=page, read_at=cast.now)


def at_page(cast: Cast, module: str, page: str) -> None:
    Place.objects.create(treatment=cast.treatment, module=module, page=page, opened_at=cast.now)


def seen(cast: Cast):
    cast.treatment.refresh_from_db()
    return overview(cast.treatment)


def test_the_first_time_the_start_is_recommended_at_its_first_page(cast):
    found = seen(cast)
    assert (found.here.module.id, found.page.id, found.page_number) == ("start", "s-01", 1)
    assert (found.opened_at, {view.state for view in found.modules}) == (
        None,
        {ModuleState.NOT_BEGUN},
    )


def test_the_path_is_the_eight_modules_and_every_module_is_there(cast):
    found = seen(cast)
    assert [view.module.id for view in found.path] == [f"m{n}" for n in range(1, 9)]
    assert [found.modules[0].module.id, found.modules[-1].module.id] == ["start", "mindfulness"]


def test_go_on_leads_to_the_very_page_that_was_opened_last(cast):
    read(cast, "m1-01", "m1-02")
    at_page(cast, "m1", "m1-04")
    found = seen(cast)
    assert (found.here.module.id, found.page.id, found.page_number) == ("m1", "m1-04", 4)
    assert found.opened_at == cast.now


def test_a_place_on_a_page_that_is_gone_leads_to_the_first_unread(cast):
    read(cast, "m1-01")
    at_page(cast, "m1", "borttagen")
    assert seen(cast).page.id == "m1-02"


def test_a_place_among_the_exercises_leads_back_to_the_path(cast):
    ModuleDone.objects.create(treatment=cast.treatment, module="start", done_at=cast.now)
    at_page(cast, "mindfulness", "x")
    assert (seen(cast).here.module.id, seen(cast).page.id) == ("m1", "m1-01")


def test_when_all_is_read_go_on_leads_to_the_first_page_again(cast):
    pages = [page.id for page in seen(cast).modules[0].module.pages]
    read(cast, *pages)
    assert seen(cast).page.id == pages[0]


def test_a_module_that_was_marked_as_done_is_left_for_the_next(cast):
    at_page(cast, "start", "s-03")
    done = ModuleDone.objects.create(treatment=cast.treatment, module="start", done_at=cast.now)
    assert (seen(cast).here.module.id, seen(cast).page.id) == ("m1", "m1-01")
    ModuleDone.objects.filter(pk=done.pk).update(done_at=cast.now - timedelta(minutes=1))
    assert (seen(cast).here.module.id, seen(cast).page.id) == ("start", "s-03")


def test_a_private_page_is_not_counted(cast):
    content = seen(cast)
    private = {v.module.id: sum(page.private for page in v.pages) for v in content.modules}
    assert sum(private.values()) > 0
    assert all(v.total == len(v.pages) - private[v.module.id] for v in content.modules)


def test_a_module_says_how_much_is_read_and_left(cast):
    pages = seen(cast).module("m1").pages
    read(cast, pages[0].id)
    view = seen(cast).module("m1")
    assert (view.pages_read, view.begun, view.done, view.all_read) == (1, True, False, False)
    assert view.minutes_left == sum(page.minutes for page in pages[1:])
    read(cast, *(page.id for page in pages[1:]))
    ModuleDone.objects.create(treatment=cast.treatment, module="m1", done_at=cast.now)
    view = seen(cast).module("m1")
    assert (view.minutes_left, view.begun, view.done, view.all_read) == (0, True, True, True)
    assert seen(cast).module("m2").begun is False


def test_another_patients_reading_is_not_seen(cast):
    PageRead.objects.create(treatment=cast.fatimas, page="m1-01", read_at=cast.now)
    assert seen(cast).module("m1").pages_read == 0


def test_a_module_that_the_programme_lacks_is_told_as_missing(cast):
    with pytest.raises(KeyError):
        seen(cast).module("m9")


@pytest.mark.parametrize(
    ("pem", "first"), [("ja", "m3-09"), ("ibland", "m3-09"), ("nej", "m3-01"), (None, "m3-01")]
)
def test_who_is_worse_after_exertion_is_offered_that_page_first(cast, pem, first):
    if pem:
        cast.send("start", {"pem": pem})
    view = seen(cast).module("m3")
    assert view.pages[0].id == first
    assert (view.first is not None) == (first == "m3-09")
    assert {page.id for page in view.pages} == {page.id for page in view.module.pages}


def test_only_what_stands_decides_and_the_newest_of_it(cast):
    old = cast.send("start", {"pem": "ja"})
    cast.send("start", {"pem": "nej"}, replaces=old)
    assert latest_values(cast.treatment, {"start", "vecka"}) == {"start": {"pem": "nej"}}
    assert seen(cast).module("m3").first is None


def test_no_forms_ask_for_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert latest_values(cast.treatment, set()) == {}
