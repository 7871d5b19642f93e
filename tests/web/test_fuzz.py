"""Nothing that can be put in an address or a form breaks a page: an answer is never 500."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lindra.programme.registry import programme
from lindra.queries.timeline import GROUPS
from tests.cast import PROGRAMME, Cast
from tests.samples import sampled
from tests.web.addresses import ADDRESSES, url
from tests.web.headers import faults_of
from tests.web.world import World

SOME = sampled(4)
FORM = programme(PROGRAMME).form("somndagbok")
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
NASTY = st.sampled_from(
    ["\0", "²", "-1", "9" * 30, "1e9", "' OR 1=1 --", "<script>", "../..", "%00", "😀", "NULL", "٣"]
)
TYPED = st.one_of(
    WORDS, NASTY, st.sampled_from([*GROUPS, "lyfta", "nytt", "somndagbok"]), st.integers().map(str)
)
FIELDS = st.sampled_from(
    [q.id for q in FORM.questions] + ["revision", "form", "entry_date", "more", "more_rows", "keep"]
)
POSTED = st.dictionaries(
    st.one_of(FIELDS, WORDS), st.one_of(TYPED, st.lists(TYPED, max_size=3)), max_size=8
)
POSTS = sorted(name for name, address in ADDRESSES.items() if address.post)


@pytest.mark.parametrize("name", ["mine", "next_to_handle", "manage", "timeline", "results"])
@given(query=st.dictionaries(st.sampled_from(["visa", "formular", "fore", "x"]), TYPED))
@SOME
def test_no_question_in_an_address_breaks_a_list(
    name: str, query: dict[str, str], cast: Cast
) -> None:
    args = {"mine": [], "next_to_handle": [cast.treatment.pk]}.get(name, [cast.treatment.pk])
    response = cast.client(cast.bo).get(reverse(name, args=args), query)
    assert response.status_code in (200, 302)
    assert faults_of(response) == []


@pytest.mark.parametrize(
    "fore", ["0", "-1", "1.5", "9" * 17, "9" * 18, "9" * 5000, "²", "٣", "", " 1", "\0"]
)
def test_no_place_in_the_timeline_breaks_it(fore: str, cast: Cast) -> None:
    address = reverse("timeline", args=[cast.treatment.pk])
    assert cast.client(cast.bo).get(address, {"fore": fore}).status_code == 200


@given(tail=st.text(st.characters(codec="utf-8", exclude_characters="?#"), max_size=30))
@SOME
def test_no_address_breaks_the_site(tail: str, cast: Cast) -> None:
    start = f"/program/{cast.treatment.pk}/"
    for who, head in ((cast.astrid, start), (cast.bo, f"/moment/{cast.treatment.pk}/")):
        for middle in ("", "modul/", "formular/", "utkast/", "svar/", "innehall/"):
            status = cast.client(who).get(head + middle + tail).status_code
            assert status in (200, 301, 302, 404, 405, 422), head + middle + tail


@pytest.mark.parametrize("name", POSTS)
@given(data=POSTED)
@SOME
def test_no_form_breaks_the_site(name: str, data: dict[str, object], world: World) -> None:
    with transaction.atomic():
        who = {"astrid": world.cast.astrid}.get(min(ADDRESSES[name].opens_to), world.cast.bo)
        response = world.cast.client(who).post(url(name, world.astrids), data)
        transaction.set_rollback(True)
    assert response.status_code < 500
    assert faults_of(response) == []
