"""The player: never starts by itself, keeps its place, works without sound and without scripts."""

import pytest
from playwright.sync_api import expect

CUES = [
    {"t": 0, "text": "Du är här.", "silence_s": 20},
    {"t": 30, "text": "Lyssna efter tre ljud.", "silence_s": 10},
    {"t": 50, "text": "Vad vill du göra nu?", "silence_s": 0},
]
PLAYER = {
    "script_id": "landa-har",
    "title": "Landa här",
    "minutes": 1,
    "data": {"id": "landa-har", "length_s": 60, "cues": CUES, "ready": "Redo?", "ending": "Slut."},
    "choices": [
        {
            "legend": "Hur vill du göra övningen?",
            "name": "position",
            "options": [{"value": "sit", "label": "Sitta", "hint": "Låt fötterna ha stöd."}],
        }
    ],
}
BODY = '{% include "components/player.html" %}'


@pytest.fixture
def player(stage):
    stage.own_time()
    page = stage.show(BODY, "player", player=PLAYER)
    stage.stop_time()
    return page


def forward(page, seconds):
    page.clock.run_for(seconds * 1000)


def said(page):
    return page.locator("[data-player-text]")


def test_it_never_starts_by_itself(player):
    forward(player, 40)
    expect(said(player)).to_have_text("Redo?")
    expect(player.locator("[data-player-elapsed]")).to_have_text("0:00")


def test_it_shows_the_words_in_time_and_ends(player):
    player.get_by_role("button", name="Spela").click()
    expect(said(player)).to_have_text("Du är här.")
    forward(player, 15)
    expect(player.get_by_text("En stunds tystnad")).to_be_visible()
    forward(player, 20)
    expect(said(player)).to_have_text("Lyssna efter tre ljud.")
    forward(player, 30)
    expect(said(player)).to_have_text("Slut.")
    expect(player.get_by_role("button", name="Spela")).to_be_visible()


def test_it_pauses_and_goes_on_from_the_same_place(player):
    player.get_by_role("button", name="Spela").click()
    forward(player, 35)
    player.get_by_role("button", name="Pausa").click()
    forward(player, 100)
    expect(player.locator("[data-player-elapsed]")).to_have_text("0:35")
    player.get_by_role("button", name="Spela").click()
    forward(player, 20)
    expect(said(player)).to_have_text("Vad vill du göra nu?")


def test_the_place_is_kept_in_the_tab_and_nothing_else(player):
    player.get_by_role("button", name="Spela").click()
    forward(player, 35)
    player.reload()
    expect(said(player)).to_have_text("Du var vid 0:35. Tryck på Spela när du vill fortsätta.")
    kept = player.evaluate("Object.entries(sessionStorage)")
    assert [[key, value] for key, value in kept if not key.startswith("htmx-")] == [
        ["player:landa-har", "35"]
    ]


def test_fifteen_seconds_back_and_the_slider_by_keyboard(player):
    player.get_by_role("button", name="Spela").click()
    forward(player, 35)
    player.get_by_role("button", name="15 sekunder tillbaka").click()
    expect(player.locator("[data-player-elapsed]")).to_have_text("0:20")
    slider = player.get_by_label("Plats i övningen")
    slider.focus()
    player.keyboard.press("End")
    forward(player, 1)
    expect(said(player)).to_have_text("Slut.")


def test_half_silences_shorten_the_exercise_but_not_the_words(player):
    player.get_by_text("Tystnad och klocka").click()
    player.get_by_label("Halva").check(force=True)
    expect(player.locator("[data-player-total]")).to_have_text("0:45")
    player.get_by_role("button", name="Spela").click()
    forward(player, 21)
    expect(said(player)).to_have_text("Lyssna efter tre ljud.")


def test_the_chosen_position_has_its_words(player):
    player.get_by_label("Sitta").check(force=True)
    expect(player.get_by_text("Låt fötterna ha stöd.")).to_be_visible()


def test_it_works_where_there_is_no_sound_at_all(stage):
    stage.page.add_init_script("delete window.AudioContext; delete window.webkitAudioContext")
    page = stage.show(BODY, "player", player=PLAYER)
    page.get_by_role("button", name="Spela").click()
    expect(said(page)).to_have_text("Du är här.")
    assert stage.console == []


def test_playing_counts_as_being_there(player):
    player.evaluate("document.addEventListener('lindra:active', () => { window.active = true })")
    player.get_by_role("button", name="Spela").click()
    forward(player, 1)
    assert player.evaluate("window.active") is True


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_whole_exercise_stands_as_text(stage):
    page = stage.show(BODY, "player", player=PLAYER)
    for cue in CUES:
        expect(page.get_by_text(cue["text"])).to_be_visible()
