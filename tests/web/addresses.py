"""Every address: who may knock, with what, and what it may write. A new address is entered here.

`get` and `post` are the statuses for those whom it opens to (None: the method is refused), the
`writes` are the tables that those change. Everybody else gets 404; who is not logged in is shown
the way to the log-in, but for an address that says otherwise in `nobody`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lindra import clock
from lindra.access import May, Purpose
from lindra.actions.units import seen_of_unit
from lindra.models import (
    Commission,
    EmergencyOpening,
    ExportJob,
    LogReview,
    LogReviewItem,
    PurgeRun,
    Role,
    Unit,
)
from lindra.queries.life import seen_of
from lindra.queries.record_note import next_note
from lindra.rules.record_note import fingerprint
from tests.cast import PROGRAMME
from tests.web.world import Theirs, World, nobody_has

OWN = frozenset({"astrid"})
TEAM = frozenset({"bo"})
ALONE = frozenset({"sixten", "ester"})  # who read, and leave no mark
READERS = TEAM | ALONE
PATIENTS = frozenset({"astrid", "fatima"})
THERAPISTS = frozenset({"bo", "erik", "gustav", "carin", "ester"})
STARTERS = THERAPISTS | {"hanna"}
ANYBODY = frozenset({"anybody"})
DATA = frozenset({"doris", "david"})

LOG = "lindra_accesslog"
EVENT = "lindra_event"
TREATMENT = "lindra_treatment"
DRAFT = "lindra_draft"
ANSWER = "lindra_answer"
TEAM_TABLE = "lindra_teammember"
ROLE = "lindra_role"
OPENING = "lindra_emergencyopening"
EXPORT_JOB = "lindra_exportjob"
QUEUE = frozenset({"procrastinate_jobs", "procrastinate_events"})

Values = Mapping[str, object]
Make = Callable[[Theirs], Values]


def _nothing(_theirs: Theirs) -> Values:
    return {}


@dataclass(frozen=True)
class Address:
    """`args` makes the address of what a patient has; `data` what is posted to it."""

    door: May | None
    opens_to: frozenset[str]
    get: int | None = 200
    post: int | None = None
    args: Make = _nothing
    data: Make = _nothing
    get_writes: frozenset[str] = frozenset()
    post_writes: frozenset[str] = frozenset()
    child: bool = False
    nobody: int | None = None
    activity: str = "Skriva"  # what the log says of a POST
    purpose: Purpose = Purpose.CARE  # and of the ändamål of staff
    post_door: May | None = None  # where a POST asks for more than a look
    unlogged: frozenset[str] = frozenset()  # those whom a list shows nobody
    strangers: frozenset[str] = frozenset()  # those whom the door lets in and who find nothing

    def status(self, method: str) -> int | None:
        """What those whom it opens to are answered."""
        head = self.get if self.door is None else None  # behind a door a look may write
        return {"GET": self.get, "HEAD": head, "POST": self.post}.get(method)

    @property
    def owner(self) -> str:
        """The patient whose it is, or whoever treats her."""
        return "bo" if "bo" in self.opens_to else min(self.opens_to)

    def open_to(self, method: str) -> frozenset[str]:
        """Whom it opens to by that method: where a POST asks for more, those who treat."""
        return TEAM if method == "POST" and self.post_door else self.opens_to

    def writes(self, method: str, who: str = "") -> frozenset[str]:
        """What they change; those who read alone leave nothing but a row in the log."""
        found = self.post_writes if method == "POST" else self.get_writes
        if who in ALONE and (self.opens_to == READERS or self.door is May.OPEN_IN_EMERGENCY):
            return found & {LOG}
        return found - {LOG} if who in self.unlogged else found


def _patient(may: May = May.READ_PROGRAMME, **rest: object) -> Address:
    args = rest.pop("args", _nothing)
    return Address(may, OWN, args=lambda t: {"treatment_id": t.treatment.pk, **args(t)}, **rest)


def _staff(may: May = May.READ_TREATMENT, **rest: object) -> Address:
    args = rest.pop("args", _nothing)
    looked = frozenset() if rest.get("get", 200) is None else frozenset({LOG})
    writes = rest.pop("get_writes", frozenset()) | looked
    return Address(
        may,
        READERS if may is May.READ_TREATMENT else TEAM,
        args=lambda t: {"treatment_id": t.treatment.pk, **args(t)},
        get_writes=writes,
        **rest,
    )


def _export() -> Address:
    """Doris has ordered it; for David, who may order others, it is not there."""
    return Address(
        May.EXPORT,
        frozenset({"doris"}),
        None,
        200,
        args=lambda _: {"export_id": ExportJob.objects.get().pk},
        post_writes=frozenset({LOG, EXPORT_JOB, "lindra_exportpart"}),
        activity="Utskrift",
        purpose=Purpose.STATISTICS,
        strangers=frozenset({"david"}),
    )


def _open(get: int | None = 200, post: int | None = None, **rest: object) -> Address:
    return Address(None, ANYBODY, get, post, **rest)


def _module(_theirs: Theirs) -> Values:
    return {"module_id": "m1"}


def _page(_theirs: Theirs) -> Values:
    return {"module_id": "m1", "page_id": "m1-01"}


def _draft(theirs: Theirs) -> Values:
    return {"draft_id": theirs.draft.pk}


def _answer(theirs: Theirs) -> Values:
    return {"answer_id": theirs.answer.pk}


def _form(_theirs: Theirs) -> Values:
    return {"form_id": "reflektion-1"}


def _night(_theirs: Theirs) -> Values:
    return {"form_id": "somndagbok", "entry_date": "2026-11-20"}


def _staff_kind(_theirs: Theirs) -> Values:
    return {"kind": "staff"}


def _typed(theirs: Theirs) -> Values:
    return {"revision": theirs.draft.revision, "form": "smartbild", "tror": "Stress"}


def _shown(theirs: Theirs) -> Values:
    return {"svar": [theirs.answer.pk]}


def _confirmed(theirs: Theirs, **more: object) -> Values:
    return {"confirm": "1", "seen": seen_of(theirs.treatment), **more}


def _extension(theirs: Theirs) -> Values:
    return _confirmed(theirs, last_day="2027-11-22", reason="Sjuk")


def _maintenance(theirs: Theirs) -> Values:
    return _confirmed(theirs, days="30", modules=["m1"])


def _end(theirs: Theirs) -> Values:
    return _confirmed(theirs, reason="Annan orsak")


def _choice(theirs: Theirs) -> Values:
    return _confirmed(theirs, modules=["m1"], begin="m1")


def _new_member(theirs: Theirs) -> Values:
    """Erik, and who is responsible now."""
    responsible = theirs.treatment.team.get(part="responsible", last_day__isnull=True)
    erik = Commission.objects.get(staff__given_name="Erik")
    return {
        "to": erik.pk,
        "shown": responsible.pk,
        "member": responsible.pk,
        "moment": f"{theirs.treatment.pk}_{responsible.pk}",
    }


def _to_ekbacken(_theirs: Theirs) -> Values:
    return {"to": Unit.objects.get(name="Ekbacken").pk, "agreed": "on"}


def _note(_theirs: Theirs) -> Values:
    return {"text": "Ring", "key": "6f1c2d1e-7a56-4b64-9d53-0c6a9a1b7e99"}


def _read_note(theirs: Theirs) -> Values:
    """The note for the record that is shown just now."""
    return {"shown": fingerprint(next_note(theirs.treatment, clock.now())[0])}


def _opening() -> int:
    """Ester's, of Astrid's treatment."""
    return EmergencyOpening.objects.get().pk


def _offered(may: May, who: str, **rest: object) -> Address:
    args = rest.pop("args", _nothing)
    looked = frozenset() if rest.get("get", 200) is None else frozenset({LOG})
    return Address(
        may,
        frozenset({who}),
        args=lambda t: {"treatment_id": t.treatment.pk, **args(t)},
        get_writes=looked,
        **rest,
    )


HANDOVER, NOTE = "lindra_handover", "lindra_worknote"
JOINS = frozenset({TEAM_TABLE, EVENT, LOG})
CHANGES = frozenset({TREATMENT, EVENT})
ACTIVE = frozenset({TREATMENT})
READS = frozenset({ANSWER, EVENT})
SENDS = frozenset({ANSWER, DRAFT, EVENT, TREATMENT, LOG})
WORK = May.WORK_IN_PROGRAMME
OWN_ANSWERS = May.READ_OWN_ANSWERS

CONVERSATION, MESSAGE = "lindra_conversation", "lindra_message"
HALF = "lindra_messagedraft"
SENDS_MESSAGE = frozenset({MESSAGE, HALF, EVENT, LOG})


def _conversation(theirs: Theirs) -> Values:
    return {"conversation_id": theirs.conversation.pk}


def _half(by: str, *, new: bool = False) -> Make:
    """The half-written message as its page sends it."""

    def values(theirs: Theirs) -> Values:
        half = theirs.half(by, None if new else theirs.conversation)
        return {"draft": half.pk, "text": "Hej", "revision": half.revision}

    return values


def _half_id(by: str) -> Make:
    return lambda theirs: {"draft_id": theirs.half(by).pk}


def _named(theirs: Theirs) -> Values:
    return {"title": "Om sömnen", "seen": theirs.asked.conversation.title}


def _settings(theirs: Theirs) -> Values:
    seen = seen_of_unit(theirs.treatment.unit)
    return {"reply_days": "5", "waiting_days": "365", "seen": seen}


def _asked(theirs: Theirs) -> Values:
    return {"meddelande": [theirs.asked.pk]}


def _run(_theirs: Theirs) -> Values:
    """What Doris has proposed: Astrid's treatment, which runs again."""
    return {"run_id": PurgeRun.objects.get().pk}


