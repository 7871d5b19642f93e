"""Somebody was quicker: nothing is overwritten in silence, and what was typed stays in the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from lindra.models import Conversation, Message, MessageTemplate, Unit
from tests.cast import Cast
from tests.messages import MINUTE, write
from tests.web.browser import Browser
from tests.web.conftest import Wall

Browse = Callable[..., Browser]
SETTINGS = "/enheten/installningar/"


@pytest.fixture
def erik(cast: Cast) -> Browser:
    """Erik's browser."""
    return Browser(cast.erik)


@pytest.fixture
def kept(cast: Cast) -> MessageTemplate:
    """A template of the unit, which Bo and Erik both open."""
    return MessageTemplate.objects.create(unit=cast.smartenheten, title="Paus", text="Vila")


@pytest.fixture
def at_template(kept: MessageTemplate) -> str:
    return reverse("template", args=[kept.pk])


@pytest.fixture
def asked(cast: Cast, wall: Wall) -> Message:
    return write(cast.treatment, cast.bo, "Hur går det?", wall.now - MINUTE)


@pytest.mark.row("F9")
def test_a_template_that_a_colleague_has_changed_is_not_overwritten(
    bo: Browser, erik: Browser, kept: MessageTemplate, at_template: str
) -> None:
    erik.open(at_template)
    bo.open(at_template)
    bo.press("Spara mallen", title="Paus", text="Vila lite")
    erik.press("Spara mallen", title="Paus", text="Eriks långa text")
    assert (erik.status, "Någon hann före och ändrade mallen" in erik.text) == (409, True)
    assert "Vila lite" in erik.text
    assert erik.page.form("Spara mallen")[0].values["text"] == ["Eriks långa text"]
    kept.refresh_from_db()
    assert kept.text == "Vila lite"
    erik.press("Spara mallen")
    kept.refresh_from_db()
    assert (erik.status, kept.text) == (200, "Eriks långa text")


@pytest.mark.row("F9")
def test_a_template_that_a_colleague_has_changed_is_not_removed_unseen(
    bo: Browser, erik: Browser, kept: MessageTemplate, at_template: str
) -> None:
    erik.open(at_template)
    bo.open(at_template)
    bo.press("Spara mallen", title="Paus", text="Vila lite")
    erik.press("Ta bort mallen")
    assert (erik.status, "Vila lite" in erik.text) == (409, True)
    erik.press("Ta bort mallen")
    assert MessageTemplate.objects.count() == 0


@pytest.mark.row("F9")
def test_a_template_that_a_colleague_has_removed_is_not_made_again_unseen(
    bo: Browser, erik: Browser, at_template: str
) -> None:
    for who in (erik, bo):
        who.open(at_template)
    bo.press("Ta bort mallen")
    erik.press("Spara mallen", title="Paus", text="Eriks långa text")
    assert (erik.status, "Någon hann före och tog bort mallen" in erik.text) == (409, True)
    assert erik.page.form("Spara mallen")[0].values["text"] == ["Eriks långa text"]
    assert MessageTemplate.objects.count() == 0
    erik.press("Spara mallen")
    assert MessageTemplate.objects.get().text == "Eriks långa text"


@pytest.mark.row("F9")
def test_a_template_removed_twice_is_gone_and_one_that_is_gone_is_not_found(
    bo: Browser, erik: Browser, at_template: str
) -> None:
    for who in (erik, bo):
        who.open(at_template)
    for who in (erik, bo):
        who.press("Ta bort mallen")
        assert (who.status, "Mallen är borttagen." in who.text) == (200, True)
    bo.open(at_template)
    assert bo.status == 404


@pytest.mark.row("M12")
def test_a_name_that_the_other_side_has_given_is_not_overwritten(
    bo: Browser, astrid: Browser, asked: Message
) -> None:
    found = asked.conversation
    places = {bo: "conversation", astrid: "thread"}
    for who, name in places.items():
        who.open(reverse(name, args=[found.treatment_id, found.pk]))
    bo.press("Spara namnet", title="Om promenader")
    astrid.press("Spara namnet", title="Om gång")
    assert astrid.status == 409
    assert "Bo Berg bytte namnet till ”Om promenader”" in astrid.text
    assert astrid.page.form("Spara namnet")[0].values["title"] == ["Om gång"]
    assert Conversation.objects.get().title == "Om promenader"
    astrid.press("Spara namnet")
    bo.press("Spara namnet", title="Om allt")
    assert "Astrid Alm bytte namnet till ”Om gång”" in bo.text
    assert bo.page.form("Spara namnet")[0].values["title"] == ["Om allt"]


@pytest.mark.row("N7", "F17")
def test_settings_that_somebody_has_changed_are_not_overwritten(cast: Cast, browse: Browse) -> None:
    first, second = browse(cast.hanna), browse(cast.hanna)
    for who in (first, second):
        who.open(SETTINGS)
    first.press("Spara", reply_days="5", shows_names="on")
    second.press("Spara", reply_days="2")
    assert (second.status, "Någon hann före" in second.text) == (422, True)
    assert second.page.told() == {
        "reply_days": "Sparat nu: 5",
        "shows_names": "Sparat nu: ja",
    }
    assert second.page.form("Spara")[0].values["reply_days"] == ["2"]
    unit = Unit.objects.get(pk=cast.smartenheten.pk)
    assert (unit.reply_days, unit.shows_names) == (5, True)
    second.press("Spara")
    unit.refresh_from_db()
    assert (unit.reply_days, unit.shows_names) == (2, False)
