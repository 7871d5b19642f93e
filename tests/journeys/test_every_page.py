"""Every kind of page, of both sides, with and without contents: what checks.py asks of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from lindra.actions.handover import accept_handover
from lindra.models import Treatment
from lindra.programme.registry import programme
from lindra.rules.calendar import local_date
from lindra.rules.lifecycle import State
from tests.journeys.checks import check_page
from tests.journeys.visitor import Visitor
from tests.journeys.world import KARIN, MIRJAM, PROGRAMME, World

pytestmark = pytest.mark.journey

ANNIKA = "TST-UPPDRAG-1004-1"

# One of each kind; those called MORE are gone through in the drill alone.
KINDS_OF_READING = (
    "",
    "om/",
    "vem-har-last/",
    "aviseringar/",
    "moduler/",
    "modul/m1/",
    "modul/start/s-02/",
    "modul/m1/m1-05/",
    "mindfulness/landa-har/",
    "dagbok/",
    "svar/",
    "svar/formular/somndagbok/",
    "meddelanden/",
)
MORE_READING = (
    "modul/start/",
    "modul/m3/",
    "modul/start/s-01/",
    "modul/start/s-03/",
    "modul/start/s-05/",
    "modul/m1/m1-03/",
    "modul/m1/m1-09/",
    "modul/m7/m7-09/",
    "modul/m8/m8-02/",
    "mindfulness/",
    "svar/formular/veckokollen/",
    "meddelanden/skriv/",
)
KINDS_OF_FORMS = ("somndagbok", "start", "veckoplan", "genomfort", "alkoholkoll")
MORE_FORMS = (
    "traningsdagbok",
    "veckokollen",
    "smartbild",
    "reflektion-1",
    "viktigt-steg",
    "efter-ovningen",
)


def faults_on(
    visitor: Visitor, paths: Iterable[str], status: int = 200, *, thorough: bool = False
) -> list[str]:
    """Visit the addresses; every fault of every page. The first is gone through with Tab.

    `thorough` does so on all of them, and asks axe about all of them in dark.
    """
    found, first = [], True
    for path in paths:
        visitor.open(path, status)
        found += check_page(
            visitor.page, visitor.minimum, by_tab=first or thorough, all_dark=thorough
        )
        first = False
    return found


def report(faults: list[str]) -> None:
    """Fail with one fault a line."""
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)


def of(treatment: Treatment, paths: Iterable[str]) -> list[str]:
    """The patient's addresses of a treatment."""
    return [f"/program/{treatment.pk}/{path}" for path in paths]


def for_staff(treatment: Treatment, paths: Iterable[str]) -> list[str]:
    """The staff's addresses of a treatment."""
    return [f"/moment/{treatment.pk}/{path}" for path in paths]


def test_pages_that_anybody_sees(world: World) -> None:
    somebody = world.patient()
    choices = [f"/valj-person/{kind}/" for kind in ("patient", "staff")]
    faults = faults_on(somebody, ["/", "/hjalp-nu/", *choices])
    report(faults + faults_on(somebody, ["/finns-inte/"], status=404))


