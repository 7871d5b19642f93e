"""What a folder of files becomes."""

from dataclasses import FrozenInstanceError, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from lindra.programme import spec
from lindra.programme.load import load_programme
from tests.programme.conftest import PROGRAMMES, Change

YES = ("ja",)


@pytest.fixture(scope="module")
def programme() -> spec.Programme:
    return load_programme(PROGRAMMES / "litet")


def test_the_programmes_own_keys_are_read(programme: spec.Programme) -> None:
    assert (programme.id, programme.name) == ("litet", "Lugna andetag")
    assert programme.device_status is spec.DeviceStatus.NONE
    assert programme.retention is spec.Retention.JOURNAL
    assert (programme.months_of_access, programme.follow_up_days, programme.correction_days) == (
        (3, 14, 7)
    )
    assert programme.pace == "Ta det i din takt."
    assert programme.about_time == ("En sida tar några minuter.",)
    assert programme.words == {"mellangärde": "muskeln som drar ned luften"}


def test_contacts_facts_and_sources_are_read(programme: spec.Programme) -> None:
    assert programme.contacts[1] == spec.Contact(
        id="stodlinje",
        name="Stödlinjen",
        say="Stödlinjen, 020-11 22 33",
        phone="020112233",
        verified_at=date(2026, 11, 1),
    )
    fact = spec.Fact("andetag", "omkring 12 andetag i minuten", "E1", date(2026, 11, 1))
    assert programme.facts == (fact,)
    assert programme.sources == (
        spec.Source("E1", "En läst källa", read=True, url="https://www.example.se/kalla"),
        spec.Source("K1", "En källa att läsa", read=False),
    )


def test_a_module_has_its_pages_in_the_order_of_their_names(programme: spec.Programme) -> None:
    module = programme.module("m1")
    assert [page.id for page in module.pages] == ["m1-01", "m1-02", "m1-03"]
    assert module.goals == ("känna var andetaget märks",)
    assert module.tasks == (
        spec.Task("Fyll i dagboken.", form="dagbok"),
        spec.Task("Gör Landa två gånger.", exercise="landa"),
    )
    assert module.first_when == spec.FirstWhen(
        "m1-02", "dagbok", spec.Condition("yr", YES), "Du skrev att du blir yr."
    )


def test_a_page_knows_what_stands_in_its_head(programme: spec.Programme) -> None:
    module, start = programme.page("s-01")
    assert module.id == "start"
    assert start.recall == (spec.Recall("dagbok", "anm", "Du skrev:"),)
    assert start.charts == ("dagbok",)
    _, last = programme.page("m1-03")
    assert last.forms == ("dagbok", "reflektion", "min", "klart")
    assert last.note_when == spec.NoteWhen("dagbok", spec.Condition("yr", YES), "Ta det lugnt.")
    assert (last.printable, last.private, last.file) == (True, False, "1-andas/m1-03.md")
    _, private = programme.page("m1-02")
    assert (private.private, private.door) == ((True, "Sidan handlar om att bli yr. Vill du läsa?"))


def test_a_page_counts_the_words_that_are_read(programme: spec.Programme) -> None:
    assert programme.page("m1-03")[1].words == 13


def test_each_kind_of_exercise_on_a_page_keeps_what_it_needs(programme: spec.Programme) -> None:
    exercises = {each.kind: each for each in programme.page("m1-01")[1].exercises}
    assert exercises[spec.ExerciseKind.CARDS] == spec.PageExercise(
        kind=spec.ExerciseKind.CARDS,
        title="Sortera",
        intro="Lägg korten där du vill.",
        done="Det finns inget rätt svar.",
        columns=("Lugnar", "Stör"),
        cards=(spec.Card("Musik", "Lugnar", "Många tycker det."), spec.Card("Trafik")),
    )
    assert exercises[spec.ExerciseKind.SLIDER].items == (
        spec.Item("Läge 1", "Lugnt."),
        spec.Item("Läge 2", "Snabbt."),
    )
    assert exercises[spec.ExerciseKind.TICKS].ticks == ("trött", "pigg")
    assert exercises[spec.ExerciseKind.WRITE].prefix == "Jag märker"
    assert exercises[spec.ExerciseKind.CALCULATOR].calculator is spec.Calculator.FOUR_WEEKS
    assert exercises[spec.ExerciseKind.TIMER].minutes == (5, 10)
    quiz = programme.page("m1-03")[1].exercises[0]
    assert quiz.statements[1] == spec.Statement(
        "Luften står still.", true=False, why="Den rör sig."
    )


def test_an_exercise_of_mindfulness_has_cues_in_time(programme: spec.Programme) -> None:
    landa = programme.exercise("landa")
    assert (landa.seconds, landa.eyes, landa.positions) == (60, "valfritt", ("sitta", "gå"))
    assert landa.cues == (
        spec.Cue(0, "Sätt dig skönt.", 10),
        spec.Cue(20, "Känn fötterna mot golvet. Vila där en liten stund.", 20),
    )
    assert (landa.after, landa.safety) == ("efter", "Sluta om det känns fel.")


