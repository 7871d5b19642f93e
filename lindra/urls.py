"""Every address. One about a patient carries the treatment, never a name or a number."""

from datetime import date

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from lindra.web import appearance, offline, time_travel
from lindra.web import help as help_
from lindra.web.login import views as login
from lindra.web.patient import answers, home, mindfulness, reading, writing
from lindra.web.staff import mine, patient_page, person, preview, starting


class DayConverter(StringConverter):
    """A date in an address: 2026-11-22."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> object:
        return date.fromisoformat(value)

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(DayConverter, "day")

patient: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("om/", home.about, name="about"),
    path("moduler/", home.modules, name="modules"),
    path("modul/<slug:module_id>/", reading.module, name="module"),
    path("modul/<slug:module_id>/klar/", reading.module_done, name="module_done"),
    path("modul/<slug:module_id>/<slug:page_id>/", reading.page, name="page"),
    path("modul/<slug:module_id>/<slug:page_id>/nasta/", reading.page_done, name="page_done"),
    path(
        "modul/<slug:module_id>/<slug:page_id>/forstatt/", reading.acknowledge, name="acknowledge"
    ),
    path("mindfulness/", mindfulness.exercises, name="exercises"),
    path("mindfulness/<slug:exercise_id>/", mindfulness.exercise, name="exercise"),
    path("formular/<slug:form_id>/", writing.fill_in, name="fill_in"),
    path("formular/<slug:form_id>/<day:entry_date>/", writing.fill_in, name="fill_in_day"),
    path("utkast/<uuid:draft_id>/", writing.draft_page, name="draft"),
    path("utkast/<uuid:draft_id>/spara/", writing.save, name="save_draft"),
    path("utkast/<uuid:draft_id>/kasta/", writing.discard, name="discard_draft"),
    path("utkast/<uuid:draft_id>/som-i-gar/", writing.as_yesterday, name="as_yesterday"),
    path("dagbok/", answers.diaries, name="diaries"),
    path("svar/", answers.answers, name="answers"),
    path("svar/formular/<slug:form_id>/", answers.answers_of_form, name="answers_of_form"),
    path("svar/<uuid:answer_id>/", answers.answer, name="answer"),
    path("svar/<uuid:answer_id>/skickat/", answers.receipt, name="receipt"),
    path("svar/<uuid:answer_id>/andra/", answers.change, name="change"),
    path("svar/<uuid:answer_id>/ta-tillbaka/", answers.withdraw, name="withdraw"),
]

staff: list[URLPattern | URLResolver] = [
    path("", patient_page.manage, name="manage"),
    path("markera/", patient_page.mark, name="mark"),
    path("angra/", patient_page.undo_mark, name="undo_mark"),
    path("tidslinje/", patient_page.timeline, name="timeline"),
    path("formular/", patient_page.results, name="results"),
    path("formular/<slug:form_id>/", patient_page.results_of_form, name="results_of_form"),
    path("svar/<uuid:answer_id>/", patient_page.answer, name="staff_answer"),
    path("ratt-person/", person.check_person, name="check_person"),
    path("innehall/<slug:module_id>/", preview.module, name="preview_module"),
    path("innehall/<slug:module_id>/<slug:page_id>/", preview.page, name="preview_page"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", login.start, name="start"),
    path("logga-in/<slug:kind>/", login.begin, name="log_in"),
    path("logga-in/<slug:kind>/klar/", login.finish, name="log_in_finish"),
    path("valj-person/<slug:kind>/", login.choose_person, name="choose_person"),
    path("logga-ut/", login.log_out, name="logout"),
    path("inloggad/", login.stay, name="stay"),
    path("utseende/", appearance.choose, name="appearance"),
    path("tidsresa/", time_travel.move, name="time_travel"),
    path("hjalp-nu/", help_.help_now, name="help_now"),
    path("sw.js", offline.worker, name="service_worker"),
    path("mina-program/", home.treatments, name="treatments"),
    path("program/<uuid:treatment_id>/", include(patient)),
    path("mina/", mine.mine, name="mine"),
    path("mina/nasta/<uuid:after>/", mine.following, name="next_to_handle"),
    path("mina/starta/", starting.start, name="start_treatment"),
    path("mina/starta/person/", starting.confirm, name="confirm_person"),
    path("moment/<uuid:treatment_id>/", include(staff)),
]

handler400 = "lindra.web.errors.bad_request"
handler404 = "lindra.web.errors.not_found"
handler500 = "lindra.web.errors.broken"
