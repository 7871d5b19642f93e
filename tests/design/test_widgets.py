"""The widgets: nothing preselected, all can be emptied, what people type is understood."""

from datetime import date, time

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from lindra.web import widgets
from lindra.web.widgets.texts import tidy_minutes

TODAY = date(2026, 11, 22)
WIDGETS = {
    "scale": widgets.Scale("ingen", "värst"),
    "rows": widgets.ChoiceRows(choices=[("ja", "Ja"), ("nej", "Nej")]),
    "chips": widgets.ChoiceChips(choices=[("ja", "Ja"), ("nej", "Nej")]),
    "multi": widgets.MultiRows(choices=[("a", "A"), ("b", "B")]),
    "day": widgets.RecentDate(TODAY),
    "tick": widgets.TickRow(),
}


@pytest.mark.row("M5b")
@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_without_a_value_shows_no_choice(name):
    html = WIDGETS[name].render("q", None, {"id": "id_q"})
    assert "checked" not in html
    assert "selected" not in html


@pytest.mark.parametrize("name", ["scale", "rows", "chips", "day"])
def test_a_chosen_value_is_shown_once(name):
    value = {"scale": 7, "day": date(2026, 11, 20)}.get(name, "ja")
    html = WIDGETS[name].render("q", value, {"id": "id_q"})
    assert html.count(" checked") == 1


def test_an_optional_scale_can_be_emptied_and_a_required_one_cannot():
    class Form(forms.Form):
        may = forms.IntegerField(required=False, widget=widgets.Scale())
        must = forms.IntegerField(widget=widgets.Scale())

    form = Form()
    assert "Inget svar" in str(form["may"])
    assert "Inget svar" not in str(form["must"])


def test_an_emptied_scale_is_no_answer_and_zero_is_one():
    field = forms.IntegerField(required=False, widget=widgets.Scale())
    assert field.clean("") is None
    assert field.clean("0") == 0
    assert 'value="0" id="id_q_0" checked' in field.widget.render("q", 0, {"id": "id_q"})


def test_a_day_further_back_is_taken_from_the_list():
    day = WIDGETS["day"]
    assert day.value_from_datadict(QueryDict("q=2026-11-21"), {}, "q") == "2026-11-21"
    assert day.value_from_datadict(QueryDict("q=other&q_other=2026-11-15"), {}, "q") == "2026-11-15"
    assert day.value_from_datadict(QueryDict(""), {}, "q") is None


def test_the_days_are_named_and_those_with_an_answer_say_so():
    day = widgets.RecentDate(TODAY, 3, ("I natt", "Natten innan"), filled={date(2026, 11, 20)})
    with override("sv"):
        html = day.render("q", None, {"id": "id_q"})
    assert "I natt, söndag 22 november<" in html
    assert '<option value="2026-11-20">fredag 20 november (ifylld)</option>' in html
    assert html.count("<option") == 3


def test_the_clock_shows_hours_and_minutes():
    assert 'value="07:05"' in widgets.Clock().render("q", time(7, 5), {})


def test_help_opens_at_the_values_that_ask_for_it():
    rows = widgets.ChoiceRows(choices=[("ja", "Ja"), ("nej", "Nej")], help_values=["ja"])
    html = rows.render("q", None, {"id": "id_q"})
    assert html.count("data-shows-help") == 1
    assert 'value="ja" id="id_q_0" data-shows-help' in html


def test_a_long_text_is_counted_but_never_cut():
    class Form(forms.Form):
        text = forms.CharField(max_length=200, help_text="Kort.", widget=widgets.LongText(200))

    html = str(Form()["text"])
    assert "maxlength" not in html
    assert 'aria-describedby="id_text_helptext id_text_count"' in html
    assert not Form({"text": "x" * 201}).is_valid()


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45", "45"),
        ("45 min", "45"),
        ("45 minuter", "45"),
        ("1:30", "90"),
        ("1 tim 30 min", "90"),
        ("1 timme och 5 minuter", "65"),
        ("2 h", "120"),
        ("1,5 tim", "90"),
        (" 0 ", "0"),
        ("en stund", "en stund"),
        ("-5", "-5"),
        ("", ""),
    ],
)
def test_a_duration_is_understood_as_people_write_it(typed, minutes):
    assert tidy_minutes(typed) == minutes


class Question(forms.Form):
    use_required_attribute = False
    scale = forms.IntegerField(label="Hur ont?", help_text="I dag.", widget=widgets.Scale())
    line = forms.CharField(label="Vad?", help_text="Kort.")
    tick = forms.BooleanField(label="Jag har läst", required=False, widget=widgets.TickRow())


def test_a_group_is_a_fieldset_that_says_what_is_missing():
    html = Question({}).as_div()
    assert (
        '<fieldset class="field field-wrong" id="id_scale" role="radiogroup" aria-invalid="true" '
        'aria-describedby="id_scale_helptext id_scale_error">' in html
    )
    assert 'id="id_scale_error"' in html


def test_a_line_is_described_by_its_help_and_its_error():
    html = str(Question({})["line"])
    assert 'aria-describedby="id_line_helptext id_line_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_is_needed_is_said_in_words_and_optional_questions_say_nothing():
    form = Question()
    assert form["scale"].as_field_group().count("(behövs)") == 1
    assert form["tick"].as_field_group().count("(behövs)") == 0
    form.all_needed = True
    assert form["scale"].as_field_group().count("(behövs)") == 0
