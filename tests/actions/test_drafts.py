"""Drafts: one of each form, saved by revision, thrown away. Nobody but the patient sees them."""

from datetime import date, timedelta

import pytest

from lindra.actions.answers import withdraw_answer
from lindra.actions.drafts import (
    NotCurrent,
    Stale,
    check_replaceable,
    discard_draft,
    first_sent,
    open_draft,
    save_draft,
)
from lindra.models import AccessLog, Draft, Event, Treatment
from lindra.programme.registry import programme
from lindra.rules.refused import Refused
from tests.cast import PROGRAMME, Cast

DAY = timedelta(days=1)
WORDS = {"nytt": "Att larmet"}
SUNDAY = date(2026, 11, 22)


def draft_of(cast: Cast, name: str = "reflektion-1", *, now=None, **more) -> Draft:
    return open_draft(
        treatment=cast.treatment,
        form=programme(PROGRAMME).form(name),
        by=cast.astrid,
        now=now or cast.now,
        **more,
    )


def save(cast: Cast, draft: Draft, values=WORDS, *, revision=0, now=None) -> int:
    return save_draft(
        draft=draft, values=values, revision=revision, by=cast.astrid, now=now or cast.now
    )


def last_active(cast: Cast):
    return Treatment.objects.get(pk=cast.treatment.pk).last_active_at


@pytest.mark.row("M5b")
def test_a_new_draft_is_empty_and_keeps_the_version_that_it_was_begun_in(cast):
    draft = draft_of(cast)
    assert (draft.values, draft.revision, draft.version) == ({}, 0, 1)
    Draft.objects.update(version=7)
    assert draft_of(cast).version == 7


@pytest.mark.row("M5")
def test_a_form_has_one_draft_and_a_diary_one_for_each_day(cast):
    assert draft_of(cast) == draft_of(cast)
    sunday = draft_of(cast, "somndagbok", entry_date=SUNDAY)
    assert sunday == draft_of(cast, "somndagbok", entry_date=SUNDAY)
    assert sunday != draft_of(cast, "somndagbok", entry_date=SUNDAY - DAY)
    assert Draft.objects.count() == 3


def test_opening_a_form_is_activity(cast):
    draft_of(cast, now=cast.now + DAY)
    assert last_active(cast) == cast.now + DAY


@pytest.mark.row("M5b")
@pytest.mark.parametrize(("days", "code"), [(-1, "future"), (15, "too_far_back")])
def test_a_diary_is_not_opened_for_a_day_ahead_or_too_far_back(cast, days, code):
    with pytest.raises(Refused) as refused:
        draft_of(cast, "somndagbok", entry_date=SUNDAY - days * DAY)
    assert (refused.value.code, Draft.objects.count()) == (code, 0)


@pytest.mark.row("M5b")
def test_the_day_is_the_swedish_one(cast):
    half_past_midnight = cast.now.replace(hour=23, minute=30)
    draft = draft_of(cast, "somndagbok", entry_date=SUNDAY + DAY, now=half_past_midnight)
    assert draft.entry_date == SUNDAY + DAY


@pytest.mark.row("M5c")
def test_a_change_begins_with_what_was_sent_and_stands_beside_a_new_filling(cast):
    answer = cast.send("reflektion-1", WORDS)
    change = draft_of(cast, replaces=answer)
    assert (change.values, change.replaces) == (WORDS, answer)
    assert draft_of(cast).values == {}
    assert draft_of(cast, replaces=answer) == change


@pytest.mark.row("M5c")
def test_a_change_of_an_old_night_asks_nothing_of_its_date(cast):
    night = {"datum": "2026-11-10", "b": "22:30", "u": "06:30"}
    answer = cast.send("somndagbok", night)
    change = draft_of(
        cast, "somndagbok", entry_date=answer.entry_date, replaces=answer, now=cast.now + 13 * DAY
    )
    assert change.entry_date == date(2026, 11, 10)


