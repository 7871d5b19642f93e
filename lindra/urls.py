"""Every address. One about a patient carries the treatment, never a name or a number."""

from datetime import date

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from lindra.web import appearance, offline, time_travel
from lindra.web import help as help_
from lindra.web.login import views as login
from lindra.web.patient import answers, home, mindfulness, reading, writing
from lindra.web.patient import messages as own_messages
from lindra.web.patient import notices as own_notices
from lindra.web.patient import own_data as own
from lindra.web.patient import readers as own_readers
from lindra.web.staff import (
    absence,
    emergency,
    exports,
    follow_ups,
    group,
    handover,
    life,
    log_review,
    message_templates,
    messages,
    mine,
    modules,
    notes,
    patient_page,
    person,
    preview,
    profile,
    purge,
    queue,
    record_note,
    records,
    roles,
    starting,
    statistics,
    supervised,
    team,
    unit,
)


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
    path("dagbok/", answers.diaries, name="diaries"),
    path("svar/", answers.answers, name="answers"),
    path("svar/formular/<slug:form_id>/", answers.answers_of_form, name="answers_of_form"),
    path("svar/<uuid:answer_id>/", answers.answer, name="answer"),
    path("svar/<uuid:answer_id>/skickat/", answers.receipt, name="receipt"),
    path("svar/<uuid:answer_id>/andra/", answers.change, name="change"),
    path("svar/<uuid:answer_id>/ta-tillbaka/", answers.withdraw, name="withdraw"),
    path("mina-uppgifter/", own.page, name="own_data"),
    path("mina-uppgifter/pdf/", own.pdf, name="own_pdf"),
    path("mina-uppgifter/json/", own.json, name="own_json"),
    path("vem-har-last/", own_readers.page, name="readers"),
    path("aviseringar/", own_notices.notices, name="notices"),
    path("meddelanden/", own_messages.messages, name="messages"),
    path("meddelanden/skriv/", own_messages.write, name="write_message"),
    path("meddelanden/<uuid:conversation_id>/", own_messages.thread, name="thread"),
    path("meddelanden/<uuid:conversation_id>/namn/", own_messages.rename, name="rename_thread"),
    path("meddelanden/utkast/<uuid:draft_id>/spara/", own_messages.save, name="save_own_message"),
    path(
        "meddelanden/utkast/<uuid:draft_id>/kasta/",
        own_messages.discard,
        name="discard_own_message",
    ),
    path("meddelanden/angra/<uuid:key>/", own_messages.undo_sent, name="undo_own_message"),
]