def _kept(**rest: object) -> Address:
    """What a data administrator keeps of one patient."""
    args = rest.pop("args", _nothing)
    looked = frozenset() if rest.get("get", 200) is None else frozenset({LOG})
    return Address(
        May.KEEP_RECORDS,
        DATA,
        args=lambda t: {"treatment_id": t.treatment.pk, **args(t)},
        get_writes=looked,
        **{"purpose": Purpose.REQUIRED_BY_LAW, **rest},
    )


def _disclosed() -> Address:
    return _kept(
        get=None,
        post=200,
        args=lambda t: {"disclosure_id": t.treatment.patient.disclosures.get().pk},
        post_writes=frozenset({LOG}),
        activity="Utskrift",
    )


def _review(_theirs: Theirs) -> Values:
    return {"review_id": LogReview.objects.get().pk}


def _sample(_theirs: Theirs) -> Values:
    return {"kind": "random", "first": "2026-11-01", "last": "2026-11-22", "rows": "1"}


def _verdict(_theirs: Theirs) -> Values:
    return {f"verdict_{LogReviewItem.objects.get().pk}": "fine"}


def _log_review(**rest: object) -> Address:
    return Address(May.REVIEW_LOG, frozenset({"lova"}), purpose=Purpose.QUALITY, **rest)


