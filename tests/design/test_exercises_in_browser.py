"""Exercises on a page: by mouse and keyboard, nothing sent, and whole without scripts."""

from types import SimpleNamespace as Values

import pytest
from playwright.sync_api import expect

CARDS = Values(
    kind="cards",
    title="Vanligt, eller dags att söka vård?",
    columns=["Vanligt", "Sök vård"],
    cards=[
        Values(text="Träningsvärk", column="Vanligt", why="Det går över."),
        Values(text="Ny domning", column="Sök vård", why="Ring 1177."),
    ],
)
SLIDER = Values(
    kind="slider",
    title="Volymen",
    label="Känslighet",
    low="låg",
    high="hög",
    items=[Values(title="Låg", text="Knappt märkbart."), Values(title="Hög", text="Känns stark.")],
)
QUIZ = Values(
    kind="quiz",
    title="Kunskapskoll",
    statements=[Values(text="Ont betyder skada.", true=False, why="Det är mer än så.")],
)
WRITE = Values(kind="write", title="Skriv", label="En tanke", prefix="Jag märker att")
TIMER = Values(kind="timer", title="Paus", minutes=[20, 30, 45])
ONE = '{% include "components/exercise.html" with exercise_id="ovning-1" %}'


@pytest.fixture
def show(stage):
    def one(exercise):
        scripts = ("calculator", "cards", "quiz", "slider", "write", "timer")
        return stage.show(ONE, *scripts, exercise=exercise)

    return one


def test_a_card_is_placed_with_the_keyboard_and_says_why(show, stage):
    page = show(CARDS)
    expect(page.get_by_text("Det går över.")).to_be_hidden()
    page.get_by_role("button", name="Vanligt").first.focus()
    page.keyboard.press("Enter")
    pile = page.locator("[data-sort-pile='Vanligt']")
    expect(pile.get_by_text("Träningsvärk")).to_be_visible()
    expect(pile.get_by_text("Det går över.")).to_be_visible()
    expect(page.locator("[data-sort-status]")).to_have_text("Lagt i ”Vanligt”. Det går över.")
    expect(page.get_by_role("button", name="Vanligt")).to_be_focused()
    assert stage.asked == []


