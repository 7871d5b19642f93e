"""A question of rows: the same few fields several times."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from lindra.programme.spec import Choice, Question, QuestionType
from lindra.web.fields import field_for
from lindra.web.rows import RowsField, empty
from tests.web.page import Page

TODAY = date(2026, 11, 22)
KINDS = QuestionType
COLUMNS = (
    Question("vad", "Vad?", KINDS.TEXT, required=True, max_length=20),
    Question("ork", "Ork", KINDS.NRS),
    Question("tid", "Minuter", KINDS.MINUTES, min=0, max=180),
)


def field(**rest: object) -> RowsField:
    made = field_for(Question("plan", "Plan", KINDS.ROWS, columns=COLUMNS, **rest), TODAY)
    assert isinstance(made, RowsField)
    return made


def typed(made: RowsField, query: str) -> list[dict[str, object]]:
    return made.widget.value_from_datadict(QueryDict(query), {}, "plan")


def shown(made: RowsField, value: object) -> Page:
    return Page(made.widget.render("plan", value, {}, forms.renderers.TemplatesSetting()))


@pytest.mark.parametrize("nothing", [None, "", [], False])
def test_nothing_was_answered(nothing: object) -> None:
    assert empty(nothing)


@pytest.mark.parametrize("answer", [0, "0", 0.0, True, ["x"], " "])
def test_nought_is_an_answer(answer: object) -> None:
    assert not empty(answer)


def test_only_the_filled_rows_are_kept_and_each_keeps_its_number() -> None:
    made = field(max=5)
    rows = typed(made, "plan-1-vad=Promenad&plan-1-tid=10&plan-3-vad=Vila&plan-3-ork=0")
    assert made.clean(rows) == [
        {"row": "1", "vad": "Promenad", "tid": 10},
        {"row": "3", "vad": "Vila", "ork": 0},
    ]


def test_a_row_that_holds_nought_alone_is_filled() -> None:
    made = field(max=5)
    assert [row["row"] for row in typed(made, "plan-2-tid=0")] == ["2"]


def test_a_row_beyond_the_last_is_not_read() -> None:
    made = field(max=2)
    assert typed(made, "plan-3-vad=Promenad&plan-0-vad=Vila&plan-x-vad=Sova") == []


def test_a_fault_says_in_which_row_and_at_which_question_it_stands() -> None:
    made = field(max=5)
    with pytest.raises(forms.ValidationError) as caught:
        made.clean(typed(made, "plan-1-vad=Promenad&plan-2-tid=10"))
    assert caught.value.messages == ["Rad 2, Vad?: Något saknas. Skriv med egna ord."]


def test_a_fault_in_a_fixed_row_says_its_name() -> None:
    made = field(labels=(Choice("hem", "Hem"), Choice("jobb", "Arbete")))
    with pytest.raises(forms.ValidationError) as caught:
        made.clean(typed(made, "plan-jobb-vad=Sitta&plan-jobb-tid=500"))
    assert caught.value.messages == ["Arbete, Minuter: Skriv ett helt tal mellan 0 och 180."]


def test_required_rows_want_one_at_least() -> None:
    made = field(max=5, required=True)
    with pytest.raises(forms.ValidationError) as caught:
        made.clean(typed(made, ""))
    assert caught.value.messages == ["Något saknas. Fyll i minst en rad."]


def test_three_rows_are_shown_and_three_more_than_are_filled() -> None:
    made = field(max=8)
    full = typed(made, "plan-1-vad=A&plan-2-vad=B&plan-3-vad=C")
    assert len([name for name in shown(made, []).fields if name.endswith("-vad")]) == 3
    assert len([name for name in shown(made, full).fields if name.endswith("-vad")]) == 6


def test_a_filled_row_is_shown_however_many_are_empty_before_it() -> None:
    made = field(max=8)
    page = shown(made, typed(made, "plan-7-vad=Sist"))
    assert page.fields["plan-7-vad"] == ["Sist"]


def test_what_is_typed_wrongly_stands_in_its_cell() -> None:
    made = field(max=3)
    page = shown(made, typed(made, "plan-1-vad=%3Cb%3E&plan-1-tid=m%C3%A5nga&plan-1-ork=7"))
    found = {name: values for name, values in page.fields.items() if name.startswith("plan-1")}
    assert found == {"plan-1-vad": ["<b>"], "plan-1-tid": ["många"], "plan-1-ork": ["7"]}


def test_what_a_draft_keeps_badly_does_not_break_the_page() -> None:
    made = field(max=3)
    assert "plan-1-vad" in shown(made, ["oops", {"row": None}, {}, 3]).fields
