"""Every address: who may knock, with what, and what it may write. A new address is entered here.

`get` and `post` are the statuses for those whom it opens to (None: the method is refused), the
`writes` are the tables that those change. Everybody else gets 404; who is not logged in is shown
the way to the log-in, but for an address that says otherwise in `nobody`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lindra.access import May
from tests.web.world import Theirs, World, nobody_has

OWN = frozenset({"astrid"})
TEAM = frozenset({"bo"})
PATIENTS = frozenset({"astrid", "fatima"})
THERAPISTS = frozenset({"bo", "erik", "gustav", "carin"})
ANYBODY = frozenset({"anybody"})

LOG = "lindra_accesslog"
EVENT = "lindra_event"
TREATMENT = "lindra_treatment"
DRAFT = "lindra_draft"
ANSWER = "lindra_answer"
TEAM_TABLE = "lindra_teammember"

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

    def status(self, method: str) -> int | None:
        """What those whom it opens to are answered."""
        head = self.get if self.door is None else None  # behind a door a look may write
        return {"GET": self.get, "HEAD": head, "POST": self.post}.get(method)

    def writes(self, method: str) -> frozenset[str]:
        """What they change."""
        return self.post_writes if method == "POST" else self.get_writes


def _patient(may: May = May.READ_PROGRAMME, **rest: object) -> Address:
    args = rest.pop("args", _nothing)
    return Address(may, OWN, args=lambda t: {"treatment_id": t.treatment.pk, **args(t)}, **rest)


def _staff(may: May = May.READ_TREATMENT, **rest: object) -> Address:
    args = rest.pop("args", _nothing)
    looked = frozenset() if rest.get("get", 200) is None else frozenset({LOG})
    writes = rest.pop("get_writes", frozenset()) | looked
    return Address(
        may,
        TEAM,
        args=lambda t: {"treatment_id": t.treatment.pk, **args(t)},
        get_writes=writes,
        **rest,
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


ACTIVE = frozenset({TREATMENT})
READS = frozenset({ANSWER, EVENT})
SENDS = frozenset({ANSWER, DRAFT, EVENT, TREATMENT, LOG})
WORK = May.WORK_IN_PROGRAMME
OWN_ANSWERS = May.READ_OWN_ANSWERS

ADDRESSES: dict[str, Address] = {
    "start": _open(302, nobody=200),
    "log_in": _open(None, 302, args=_staff_kind),
    "log_in_finish": _open(None, 400, args=_staff_kind),
    "choose_person": _open(200, args=_staff_kind),
    "logout": _open(None, 200),
    "stay": _open(None, 200, nobody=401),
    "appearance": _open(None, 302, data=lambda _: {"theme": "dark", "next": "/"}),
    "time_travel": _open(
        None, 302, data=lambda _: {"days": "7"}, post_writes=frozenset({"lindra_timetravel"})
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
    "as_yesterday": _patient(WORK, get=None, post=302, args=_draft, child=True),
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
    "mine": Address(May.SEE_MINE, THERAPISTS, 200, get_writes=frozenset({LOG})),
    "next_to_handle": Address(
        May.SEE_MINE, THERAPISTS, 302, args=lambda t: {"after": t.treatment.pk}
    ),
    "start_treatment": Address(
        May.START_TREATMENT,
        THERAPISTS,
        200,
        200,
        data=lambda _: {"number": "195701149873", "programme": "smartskolan"},
        post_writes=frozenset({LOG}),
    ),
    "confirm_person": Address(May.START_TREATMENT, THERAPISTS, None, 302),
    "manage": _staff(get_writes=frozenset({TEAM_TABLE, EVENT})),
    "mark": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_shown, post_writes=READS | {LOG}
    ),
    "undo_mark": _staff(
        May.HANDLE_TREATMENT, get=None, post=302, data=_shown, post_writes=frozenset({LOG})
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
