"""Sending an answer, changing it and taking it back."""

from datetime import date, timedelta

import pytest

from lindra.actions.answers import AlreadySent, DateTaken, send_answer, withdraw_answer
from lindra.actions.drafts import NotCurrent, Stale, open_draft, save_draft
from lindra.models import ActorKind, Answer, Draft, EventKind, Treatment
from lindra.programme.registry import programme
from lindra.rules.refused import Refused
from tests.cast import PROGRAMME, Cast

DAY = timedelta(days=1)
WORDS = {"nytt": "Att larmet kan bli känsligt."}
OTHER = {"nytt": "Något annat."}
NIGHT = {"datum": "2026-11-22", "b": "22:30", "u": "06:30"}


def a_form(name):
    return programme(PROGRAMME).form(name)


def draft_of(cast: Cast, name: str = "reflektion-1", **more) -> Draft:
    """Astrid's draft of the form."""
    return open_draft(
        treatment=cast.treatment,
        form=a_form(name),
        by=cast.astrid,
        now=more.pop("now", cast.now),
        **more,
    )


def send(cast: Cast, draft: Draft, values=WORDS, *, now=None, revision=None) -> Answer:
    """Astrid sends what the draft has become."""
    return send_answer(
        treatment=cast.treatment,
        form=a_form(draft.form),
        draft_id=draft.pk,
        values=values,
        revision=draft.revision if revision is None else revision,
        by=cast.astrid,
        now=now or cast.now,
    )


def history(cast: Cast) -> list[str]:
    """The kinds of all that the timeline says, oldest first, after the start."""
    return list(cast.treatment.events.order_by("id").values_list("kind", flat=True))[1:]


@pytest.mark.row("M15")
def test_an_answer_is_unread_when_it_is_sent(cast: Cast) -> None:
    answer = cast.send("reflektion-1", WORDS)
    assert (answer.read_at, answer.marked_at, answer.lifted) == (None, None, [])


@pytest.mark.row("M5")
def test_a_sent_answer_holds_what_was_filled_in_and_the_draft_is_gone(cast):
    draft = draft_of(cast)
    later = cast.now + DAY
    answer = Answer.objects.get(pk=send(cast, draft, now=later).pk)
    assert (answer.treatment, answer.form, answer.version) == (cast.treatment, "reflektion-1", 1)
    assert (answer.values, answer.key, answer.sent_at) == (WORDS, draft.pk, later)
    assert (answer.entry_date, answer.one_per_date, answer.completes) == (None, False, False)
    assert (answer.replaces, answer.replaced_at, answer.withdrawn_at) == (None, None, None)
    assert not cast.treatment.drafts.exists()


@pytest.mark.row("M16")
def test_sending_stands_on_the_timeline_and_is_activity(cast):
    later = cast.now + DAY
    answer = send(cast, draft_of(cast), now=later)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.at, event.subject) == (EventKind.SENT, later, "reflektion-1")
    assert (event.actor, event.actor_name) == (ActorKind.PATIENT, "Astrid Alm")
    assert event.answer == answer
    assert Treatment.objects.get(pk=cast.treatment.pk).last_active_at == later


@pytest.mark.row("M5")
def test_a_form_can_be_sent_many_times_and_each_filling_is_kept(cast):
    sent = [cast.send("reflektion-1", {"nytt": str(n)}) for n in range(3)]
    found = cast.treatment.answers.order_by("sent_at").values_list("values__nytt", flat=True)
    assert (len({a.pk for a in sent}), sorted(found)) == (3, ["0", "1", "2"])


@pytest.mark.row("M5")
def test_the_same_draft_sent_twice_gives_one_answer(cast):
    draft = draft_of(cast)
    first, second = send(cast, draft), send(cast, draft)
    assert (second, cast.treatment.answers.count()) == (first, 1)
    assert history(cast) == [EventKind.SENT]


@pytest.mark.row("M5")
def test_a_second_press_is_answered_even_when_the_time_is_over(cast):
    draft = draft_of(cast)
    first = send(cast, draft)
    assert send(cast, draft, now=cast.now + 400 * DAY) == first


@pytest.mark.row("M5c")
def test_a_sent_draft_with_other_values_is_refused_and_shows_what_stands(cast):
    draft = draft_of(cast)
    first = send(cast, draft)
    with pytest.raises(AlreadySent) as refused:
        send(cast, draft, OTHER)
    assert (refused.value.answer, refused.value.code) == (first, "already_sent")
    assert Answer.objects.get().values == WORDS


