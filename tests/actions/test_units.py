"""What a unit decides for itself: days to answer and to keep, video, names, emergencies."""

import pytest

from lindra.actions.units import UnitChanged, change_unit, seen_of_unit
from lindra.models import Unit
from lindra.rules.refused import Refused
from tests.cast import Cast


def change(
    cast: Cast,
    reply_days: int = 3,
    video_url: str = "",
    *,
    shows_names: bool = False,
    allows_emergency: bool = False,
    waiting_days: int = 365,
    seen: str = "",
) -> Unit:
    shown = Unit.objects.get(pk=cast.smartenheten.pk)
    change_unit(
        reply_days=reply_days,
        video_url=video_url,
        shows_names=shows_names,
        allows_emergency=allows_emergency,
        waiting_days=waiting_days,
        seen=seen or seen_of_unit(shown),
        by=cast.hanna,
        now=cast.now,
    )
    return Unit.objects.get(pk=cast.smartenheten.pk)


@pytest.mark.row("N7", "F17")
def test_the_own_unit_is_changed_and_no_other(cast):
    found = change(cast, 5, "https://video.example.se/rum/1")
    assert (found.reply_days, found.video_url) == (5, "https://video.example.se/rum/1")
    assert Unit.objects.get(pk=cast.ekbacken.pk).video_url == ""
    assert change(cast).video_url == ""


@pytest.mark.row("N7", "F17")
def test_what_somebody_has_changed_since_is_told_field_by_field_and_not_overwritten(cast):
    seen = seen_of_unit(cast.smartenheten)
    change(cast, 5, shows_names=True)
    with pytest.raises(UnitChanged) as told:
        change(cast, 2, "https://video.example.se/rum/1", seen=seen)
    assert told.value.saved == {
        "reply_days": "Sparat nu: 5",
        "video_url": "Sparat nu: inget",
        "shows_names": "Sparat nu: ja",
    }
    assert change(cast, 2, seen=told.value.seen).reply_days == 2
    assert change(cast, 2, seen=seen).reply_days == 2  # sent again: it stands so already


@pytest.mark.row("F16")
def test_names_are_shown_where_the_unit_says_so(cast):
    assert change(cast, shows_names=True).shows_names is True
    assert Unit.objects.get(pk=cast.ekbacken.pk).shows_names is False
    assert change(cast).shows_names is False


def test_emergency_openings_exist_where_the_unit_says_so(cast):
    assert change(cast, allows_emergency=True).allows_emergency is True
    assert Unit.objects.get(pk=cast.ekbacken.pk).allows_emergency is False
    assert change(cast).allows_emergency is False


@pytest.mark.row("N7")
@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (30, True), (31, False)])
def test_from_one_to_thirty_days(cast, days, allowed):
    if allowed:
        assert change(cast, days).reply_days == days
    else:
        with pytest.raises(Refused) as refused:
            change(cast, days)
        assert refused.value.field == "reply_days"


@pytest.mark.row("M21")
@pytest.mark.parametrize(
    ("days", "allowed"), [(14, False), (15, True), (3650, True), (3651, False)]
)
def test_the_time_until_purge_is_from_fifteen_days_to_ten_years(cast, days, allowed):
    if allowed:
        assert change(cast, waiting_days=days).waiting_days == days
    else:
        with pytest.raises(Refused) as refused:
            change(cast, waiting_days=days)
        assert (refused.value.field, refused.value.message) == (
            "waiting_days",
            "Skriv ett antal från 15 till 3650.",
        )


@pytest.mark.row("F17")
@pytest.mark.parametrize(
    "address",
    [
        "http://video.example.se/",
        "video.example.se",
        "javascript:alert(1)",
        "https:///rum",
        "https://localhost/",
        "https://.se.",
        "https://karin:hemligt@video.example.se/",
        "https://video.example.se:8443/",
        "https://video.example.se:x/",
        "https://video.example.se/ett rum",
        'https://video.example.se/">',
        "https://video.example.se\\@ond.example.se/",
        "https://[::1/",
        "https://video.example.se/" + "x" * 200,
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(cast, address):
    with pytest.raises(Refused) as refused:
        change(cast, video_url=address)
    assert (refused.value.code, refused.value.field) == ("address", "video_url")