staff: list[URLPattern | URLResolver] = [
    path("", patient_page.manage, name="manage"),
    path("markera/", patient_page.mark, name="mark"),
    path("angra/", patient_page.undo_mark, name="undo_mark"),
    path("uppfoljd/", follow_ups.follow_up, name="follow_up"),
    path("uppfoljd/angra/", follow_ups.undo_follow_up, name="undo_follow_up"),
    path("forlang/", life.extend, name="extend"),
    path("vidmakthall/", life.maintain, name="maintain"),
    path("avsluta/", life.end, name="end"),
    path("ateroppna/", life.reopen, name="reopen"),
    path("startdag/", life.postpone, name="postpone"),
    path("moduler/", modules.choose, name="choose_modules"),
    path("tidslinje/", patient_page.timeline, name="timeline"),
    path("formular/", patient_page.results, name="results"),
    path("formular/<slug:form_id>/", patient_page.results_of_form, name="results_of_form"),
    path("svar/<uuid:answer_id>/", patient_page.answer, name="staff_answer"),
    path("meddelanden/", messages.conversations, name="conversations"),
    path("meddelanden/fonster/", messages.message_window, name="message_window"),
    path("meddelanden/ny/", messages.new_conversation, name="new_conversation"),
    path("meddelanden/<uuid:conversation_id>/", messages.conversation, name="conversation"),
    path("meddelanden/<uuid:conversation_id>/namn/", messages.rename, name="rename_conversation"),
    path(
        "meddelanden/<uuid:conversation_id>/inget-svar/",
        messages.waive_answer,
        name="waive_answer",
    ),
    path(
        "meddelanden/<uuid:conversation_id>/vill-ha-svar/",
        messages.want_answer,
        name="want_answer",
    ),
    path(
        "meddelanden/<uuid:conversation_id>/felskickat/<uuid:message_id>/",
        messages.misdirected,
        name="misdirected",
    ),
    path("meddelanden/utkast/<uuid:draft_id>/spara/", messages.save_message, name="save_message"),
    path(
        "meddelanden/utkast/<uuid:draft_id>/kasta/",
        messages.discard_message,
        name="discard_message",
    ),
    path("meddelanden/angra/<uuid:key>/", messages.undo_sent, name="undo_message"),
    path("ratt-person/", person.check_person, name="check_person"),
    path("team/", team.team, name="team"),
    path("team/ny/", team.join, name="team_join"),
    path("team/handledare/", team.supervisor, name="team_supervisor"),
    path("team/lamna/", team.leave, name="team_leave"),
    path("team/ansvarig/", team.responsible, name="change_responsible"),
    path("overlamning/", handover.offer, name="handover"),
    path("overlamning/ta-tillbaka/", handover.withdraw, name="handover_withdraw"),
    path("nodoppna/", emergency.open_, name="open_in_emergency"),
    path("nodoppning/<int:opening_id>/sedd/", emergency.seen_by_team, name="emergency_seen"),
    path("anteckningar/", notes.notes, name="notes"),
    path("anteckningar/<int:note_id>/stryk/", notes.strike, name="strike_note"),
    path("journalanteckning/", record_note.record_note, name="record_note"),
    path("gallringsstopp/", records.hold, name="legal_hold"),
    path("gallringsstopp/hav/", records.lift, name="lift_hold"),
    path("utlamnande/", records.disclosure, name="disclosure"),
    path("utlamnande/<int:disclosure_id>/pdf/", records.pdf, name="disclosure_pdf"),
    path("utlamnande/<int:disclosure_id>/json/", records.json, name="disclosure_json"),
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
    path("ko/", queue.queue, name="queue"),
    path("mina/mallar/", message_templates.templates, name="templates"),
    path("mina/mallar/<int:template_id>/", message_templates.template, name="template"),
    path("min-profil/", profile.profile, name="profile"),
    path("min-profil/nummer/", profile.own_number, name="own_number"),
    path("min-profil/nummer/kod/", profile.confirm, name="confirm_number"),
    path("min-profil/nummer/ta-bort/", profile.forget, name="forget_number"),
    path("mina/starta/", starting.start, name="start_treatment"),
    path("mina/starta/person/", starting.confirm, name="confirm_person"),
    path("mina/starta/flera/", group.start, name="start_group"),
    path("mina/starta/flera/personer/", group.confirm, name="confirm_group"),
    path("enheten/", unit.unit, name="unit"),
    path("enheten/byt-behandlare/", unit.change_therapists, name="change_therapists"),
    path("enheten/nodoppna/", emergency.find, name="find_in_emergency"),
    path(
        "enheten/nodoppning/<int:opening_id>/sedd/",
        emergency.seen_by_unit,
        name="unit_emergency_seen",
    ),
    path("enheten/installningar/", unit.settings, name="unit_settings"),
    path("statistik/", statistics.page, name="statistics"),
    path("statistik/csv/", statistics.as_csv, name="statistics_csv"),
    path("export/", exports.exports, name="exports"),
    path("export/lage/", exports.progress, name="export_progress"),
    path("export/<uuid:export_id>/hamta/", exports.fetch, name="fetch_export"),
    path("export/<uuid:export_id>/nyckel/", exports.key, name="fetch_export_key"),
    path("gallring/", purge.overview, name="purge"),
    path("gallring/<uuid:run_id>/", purge.run, name="purge_run"),
    path("gallring/<uuid:run_id>/godkann/", purge.approve, name="approve_purge"),
    path("gallring/<uuid:run_id>/avbryt/", purge.cancel, name="cancel_purge"),
    path("arkiv/", records.archive, name="archive"),
    path("handledning/", supervised.supervised, name="supervised"),
    path("behorigheter/", roles.roles, name="roles"),
    path("behorigheter/<int:commission_id>/", roles.person, name="staff_roles"),
    path("behorigheter/roll/<int:role_id>/aterta/", roles.withdraw, name="withdraw_role"),
    path("logguppfoljning/", log_review.reviews, name="log_reviews"),
    path("logguppfoljning/<uuid:review_id>/", log_review.review, name="log_review"),
    path("logguppfoljning/<uuid:review_id>/signera/", log_review.sign, name="sign_log_review"),
    path("franvaro/", absence.planned, name="absences"),
    path("franvaro/ta-bort/", absence.end, name="end_absence"),
    path("erbjudet/<uuid:treatment_id>/", handover.offered, name="offered"),
    path("erbjudet/<uuid:treatment_id>/ta-emot/", handover.accept, name="accept_offer"),
    path("erbjudet/<uuid:treatment_id>/avboj/", handover.decline, name="decline_offer"),
    path("overlamnat/<uuid:treatment_id>/", handover.former, name="former"),
    path(
        "overlamnat/<uuid:treatment_id>/svar/<uuid:answer_id>/",
        handover.former_answer,
        name="former_answer",
    ),
    path("moment/<uuid:treatment_id>/", include(staff)),
]

handler400 = "lindra.web.errors.bad_request"
handler404 = "lindra.web.errors.not_found"
handler500 = "lindra.web.errors.broken"