def test_a_form_has_its_questions_and_last_the_one_of_contact(programme: spec.Programme) -> None:
    form = programme.form("dagbok")
    assert form.version == 2
    assert form.every is spec.Every.DAY
    assert (form.one_per_date, form.days_back, form.one_of) == ("datum", 7, ("anm", "lugn"))
    assert form.questions[-1] == spec.Question(
        id=spec.CONTACT_QUESTION,
        text="Jag vill att min behandlare hör av sig",
        type=spec.QuestionType.BOOL,
        first=True,
        lifted=spec.Lifted("Vill ha kontakt", YES),
        help_at=(spec.HelpAt("kontakt", YES),),
    )


def test_the_question_of_contact_is_first_where_others_are(programme: spec.Programme) -> None:
    assert not programme.form("klart").question(spec.CONTACT_QUESTION).first


def test_a_form_without_days_back_has_fourteen(programme: spec.Programme) -> None:
    assert programme.form("dagbok", 1).days_back == 14


@pytest.mark.row("M14c")
def test_what_is_lifted_and_helped_may_be_told_short_or_long(programme: spec.Programme) -> None:
    form = programme.form("dagbok")
    short, long = form.question("yr"), form.question("svimmade")
    assert short.lifted == spec.Lifted("Yrsel", YES)
    assert long.lifted == spec.Lifted("Svimning", YES)
    assert short.help_at == long.help_at == (spec.HelpAt("symtom", YES),)
    assert long.shown_when == spec.Condition("yr", YES)
    assert long.choices == short.choices == (spec.Choice("ja", "Ja"), spec.Choice("nej", "Nej"))


def test_rows_are_free_or_fixed(programme: spec.Programme) -> None:
    form = programme.form("dagbok")
    free, fixed = form.question("stunder"), form.question("platser")
    assert (free.max, [column.id for column in free.columns]) == (3, ["vad", "antal"])
    assert fixed.choice_text("ute") == "Ute"
    assert fixed.choice_text("inne") == "inne"


def test_private_forms_and_those_that_say_so_do_not_ask_for_contact(
    programme: spec.Programme,
) -> None:
    for name in ("min", "reflektion"):
        assert spec.CONTACT_QUESTION not in [each.id for each in programme.form(name).questions]


def test_a_programme_may_do_without_the_question_of_contact(litet: Path, change: Change) -> None:
    change(
        "programme.yaml", "contact_question:\n  text: Jag vill att min behandlare hör av sig", ""
    )
    change("programme.yaml", "\n  lifted: Vill ha kontakt\n  help: kontakt\n", "")
    (litet / "released.txt").unlink()
    assert [each.id for each in load_programme(litet).form("klart").questions] == ["klar"]


def test_the_question_of_contact_may_do_without_help(litet: Path, change: Change) -> None:
    change("programme.yaml", "  help: kontakt\n", "")
    (litet / "released.txt").unlink()
    assert load_programme(litet).form("klart").question(spec.CONTACT_QUESTION).help_at == ()


@pytest.mark.row("F13")
def test_two_versions_of_a_form_stand_side_by_side(programme: spec.Programme) -> None:
    assert len(programme.form("dagbok", 1).questions) == 3
    assert [form.id for form in programme.newest_forms()] == [
        "dagbok",
        "efter",
        "klart",
        "min",
        "reflektion",
        "uppfoljning",
    ]
    assert [form.id for form in programme.forms if form.completes] == ["klart"]


def test_what_is_not_there_is_a_key_error(programme: spec.Programme) -> None:
    for find in (programme.module, programme.page, programme.form, programme.exercise):
        with pytest.raises(KeyError):
            find("nej")
    for find in (programme.help, programme.module("m1").page, programme.form("min").question):
        with pytest.raises(KeyError):
            find("nej")
    assert programme.module("m1").page("m1-02").title == "Bara för dig"
    assert programme.help("symtom").title == "Sök vård om det är nytt"


def test_a_programme_cannot_be_changed(programme: spec.Programme) -> None:
    with pytest.raises(FrozenInstanceError):
        programme.name = "Något annat"  # type: ignore[misc]


def test_every_value_of_a_programme_is_frozen() -> None:
    values = [value for value in vars(spec).values() if isinstance(value, type)]
    frozen = [value.__dataclass_params__.frozen for value in values if is_dataclass(value)]  # type: ignore[attr-defined]
    assert frozen == [True] * 24


def test_the_least_programme_has_no_lists(tmp_path: Path) -> None:
    folder = tmp_path / "minst"
    (folder / "help").mkdir(parents=True)
    (folder / "start").mkdir()
    (folder / "programme.yaml").write_text(
        "id: minst\nname: Minst\ndevice_status: none\nretention: journal\nmonths_of_access: 1\n"
        "follow_up_days: 1\ncorrection_days: 1\npace: Lugnt.\nmodules: [start]\n"
    )
    (folder / "help/hjalp-nu.md").write_text("---\nid: hjalp-nu\ntitle: Hjälp\n---\nRing 112.\n")
    (folder / "start/module.yaml").write_text("id: s\nkind: start\ntitle: S\npurpose: Börja.\n")
    programme = load_programme(folder)
    assert (programme.forms, programme.contacts, programme.words) == ((), (), {})
