"""What the team does with answers: opens them, marks them unopened, undoes the marking."""

from datetime import timedelta

import pytest

from lindra.actions.answers import mark_read, mark_unopened, unmark, withdraw_answer
from lindra.models import ActorKind, Answer, EventKind
from lindra.rules.refused import Refused
from tests.cast import Cast

HOUR = timedelta(hours=1)
WORDS = {"nytt": "Ord."}


def sent(cast: Cast, *, lifted: bool = False) -> Answer:
    return cast.send("reflektion-1", {**WORDS, "vill_ha_kontakt": True} if lifted else WORDS)


def mark(cast: Cast, *answers: Answer, hours: int = 0):
    """Bo marks the answers; gives the ids of those that were."""
    return mark_unopened(
        treatment=cast.treatment,
        answer_ids=[answer.pk for answer in answers],
        by=cast.bo,
        now=cast.now + hours * HOUR,
    )


def undo(cast: Cast, *answers: Answer) -> None:
    unmark(treatment=cast.treatment, answer_ids=[a.pk for a in answers], by=cast.bo, now=cast.now)


def fresh(answer: Answer) -> Answer:
    return Answer.objects.get(pk=answer.pk)


def events(answer: Answer) -> list[str]:
    return list(answer.events.order_by("id").values_list("kind", flat=True))


@pytest.mark.row("M15")
def test_opening_makes_an_answer_read_and_says_who_and_when(cast):
    answer, later = sent(cast), cast.now + HOUR
    mark_read(answers=[answer], by=cast.bo, now=later)
    assert (fresh(answer).read_at, fresh(answer).read_by) == (later, cast.bo.staff)
    event = answer.events.latest("id")
    assert (event.kind, event.at, event.subject) == (EventKind.READ, later, "reflektion-1")
    assert (event.actor, event.actor_name) == (ActorKind.STAFF, "Bo Berg")


@pytest.mark.row("M14b")
def test_whoever_came_first_has_read_it(cast):
    answer = sent(cast)
    mark_read(answers=[answer], by=cast.bo, now=cast.now)
    mark_read(answers=[answer], by=cast.erik, now=cast.now + HOUR)
    assert (fresh(answer).read_by, fresh(answer).read_at) == (cast.bo.staff, cast.now)
    assert events(answer) == [EventKind.SENT, EventKind.READ]


@pytest.mark.row("M14b")
def test_only_what_was_opened_is_read(cast):
    first, second = sent(cast), sent(cast)
    mark_read(answers=[first], by=cast.bo, now=cast.now)
    assert fresh(second).read_at is None


@pytest.mark.row("M15")
def test_an_answer_can_be_marked_without_being_opened(cast):
    answer = sent(cast)
    assert mark(cast, answer, hours=1) == [answer.pk]
    found = fresh(answer)
    assert (found.marked_at, found.marked_by) == (cast.now + HOUR, cast.bo.staff)
    assert found.read_at is None
    event = answer.events.latest("id")
    assert (event.kind, event.get_kind_display()) == (
        EventKind.MARKED,
        "Markerat som läst utan att öppnas",
    )


@pytest.mark.row("M14b")
def test_an_answer_that_came_later_is_not_marked(cast):
    shown, later = sent(cast), sent(cast)
    mark(cast, shown)
    assert fresh(later).marked_at is None


@pytest.mark.row("M15")
def test_what_is_read_marked_or_taken_back_is_not_marked_again(cast):
    read, marked, gone, new = (sent(cast) for _ in range(4))
    mark_read(answers=[read], by=cast.bo, now=cast.now)
    mark(cast, marked)
    withdraw_answer(answer=gone, by=cast.astrid, now=cast.now)
    assert mark(cast, read, marked, gone, new, hours=2) == [new.pk]
    assert fresh(marked).marked_at == cast.now


@pytest.mark.row("M14c")
def test_a_lifted_answer_must_be_opened_and_nothing_beside_it_is_marked(cast):
    plain, lifted = sent(cast), sent(cast, lifted=True)
    with pytest.raises(Refused) as refused:
        mark(cast, plain, lifted)
    assert (refused.value.code, refused.value.message) == (
        "lifted",
        "Det här svaret behöver öppnas.",
    )
    assert (fresh(plain).marked_at, fresh(lifted).marked_at) == (None, None)
    assert mark(cast, plain) == [plain.pk]


@pytest.mark.row("M14c")
def test_a_lifted_answer_that_has_been_opened_no_longer_stands_in_the_way(cast):
    plain, lifted = sent(cast), sent(cast, lifted=True)
    mark_read(answers=[lifted], by=cast.bo, now=cast.now)
    assert mark(cast, plain, lifted) == [plain.pk]


@pytest.mark.row("M14b")
def test_the_completion_form_must_be_opened_too(cast):
    answer = cast.send("genomfort", {"klar": True})
    with pytest.raises(Refused) as refused:
        mark(cast, answer)
    assert (refused.value.code, fresh(answer).marked_at) == ("lifted", None)


@pytest.mark.row("M15")
def test_an_answer_that_is_known_to_be_read_asks_nothing_of_the_answers(
    cast, django_assert_num_queries
):
    mark_read(answers=[sent(cast)], by=cast.bo, now=cast.now)
    read = list(Answer.objects.all())
    with django_assert_num_queries(2):  # the savepoint around it
        mark_read(answers=read, by=cast.bo, now=cast.now + HOUR)


def test_another_treatments_answer_is_not_marked(cast):
    hers = cast.send("reflektion-1", WORDS, by=cast.fatima)
    assert mark(cast, hers) == []
    assert fresh(hers).marked_at is None


@pytest.mark.row("M15")
def test_a_marking_can_be_undone_and_both_stand_on_the_timeline(cast):
    answer = sent(cast)
    mark(cast, answer)
    undo(cast, answer)
    assert (fresh(answer).marked_at, fresh(answer).marked_by) == (None, None)
    assert events(answer) == [EventKind.SENT, EventKind.MARKED, EventKind.UNMARKED]


@pytest.mark.row("M15")
def test_an_answer_that_was_really_opened_meanwhile_is_left_as_it_is(cast):
    answer = sent(cast)
    mark(cast, answer)
    mark_read(answers=[answer], by=cast.erik, now=cast.now + HOUR)
    undo(cast, answer)
    found = fresh(answer)
    assert (found.marked_by, found.read_by) == (cast.bo.staff, cast.erik.staff)
    assert events(answer) == [EventKind.SENT, EventKind.MARKED, EventKind.READ]


def test_undoing_what_was_not_marked_or_is_anothers_does_nothing(cast):
    own, hers = sent(cast), cast.send("reflektion-1", WORDS, by=cast.fatima)
    mark_unopened(treatment=cast.fatimas, answer_ids=[hers.pk], by=cast.carin, now=cast.now)
    undo(cast, own, hers)
    assert fresh(hers).marked_by == cast.carin.staff
    assert (events(own), events(hers)) == (
        [EventKind.SENT],
        [EventKind.SENT, EventKind.MARKED],
    )
