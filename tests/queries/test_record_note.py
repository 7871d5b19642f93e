"""A note ready for the record: what is new, by fixed rules, nothing judged."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.actions.answers import withdraw_answer
from lindra.actions.reading import finish_module, reopen_module
from lindra.programme.registry import programme
from lindra.programme.spec import FormKind, QuestionType
from lindra.queries.record_note import note_of
from lindra.rules.record_note import ENDING, MANY, Filled, Since, record_note
from tests.cast import PROGRAMME
from tests.rules import made

pytestmark = pytest.mark.row("N8")

DAY = timedelta(days=1)
WEEK = {"smarta": 4, "sysslor": 3, "gladje": 2, "humor": 6, "somn": 5, "tilltro": 7}
PAIN = made.question("smarta", QuestionType.NRS)
NOTE = made.question("anm")
REFLECTION = "Reflektion, modul 1 (version 1)"
FORM = made.form(PAIN, NOTE, name="vecka")


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


def note(*fillings, **more) -> str:
    return record_note(Since("P", date(2026, 12, 1), fillings=fillings, **more))


def filled(day: int, pain: int, words: str = "", **more) -> Filled:
    values = {"smarta": pain} | ({"anm": words} if words else {})
    return Filled(FORM, date(2026, 11, day), values, **more)


def test_a_note_from_the_start_tells_each_answer_with_form_day_and_version(cast):
    cast.send("veckokollen", {**WEEK, "nytt_symtom": True, "anm": "Ont\ni ryggen"})
    text = note_of(cast.treatment, cast.now + DAY)
    head = "- 2026-11-22 Veckokollen (version 1): "
    assert text.splitlines()[:2] == [
        "Digitala smärtskolan, 23 november 2026",
        "Ändrat från starten:",
    ]
    assert lines(text)[:3] == [
        "- 2026-11-22 Programmet startat",
        f"{head}Nytt symtom",
        f"{head}Hur stark har smärtan varit för det mesta? 4 av 10",
    ]
    assert lines(text)[-1] == f"{head}Vill du skriva något? Ont i ryggen"
    assert text.endswith(f"\n{ENDING}\n")


def test_only_what_came_after_the_last_note_is_told(cast):
    cast.send("veckokollen", WEEK)
    since = cast.now + DAY
    later = cast.now + 2 * DAY
    assert lines(note_of(cast.treatment, later, since)) == ["- Inget nytt."]
    cast.send("reflektion-1", {"nytt": "ett ord"}, at=later)
    module = programme(PROGRAMME).module("m1")
    cast.treatment.events.create(
        kind="module_done", at=later, actor="patient", actor_name="Astrid", subject="m1"
    )
    told = note_of(cast.treatment, later, since)
    assert lines(told) == [
        f"- 2026-11-24 Modul klar: {module.title}",
        "- 2026-11-24 Reflektion, modul 1 (version 1): Vad var nytt för dig? ett ord",
    ]
    assert "Ändrat sedan anteckningen 23 november 2026:" in told


def test_a_module_is_told_as_it_stands_and_an_undo_after_the_last_note_is_told(cast):
    module = programme(PROGRAMME).module("m1")
    done, undone = f"Modul klar: {module.title}", f"Modul inte klar: {module.title}"

    def note(days: int, since: int | None = None) -> list[str]:
        first = None if since is None else cast.now + since * DAY
        told = lines(note_of(cast.treatment, cast.now + days * DAY, first))
        return [line.removeprefix("- ") for line in told if "Modul" in line or "nytt" in line]

    for page in module.pages:
        cast.treatment.pages_read.create(page=page.id, read_at=cast.now)
    steps = ((1, finish_module), (3, reopen_module), (3, finish_module), (5, reopen_module))
    for day, change in steps:
        change(treatment=cast.treatment, module=module, by=cast.astrid, now=cast.now + day * DAY)
    assert note(2) == [f"2026-11-23 {done}"]
    assert note(4) == [f"2026-11-25 {done}"]
    assert note(4, since=2) == ["Inget nytt."]
    assert note(6) == []
    assert note(6, since=2) == [f"2026-11-27 {undone}"]
    assert note(6, since=4) == [f"2026-11-27 {undone}"]
    assert note(7, since=6) == ["Inget nytt."]


@pytest.mark.row("M5c")
def test_a_changed_answer_is_told_once_and_what_it_changes(cast):
    old = cast.send("reflektion-1", {"nytt": "ett"})
    cast.send("reflektion-1", {"nytt": "två"}, replaces=old, at=cast.now + DAY)
    told = lines(note_of(cast.treatment, cast.now + DAY))
    assert told[1:] == [
        f"- 2026-11-23 {REFLECTION}, ändrar svaret från 2026-11-22: Vad var nytt för dig? två"
    ]


@pytest.mark.row("M5c")
def test_what_is_taken_back_is_told_only_if_the_last_note_may_have_had_it(cast):
    answer = cast.send("reflektion-1", {"nytt": "hemligt"})
    withdraw_answer(answer=answer, by=cast.astrid, now=cast.now + 2 * DAY)
    assert "hemligt" not in note_of(cast.treatment, cast.now + 3 * DAY)
    assert lines(note_of(cast.treatment, cast.now + 3 * DAY, cast.now + DAY)) == [
        f"- 2026-11-24 {REFLECTION}: patienten har tagit tillbaka svaret från 2026-11-22"
    ]
    assert lines(note_of(cast.treatment, cast.now + 4 * DAY, cast.now + 3 * DAY)) == [
        "- Inget nytt."
    ]


def test_many_answers_are_told_as_a_whole_and_their_words_one_by_one():
    fillings = [filled(day, pain) for day, pain in ((1, 5), (2, 2), (3, 8))]
    words = filled(4, 4, "bättre", lifted=("Nytt symtom",))
    summed = "smarta? lägst 2 av 10, högst 8 av 10, senast 4 av 10 (4 svar)"
    assert lines(note(*fillings, words)) == [
        f"- 2026-11-01–2026-11-04 vecka (version 1), 4 svar: {summed}",
        "- 2026-11-04 vecka (version 1): Nytt symtom",
        "- 2026-11-04 vecka (version 1): anm? bättre",
    ]


def test_choices_are_counted_and_nothing_is_weighed():
    choice = made.question("kval", QuestionType.CHOICE, choices=[("1", "Bra"), ("2", "Dåligt")])
    form = made.form(choice, name="natt")
    days = [Filled(form, date(2026, 11, n), {"kval": v}) for n, v in enumerate("1121", start=1)]
    (line,) = lines(note(*days))
    assert line.endswith("natt (version 1), 4 svar: kval? Bra 3, Dåligt 1")


def test_messages_are_counted_and_never_quoted(cast):
    thread = cast.treatment.conversations.create(title="t", started_at=cast.now)
    for number in range(2):
        thread.messages.create(
            author="patient",
            author_name="Astrid",
            text="hemligt",
            key=f"00000000-0000-4000-8000-00000000000{number}",
            sent_at=cast.now,
        )
    text = note_of(cast.treatment, cast.now)
    assert lines(text)[-1] == "- 2026-11-22 Meddelanden: 2 från patienten, 0 från teamet"
    assert "hemligt" not in text


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(0, 10), st.text(max_size=20)), max_size=9)
)
def test_every_line_about_an_answer_has_its_day_form_and_version(parts):
    told = lines(note(*(filled(*part) for part in parts)))
    assert all(line.startswith("- 2026-11-") or line == "- Inget nytt." for line in told)
    assert all("vecka (version 1)" in line for line in told if line != "- Inget nytt.")


@given(st.permutations([(1, 3), (5, 4), (9, 5), (12, 6), (20, 7)]), st.integers(1, 5))
def test_the_same_facts_give_the_same_note_in_whatever_order_they_come(parts, count):
    chosen = parts[:count]
    assert note(*(filled(*p) for p in chosen)) == note(*(filled(*p) for p in sorted(chosen)))
    assert (len(lines(note(*(filled(*p) for p in chosen)))) == count) is (count <= MANY)


def test_a_question_of_rows_is_told_row_by_row():
    rows = made.question(
        "moten",
        QuestionType.ROWS,
        choices=(("a", "Chefen"),),
        columns=(made.question("nar"), made.question("hur")),
    )
    form = made.form(rows, name="moten", kind=FormKind.REFLECTION)
    table = [{"row": "a", "nar": "i morgon", "hur": "i telefon"}, "skräp"]
    told = [Filled(form, date(2026, 11, 2), {"moten": values}) for values in (table, "skräp")]
    assert lines(note(*told)) == [
        "- 2026-11-02 moten (version 1): moten? Chefen: i morgon, i telefon"
    ]


def test_a_measure_without_a_number_is_not_summed():
    many = [Filled(FORM, date(2026, 11, day), {"smarta": "många"}) for day in range(1, MANY + 2)]
    assert [line for line in lines(note(*many)) if "smarta" in line] == []


def test_a_question_without_a_sign_of_its_own_is_parted_from_its_answer():
    form = made.form(replace(NOTE, text="Något att prova"), NOTE, name="vecka")
    told = lines(note(Filled(form, date(2026, 11, 2), {"anm": "Vila"})))
    assert told == [
        "- 2026-11-02 vecka (version 1): Något att prova: Vila",
        "- 2026-11-02 vecka (version 1): anm? Vila",
    ]
