""" "Mina": who stands there, in which order, and how the list is walked."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import mark_read, send_answer
from lindra.actions.drafts import open_draft
from lindra.actions.follow_ups import follow_up
from lindra.actions.treatments import open_as_team
from lindra.models import ModuleDone, Place, RoleKind, TeamMember, Treatment
from lindra.programme.registry import programme
from lindra.queries.worklist import (
    count_ended,
    counts,
    ended,
    filtered,
    mine,
    next_to_handle,
)
from lindra.rules.attention import Quiet
from lindra.rules.flags import FlagKind
from lindra.rules.lifecycle import Phase, State
from tests.cast import PROGRAMME, Cast, start
from tests.rules.numbers import invented

TODAY = date(2026, 11, 22)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONTACT = {"nytt": "Ord.", "vill_ha_kontakt": True}


def another(cast: Cast, given: str, family: str, number: int, *, hours: int = 0) -> Treatment:
    """Another patient of Bo's, whose "Hantera" has been opened."""
    born = invented(date(1980, 1, 1), 900 + number)
    made = start(born, given, family, cast.bo, cast.now + hours * HOUR)
    open_as_team(treatment=made, by=cast.bo, now=cast.now + hours * HOUR)
    return made


def answered(cast: Cast, treatment: Treatment, form: str, hours: int, values=None) -> None:
    """The patient of that treatment sends a form."""
    spec, by = programme(PROGRAMME).form(form), PatientSession(treatment.patient)
    moment = cast.now + hours * HOUR
    draft = open_draft(treatment=treatment, form=spec, by=by, now=moment)
    send_answer(
        treatment=treatment,
        form=spec,
        draft_id=draft.pk,
        values=values or {"nytt": "Ord."},
        revision=0,
        by=by,
        now=moment,
    )


def names(rows) -> list[str]:
    return [row.treatment.patient.family_name for row in rows]


def end(treatment: Treatment, now: datetime) -> None:
    Treatment.objects.filter(pk=treatment.pk).update(
        state=State.ENDED, ended_at=now, end_reason="Annan orsak"
    )


def opened(cast: Cast) -> None:
    open_as_team(treatment=cast.treatment, by=cast.bo, now=cast.now)


@pytest.mark.row("M9")
def test_the_list_holds_the_patients_of_the_teams_that_one_is_in_at_the_unit(cast):
    assert names(mine(cast.bo, cast.now)) == ["Alm"]
    assert names(mine(cast.carin, cast.now)) == ["Farah"]
    assert names(mine(cast.erik, cast.now)) == []
    assert names(mine(cast.doris, cast.now)) == []


@pytest.mark.row("M9")
def test_who_has_left_the_team_or_has_not_begun_in_it_does_not_see_the_patient(cast):
    own = TeamMember.objects.filter(staff=cast.bo.staff)
    own.update(last_day=TODAY)
    assert names(mine(cast.bo, cast.now)) == ["Alm"]
    assert names(mine(cast.bo, cast.now + DAY)) == []
    assert names(mine(cast.bo, cast.now - DAY)) == []


@pytest.mark.row("M9")
def test_an_ended_treatment_is_gone_and_an_expired_one_stands(cast):
    assert mine(cast.bo, cast.now + 366 * DAY)[0].phase is Phase.EXPIRED
    end(cast.treatment, cast.now)
    assert mine(cast.bo, cast.now) == []


@pytest.mark.row("M9")
def test_a_line_says_how_far_the_patient_has_come_and_how_long_is_left(cast):
    for module in ("m1", "m2", "start", "mindfulness"):
        ModuleDone.objects.create(treatment=cast.treatment, module=module, done_at=cast.now)
    Place.objects.create(treatment=cast.treatment, module="m3", page="m3-01", opened_at=cast.now)
    Treatment.objects.filter(pk=cast.treatment.pk).update(last_active_at=cast.now)
    row = mine(cast.bo, cast.now)[0]
    assert (row.name, row.last_active, row.phase) == ("Astrid Alm", cast.now, Phase.RUNNING)
    assert (row.modules_done, row.modules) == (2, 8)
    assert row.here == row.programme.module("m3").title
    assert (row.days_left, row.reminder) == (365, None)
    assert mine(cast.bo, cast.now + 358 * DAY)[0].reminder == 7