@pytest.mark.row("M5c")
def test_a_change_is_not_begun_after_fourteen_days(cast):
    answer = cast.send("reflektion-1", WORDS)
    draft_of(cast, replaces=answer, now=cast.now + 14 * DAY)
    with pytest.raises(Refused) as refused:
        draft_of(cast, replaces=answer, now=cast.now + 15 * DAY)
    assert refused.value.code == "too_late"


@pytest.mark.row("M5c")
def test_the_fourteen_days_count_from_the_first_time_it_was_sent(cast):
    first = cast.send("reflektion-1", WORDS)
    second = cast.send("reflektion-1", WORDS, replaces=first, at=cast.now + 10 * DAY)
    third = cast.send("reflektion-1", WORDS, replaces=second, at=cast.now + 12 * DAY)
    assert first_sent(third) == cast.now
    draft_of(cast, replaces=third, now=cast.now + 14 * DAY)
    with pytest.raises(Refused) as refused:
        draft_of(cast, replaces=third, now=cast.now + 15 * DAY)
    assert refused.value.code == "too_late"


@pytest.mark.row("M5c")
def test_what_is_changed_or_taken_back_is_not_changed_again(cast):
    changed, withdrawn = cast.send("reflektion-1", WORDS), cast.send("reflektion-1", WORDS)
    cast.send("reflektion-1", {"nytt": "Nytt"}, replaces=changed)
    withdraw_answer(answer=withdrawn, by=cast.astrid, now=cast.now)
    for answer in (changed, withdrawn):
        answer.refresh_from_db()
        with pytest.raises(NotCurrent) as refused:
            check_replaceable(answer, 14, cast.now)
        assert refused.value.code == "not_current"


@pytest.mark.row("M5")
def test_a_saved_draft_has_the_next_revision(cast):
    draft, later = draft_of(cast), cast.now + DAY
    assert save(cast, draft, now=later) == 1
    assert save(cast, draft, {"nytt": "Att larmet kan"}, revision=1) == 2
    draft.refresh_from_db()
    assert (draft.values, draft.revision) == ({"nytt": "Att larmet kan"}, 2)


@pytest.mark.row("M5")
def test_an_older_revision_is_refused_and_nothing_is_overwritten(cast):
    draft, later = draft_of(cast), cast.now + DAY
    save(cast, draft)
    with pytest.raises(Stale) as refused:
        save(cast, draft, {"nytt": "Från en annan flik"}, now=later)
    draft.refresh_from_db()
    assert (draft.values, draft.revision, draft.saved_at) == (WORDS, 1, cast.now)
    assert (refused.value.code, last_active(cast)) == ("stale", cast.now)


@pytest.mark.row("M5")
def test_a_draft_leaves_no_event_and_no_log_row_but_is_activity(cast):
    before = Event.objects.count()
    save(cast, draft_of(cast), now=cast.now + DAY)
    assert (Event.objects.count(), AccessLog.objects.count()) == (before, 0)
    assert last_active(cast) == cast.now + DAY


@pytest.mark.row("M5")
def test_a_draft_can_be_thrown_away_whatever_time_it_was_saved(cast):
    draft = draft_of(cast)
    save(cast, draft, now=cast.now + DAY)
    discard_draft(draft=draft, by=cast.astrid, now=cast.now)
    assert (Draft.objects.count(), last_active(cast)) == (0, cast.now)


def test_nobody_throws_away_anothers_draft(cast):
    draft = draft_of(cast)
    discard_draft(draft=draft, by=cast.fatima, now=cast.now + DAY)
    assert (Draft.objects.get(), last_active(cast)) == (draft, cast.now)


def test_nothing_is_opened_or_saved_when_the_time_is_over(cast):
    draft, late = draft_of(cast), cast.now + 366 * DAY
    for act in (lambda: save(cast, draft, now=late), lambda: draft_of(cast, now=late)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "over"
    assert Draft.objects.get().revision == 0
