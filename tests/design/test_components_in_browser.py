"""Every component in a browser: axe, reflow at 320 px, size of targets, no policy broken."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace as Values

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.utils.safestring import mark_safe

from lindra.web import widgets

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
YES_NO = [("ja", "Ja"), ("nej", "Nej")]


class Everything(forms.Form):
    use_required_attribute = False
    line = forms.CharField(label="En rad", help_text="Hjälp till frågan.")
    long = forms.CharField(label="Flera rader", widget=widgets.LongText(500))
    scale = forms.IntegerField(
        label="Skala", widget=widgets.Scale("ingen smärta", "värsta tänkbara")
    )
    empty = forms.IntegerField(
        label="Frivillig", required=False, widget=widgets.Scale("tom", "full")
    )
    clock = forms.CharField(label="Klockslag", widget=widgets.Clock())
    day = forms.DateField(label="Natt", widget=widgets.RecentDate(date(2026, 11, 22)))
    when = forms.DateField(label="Datum", widget=widgets.CalendarDate())
    rows = forms.ChoiceField(label="Rader", choices=YES_NO, widget=widgets.ChoiceRows())
    chips = forms.ChoiceField(label="Brickor", choices=YES_NO, widget=widgets.ChoiceChips())
    multi = forms.MultipleChoiceField(label="Flera", choices=YES_NO, widget=widgets.MultiRows())
    many = forms.MultipleChoiceField(label="Många", choices=YES_NO, widget=widgets.MultiChips())
    number = forms.IntegerField(label="Tal", widget=widgets.Number("gånger"))
    length = forms.IntegerField(label="Tid", widget=widgets.Minutes())
    pick = forms.ChoiceField(label="Välj", choices=[("", "Välj"), *YES_NO])
    tick = forms.BooleanField(label="Jag har läst", widget=widgets.TickRow(shows_help=True))

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["tick"].tick_help = mark_safe("<p>Ring <a href='tel:112'>112</a>.</p>")


EXERCISES = [
    Values(
        kind="cards",
        title="Kort",
        columns=["Vanligt", "Sök vård"],
        cards=[Values(text="Träningsvärk", column="Vanligt", why="Går över.")],
    ),
    Values(
        kind="slider",
        title="Reglage",
        label="Känslighet",
        low="låg",
        high="hög",
        items=[Values(title="Låg", text="Svag."), Values(title="Hög", text="Stark.")],
    ),
    Values(kind="stations", title="Stationer", items=[Values(title="Fingret", text="Känner.")]),
    Values(kind="ticks", title="Kryss", ticks=["oro", "ilska"]),
    Values(kind="write", title="Skriv", label="En tanke", prefix="Jag märker att"),
    Values(kind="quiz", title="Koll", statements=[Values(text="Så är det.", true=True, why="Ja.")]),
    Values(kind="timer", title="Paus", minutes=[20, 30]),
]
BODY = (Path(__file__).parent / "everything.html").read_text()
SCRIPTS = ("clock", "counter", "cards", "quiz", "slider", "write", "timer", "player")
CONTEXT = {
    "kinds": ["info", "ok", "warn", "danger"],
    "flags": ["lifted", "done", "answer", "message", "new", "ending", "expired"],
    "points": ["Ett.", "Två."],
    "tabs": [
        {"label": "Hantera", "url": "#", "current": True},
        {"label": "Formulär", "url": "#", "count": 5},
    ],
    "nights": [
        {"label": "mån", "text": "måndag: ifylld", "filled": True},
        {"label": "tis", "text": "tisdag"},
    ],
    "exercises": EXERCISES,
    "player": {
        "script_id": "landa",
        "title": "Landa här",
        "minutes": 1,
        "data": {
            "id": "landa",
            "length_s": 60,
            "cues": [{"t": 0, "text": "Du är här.", "silence_s": 5}],
        },
    },
}
TOO_SMALL = """least => [
    ...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(each => !each.closest("[hidden]") && getComputedStyle(each).display !== "inline")
  .map(each => [each, (each.closest("label.tick") || each).getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([each]) => each.outerHTML.slice(0, 120))"""


@pytest.fixture(params=[(320, "light"), (320, "dark"), (1360, "light"), (1360, "dark")], ids=str)
def everything(stage, request):
    width, theme = request.param
    stage.page.set_viewport_size({"width": width, "height": 800})
    page = stage.show(BODY, *SCRIPTS, form=Everything({}), theme=theme, **CONTEXT)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    page.get_by_label("Jag har läst").check()
    return page


def test_axe_finds_nothing(everything):
    found = Axe().run(everything, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_nothing_has_to_be_scrolled_sideways_and_every_target_is_large(everything):
    assert everything.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert everything.evaluate(TOO_SMALL, 44) == []


def test_the_policy_is_not_broken(everything, stage):
    assert stage.console == []


def test_the_largest_text_fits_a_small_phone(stage):
    stage.page.set_viewport_size({"width": 320, "height": 800})
    page = stage.show(BODY, *SCRIPTS, form=Everything({}), **CONTEXT)
    page.evaluate("document.documentElement.dataset.text = 'largest'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_focus_is_seen_at_every_stop(stage):
    page = stage.show(BODY, form=Everything({}), **CONTEXT)
    stops = page.evaluate("document.querySelectorAll('a[href], button, select, textarea').length")
    unseen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        unseen += page.evaluate("""() => {
          const here = document.activeElement, box = here.getBoundingClientRect();
          const face = here.matches(".tile input, .chip-tick input")
            ? here.nextElementSibling : here.closest(".tick") || here;
          const width = parseFloat(getComputedStyle(face).outlineWidth);
          const inside = box.top >= 0 && box.bottom <= innerHeight + 1 || box.height > innerHeight;
          return width >= 2 && inside ? [] : [here.outerHTML.slice(0, 100)];
        }""")
    assert unseen == []