@pytest.mark.row("M9")
def test_a_line_of_a_patient_who_has_not_begun_is_empty(cast):
    row = mine(cast.bo, cast.now)[0]
    assert (row.modules_done, row.here, row.last_active) == (0, "", None)


def test_a_place_in_a_module_that_the_programme_no_longer_has_is_nowhere(cast):
    Place.objects.create(treatment=cast.treatment, module="borttagen", page="x", opened_at=cast.now)
    assert mine(cast.bo, cast.now)[0].here == ""


@pytest.mark.row("M14c")
def test_the_most_urgent_stand_first_the_oldest_first_and_the_rest_in_swedish_order(cast):
    opened(cast)
    made = {
        family: another(cast, "Xi", family, n)
        for n, family in enumerate(["Öst", "Ek", "Åby", "Zorn", "Ärlig", "Bo", "Dal"])
    }
    another(cast, "Ada", "Åby", 20)
    answered(cast, made["Zorn"], "reflektion-1", 3)
    answered(cast, made["Bo"], "reflektion-1", 2)
    answered(cast, made["Öst"], "reflektion-1", 5, CONTACT)
    answered(cast, made["Dal"], "genomfort", 4, {"klar": True})
    TeamMember.objects.filter(treatment=made["Ek"]).update(opened_at=None)
    found = mine(cast.bo, cast.now)
    assert names(found) == ["Öst", "Dal", "Bo", "Zorn", "Ek", "Alm", "Åby", "Åby", "Ärlig"]
    assert [row.treatment.patient.given_name for row in found[6:8]] == ["Ada", "Xi"]


@pytest.mark.row("M10")
def test_the_list_can_be_filtered_by_a_flag_and_says_how_many_carry_each(cast):
    opened(cast)
    both, plain = another(cast, "Eva", "Ek", 1), another(cast, "Bo", "Bo", 2)
    answered(cast, both, "genomfort", 1, {"klar": True, "vill_ha_kontakt": True})
    answered(cast, both, "reflektion-1", 1)
    answered(cast, plain, "reflektion-1", 1)
    rows = mine(cast.bo, cast.now)
    assert counts(rows) == {
        FlagKind.LIFTED: 1,
        FlagKind.COMPLETED: 1,
        FlagKind.ANSWERED: 2,
        Quiet.NOT_BEGUN: 1,
    }
    assert names(filtered(rows, None)) == ["Ek", "Bo", "Alm"]
    assert {kind: found for kind in FlagKind if (found := names(filtered(rows, kind)))} == {
        FlagKind.LIFTED: ["Ek"],
        FlagKind.COMPLETED: ["Ek"],
        FlagKind.ANSWERED: ["Ek", "Bo"],
    }


@pytest.mark.row("M10")
def test_next_to_handle_walks_the_list_and_begins_anew_at_its_end(cast):
    first, second, third = (another(cast, "Eva", f, n) for n, f in enumerate(["Ek", "Bo", "Dal"]))
    opened(cast)
    for hours, treatment in enumerate([first, second, third]):
        answered(cast, treatment, "reflektion-1", hours)
    rows = mine(cast.bo, cast.now)
    assert names(rows) == ["Ek", "Bo", "Dal", "Alm"]

    def following(treatment_id) -> str | None:
        row = next_to_handle(rows, treatment_id)
        return row and row.treatment.patient.family_name

    assert following(first.pk) == "Bo"
    assert following(second.pk) == "Dal"
    assert following(third.pk) == "Ek"
    assert following(cast.treatment.pk) == "Ek"
    assert following(uuid4()) == "Ek"


