"""What the one question finds, held against the rule asked of each treatment by itself (M21)."""

import random
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from lindra.models import AccessLog, ExportJob, Treatment
from lindra.programme import registry
from lindra.programme.registry import programme
from lindra.queries.purge import (
    NotExported,
    OwnCopies,
    copies_waiting,
    not_exported,
    own_copies,
    preview,
)
from lindra.rules.calendar import local_date
from lindra.rules.refused import Refused
from lindra.rules.retention import Kept, check_purge
from tests.cast import at
from tests.conftest import PROGRAMMES
from tests.purges import end, hold, old

pytestmark = pytest.mark.row("M21")


@pytest.fixture
def journal(tmp_path, settings):
    """A programme that is kept as journal, beside Digitala smärtskolan; its id."""
    for programmes in (settings.PROGRAMMES_DIR, PROGRAMMES):
        for each in programmes.iterdir():
            if each.is_dir():
                (tmp_path / each.name).symlink_to(each)
    registry.configure(tmp_path)
    yield "litet"
    registry.configure(settings.PROGRAMMES_DIR)


def naive(treatment: Treatment) -> Kept:
    """The same facts, read row by row."""
    ended = treatment.ended_at
    moments = [
        treatment.started_at,
        *(each.sent_at for each in treatment.answers.all()),
        *(m.sent_at for each in treatment.conversations.all() for m in each.messages.all()),
        *(each.written_at for each in treatment.work_notes.all()),
        *(each.approved_at for each in treatment.record_notes.all()),
    ]
    return Kept(
        programme(treatment.programme).retention,
        local_date(ended) if ended else None,
        local_date(max(moments)),
        any(
            each.unit == treatment.unit and each.lifted_at is None
            for each in treatment.patient.legal_holds.all()
        ),
    )


def generated(cast, dice: random.Random, count: int, other: str) -> None:
    """Treatments of every kind, with entries before and after their ends."""
    for number in range(count):
        made = old(cast, number, dice.choice([cast.bo, cast.carin]))
        at = cast.now - timedelta(days=dice.choice([5, 14, 15, 364, 365, 366, 3600, 3652, 3660]))
        if dice.random() < 0.8:
            end(made, at)
        else:
            Treatment.objects.filter(pk=made.pk).update(
                state="active", ended_at=None, end_reason=""
            )
        if dice.random() < 0.5:
            Treatment.objects.filter(pk=made.pk).update(programme=other)
        if dice.random() < 0.4:
            unit = dice.choice([cast.smartenheten, cast.ekbacken])
            placed = hold(made.patient, unit, cast.doris, cast.now)
            if dice.random() < 0.5:
                placed.lifted_at, placed.lifted_by = cast.now, cast.doris.staff
                placed.save()
        _entries(cast, made, at, dice)


def _entries(cast, treatment: Treatment, at, dice: random.Random) -> None:
    def moment():
        return at + timedelta(days=dice.randrange(-60, 60))

    staff = cast.bo.staff
    for kind in dice.sample(["answer", "message", "note", "record"], dice.randrange(4)):
        if kind == "answer":
            treatment.answers.create(
                form="start", version=1, values={}, key=uuid4(), sent_at=moment()
            )
        elif kind == "message":
            thread = treatment.conversations.create(title="T", started_at=at)
            thread.messages.create(author="patient", text="Hej", key=uuid4(), sent_at=moment())
        elif kind == "note":
            treatment.work_notes.create(
                text="Ring", key=uuid4(), written_at=moment(), staff=staff, author_name="Bo"
            )
        else:
            when = moment()
            treatment.record_notes.create(text="Ord", until=when, approved_at=when, staff=staff)


@pytest.mark.parametrize(("count", "seed"), [(40, 1), (40, 2)])
def test_the_one_question_and_the_rule_agree_on_every_treatment(
    cast, journal, count, seed, django_assert_num_queries
):
    generated(cast, random.Random(seed), count, journal)
    today = local_date(cast.now)
    may_go, held = set(), Counter()
    for each in Treatment.objects.filter(unit=cast.smartenheten):
        try:
            check_purge(naive(each), cast.smartenheten.waiting_days, today)
            may_go.add(each.pk)
        except Refused as refused:
            held[refused.code] += 1
    with django_assert_num_queries(1):
        found = preview(cast.smartenheten, today)
    assert ({each.id for each in found.found}, found.held) == (may_go, held)
    assert may_go
    assert set(held) == {"not_ended", "legal_hold", "journal", "waiting"}
    assert sum(each.number for each in found.counts) == len(may_go)