@pytest.mark.row("M2")
def test_every_kind_of_page_that_a_patient_reads(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    threads = [f"meddelanden/{each.pk}/" for each in treatment.conversations.all()]
    assert threads
    report(faults_on(lives.patient(treatment), of(treatment, (*KINDS_OF_READING, *threads[:1]))))


@pytest.mark.row("M5")
def test_every_kind_of_form(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    Treatment.objects.filter(pk=treatment.pk).update(more_questions=True)
    today = local_date(lives.now) - timedelta(days=9)
    forms = [f"formular/{form}/" for form in KINDS_OF_FORMS]
    paths = of(treatment, [*forms, f"formular/somndagbok/{today}/"])
    report(faults_on(lives.patient(treatment), paths))


@pytest.mark.row("M5c")
def test_answers_in_all_their_states(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    astrid = lives.patient(treatment)
    night = treatment.answers.filter(form="somndagbok").latest("sent_at")
    paths = [f"svar/{night.pk}/", f"svar/{night.pk}/skickat/", f"svar/{night.pk}/ta-tillbaka/"]
    faults = faults_on(astrid, of(treatment, paths))
    astrid.press("Ja, ta tillbaka")
    report(faults + check_page(astrid.page, astrid.minimum))


def test_pages_of_somebody_who_has_just_begun_or_whose_time_is_out(lives: World) -> None:
    mikko, elin = lives.treatment_of("mikko"), lives.treatment_of("elin")
    faults = faults_on(lives.patient(mikko), of(mikko, ["", "dagbok/", "svar/"]))
    yesterday = local_date(lives.now) - timedelta(days=1)
    Treatment.objects.filter(pk=elin.pk).update(ends_on=yesterday)
    visitor = lives.patient(elin)
    faults += faults_on(visitor, of(elin, ["", "svar/formular/start/"]))
    report(faults + faults_on(visitor, of(elin, ["formular/veckokollen/"]), status=422))


@pytest.mark.row("M18")
def test_what_a_patient_sees_before_the_first_day_while_reading_only_and_after_the_end(
    lives: World,
) -> None:
    treatment, today = lives.treatment_of("astrid"), local_date(lives.now)
    stored = Treatment.objects.filter(pk=treatment.pk)
    astrid, home = lives.patient(treatment), ("", "om/", "moduler/", "dagbok/", "meddelanden/")
    stored.update(ends_on=today + timedelta(days=1))
    faults = faults_on(astrid, of(treatment, [""]))
    stored.update(state=State.MAINTENANCE, maintained_modules=["m1", "m5"])
    faults += faults_on(astrid, of(treatment, home))
    stored.update(state=State.ENDED, ended_at=lives.now, end_reason="Annan orsak")
    faults += faults_on(astrid, of(treatment, ("", "om/", "meddelanden/")))
    planned = lives.treatment_of("mikko")
    Treatment.objects.filter(pk=planned.pk).update(starts_on=today + timedelta(days=9))
    report(faults + faults_on(lives.patient(planned), of(planned, [""])))


def test_the_choice_between_several_programmes(world: World) -> None:
    first = world.start("astrid")
    world.start("astrid", by=MIRJAM)
    report(faults_on(world.patient(first), ["/mina-program/"]))


def test_a_form_that_lacks_something(lives: World) -> None:
    treatment = lives.treatment_of("petra")
    petra, faults = lives.patient(treatment), []
    petra.expects(422)
    night = f"somndagbok/{local_date(lives.now)}"
    for form in ("veckokollen", "traningsdagbok", "veckoplan", night):
        petra.open(f"/program/{treatment.pk}/formular/{form}/")
        petra.press("Spara och skicka")
        petra.page.get_by_role("alert").first.wait_for()
        faults += check_page(petra.page, petra.minimum)
    report(faults)


STAFF = (
    "",
    "tidslinje/",
    "formular/",
    "formular/somndagbok/",
    "innehall/m1/m1-03/",
    "meddelanden/",
    "anteckningar/",
    "journalanteckning/",
    "team/",
    "moduler/",
    "avsluta/",
)
MORE_STAFF = (
    "tidslinje/?visa=formular&formular=somndagbok",
    "formular/traningsdagbok/",
    "formular/veckokollen/",
    "formular/smartbild/",
    "formular/mal/",
    "ratt-person/",
    "innehall/m1/",
    "innehall/m8/m8-02/",
    "meddelanden/ny/",
    "meddelanden/fonster/",
    "overlamning/",
    "forlang/",
    "vidmakthall/",
)
# Access administrator, data administrator, log reviewer, supervisor.
ROLES = {
    "TST-UPPDRAG-1006-1": ("/behorigheter/",),
    "TST-UPPDRAG-1007-1": ("/export/", "/gallring/", "/arkiv/"),
    "TST-UPPDRAG-1009-1": ("/logguppfoljning/",),
    "TST-UPPDRAG-1010-1": ("/handledning/",),
}
LISTS = ("/mina/", "/mina/starta/", "/ko/", "/enheten/", "/min-profil/")
MORE_LISTS = ("/mina/?visa=lyfta", "/mina/starta/flera/", "/mina/mallar/", "/franvaro/")


@pytest.mark.row("M11")
def test_every_page_of_the_staff(lives: World) -> None:
    karin, treatment = lives.staff(KARIN), lives.treatment_of("astrid")
    answer = treatment.answers.filter(form="smartbild").latest("sent_at")
    of_one = [f"meddelanden/{each.pk}/" for each in treatment.conversations.all()]
    assert of_one
    about = for_staff(treatment, (*STAFF, of_one[0], f"svar/{answer.pk}/"))
    last_year = f"/statistik/?ar={lives.now.year - 1}"
    report(faults_on(karin, [*LISTS, last_year, *about]))


@pytest.mark.row("F4", "F5", "N7")
def test_every_page_of_the_unit_and_of_a_handover(lives: World) -> None:
    annika, elin = lives.staff(ANNIKA), lives.treatment_of("elin")
    unit = ["/enheten/", "/enheten/?visa=borta", "/enheten/installningar/", "/franvaro/"]
    faults = faults_on(annika, unit)
    faults += faults_on(lives.staff(KARIN), [f"/erbjudet/{elin.pk}/"])
    accept_handover(treatment=elin, by=lives.session(KARIN), now=lives.now)
    answer = elin.answers.latest("sent_at")
    left = f"/overlamnat/{elin.pk}/"
    report(faults + faults_on(lives.staff(MIRJAM), ["/enheten/", left, f"{left}svar/{answer.pk}/"]))


@pytest.mark.row("M21", "M22", "F18")
def test_the_first_pages_of_the_other_roles(lives: World) -> None:
    """What each lands on and works from."""
    faults = []
    for commission, paths in ROLES.items():
        faults += faults_on(lives.staff(commission), paths)
    report(faults)


@pytest.mark.row("M19", "M20")
def test_what_the_staff_see_of_a_treatment_not_begun_maintained_and_ended(lives: World) -> None:
    treatment, today = lives.treatment_of("astrid"), local_date(lives.now)
    stored, karin = Treatment.objects.filter(pk=treatment.pk), lives.staff(KARIN)
    stored.update(state=State.MAINTENANCE, maintained_modules=["m1", "m5"])
    faults = faults_on(karin, for_staff(treatment, ("", "vidmakthall/", "meddelanden/")))
    stored.update(state=State.ENDED, ended_at=lives.now, end_reason="Annan orsak")
    faults += faults_on(karin, for_staff(treatment, ("", "ateroppna/", "anteckningar/")))
    mikko = lives.treatment_of("mikko")
    Treatment.objects.filter(pk=mikko.pk).update(starts_on=today + timedelta(days=9))
    report(faults + faults_on(karin, for_staff(mikko, ("", "startdag/"))))


def test_staff_pages_where_nothing_is_yet(lives: World) -> None:
    karin, mikko = lives.staff(KARIN), lives.treatment_of("mikko")
    empty = for_staff(mikko, ("", "tidslinje/?visa=lasning", "formular/"))
    faults = faults_on(karin, [*empty, "/mina/?visa=nytt"])
    report(faults + faults_on(karin, [f"/moment/{lives.treatment_of('tove').pk}/"], status=404))


def test_a_list_without_patients(world: World) -> None:
    report(faults_on(world.staff(KARIN), ["/mina/"]))


def test_what_is_shown_when_something_breaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    treatment = world.opened()
    astrid = world.patient(treatment)
    astrid.open(f"/program/{treatment.pk}/")
    astrid.expects(400, 403)
    astrid.context.clear_cookies(name="csrftoken")
    astrid.press("Logga ut")
    faults = check_page(astrid.page, astrid.minimum)
    astrid.open("/valj-person/patient/?state=someone-elses")
    astrid.press("Astrid Lindqvist")
    faults += check_page(astrid.page, astrid.minimum)
    monkeypatch.setattr("lindra.web.patient.home.overview", None)
    report(faults + faults_on(astrid, [f"/program/{treatment.pk}/moduler/"], status=500))


@pytest.mark.drill
def test_every_page_of_the_whole_programme(lives: World) -> None:
    treatment = lives.treatment_of("astrid")
    content = programme(PROGRAMME)
    pages = [f"modul/{m.id}/{page.id}/" for m in content.modules for page in m.pages]
    modules = [f"modul/{module.id}/" for module in content.modules if module.pages]
    exercises = [f"mindfulness/{each.id}/" for m in content.modules for each in m.exercises]
    forms = [f"formular/{form.id}/" for form in content.newest_forms()]
    everything = of(treatment, modules + pages + exercises + forms)
    report(faults_on(lives.patient(treatment), everything, thorough=True))


@pytest.mark.drill
def test_every_kind_of_page_with_the_tab_key_and_in_dark(lives: World) -> None:
    karin, treatment = lives.staff(KARIN), lives.treatment_of("astrid")
    astrid = lives.patient(treatment)
    forms = [f"formular/{form}/" for form in (*KINDS_OF_FORMS, *MORE_FORMS)]
    reading = [*KINDS_OF_READING, *MORE_READING, *forms]
    faults = faults_on(astrid, of(treatment, reading), thorough=True)
    about = for_staff(treatment, (*STAFF, *MORE_STAFF))
    report(faults + faults_on(karin, [*LISTS, *MORE_LISTS, *about], thorough=True))
