"""The team chooses which modules the patient sees, and recommends where to begin."""

from functools import partial

import pytest

from lindra.actions.modules import choose_modules, recommend_begin
from lindra.actions.treatments import start_treatment
from lindra.gateways.population import Person
from lindra.models import Event, EventKind, Treatment
from lindra.programme.registry import programme
from lindra.queries.life import seen_of
from lindra.queries.overview import overview
from lindra.rules.personal_number import PersonalNumber
from lindra.rules.refused import Refused
from tests.actions.parallel import at_once
from tests.cast import PROGRAMME, Cast

GUNNAR = "194501029814"


def every() -> list[str]:
    return [module.id for module in programme(PROGRAMME).modules]


def of(cast: Cast, **more) -> dict:
    now = Treatment.objects.get(pk=cast.treatment.pk)
    return {"treatment": now, "seen": seen_of(now), "by": cast.bo, "now": cast.now, **more}


def choose(cast: Cast, shown, **more) -> Treatment:
    return choose_modules(**of(cast, shown=shown, **more))


def recommend(cast: Cast, module: str, **more) -> Treatment:
    return recommend_begin(**of(cast, module=module, **more))


def said(cast: Cast) -> list[tuple[str, str]]:
    kinds = (EventKind.MODULES_CHANGED, EventKind.BEGIN_CHANGED)
    rows = cast.treatment.events.filter(kind__in=kinds).order_by("pk")
    return list(rows.values_list("kind", "words"))


def refusal(call, *args, **more) -> Refused:
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return refused.value


@pytest.mark.row("M4", "F1")
def test_what_is_not_chosen_is_hidden_and_the_timeline_says_so(cast):
    choose(cast, ["start", "m1", "m5"])
    shown = [view.module.id for view in overview(choose(cast, ["start", "m1", "m5"])).modules]
    assert shown == ["start", "m1", "m5"]
    words = "Visas inte: modul 2–4 och 6–8 och Mindfulnessövningar"
    assert said(cast) == [(EventKind.MODULES_CHANGED, words)]


@pytest.mark.row("F1")
def test_all_can_be_shown_again(cast):
    choose(cast, ["m1"])
    choose(cast, every())
    assert said(cast)[-1] == (EventKind.MODULES_CHANGED, "Alla moduler visas")
    assert Treatment.objects.get(pk=cast.treatment.pk).hidden_modules == []


@pytest.mark.row("M4")
@pytest.mark.parametrize("shown", [[], ["mindfulness"], ["m1", "m99"]])
def test_nothing_to_read_is_refused(cast, shown):
    assert refusal(choose, cast, shown).field == "modules"
    assert said(cast) == []


@pytest.mark.row("M4")
def test_a_module_is_recommended_and_taken_back(cast):
    recommend(cast, "m5")
    assert overview(Treatment.objects.get(pk=cast.treatment.pk)).here.module.id == "m5"
    recommend(cast, "m5")
    recommend(cast, "")
    assert said(cast) == [
        (EventKind.BEGIN_CHANGED, "Tankar, känslor och strategier"),
        (EventKind.BEGIN_CHANGED, "Ingen modul rekommenderas"),
    ]


@pytest.mark.row("M4")
def test_a_hidden_module_is_not_recommended(cast):
    recommend(cast, "m5")
    choose(cast, ["m1"])
    assert Treatment.objects.get(pk=cast.treatment.pk).begin_with == ""
    assert refusal(recommend, cast, "m5").field == "begin"


@pytest.mark.row("M4", "F12")
def test_a_start_can_choose_modules_a_first_day_and_where_to_begin(cast):
    made = start_treatment(
        number=PersonalNumber(GUNNAR),
        person=Person(GUNNAR, "Gunnar", "Grön"),
        typed=False,
        programme=programme(PROGRAMME),
        by=cast.bo,
        now=cast.now,
        first_day=cast.now.date().replace(year=2027, month=3, day=1),
        hidden=["m2"],
        begin="m5",
        responsible=cast.erik.commission,
    )
    assert (str(made.starts_on), str(made.ends_on)) == ("2027-03-01", "2028-03-01")
    assert (made.hidden_modules, made.begin_with) == (["m2"], "m5")
    assert made.team.get().staff == cast.erik.staff
    assert list(made.events.order_by("pk").values_list("kind", "words")) == [
        (EventKind.STARTED, "Öppnar 1 mars 2027"),
        (EventKind.MODULES_CHANGED, "Visas inte: modul 2"),
        (EventKind.BEGIN_CHANGED, "Tankar, känslor och strategier"),
    ]


@pytest.mark.row("F12")
@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"first_day": "2026-11-21"}, "first_day"),
        ({"first_day": "2027-11-23"}, "first_day"),
        ({"hidden": every}, "modules"),
        ({"hidden": ["m5"], "begin": "m5"}, "begin"),
    ],
)
def test_a_start_that_cannot_be_starts_nothing(cast, chosen, field):
    if "first_day" in chosen:
        chosen = {"first_day": type(cast.now.date()).fromisoformat(chosen["first_day"])}
    if callable(chosen.get("hidden")):
        chosen = {"hidden": chosen["hidden"]()}
    call = partial(
        start_treatment,
        number=PersonalNumber(GUNNAR),
        person=Person(GUNNAR, "Gunnar", "Grön"),
        typed=False,
        programme=programme(PROGRAMME),
        by=cast.bo,
        now=cast.now,
    )
    assert refusal(call, **chosen).field == field
    assert Treatment.objects.count() == 2


@pytest.mark.row("M9")
def test_who_does_not_treat_at_the_unit_is_not_responsible(cast):
    call = partial(
        start_treatment,
        number=PersonalNumber(GUNNAR),
        person=Person(GUNNAR, "Gunnar", "Grön"),
        typed=False,
        programme=programme(PROGRAMME),
        by=cast.bo,
        now=cast.now,
    )
    for who in (cast.carin, cast.doris):
        assert refusal(call, responsible=who.commission).field == "responsible"


@pytest.mark.row("F1")
def test_of_fifty_who_choose_at_once_one_wins(committed):
    seen = seen_of(committed.treatment)
    results = at_once([partial(choose, committed, ["m1"], seen=seen) for _ in range(50)])
    assert sorted({type(each).__name__ for each in results}) == ["Changed", "Treatment"]
    assert Event.objects.filter(kind=EventKind.MODULES_CHANGED).count() == 1