@pytest.mark.row("M10")
def test_when_nobody_else_needs_anything_there_is_no_next(cast):
    opened(cast)
    answer = cast.send("reflektion-1", {"nytt": "Ord."})
    assert next_to_handle(mine(cast.bo, cast.now), cast.treatment.pk) is None
    mark_read(answers=[answer], by=cast.bo, now=cast.now)
    assert next_to_handle(mine(cast.bo, cast.now), uuid4()) is None
    assert mine(cast.bo, cast.now)[0].flags == ()


def test_a_session_of_another_unit_shows_nothing_of_this_one(cast):
    elsewhere = StaffSession(cast.carin.commission, frozenset({RoleKind.THERAPIST}))
    TeamMember.objects.create(
        treatment=cast.treatment,
        staff=elsewhere.staff,
        part="co_therapist",
        first_day=TODAY,
        added_at=cast.now,
    )
    assert names(mine(elsewhere, cast.now)) == ["Farah"]


def later(cast: Cast, days: int):
    return cast.now + days * DAY


@pytest.mark.row("M17")
def test_the_last_look_stands_on_the_line_and_is_due_again_after_three_weeks(cast):
    def look(days: int):
        (row,) = mine(cast.bo, later(cast, days))
        return row.looked_at, row.look_due

    assert (look(20), look(21)) == ((None, False), (None, True))
    follow_up(treatment=cast.treatment, by=cast.bo, now=later(cast, 22))
    assert look(42) == (later(cast, 22), False)
    assert look(43) == (later(cast, 22), True)


@pytest.mark.row("F6")
def test_who_never_began_or_fell_silent_is_found_by_a_quiet_filter_that_raises_no_flag(cast):
    opened(cast)
    gone = another(cast, "Eva", "Ek", 1)
    answered(cast, gone, "reflektion-1", 1)
    mark_read(answers=list(gone.answers.all()), by=cast.bo, now=cast.now)

    def found(days: int, quiet: Quiet) -> list[str]:
        return names(filtered(mine(cast.bo, later(cast, days)), quiet))

    assert [found(0, Quiet.NOT_BEGUN), found(0, Quiet.SILENT)] == [["Alm"], []]
    assert [found(13, Quiet.SILENT), found(14, Quiet.SILENT)] == [[], ["Ek"]]
    assert [row.flags for row in mine(cast.bo, later(cast, 14))] == [(), ()]


@pytest.mark.row("M18")
def test_what_has_gone_out_stands_first_and_under_its_own_filter(cast):
    opened(cast)
    another(cast, "Eva", "Ek", 1, hours=24)
    rows = mine(cast.bo, later(cast, 366))
    assert [[flag.words for flag in row.flags] for row in rows] == [
        ["Tiden har gått ut"],
        ["Slutar i dag"],
    ]
    assert names(filtered(rows, Quiet.EXPIRED)) == ["Alm"]
    assert names(filtered(rows, FlagKind.ENDING)) == ["Alm", "Ek"]


@pytest.mark.row("M20")
def test_what_is_ended_stands_by_itself_the_last_ended_first(cast):
    first, second = another(cast, "Eva", "Ek", 1), another(cast, "Bo", "Bo", 2)
    end(first, cast.now)
    end(second, later(cast, 1))
    assert count_ended(cast.bo, cast.now) == 2
    rows = ended(cast.bo, later(cast, 2))
    assert names(rows) == ["Bo", "Ek"]
    assert [row.quiet for row in rows] == [{Quiet.ENDED}, {Quiet.ENDED}]
    assert names(mine(cast.bo, cast.now)) == ["Alm"]


@pytest.mark.row("M10")
@pytest.mark.row("F6")
def test_in_a_quiet_filter_the_walk_takes_those_without_flags_too(cast):
    opened(cast)
    second = another(cast, "Eva", "Ek", 1)
    rows = filtered(mine(cast.bo, cast.now), Quiet.NOT_BEGUN)
    assert next_to_handle(rows, cast.treatment.pk) is None
    following = next_to_handle(rows, cast.treatment.pk, Quiet.NOT_BEGUN)
    assert [row.treatment for row in (following,) if row] == [second]