ADDRESSES: dict[str, Address] = {
    "start": _open(302, nobody=200),
    "log_in": _open(None, 302, args=_staff_kind),
    "log_in_finish": _open(None, 400, args=_staff_kind),
    "choose_person": _open(200, args=_staff_kind),
    "logout": _open(None, 200),
    "stay": _open(None, 200, nobody=401),
    "appearance": _open(None, 302, data=lambda _: {"theme": "dark", "next": "/"}),
    "time_travel": _open(  # a week on, an export that nobody has fetched is gone
        None,
        302,
        data=lambda _: {"days": "7"},
        post_writes=frozenset({"lindra_timetravel", EXPORT_JOB, "lindra_exportpart"}),
    ),
    "help_now": _open(200),
    "service_worker": _open(200),
    "treatments": Address(May.CHOOSE_TREATMENT, PATIENTS, 302),
    "home": _patient(OWN_ANSWERS, get_writes=frozenset({TREATMENT, EVENT})),
    "about": _patient(OWN_ANSWERS),
    "modules": _patient(),
    "module": _patient(args=_module),
    "module_done": _patient(WORK, get=None, post=422, args=_module),
    "page": _patient(args=_page, get_writes=frozenset({"lindra_place", TREATMENT})),
    "page_done": _patient(
        get=None, post=302, args=_page, post_writes=frozenset({"lindra_pageread", EVENT})
    ),
    "acknowledge": _patient(
        WORK,
        get=None,
        post=302,
        args=lambda _: {"module_id": "start", "page_id": "s-02"},
        post_writes=frozenset({"lindra_acknowledgement", EVENT}),
    ),
    "exercises": _patient(),
    "exercise": _patient(args=lambda _: {"exercise_id": "landa-har"}),
    "fill_in": _patient(WORK, get=302, args=_form, get_writes=ACTIVE | {DRAFT}),
    "fill_in_day": _patient(WORK, get=302, args=_night, get_writes=ACTIVE | {DRAFT}),
    "draft": _patient(WORK, post=302, args=_draft, data=_typed, post_writes=SENDS, child=True),
    "save_draft": _patient(
        WORK, get=None, post=200, args=_draft, data=_typed, post_writes=ACTIVE | {DRAFT}, child=True
    ),
    "discard_draft": _patient(
        WORK, get=None, post=302, args=_draft, post_writes=ACTIVE | {DRAFT}, child=True
    ),
    "diaries": _patient(OWN_ANSWERS),
    "answers": _patient(OWN_ANSWERS),
    "answers_of_form": _patient(OWN_ANSWERS, args=_form),
    "answer": _patient(OWN_ANSWERS, args=_answer, child=True),
    "receipt": _patient(OWN_ANSWERS, args=_answer, child=True),
    "change": _patient(
        WORK, get=None, post=302, args=_answer, post_writes=ACTIVE | {DRAFT}, child=True
    ),
    "withdraw": _patient(
        WORK,
        post=302,
        args=_answer,
        post_writes=frozenset({ANSWER, EVENT, LOG, TREATMENT}),
        child=True,
    ),
    "own_data": _patient(OWN_ANSWERS),
    "readers": _patient(May.SEE_READERS),
    "own_pdf": _patient(
        OWN_ANSWERS, get=None, post=200, post_writes=frozenset({LOG}), activity="Utskrift"
    ),
    "own_json": _patient(
        OWN_ANSWERS, get=None, post=200, post_writes=frozenset({LOG}), activity="Utskrift"
    ),
    "notices": _patient(
        OWN_ANSWERS,
        post=302,
        data=lambda _: {"email": "astrid@alm.example"},
        post_writes=frozenset({"lindra_patientchannels", LOG}),
    ),
    "profile": Address(
        May.OWN_PROFILE, STARTERS, 200, 302, post_writes=frozenset({"lindra_staffchannels"})
    ),
    "own_number": Address(May.OWN_PROFILE, STARTERS, None, 422),
    "confirm_number": Address(May.OWN_PROFILE, STARTERS, None, 422),
    "forget_number": Address(
        May.OWN_PROFILE, STARTERS, None, 302, post_writes=frozenset({"lindra_staffchannels"})
    ),
    "mine": Address(
        May.SEE_MINE,
        THERAPISTS,
        200,
        get_writes=frozenset({LOG}),
        unlogged=frozenset({"ester"}),
    ),
    "next_to_handle": Address(
        May.SEE_MINE, THERAPISTS, 302, args=lambda t: {"after": t.treatment.pk}
    ),
    "queue": Address(
        May.SEE_MINE,
        THERAPISTS,
        200,
        get_writes=frozenset({LOG}),
        unlogged=frozenset({"ester"}),
    ),
    "supervised": Address(May.SEE_SUPERVISED, frozenset({"sixten"}), get_writes=frozenset({LOG})),
    "start_treatment": Address(
        May.START_TREATMENT,
        STARTERS,
        200,
        200,
        data=lambda _: {"number": "195701149873", "programme": "smartskolan"},
        post_writes=frozenset({LOG}),
    ),
    "start_group": Address(
        May.START_TREATMENT,
        STARTERS,
        200,
        200,
        data=lambda _: {"numbers": "195701149873", "programme": "smartskolan"},
        post_writes=frozenset({LOG}),
    ),
    "confirm_group": Address(May.START_TREATMENT, STARTERS, None, 302),
    "confirm_person": Address(May.START_TREATMENT, STARTERS, None, 302),
    "manage": _staff(get_writes=frozenset({TEAM_TABLE, EVENT})),
    "mark": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_shown, post_writes=READS | {LOG}
    ),
    "undo_mark": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_shown, post_writes=frozenset({LOG})
    ),
    "follow_up": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        post_writes=frozenset({"lindra_followup", EVENT, LOG}),
    ),
    "undo_follow_up": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        data=lambda _: {"uppfoljning": "1"},
        post_writes=frozenset({LOG}),
    ),
    "timeline": _staff(),
    "results": _staff(),
    "results_of_form": _staff(args=_form, get_writes=READS),
    "staff_answer": _staff(args=_answer, get_writes=READS, child=True),
    "check_person": _staff(
        May.HANDLE_TREATMENT,
        post=302,
        post_writes=frozenset({"lindra_patient", EVENT, LOG}),
    ),
    "extend": _staff(  # a year ahead already
        May.HANDLE_TREATMENT, post=422, data=_extension, post_writes=frozenset({LOG})
    ),
    "maintain": _staff(
        May.HANDLE_TREATMENT, post=302, data=_maintenance, post_writes=CHANGES | {LOG}
    ),
    "end": _staff(May.HANDLE_TREATMENT, post=302, data=_end, post_writes=CHANGES | {LOG}),
    "reopen": _staff(May.HANDLE_TREATMENT, get=422, post=422, post_writes=frozenset({LOG})),
    "postpone": _staff(May.HANDLE_TREATMENT, get=422, post=422, post_writes=frozenset({LOG})),
    "choose_modules": _staff(
        May.HANDLE_TREATMENT, post=302, data=_choice, post_writes=CHANGES | {LOG}
    ),
    "team": _staff(),
    "team_join": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_new_member, post_writes=JOINS
    ),
    "team_supervisor": _staff(
        May.HANDLE_TREATMENT, get=None, post=422, data=_new_member, post_writes=frozenset({LOG})
    ),
    "team_leave": _staff(
        May.HANDLE_TREATMENT, get=None, post=422, data=_new_member, post_writes=frozenset({LOG})
    ),
    "change_responsible": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_new_member, post_writes=JOINS
    ),
    "handover": _staff(
        May.HANDLE_TREATMENT, post=422, data=_to_ekbacken, post_writes=frozenset({LOG})
    ),
    "handover_withdraw": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, post_writes=frozenset({HANDOVER, EVENT, LOG})
    ),
    "notes": _staff(
        post=302,
        data=_note,
        post_door=May.HANDLE_TREATMENT,
        post_writes=frozenset({NOTE, EVENT, LOG}),
    ),
    "strike_note": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=lambda t: {"note_id": t.treatment.work_notes.get().pk},
        post_writes=frozenset({NOTE, EVENT, LOG}),
    ),
    "record_note": _staff(
        May.HANDLE_TREATMENT,
        post=302,
        data=_read_note,
        post_writes=frozenset({"lindra_recordnote", EVENT, LOG}),
    ),
    "unit": Address(
        May.SEE_UNIT,
        STARTERS,
        get_writes=frozenset({LOG}),
        unlogged=frozenset({"bo", "erik", "ester"}),
    ),
    "statistics": Address(May.SEE_STATISTICS, STARTERS | {"doris", "david"}),
    "statistics_csv": Address(May.SEE_STATISTICS, STARTERS | {"doris", "david"}),
    "change_therapists": Address(
        May.MANAGE_UNIT,
        frozenset({"hanna"}),
        None,
        302,
        data=_new_member,
        post_writes=JOINS,
    ),
    "unit_settings": Address(
        May.MANAGE_UNIT,
        frozenset({"hanna"}),
        200,
        302,
        data=_settings,
        post_writes=frozenset({"lindra_unit"}),
    ),
    "exports": Address(
        May.EXPORT,
        DATA,
        200,
        302,
        data=lambda _: {
            "programme": PROGRAMME,
            "first": "2026-11-01",
            "last": "2026-11-22",
            "format": "csv",
            "people": "pseudonyms",
        },
        post_writes=frozenset({EXPORT_JOB, *QUEUE}),
    ),
    "export_progress": Address(May.EXPORT, DATA),
    "fetch_export": _export(),
    "fetch_export_key": _export(),
    "purge": Address(
        May.PURGE, DATA, 200, 422, data=lambda _: {"decision": "AN 2026-00123", "shown": ""}
    ),
    "purge_run": Address(May.PURGE, DATA, args=_run),
    "approve_purge": Address(May.PURGE, DATA, None, 422, args=_run),
    "cancel_purge": Address(
        May.PURGE,
        DATA,
        None,
        302,
        args=_run,
        post_writes=frozenset({"lindra_purgerun", "lindra_purgeitem"}),
    ),
    "archive": Address(
        May.PURGE,
        DATA,
        200,
        200,
        data=lambda t: {"number": t.treatment.patient.personal_number},
        post_writes=frozenset({LOG}),
        purpose=Purpose.ADMINISTRATION,
    ),
    "legal_hold": _kept(
        post=302,
        data=lambda _: {"reason": "Tillsyn"},
        post_writes=frozenset({"lindra_legalhold", EVENT, LOG}),
        purpose=Purpose.ADMINISTRATION,
    ),
    "lift_hold": _kept(
        get=None, post=422, post_writes=frozenset({LOG}), purpose=Purpose.ADMINISTRATION
    ),
    "disclosure": _kept(
        post=302,
        data=lambda _: {
            "recipient": "IVO",
            "purpose": "Tillsyn",
            "grounds": "Får lämnas",
            "reviewed_by": "Lova Lind",
        },
        post_writes=frozenset({"lindra_disclosure", EVENT, LOG}),
    ),
    "disclosure_pdf": _disclosed(),
    "disclosure_json": _disclosed(),
    "find_in_emergency": Address(
        May.FIND_IN_EMERGENCY,
        THERAPISTS - {"carin"},
        200,
        302,
        data=lambda t: {"number": t.treatment.patient.personal_number},
        post_writes=frozenset({LOG}),
    ),
    "open_in_emergency": Address(
        May.OPEN_IN_EMERGENCY,
        frozenset({"erik", "gustav", "ester"}),
        200,
        302,
        args=lambda t: {"treatment_id": t.treatment.pk},
        data=lambda _: {"reason": "Patienten ringde och var orolig"},
        get_writes=frozenset({LOG}),
        post_writes=frozenset({OPENING, EVENT, LOG}),
    ),
    "emergency_seen": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=lambda t: {"opening_id": _opening()},
        post_writes=frozenset({OPENING, LOG}),
    ),
    "unit_emergency_seen": Address(
        May.MANAGE_UNIT,
        frozenset({"hanna"}),
        None,
        302,
        args=lambda t: {"opening_id": _opening()},
        post_writes=frozenset({OPENING, LOG}),
    ),
    "roles": Address(May.MANAGE_ROLES, frozenset({"agnes"})),
    "staff_roles": Address(
        May.MANAGE_ROLES,
        frozenset({"agnes"}),
        200,
        302,
        args=lambda _: {"commission_id": Commission.objects.get(staff__given_name="Erik").pk},
        data=lambda _: {"kind": "supervisor", "first_day": "2026-11-22"},
        post_writes=frozenset({ROLE}),
    ),
    "withdraw_role": Address(
        May.MANAGE_ROLES,
        frozenset({"agnes"}),
        None,
        302,
        args=lambda _: {"role_id": Role.objects.get(commission__staff__given_name="Erik").pk},
        post_writes=frozenset({ROLE}),
    ),
    "log_reviews": _log_review(
        post=302,
        data=_sample,
        post_writes=frozenset({"lindra_logreview", "lindra_logreviewitem", LOG}),
    ),
    "log_review": _log_review(
        post=302,
        args=_review,
        data=_verdict,
        get_writes=frozenset({LOG}),
        post_writes=frozenset({"lindra_logreviewitem", LOG}),
    ),
    "sign_log_review": _log_review(get=None, post=422, args=_review, post_writes=frozenset({LOG})),
    "absences": Address(May.BE_AWAY, STARTERS, 200, 422, data=lambda _: {"first_day": ""}),
    "end_absence": Address(May.BE_AWAY, STARTERS, None, 404),
    "offered": _offered(May.ANSWER_OFFER, "carin"),
    "accept_offer": _offered(
        May.ANSWER_OFFER,
        "carin",
        get=None,
        post=302,
        post_writes=JOINS | {TREATMENT, HANDOVER},
    ),
    "decline_offer": _offered(
        May.ANSWER_OFFER,
        "carin",
        get=None,
        post=302,
        post_writes=frozenset({HANDOVER, EVENT, LOG}),
    ),
    "former": _offered(May.READ_FORMER, "gustav"),
    "former_answer": _offered(May.READ_FORMER, "gustav", args=_answer, child=True),
    "messages": _patient(OWN_ANSWERS),
    "write_message": _patient(
        WORK,
        post=302,
        data=_half("patient", new=True),
        post_writes=SENDS_MESSAGE | {CONVERSATION, TREATMENT},
    ),
    "thread": _patient(
        OWN_ANSWERS,
        post=302,
        args=_conversation,
        data=_half("patient"),
        get_writes=frozenset({MESSAGE, EVENT, TREATMENT}),
        post_writes=SENDS_MESSAGE | {TREATMENT},
        child=True,
    ),
    "rename_thread": _patient(
        WORK,
        get=None,
        post=302,
        args=_conversation,
        data=_named,
        post_writes=frozenset({CONVERSATION, EVENT, LOG}),
        child=True,
    ),
    "save_own_message": _patient(
        WORK,
        get=None,
        post=200,
        args=_half_id("patient"),
        data=_half("patient", new=True),
        post_writes=ACTIVE | {HALF},
        child=True,
    ),
    "discard_own_message": _patient(
        WORK,
        get=None,
        post=302,
        args=_half_id("patient"),
        post_writes=ACTIVE | {HALF},
        child=True,
    ),
    "undo_own_message": _patient(
        WORK,
        get=None,
        post=422,
        args=lambda t: {"key": t.asked.key},
        child=True,
    ),
    "conversations": _staff(),
    "message_window": _staff(),
    "new_conversation": _staff(
        May.HANDLE_TREATMENT,
        post=302,
        data=_half("staff", new=True),
        post_writes=SENDS_MESSAGE | {CONVERSATION},
    ),
    "conversation": _staff(
        post=302,
        post_door=May.HANDLE_TREATMENT,
        args=_conversation,
        data=_half("staff"),
        get_writes=frozenset({MESSAGE, EVENT}),
        post_writes=SENDS_MESSAGE,
        child=True,
    ),
    "rename_conversation": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=_conversation,
        data=_named,
        post_writes=frozenset({CONVERSATION, EVENT, LOG}),
        child=True,
    ),
    "waive_answer": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=_conversation,
        data=_asked,
        post_writes=frozenset({MESSAGE, EVENT, LOG}),
        child=True,
    ),
    "want_answer": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=_conversation,
        data=_asked,
        post_writes=frozenset({LOG}),
        child=True,
    ),
    "misdirected": _staff(
        May.HANDLE_TREATMENT,
        post=302,
        args=lambda t: {"message_id": t.told.pk, **_conversation(t)},
        post_writes=frozenset({MESSAGE, EVENT, LOG}),
        child=True,
    ),
    "save_message": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=200,
        args=_half_id("staff"),
        data=_half("staff", new=True),
        post_writes=frozenset({HALF}),
        child=True,
    ),
    "discard_message": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=302,
        args=_half_id("staff"),
        post_writes=frozenset({HALF}),
        child=True,
    ),
    "undo_message": _staff(
        May.HANDLE_TREATMENT,
        get=None,
        post=422,
        args=lambda t: {"key": t.told.key},
        post_writes=frozenset({LOG}),
        child=True,
    ),
    "templates": Address(
        May.SEE_MINE,
        THERAPISTS,
        200,
        302,
        data=lambda _: {"title": "Vecka 1", "text": "Hej"},
        post_writes=frozenset({"lindra_messagetemplate"}),
    ),
    "template": Address(
        May.SEE_MINE,
        THERAPISTS,
        404,
        409,
        args=lambda _: {"template_id": 1},
        data=lambda _: {"title": "Vecka 1", "text": "Hej"},
    ),
    "preview_module": _staff(args=_module),
    "preview_page": _staff(args=_page),
}


@dataclass(frozen=True)
class Route:
    """An address of the URL table: its name and its view."""

    name: str
    view: Callable[..., object] = field(compare=False)


def routes() -> list[Route]:
    """Every address that the site answers at, read from the URL table."""
    return list(_routes(get_resolver().url_patterns))


def _routes(patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns)
        else:
            yield Route(pattern.name or "", pattern.callback)


def url(name: str, theirs: Theirs) -> str:
    """The address of that name for what a patient has."""
    return reverse(name, kwargs=dict(ADDRESSES[name].args(theirs)))


def crossed(name: str, world: World) -> list[str]:
    """Addresses with Astrid's treatment and what is not hers: Fatima's, and what nobody has."""
    mine = ADDRESSES[name].args(world.astrids)
    if not ADDRESSES[name].child:
        return []
    others = ADDRESSES[name].args(world.fatimas)
    strangers = {key: nobody_has() for key in mine}
    return [
        reverse(name, kwargs={**each, "treatment_id": world.cast.treatment.pk})
        for each in (others, strangers)
    ]