@pytest.mark.row("M5")
@pytest.mark.parametrize("revision", [0, 2])
def test_another_revision_than_the_saved_one_is_not_sent(cast, revision):
    draft = draft_of(cast)
    save_draft(draft=draft, values=WORDS, revision=0, by=cast.astrid, now=cast.now)
    with pytest.raises(Stale):
        send(cast, draft, revision=revision)
    assert (Draft.objects.get().values, Answer.objects.count()) == (WORDS, 0)


def test_a_draft_that_was_thrown_away_cannot_be_sent(cast):
    draft = draft_of(cast)
    Draft.objects.all().delete()
    with pytest.raises(Refused) as refused:
        send(cast, draft)
    assert refused.value.code == "no_draft"


def test_a_draft_is_sent_as_the_form_and_version_that_it_was_begun_in(cast):
    draft = draft_of(cast)
    Draft.objects.update(version=2)
    with pytest.raises(Refused) as refused:
        send(cast, draft)
    assert refused.value.code == "no_draft"


def test_a_draft_of_another_treatment_does_not_exist(cast):
    fatimas = open_draft(
        treatment=cast.fatimas, form=a_form("reflektion-1"), by=cast.fatima, now=cast.now
    )
    with pytest.raises(Refused) as refused:
        send(cast, fatimas)
    assert (refused.value.code, Answer.objects.count()) == ("no_draft", 0)


@pytest.mark.row("M5c")
def test_a_night_is_sent_once_and_the_second_time_shows_the_first(cast):
    first = cast.send("somndagbok", NIGHT)
    assert (first.one_per_date, first.entry_date) == (True, date(2026, 11, 22))
    with pytest.raises(DateTaken) as refused:
        cast.send("somndagbok", {**NIGHT, "b": "23:00"})
    assert (refused.value.answer, refused.value.code) == (first, "date_taken")


@pytest.mark.row("M5c")
def test_a_night_that_was_taken_back_can_be_sent_anew(cast):
    first = cast.send("somndagbok", NIGHT)
    withdraw_answer(answer=first, by=cast.astrid, now=cast.now)
    second = cast.send("somndagbok", NIGHT)
    assert (second.entry_date, second.replaces) == (first.entry_date, None)


@pytest.mark.row("M5b")
def test_another_night_is_free(cast):
    cast.send("somndagbok", NIGHT)
    cast.send("somndagbok", {**NIGHT, "datum": "2026-11-21"})
    assert cast.treatment.answers.count() == 2


@pytest.mark.row("M5b")
def test_a_night_is_sent_within_fourteen_days_of_it(cast):
    draft = draft_of(cast, "somndagbok", entry_date=date(2026, 11, 22))
    with pytest.raises(Refused) as refused:
        send(cast, draft, NIGHT, now=cast.now + 15 * DAY)
    assert (refused.value.code, Draft.objects.get()) == ("too_far_back", draft)
    assert send(cast, draft, NIGHT, now=cast.now + 14 * DAY).entry_date == date(2026, 11, 22)


@pytest.mark.row("M5c")
def test_a_change_of_an_old_night_is_sent_as_long_as_it_may_be_changed(cast):
    night = {**NIGHT, "datum": "2026-11-10"}
    old = cast.send("somndagbok", night)
    later = cast.now + 13 * DAY
    assert cast.send("somndagbok", night, replaces=old, at=later).replaces == old


@pytest.mark.row("M14c")
def test_what_the_form_lifts_is_settled_when_it_is_sent(cast):
    answer = cast.send("reflektion-1", {**WORDS, "vill_ha_kontakt": True})
    assert Answer.objects.get(pk=answer.pk).lifted == ["Vill ha kontakt"]


@pytest.mark.row("M7")
def test_the_completion_form_says_that_the_programme_is_carried_out(cast):
    assert cast.send("genomfort", {"klar": True}).completes is True


@pytest.mark.row("M5c")
def test_a_change_is_a_new_answer_that_replaces_the_old_one(cast):
    later = cast.now + DAY
    old = cast.send("somndagbok", NIGHT)
    new = cast.send("somndagbok", {**NIGHT, "b": "23:15"}, replaces=old, at=later)
    old.refresh_from_db()
    assert (old.values, old.replaced_at, old.withdrawn_at) == (NIGHT, later, None)
    assert (new.replaces, new.values["b"], new.read_at) == (old, "23:15", None)
    assert history(cast) == [EventKind.SENT, EventKind.CHANGED]
    assert cast.treatment.events.latest("id").answer == new


