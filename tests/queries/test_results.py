"""Answers in words, form by form."""

from datetime import timedelta

import pytest

from lindra.actions.answers import mark_read, mark_unopened, withdraw_answer
from lindra.queries.results import filling, fillings, forms_answered

HOUR = timedelta(hours=1)
NIGHT = {"datum": "2026-11-22", "b": "22:30", "u": "06:30", "kval": "4", "smarta_natt": 0}

pytestmark = pytest.mark.row("M16")


def told(found) -> list[tuple[str, str]]:
    return [(each.question.id, each.text) for each in found.said]


def test_an_answer_is_told_in_the_order_of_the_form_without_what_was_left_empty(cast):
    found = filling(cast.send("somndagbok", NIGHT))
    assert told(found) == [
        ("datum", "22 november 2026"),
        ("b", "22:30"),
        ("u", "06:30"),
        ("kval", "Bra"),
        ("smarta_natt", "0 av 10"),
    ]


def test_what_was_not_asked_is_not_told_even_if_it_was_sent(cast):
    found = filling(cast.send("somndagbok", {**NIGHT, "sov_inte": "ja", "sol": 30}))
    assert "sol" not in dict(told(found))
    slept = {**NIGHT, "datum": "2026-11-21", "sov_inte": "nej", "sol": 30}
    assert dict(told(filling(cast.send("somndagbok", slept))))["sol"] == "30 minuter"


def test_rows_are_told_with_their_labels(cast):
    values = {"punkter": [{"row": "pauser", "svar": "ja"}, {"row": "ljus", "svar": "nej"}, "x"]}
    (said,) = filling(cast.send("arbetsplats", values)).said
    assert said.text == ""
    assert said.rows == (
        ("Jag kan ta korta pauser när jag behöver.", ("Ja",)),
        ("Ljuset räcker utan att blända.", ("Nej",)),
    )


def test_rows_without_labels_keep_their_number_and_each_column_its_place(cast):
    values = {"aktiviteter": [{"row": "2", "aktivitet": "Promenad", "tis": 15}]}
    (said,) = filling(cast.send("veckoplan", values)).said
    assert said.rows == (("2", ("Promenad", "", "15 minuter", "", "", "", "", "")),)


def test_rows_that_are_no_list_are_not_told(cast):
    assert filling(cast.send("arbetsplats", {"punkter": "sönder"})).said == ()


@pytest.mark.row("M5c")
def test_every_filling_of_a_form_is_there_newest_first_also_those_changed_and_taken_back(cast):
    old = cast.send("reflektion-1", {"nytt": "ett"})
    new = cast.send("reflektion-1", {"nytt": "två"}, replaces=old, at=cast.now + HOUR)
    gone = cast.send("reflektion-1", {"nytt": "tre"}, at=cast.now + 2 * HOUR)
    withdraw_answer(answer=gone, by=cast.astrid, now=cast.now + 2 * HOUR)
    cast.send("veckokollen", {"smarta": 3})
    cast.send("reflektion-1", {"nytt": "annans"}, by=cast.fatima)
    found = fillings(cast.treatment, "reflektion-1")
    assert [each.answer for each in found] == [gone, new, old]
    assert [each.current for each in found] == [False, True, False]


def lines(cast) -> list[tuple[object, ...]]:
    return [(x.form.id, x.current, x.unread, x.latest) for x in forms_answered(cast.treatment)]


@pytest.mark.row("M15")
def test_a_form_stands_once_with_its_fillings_and_how_many_are_unread(cast):
    assert lines(cast) == []
    sent = [cast.send("reflektion-1", {"nytt": str(n)}, at=cast.now + n * HOUR) for n in range(4)]
    mark_read(answers=[sent[0]], by=cast.bo, now=cast.now)
    ids = [sent[1].pk]
    mark_unopened(treatment=cast.treatment, answer_ids=ids, by=cast.bo, now=cast.now)
    withdraw_answer(answer=sent[2], by=cast.astrid, now=cast.now + 4 * HOUR)
    assert lines(cast) == [("reflektion-1", 3, 1, cast.now + 3 * HOUR)]


def test_forms_stand_in_the_order_of_the_programme_whatever_came_first(cast):
    cast.send("veckokollen", {"smarta": 3})
    cast.send("genomfort", {"klar": True})
    assert [line[0] for line in lines(cast)] == ["genomfort", "veckokollen"]


def test_a_form_whose_answers_are_all_taken_back_still_stands(cast):
    answer = cast.send("reflektion-1", {"nytt": "ord"})
    withdraw_answer(answer=answer, by=cast.astrid, now=cast.now)
    assert lines(cast) == [("reflektion-1", 0, 0, cast.now)]
