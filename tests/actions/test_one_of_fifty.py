"""Fifty at once: each act is done once, and whoever came second is told or finds it done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest

from lindra.actions.follow_ups import follow_up, undo_follow_up
from lindra.actions.lifecycle import postpone_treatment
from lindra.actions.messages import mark_misdirected, rename_conversation, unwaive, waive
from lindra.actions.modules import recommend_begin
from lindra.actions.team import join_team, leave_team
from lindra.actions.templates import remove_template, save_template, seen_of_template
from lindra.actions.treatments import confirm_person
from lindra.actions.units import change_unit, seen_of_unit
from lindra.gateways.population import Person
from lindra.models import EventKind, MessageTemplate, Patient, Treatment, Unit
from lindra.queries.life import seen_of
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import ASTRID, Cast
from tests.messages import MINUTE, write

FIFTY = range(50)
DAY = timedelta(days=1)

Calls = Sequence[Callable[[], object]]
Stands = Callable[[], object]


def by_bo(cast: Cast, **more: object) -> dict[str, object]:
    return {"by": cast.bo, "now": cast.now, **more}


def of_treatment(cast: Cast, **more: object) -> dict[str, object]:
    return by_bo(cast, treatment=cast.treatment, **more)


def events(cast: Cast, kind: EventKind) -> int:
    return cast.treatment.events.filter(kind=kind).count()


def looking(cast: Cast) -> tuple[Calls, Stands]:
    return [partial(follow_up, **of_treatment(cast))] * 50, lambda: (
        cast.treatment.follow_ups.count(),
        events(cast, EventKind.FOLLOWED_UP),
    )


def not_looking(cast: Cast) -> tuple[Calls, Stands]:
    look = follow_up(**of_treatment(cast))
    undo = partial(undo_follow_up, **of_treatment(cast, follow_up_id=look.pk))
    return [undo] * 50, lambda: (
        cast.treatment.follow_ups.count(),
        events(cast, EventKind.FOLLOWED_UP),
    )


def misdirecting(cast: Cast) -> tuple[Calls, Stands]:
    sent = write(cast.treatment, cast.bo, "Till någon annan", cast.now - MINUTE)
    calls = [partial(mark_misdirected, **by_bo(cast, message=sent))] * 50
    return calls, lambda: events(cast, EventKind.MESSAGE_MISDIRECTED)


def wanting(cast: Cast) -> tuple[Calls, Stands]:
    asked = write(cast.treatment, cast.astrid, "?", cast.now - MINUTE)
    shown = by_bo(cast, conversation=asked.conversation, message_ids=[asked.pk])
    waive(**shown)
    return [partial(unwaive, **shown)] * 50, lambda: events(cast, EventKind.MESSAGE_UNWAIVED)


def renaming(cast: Cast) -> tuple[Calls, Stands]:
    found = write(cast.treatment, cast.bo, "Hej", cast.now - MINUTE).conversation
    rename = partial(rename_conversation, **by_bo(cast, conversation=found, seen=found.title))
    calls = [partial(rename, title=f"Namn {n}") for n in FIFTY]
    return calls, lambda: events(cast, EventKind.CONVERSATION_RENAMED)


def leaving(cast: Cast) -> tuple[Calls, Stands]:
    member = join_team(**of_treatment(cast, colleague=cast.erik.commission))
    calls = [partial(leave_team, **of_treatment(cast, member=member))] * 50
    return calls, lambda: events(cast, EventKind.TEAM_LEFT)


def postponing(cast: Cast) -> tuple[Calls, Stands]:
    today = local_date(cast.now)
    Treatment.objects.filter(pk=cast.treatment.pk).update(starts_on=today + 9 * DAY)
    cast.treatment.refresh_from_db()
    postpone = partial(postpone_treatment, **of_treatment(cast, seen=seen_of(cast.treatment)))
    calls = [partial(postpone, first_day=today + n * DAY) for n in range(10, 60)]
    return calls, lambda: events(cast, EventKind.POSTPONED)


def recommending(cast: Cast) -> tuple[Calls, Stands]:
    recommend = partial(recommend_begin, **of_treatment(cast, seen=seen_of(cast.treatment)))
    calls = [partial(recommend, module=f"m{n % 8 + 1}") for n in FIFTY]
    return calls, lambda: events(cast, EventKind.BEGIN_CHANGED)


def making(cast: Cast) -> tuple[Calls, Stands]:
    calls = [partial(save_template, **by_bo(cast, title="Paus", text=f"{n}")) for n in FIFTY]
    return calls, MessageTemplate.objects.count


def changing(cast: Cast) -> tuple[Calls, Stands]:
    found = save_template(**by_bo(cast, title="Paus", text="Vila"))
    change = partial(save_template, **by_bo(cast, template=found, seen=seen_of_template(found)))
    calls = [partial(change, title="Paus", text=f"{n}") for n in FIFTY]
    return calls, MessageTemplate.objects.exclude(text="Vila").count


def removing(cast: Cast) -> tuple[Calls, Stands]:
    found = save_template(**by_bo(cast, title="Paus", text="Vila"))
    shown = by_bo(cast, template=found, seen=seen_of_template(found))
    return [partial(remove_template, **shown)] * 50, MessageTemplate.objects.count


def setting(cast: Cast) -> tuple[Calls, Stands]:
    unit = cast.smartenheten
    change = partial(
        change_unit,
        video_url="",
        shows_names=False,
        allows_emergency=False,
        waiting_days=365,
        seen=seen_of_unit(unit),
        by=cast.hanna,
        now=cast.now,
    )
    calls = [partial(change, reply_days=n % 25 + 5) for n in FIFTY]
    return calls, Unit.objects.filter(pk=unit.pk).exclude(reply_days=unit.reply_days).count


def confirming(cast: Cast) -> tuple[Calls, Stands]:
    patients = Patient.objects.filter(pk=cast.astrid.patient.pk)
    patients.update(name_typed=True, mismatch_at=cast.now)
    confirm = partial(confirm_person, **of_treatment(cast, person=Person(ASTRID, "Asta", "Alm")))
    right = patients.filter(given_name="Asta", name_typed=False, mismatch_at=None)
    return [confirm] * 50, right.count


@pytest.mark.parametrize(
    ("act", "told", "stands"),
    [
        pytest.param(looking, {}, (1, 1), marks=pytest.mark.row("M17")),
        pytest.param(not_looking, {}, (0, 2), marks=pytest.mark.row("M17")),
        pytest.param(misdirecting, {"already": 49}, 1, marks=pytest.mark.row("M12")),
        pytest.param(wanting, {}, 1, marks=pytest.mark.row("M14b")),
        pytest.param(renaming, {"renamed": 49}, 1, marks=pytest.mark.row("M12")),
        pytest.param(leaving, {"has_left": 49}, 1, marks=pytest.mark.row("F4b")),
        pytest.param(postponing, {"changed": 49}, 1, marks=pytest.mark.row("F12")),
        pytest.param(recommending, {"changed": 49}, 1, marks=pytest.mark.row("M4")),
        pytest.param(making, {"title_taken": 49}, 1, marks=pytest.mark.row("F9")),
        pytest.param(changing, {"changed": 49}, 1, marks=pytest.mark.row("F9")),
        pytest.param(removing, {}, 0, marks=pytest.mark.row("F9")),
        pytest.param(setting, {"changed": 48}, 1, marks=pytest.mark.row("N7")),
        pytest.param(confirming, {}, 1, marks=pytest.mark.row("M9b")),
    ],
)
def test_of_fifty_at_once_one_does_it_and_the_others_are_told_or_find_it_done(
    committed: Cast, act: Callable[[Cast], tuple[Calls, Stands]], told: dict, stands: object
) -> None:
    calls, now_stands = act(committed)
    results = at_once(calls)
    assert Counter(each.code for each in results if isinstance(each, Refused)) == told
    assert now_stands() == stands


@pytest.mark.row("F9")
def test_of_changes_and_removals_at_once_nothing_is_made_again(committed: Cast) -> None:
    for _ in range(5):
        found = save_template(**by_bo(committed, title="Paus", text="Vila"))
        shown = by_bo(committed, template=found, seen=seen_of_template(found))
        changes = [partial(save_template, **shown, title="Paus", text=f"{n}") for n in range(5)]
        results = at_once([*changes, partial(remove_template, **shown)])
        *changed, removed = results
        codes = Counter(each.code for each in changed if isinstance(each, Refused))
        if isinstance(removed, Refused):
            assert (removed.code, codes) == ("changed", {"changed": 4})
        else:
            assert (MessageTemplate.objects.count(), codes) == (0, {"gone": 5})
        MessageTemplate.objects.all().delete()