def test_what_may_go_is_counted_by_programme_and_the_swedish_year_of_the_end(cast):
    for number, ended in enumerate(["2023-12-31 22:59", "2023-12-31 23:00", "2024-06-01 08:00"]):
        end(old(cast, number), at(ended))
    found = preview(cast.smartenheten, local_date(cast.now))
    assert [(each.name, each.year, each.number) for each in found.counts] == [
        ("Digitala smärtskolan", 2023, 1),
        ("Digitala smärtskolan", 2024, 2),
    ]


def test_the_fingerprint_is_of_the_very_treatments(cast):
    today = local_date(cast.now)
    nobody = preview(cast.smartenheten, today).fingerprint
    old(cast, 1)
    one = preview(cast.smartenheten, today).fingerprint
    assert preview(cast.smartenheten, today).fingerprint == one
    Treatment.objects.filter(ended_at__isnull=False).update(unit=cast.ekbacken)
    other = old(cast, 2)
    assert len({nobody, one, preview(cast.smartenheten, today).fingerprint}) == 3
    assert [each.id for each in preview(cast.smartenheten, today).found] == [other.pk]


def fetched(cast, first: str, last: str, ordered_at, **more) -> ExportJob:
    return ExportJob.objects.create(
        unit=more.pop("unit", cast.smartenheten),
        programme=more.pop("programme", "smartskolan"),
        first=first,
        last=last,
        format="csv",
        ordered_at=ordered_at,
        ordered_by=cast.doris.staff,
        fetched_at=more.pop("fetched_at", ordered_at + timedelta(hours=1)),
        **more,
    )


def test_answers_are_exported_when_a_fetched_export_of_their_days_was_ordered_after_them(cast):
    treatment = end(old(cast, 1), at("2024-11-20 08:00"))
    for sent in ("2024-09-30 21:59", "2024-09-30 22:00", "2024-10-31 12:00"):
        treatment.answers.create(form="start", version=1, values={}, key=uuid4(), sent_at=at(sent))

    def left() -> list[NotExported]:
        found = preview(cast.smartenheten, local_date(cast.now)).found
        return not_exported(found, cast.smartenheten)

    assert left() == [NotExported("smartskolan", 3, None)]
    ordered = at("2024-10-31 12:00")
    job = fetched(cast, "2024-10-01", "2024-10-31", ordered)
    for kind in ({"unit": cast.ekbacken}, {"programme": "litet"}, {"fetched_at": None}):
        fetched(cast, "2020-01-01", "2026-01-01", cast.now, **kind)
    assert left() == [NotExported("smartskolan", 2, job.fetched_at)]
    late = fetched(cast, "2024-09-30", "2024-10-31", ordered + timedelta(seconds=1))
    assert left() == []
    assert late.fetched_at


def test_who_has_been_here_since_the_end_is_read_off_the_access_log(cast):
    made = [old(cast, number) for number in range(4)]
    rows = [
        (0, "log_in", -1),
        (1, "log_in", 1),
        (2, "log_in", 1),
        (2, "log_in", 2),
        (2, "own_pdf", 2),
        (2, "own_json", 3),
        (3, "answers", 4),
    ]
    for number, what, days in rows:
        logged(made[number], what, days, "patient")
    logged(made[0], "log_in", 5, "staff")
    found = preview(cast.smartenheten, local_date(cast.now)).found
    assert own_copies(found) == OwnCopies(patients=4, logged_in=2, taken=1)


def logged(treatment: Treatment, what: str, days: int, kind: str) -> None:
    """A row of the patient's own in the log, so many days after the end."""
    AccessLog.objects.create(
        activity_args=what,
        start_date=treatment.ended_at + timedelta(days=days),
        user_kind=kind,
        user_id=treatment.patient.personal_number,
        patients=[],
    )


def test_copies_that_wait_are_counted(cast):
    for state in ("waiting", "running", "ready", "fetched", "expired", "failed", "purged"):
        fetched(cast, "2020-01-01", "2026-01-01", cast.now, state=state)
    assert copies_waiting(cast.smartenheten) == 2
    assert copies_waiting(cast.ekbacken) == 0
