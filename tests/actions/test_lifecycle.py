"""A treatment is extended, maintained, ended, opened again, postponed; of many at once one wins."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest

from lindra.access import PatientSession
from lindra.actions.answers import send_answer
from lindra.actions.drafts import open_draft, save_draft
from lindra.actions.lifecycle import (
    Changed,
    RunsAgain,
    end_treatment,
    extend_treatment,
    maintain_treatment,
    postpone_treatment,
    reopen_treatment,
)
from lindra.models import Event, EventKind, Patient, Treatment
from lindra.programme.registry import programme
from lindra.queries.life import seen_of, waiting
from lindra.rules.lifecycle import END_REASONS, State
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import ASTRID, PROGRAMME, Cast, start

DAY = timedelta(days=1)
LATER = date(2027, 11, 23)


def fresh(treatment: Treatment) -> Treatment:
    return Treatment.objects.get(pk=treatment.pk)


def of(cast: Cast, **more) -> dict:
    """What every act is told: the treatment as it stands."""
    now = fresh(cast.treatment)
    return {"treatment": now, "seen": seen_of(now), "by": cast.bo, "now": cast.now + DAY, **more}


def extend(cast: Cast, **more) -> Treatment:
    chosen = {"new_last_day": LATER, "reason": "Sjuk en månad", **more}
    return extend_treatment(**of(cast, **chosen))


def maintain(cast: Cast, **more) -> Treatment:
    return maintain_treatment(**of(cast, **{"days": 30, "modules": ["m5", "m1"], **more}))


def end(cast: Cast, **more) -> Treatment:
    return end_treatment(**of(cast, **{"reason": "Genomfört enligt plan", **more}))


def reopen(cast: Cast, **more) -> Treatment:
    return reopen_treatment(**of(cast, **more))


def last_event(cast: Cast) -> tuple[str, str, str]:
    event = cast.treatment.events.order_by("-pk").first()
    return event.kind, event.words, event.actor_name


def refusal(call, *args, **more) -> Refused:
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return refused.value


@pytest.mark.row("M18b")
def test_extending_gives_a_new_last_day_and_says_why(cast):
    extend(cast)
    found = fresh(cast.treatment)
    assert (found.state, found.ends_on) == (State.ACTIVE, LATER)
    words = "Till och med 23 november 2027. Sjuk en månad"
    assert last_event(cast) == (EventKind.EXTENDED, words, "Bo Berg")


@pytest.mark.row("M18b")
@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"new_last_day": date(2027, 11, 22)}, "last_day"),
        ({"new_last_day": date(2027, 11, 24)}, "last_day"),
    ],
)
def test_what_cannot_be_extended_changes_nothing(cast, chosen, field):
    assert refusal(extend, cast, **chosen).field == field
    assert fresh(cast.treatment).ends_on == date(2027, 11, 22)
    assert last_event(cast)[0] == EventKind.STARTED


@pytest.mark.row("M19")
def test_maintenance_keeps_some_modules_for_some_days(cast):
    maintain(cast)
    found = fresh(cast.treatment)
    assert (found.state, found.ends_on) == (State.MAINTENANCE, date(2026, 12, 23))
    assert found.maintained_modules == ["m1", "m5"]
    words = "Till och med 23 december 2026: modul 1 och 5"
    assert last_event(cast) == (EventKind.MAINTAINED, words, "Bo Berg")


@pytest.mark.row("M19")
@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"modules": []}, "modules"),
        ({"modules": ["mindfulness"]}, "modules"),
        ({"modules": ["m1", "m99"]}, "modules"),
    ],
)
def test_maintenance_of_nothing_or_for_ever_is_refused(cast, chosen, field):
    assert refusal(maintain, cast, **chosen).field == field
    assert fresh(cast.treatment).state == State.ACTIVE


@pytest.mark.row("M18b", "M19")
def test_extending_what_is_maintained_lets_the_patient_work_again(cast):
    maintain(cast)
    found = extend(cast, new_last_day=date(2027, 3, 1))
    assert (found.state, found.maintained_modules) == (State.ACTIVE, [])


@pytest.mark.row("M18")
@pytest.mark.parametrize("act", [extend, maintain])
def test_what_is_over_can_be_extended_or_maintained(cast, act):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1)
    )
    assert act(cast).ends_on > cast.now.date()


@pytest.mark.row("M20")
def test_an_end_has_a_reason_and_remembers_what_it_ended(cast):
    maintain(cast)
    end(cast)
    found = fresh(cast.treatment)
    assert (found.state, found.ended_from) == (State.ENDED, State.MAINTENANCE)
    assert (found.ended_at, found.end_reason) == (cast.now + DAY, "Genomfört enligt plan")
    assert last_event(cast) == (EventKind.ENDED, "Genomfört enligt plan", "Bo Berg")


@pytest.mark.row("M20")
def test_the_reason_is_one_of_the_units(cast):
    assert refusal(end, cast, reason="Hittepå").field == "reason"
    cast.smartenheten.end_reasons = ["Flyttat"]
    cast.smartenheten.save()
    assert refusal(end, cast, reason=END_REASONS[0]).field == "reason"
    assert end(cast, reason="Flyttat").end_reason == "Flyttat"


@pytest.mark.row("M20")
def test_what_has_ended_is_not_ended_extended_or_maintained(cast):
    end(cast)
    told = [refusal(act, cast).message for act in (end, extend, maintain)]
    assert told == ["Momentet är redan avslutat.", *["Momentet är avslutat."] * 2]


@pytest.mark.row("M20")
def test_a_draft_is_kept_and_can_be_sent_no_more(cast):
    form = programme(PROGRAMME).form("reflektion-1")
    draft = open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)
    values = {"nytt": "Halva"}
    revision = save_draft(draft=draft, values=values, revision=0, by=cast.astrid, now=cast.now)
    assert waiting(cast.treatment, cast.now).drafts
    end(cast)
    sending = partial(
        send_answer,
        treatment=cast.treatment,
        form=form,
        draft_id=draft.pk,
        values=values,
        revision=revision,
        by=cast.astrid,
        now=cast.now + DAY,
    )
    assert refusal(sending).code == "over"
    assert cast.treatment.drafts.get().values == values


@pytest.mark.row("M20", "M9b")
def test_avliden_is_kept_with_the_patient_and_goes_with_a_reopening(cast):
    end(cast, reason="Avliden")
    assert Patient.objects.get(personal_number=ASTRID).deceased_on == date(2026, 11, 23)
    reopen(cast)
    assert Patient.objects.get(personal_number=ASTRID).deceased_on is None


@pytest.mark.row("M9b")
def test_what_was_known_of_a_death_is_not_overwritten(cast):
    Patient.objects.filter(personal_number=ASTRID).update(deceased_on=date(2026, 11, 1))
    end(cast, reason="Avliden")
    reopen(cast)
    assert Patient.objects.get(personal_number=ASTRID).deceased_on == date(2026, 11, 1)


@pytest.mark.row("M18b")
@pytest.mark.parametrize("before", [None, maintain])
def test_what_is_opened_again_is_as_it_was(cast, before):
    if before:
        before(cast)
    was = fresh(cast.treatment)
    end(cast)
    now = reopen(cast)
    assert (now.state, now.ends_on, now.maintained_modules) == (
        was.state,
        was.ends_on,
        was.maintained_modules,
    )
    assert (now.ended_at, now.end_reason, now.ended_from) == (None, "", "")
    assert last_event(cast)[0] == EventKind.REOPENED


@pytest.mark.row("M18b")
@pytest.mark.parametrize(("days", "allowed"), [(14, True), (15, False)])
def test_it_is_opened_again_within_14_days(cast, days, allowed):
    end(cast)
    then = cast.now + DAY + timedelta(days=days)
    if allowed:
        assert reopen(cast, now=then).state == State.ACTIVE
    else:
        assert refusal(reopen, cast, now=then).code == "too_late"


@pytest.mark.row("M18b")
def test_it_stays_ended_when_another_runs(cast):
    end(cast)
    start(ASTRID, "Astrid", "Alm", cast.bo, cast.now)
    assert isinstance(refusal(reopen, cast), RunsAgain)
    assert fresh(cast.treatment).state == State.ENDED


@pytest.mark.row("F12")
def test_what_is_planned_can_be_postponed_and_brought_forward(cast):
    Treatment.objects.filter(pk=cast.treatment.pk).update(
        starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1)
    )
    found = postpone_treatment(**of(cast, first_day=date(2027, 2, 28)))
    assert (found.starts_on, found.ends_on) == (date(2027, 2, 28), date(2028, 2, 28))
    found = postpone_treatment(**of(cast, first_day=date(2026, 11, 23)))
    assert (found.starts_on, found.ends_on) == (date(2026, 11, 23), date(2027, 11, 23))
    assert refusal(postpone_treatment, **of(cast, first_day=date(2027, 1, 1))).message == (
        "Momentet har redan börjat. Startdagen kan inte ändras."
    )


@pytest.mark.row("M18b")
def test_who_acts_on_an_old_page_is_told_by_whom_it_was_changed(cast):
    old = seen_of(cast.treatment)
    extend(cast, new_last_day=LATER)
    told = refusal(maintain, cast, seen=old)
    assert isinstance(told, Changed)
    assert told.message == "Bo Berg ändrade momentet nyss. Se vad som gäller nu och försök igen."
    assert fresh(cast.treatment).state == State.ACTIVE


# Many at once

FIFTY = range(50)


def kinds(results) -> Counter[str]:
    return Counter(type(each).__name__ for each in results)


@pytest.mark.row("M18b", "M19", "M20")
@pytest.mark.parametrize(
    ("act", "told", "kind"),
    [
        (extend, "Changed", EventKind.EXTENDED),
        (maintain, "Changed", EventKind.MAINTAINED),
        (end, "Refused", EventKind.ENDED),
    ],
)
def test_of_fifty_at_once_one_wins_and_the_others_are_told(committed, act, told, kind):
    seen = seen_of(committed.treatment)
    results = at_once([partial(act, committed, seen=seen) for _ in FIFTY])
    assert kinds(results) == {"Treatment": 1, told: 49}
    assert Event.objects.filter(kind=kind).count() == 1


@pytest.mark.row("M18b")
def test_of_fifty_who_open_again_one_does(committed):
    end(committed)
    seen = seen_of(fresh(committed.treatment))
    results = at_once([partial(reopen, committed, seen=seen) for _ in FIFTY])
    assert kinds(results) == {"Treatment": 1, "Refused": 49}
    assert Event.objects.filter(kind=EventKind.REOPENED).count() == 1


@pytest.mark.row("M18b")
def test_opening_again_and_starting_anew_at_once_leave_one_running(committed):
    end(committed)
    seen = seen_of(fresh(committed.treatment))
    now = committed.now + DAY
    anew = partial(start, ASTRID, "Astrid", "Alm", committed.bo, now)
    at_once([each for _ in range(10) for each in (partial(reopen, committed, seen=seen), anew)])
    patient = PatientSession(committed.treatment.patient).patient
    assert patient.treatments.exclude(state=State.ENDED).count() == 1


@pytest.mark.row("M20")
def test_what_is_sent_while_it_is_ended_is_sent_or_refused(committed):
    form = programme(PROGRAMME).form("reflektion-1")
    cast = committed
    draft = open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)
    send = partial(
        send_answer,
        treatment=cast.treatment,
        form=form,
        draft_id=draft.pk,
        values={"nytt": "Hej"},
        revision=0,
        by=cast.astrid,
        now=cast.now + DAY,
    )
    seen = seen_of(cast.treatment)
    ended, *sent = at_once([partial(end, cast, seen=seen), *[send] * 9])
    assert isinstance(ended, Treatment)
    answers = cast.treatment.answers.count()
    assert {type(each).__name__ for each in sent} <= {"Answer", "Refused"}
    assert (answers, cast.treatment.drafts.count()) in [(1, 0), (0, 1)]