def test_a_card_in_the_other_pile_is_told_where_it_belongs_and_can_be_taken_back(show):
    page = show(CARDS)
    page.get_by_role("button", name="Sök vård").first.click()
    expect(page.get_by_text("Hör snarare till ”Vanligt”.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Lägg tillbaka").click()
    expect(page.locator("[data-sort-hand] [data-sort-card]")).to_have_count(2)
    expect(page.get_by_text("Hör snarare till", exact=False).first).to_be_hidden()


def test_a_card_can_be_dragged(show):
    page = show(CARDS)
    page.get_by_text("Träningsvärk").drag_to(page.locator("[data-sort-pile='Vanligt']"))
    expect(page.locator("[data-sort-pile='Vanligt']").get_by_text("Det går över.")).to_be_visible()


def test_the_cards_come_one_at_a_time(show):
    page = show(CARDS)
    expect(page.get_by_text("Kort 1 av 2")).to_be_visible()
    expect(page.get_by_text("Ny domning")).to_be_hidden()
    page.get_by_role("button", name="Vanligt").click()
    expect(page.get_by_text("Kort 2 av 2")).to_be_visible()
    page.get_by_role("button", name="Sök vård").click()
    expect(page.get_by_text("Alla kort är lagda.")).to_be_visible()


def test_the_slider_shows_one_step_at_a_time_and_says_its_name(show):
    page = show(SLIDER)
    slider = page.get_by_label("Känslighet")
    expect(slider).to_have_attribute("aria-valuetext", "Låg")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Känns stark.")).to_be_visible()
    expect(page.get_by_text("Knappt märkbart.")).to_be_hidden()
    expect(slider).to_have_attribute("aria-valuetext", "Hög")


def test_the_quiz_explains_at_once_and_tells_nobody(show, stage):
    page = show(QUIZ)
    page.get_by_label("Sant").check(force=True)
    expect(page.get_by_role("status")).to_have_text(
        "Inte riktigt. Det är falskt. Det är mer än så."
    )
    page.get_by_label("Falskt").check(force=True)
    expect(page.get_by_role("status")).to_contain_text("Ja, så är det.")
    assert stage.asked == []


def test_what_is_written_for_oneself_follows_the_prefix(show):
    page = show(WRITE)
    page.get_by_label("En tanke").fill("jag inte orkar")
    expect(page.get_by_role("status")).to_have_text("Jag märker att jag inte orkar")


def test_the_timer_starts_when_asked_and_says_when_time_is_out(show):
    page = show(TIMER)
    page.clock.install()
    page.goto(page.url)
    expect(page.get_by_role("button", name="Starta")).to_be_disabled()
    page.get_by_label("20 min").check(force=True)
    page.get_by_role("button", name="Starta").click()
    page.clock.fast_forward("10:00")
    page.clock.run_for(1000)
    expect(page.get_by_role("timer")).to_have_text("9:59")
    page.clock.fast_forward("10:00")
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_have_text("Tiden är ute")


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (CARDS, ["Träningsvärk", "Det går över.", "Ring 1177."]),
        (SLIDER, ["Knappt märkbart.", "Känns stark."]),
        (QUIZ, ["Ont betyder skada."]),
        (TIMER, ["Ställ en klocka på 20, 30 eller 45 minuter."]),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_without_scripts_the_exercise_is_whole(show, exercise, words):
    page = show(exercise)
    for word in words:
        expect(page.get_by_text(word, exact=True)).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_answer_of_the_quiz_can_be_opened(show):
    page = show(QUIZ)
    page.get_by_text("Visa svaret").click()
    expect(page.get_by_text("Det är falskt. Det är mer än så.")).to_be_visible()


CALCULATED = [
    (
        "start_level",
        "10 6 8",
        "Snittet är 8. En femtedel mindre är 6,4. Din startnivå är 6 minuter.",
    ),
    ("start_level", "1 1", "Snittet är 1. En femtedel mindre är 0,8. Din startnivå är 1 minut."),
    ("start_level", "5 5 5", "Snittet är 5. En femtedel mindre är 4. Din startnivå är 4 minuter."),
    ("start_level", "7", "Skriv minst två försök."),
    ("standard_glass", "33 5", "Ungefär 13,2 gram alkohol. Det är ungefär 1,1 standardglas."),
    ("standard_glass", "12,5 12", "Ungefär 12 gram alkohol. Det är ungefär 1 standardglas."),
]


@pytest.mark.parametrize(("calculator", "typed", "words"), CALCULATED)
def test_a_calculation_is_shown_with_its_rule_and_sent_nowhere(
    show, stage, calculator, typed, words
):
    page = show(Values(kind="calculator", title="Räkna", calculator=calculator))
    for field, text in zip(page.locator("[data-number]").all(), typed.split(), strict=False):
        field.fill(text)
    expect(page.get_by_role("status")).to_have_text(words)
    assert stage.asked == []


@pytest.mark.parametrize(
    ("more", "weeks"), [("1 minut", [20, 21, 22, 23]), ("10 procent", [20, 22, 24, 26])]
)
def test_four_weeks_ahead_are_counted_in_whole_minutes(show, more, weeks):
    page = show(Values(kind="calculator", title="Räkna", calculator="four_weeks"))
    page.locator("[data-number]").fill("20")
    page.get_by_label(more).check(force=True)
    said = " ".join(f"Vecka {n}: {minutes} minuter." for n, minutes in enumerate(weeks, 1))
    expect(page.get_by_role("status")).to_have_text(said)


def test_the_battery_of_a_day_goes_down_and_a_pause_gives_some_back(show):
    page = show(Values(kind="calculator", title="Räkna", calculator="day_battery"))
    page.get_by_label("Handla mat, 25").check(force=True)
    page.get_by_label("Paus före lunch, ger 10").check(force=True)
    expect(page.get_by_role("status")).to_have_text("85 av 100 kvar.")