@pytest.mark.row("M5c")
def test_an_answer_is_replaced_once(cast):
    old = cast.send("reflektion-1", WORDS)
    draft = draft_of(cast, replaces=old)
    cast.send("reflektion-1", OTHER, replaces=old)
    again = Draft.objects.create(
        treatment=cast.treatment, form="reflektion-1", version=1, replaces=old, saved_at=cast.now
    )
    assert again.pk != draft.pk
    with pytest.raises(NotCurrent):
        send(cast, again)
    assert cast.treatment.answers.count() == 2


@pytest.mark.row("M5c")
def test_a_change_begun_in_time_is_refused_when_it_is_sent_too_late(cast):
    old = cast.send("reflektion-1", WORDS)
    draft = draft_of(cast, replaces=old, now=cast.now + 14 * DAY)
    with pytest.raises(Refused) as refused:
        send(cast, draft, OTHER, now=cast.now + 15 * DAY)
    assert (refused.value.code, Draft.objects.get()) == ("too_late", draft)


def test_nothing_is_sent_when_the_treatment_was_ended_a_moment_ago(cast):
    draft = draft_of(cast)
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        state="ended", ended_at=cast.now, end_reason="Annan orsak"
    )
    assert cast.treatment.state == "active"
    with pytest.raises(Refused) as refused:
        send(cast, draft)
    assert (refused.value.code, Answer.objects.count()) == ("over", 0)


@pytest.mark.row("M3")
def test_the_last_day_is_a_day_to_send_on_and_the_next_is_not(cast):
    last = cast.now + 365 * DAY
    draft = draft_of(cast)
    with pytest.raises(Refused) as refused:
        send(cast, draft, now=last + DAY)
    assert refused.value.code == "over"
    assert send(cast, draft, now=last).sent_at == last


@pytest.mark.row("M5c")
def test_an_answer_taken_back_leaves_its_trace(cast):
    later = cast.now + 14 * DAY
    answer = cast.send("reflektion-1", WORDS)
    withdraw_answer(answer=answer, by=cast.astrid, now=later)
    answer.refresh_from_db()
    assert (answer.withdrawn_at, answer.values) == (later, WORDS)
    event = cast.treatment.events.latest("id")
    assert (event.kind, event.answer, event.at) == (EventKind.WITHDRAWN, answer, later)
    assert (event.subject, event.actor) == ("reflektion-1", ActorKind.PATIENT)


@pytest.mark.row("M5c")
def test_taking_back_is_activity_and_counts_its_days_from_the_first(cast):
    first = cast.send("reflektion-1", WORDS)
    second = cast.send("reflektion-1", OTHER, replaces=first, at=cast.now + 10 * DAY)
    with pytest.raises(Refused) as refused:
        withdraw_answer(answer=second, by=cast.astrid, now=cast.now + 15 * DAY)
    assert refused.value.code == "too_late"
    withdraw_answer(answer=second, by=cast.astrid, now=cast.now + 14 * DAY)
    found = Treatment.objects.get(pk=cast.treatment.pk)
    assert found.last_active_at == cast.now + 14 * DAY


@pytest.mark.row("M7")
def test_the_completion_can_be_undone_for_fourteen_days(cast):
    answer = cast.send("genomfort", {"klar": True})
    with pytest.raises(Refused) as refused:
        withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + 15 * DAY)
    assert refused.value.code == "too_late"
    withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + 14 * DAY)
    assert Answer.objects.filter(withdrawn_at__isnull=False).count() == 1


@pytest.mark.row("M5c")
def test_an_answer_is_taken_back_once(cast):
    answer = cast.send("reflektion-1", WORDS)
    withdraw_answer(answer=answer, by=cast.astrid, now=cast.now)
    with pytest.raises(NotCurrent):
        withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + DAY)
    assert Answer.objects.get().withdrawn_at == cast.now
    assert history(cast) == [EventKind.SENT, EventKind.WITHDRAWN]


@pytest.mark.row("M5c")
def test_an_answer_that_has_been_changed_is_not_taken_back(cast):
    old = cast.send("reflektion-1", WORDS)
    cast.send("reflektion-1", OTHER, replaces=old)
    with pytest.raises(NotCurrent):
        withdraw_answer(answer=old, by=cast.astrid, now=cast.now)


def test_nothing_is_taken_back_when_the_time_is_over(cast):
    answer = cast.send("reflektion-1", WORDS, at=cast.now + 365 * DAY)
    with pytest.raises(Refused) as refused:
        withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + 366 * DAY)
    assert refused.value.code == "over"
