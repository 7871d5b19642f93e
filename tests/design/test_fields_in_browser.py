"""Fields in a browser: clocks, scales, counters, help at the tick; and the session's warning."""

import json

import pytest
from django import forms
from django.utils.safestring import mark_safe
from playwright.sync_api import expect

from lindra.web import widgets


class Night(forms.Form):
    use_required_attribute = False
    to_bed = forms.CharField(label="När gick du till sängs?", widget=widgets.Clock())
    up = forms.CharField(label="När steg du upp?", widget=widgets.Clock())
    pain = forms.IntegerField(
        label="Smärta", required=False, widget=widgets.Scale("ingen", "värst")
    )
    note = forms.CharField(label="Något särskilt?", required=False, widget=widgets.LongText(20))
    symptom = forms.BooleanField(
        label="Tryck över bröstet", required=False, widget=widgets.TickRow(shows_help=True)
    )

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["symptom"].tick_help = mark_safe("<p>Ring 112.</p>")


SPAN = (
    "<output data-clock-span data-from='id_to_bed' data-to='id_up' data-label='I sängen'></output>"
)


@pytest.fixture
def night(stage):
    return stage.show(
        "<form class='form'>{{ form }}</form>" + SPAN, "clock", "counter", form=Night()
    )


@pytest.mark.row("M5b")
def test_a_quarter_more_or_less_only_once_a_time_stands_there(night):
    later = night.get_by_role("button", name="15 minuter senare").first
    expect(later).to_be_disabled()
    night.get_by_label("När gick du till sängs?").fill("2350")
    expect(later).to_be_enabled()
    later.click()
    expect(night.get_by_label("När gick du till sängs?")).to_have_value("00:05")


def test_the_hours_between_two_times_are_shown_so_that_slips_are_seen(night):
    night.get_by_label("När gick du till sängs?").fill("22.30")
    night.get_by_label("När steg du upp?").fill("7")
    expect(night.locator("output")).to_have_text("I sängen 8 tim 30 min")
    night.get_by_label("När steg du upp?").fill("25")
    expect(night.locator("output")).to_have_text("")


def test_a_scale_is_emptied_by_mouse_and_by_keyboard(night):
    expect(night.get_by_text("Inget svar")).to_be_hidden()
    night.get_by_label("7", exact=True).check(force=True)
    night.get_by_label("Inget svar").check(force=True)
    assert night.evaluate("new FormData(document.forms[0]).get('pain')") == ""
    night.get_by_label("10", exact=True).check(force=True)
    night.keyboard.press("ArrowRight")
    assert night.evaluate("new FormData(document.forms[0]).get('pain')") == ""


def test_the_counter_says_how_much_is_left_and_cuts_nothing(night):
    note = night.get_by_label("Något särskilt?")
    note.fill("x" * 15)
    expect(night.locator("[data-counter]")).to_have_text("5 tecken kvar")
    note.fill("x" * 23)
    expect(night.locator("[data-counter]")).to_have_text("3 tecken för mycket")
    expect(note).to_have_value("x" * 23)


@pytest.mark.row("M14c")
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_help_stands_at_the_tick_without_script_or_network(stage):
    page = stage.show("<form class='form'>{{ form }}</form>", form=Night())
    page.context.set_offline(True)
    expect(page.get_by_text("Ring 112.")).to_be_hidden()
    page.get_by_label("Tryck över bröstet").check()
    expect(page.get_by_text("Ring 112.")).to_be_visible()
    assert page.get_by_text("Ring 112.").locator("xpath=ancestor::*[@role='status']").count() == 1


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_clock_is_an_ordinary_field(stage):
    page = stage.show("<form class='form'>{{ form }}</form>", form=Night())
    expect(page.locator(".clock-step").first).to_be_hidden()
    page.get_by_label("När steg du upp?").fill("07:00")


DIALOG = '{% include "components/session_dialog.html" %}'
TEXT = "<label>Text <input name='t'></label>"


@pytest.fixture
def session(stage):
    stage.answers["/stay/"] = lambda request: (200, json.dumps({"seconds_left": 1800}))
    stage.own_time()
    warning = {"seconds": 1800, "url": "/stay/"}
    page = stage.show(TEXT, "session", after=DIALOG, session_warning=warning)
    stage.stop_time()
    return page


def minutes(page, number):
    page.clock.fast_forward(number * 60_000)
    page.clock.run_for(11_000)


def test_five_minutes_before_the_page_warns_and_going_on_extends(session, stage):
    minutes(session, 23)
    expect(session.get_by_role("dialog")).to_be_hidden()
    minutes(session, 1)
    expect(session.get_by_role("dialog")).to_contain_text("Om 5 minuter loggas du ut.")
    with session.expect_response("**/stay/") as answered:
        session.get_by_role("button", name="Fortsätt").click()
    answered.value.finished()
    session.wait_for_timeout(100)  # the dialog goes at the click, the time when the answer is read
    expect(session.get_by_role("dialog")).to_be_hidden()
    minutes(session, 20)
    expect(session.get_by_role("dialog")).to_be_hidden()
    assert len(stage.sent("/stay/")) == 1


def test_typing_extends_at_most_once_in_five_minutes(session, stage):
    field = session.get_by_label("Text")
    field.type("abc")
    assert stage.sent("/stay/") == []
    minutes(session, 6)
    with session.expect_request("**/stay/"):
        field.type("def")
    assert len(stage.sent("/stay/")) == 1


def test_when_time_is_out_the_page_hides_what_it_shows(session, stage):
    stage.answers["/stay/"] = lambda request: (401, "")
    minutes(session, 31)
    expect(session.get_by_role("heading", name="Du är utloggad")).to_be_visible()
    expect(session.get_by_label("Text")).to_be_hidden()
    expect(session).to_have_title("Utloggad")


ASKED_LATER = """<form><label><input type="checkbox" name="more"> Mer</label>
<label><input type="radio" name="kind" value="annat"> Annat</label>
<label><input type="radio" name="kind" value="gång"> Gång</label>
<div data-shown-when="more" data-shown-values="ja">Följdfråga</div>
<div data-shown-when="kind" data-shown-values="annat övrigt">Vad då?</div></form>"""


def test_a_question_that_belongs_to_an_answer_shows_when_it_is_given(stage):
    page = stage.show(ASKED_LATER, "conditions")
    expect(page.get_by_text("Följdfråga")).to_be_hidden()
    page.get_by_label("Mer").check()
    expect(page.get_by_text("Följdfråga")).to_be_visible()
    page.get_by_label("Annat").check()
    expect(page.get_by_text("Vad då?")).to_be_visible()
    page.get_by_label("Gång").check()
    expect(page.get_by_text("Vad då?")).to_be_hidden()
