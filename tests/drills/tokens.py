"""Patients whose every text holds a word of their own, and where such words are found."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import F

from lindra.access import PatientSession
from lindra.gateways import queue
from lindra.models import (
    Answer,
    Conversation,
    Notice,
    Patient,
    PurgeItem,
    Treatment,
    Unit,
)
from lindra.privacy import DECLARATIONS, Declaration, Goes
from lindra.queries.sessions import sessions_of
from lindra.rules.calendar import local_date
from lindra.web.session_store import SessionStore
from tests.cast import Cast, log_in
from tests.drills.sealed_log import database_url
from tests.rules.numbers import invented
from tools.binaries import find

LOG = "lindra_accesslog"
FIRST_BIRTH = date(1960, 1, 1)
# Texts that are the system's own words and not the patient's: they cannot be a word of hers.
OURS = {
    *("lindra_treatment.programme", "lindra_treatment.state", "lindra_treatment.ended_from"),
    *("lindra_teammember.part", "lindra_event.kind", "lindra_event.actor"),
    *("lindra_message.author", "lindra_message.notice", "lindra_patient.personal_number"),
    *("lindra_notice.kind", "lindra_notice.channel", "lindra_notice.state"),
}
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


def word(number: int) -> str:
    """The patient's own: it stands in every text of hers, and nowhere else."""
    return f"qvx{number:04d}zjk"


def other_word(number: int) -> str:
    """The same patient's at another unit, and after she has changed her name."""
    return f"qwy{number:04d}zjk"


def make_patients(cast: Cast, count: int, at: datetime) -> list[Treatment]:
    """So many, each with a row in every declared table; their treatments ended at that moment."""
    people = Patient.objects.bulk_create(
        Patient(
            personal_number=invented(FIRST_BIRTH + timedelta(days=number)),
            given_name=word(number),
            family_name=word(number),
        )
        for number in range(count)
    )
    return _treated(cast, people, cast.smartenheten, at)


def treat_elsewhere(cast: Cast, treatments: list[Treatment], at: datetime) -> list[Treatment]:
    """As many, of the same patients at Ekbacken, who are called by their other words by then."""
    people = [each.patient for each in treatments]
    for number, each in enumerate(people):
        each.given_name = each.family_name = other_word(number)
        each.save()
        each.channels.delete()
        Session.objects.filter(pk__in=sessions_of(each)).delete()
    return _treated(cast, people, cast.ekbacken, at)


def _treated(cast: Cast, people: list[Patient], unit: Unit, at: datetime) -> list[Treatment]:
    its = [{"patient": each, "unit": unit} for each in people]
    made = [_filled(Treatment, cast, at, each) for each in its]
    Treatment.objects.bulk_create(made)
    threads = Conversation.objects.bulk_create(
        _filled(Conversation, cast, at, {"treatment": each}) for each in made
    )
    answers = Answer.objects.bulk_create(
        _filled(Answer, cast, at, {"treatment": each}) for each in made
    )
    for declaration in _others():
        rows = [
            _filled(declaration.model, cast, at, its)
            for its in _its(declaration.model, cast, made, threads, answers)
        ]
        declaration.model._default_manager.bulk_create(rows)
    _log_in_and_queue(cast, made)
    return made


def _others() -> Iterator[Declaration]:
    done = (Patient, Treatment, Conversation, Answer, PurgeItem)  # items are made by the proposal
    for each in DECLARATIONS:
        if each.path and each.model not in done:
            yield each


def _its(model, cast, treatments, threads, answers) -> Iterator[dict[str, object]]:
    """What each row leads to."""
    names = {field.name for field in model._meta.fields}
    other = {cast.smartenheten: cast.ekbacken, cast.ekbacken: cast.smartenheten}
    for treatment, thread, answer in zip(treatments, threads, answers, strict=True):
        leads = {
            "treatment": treatment,
            "patient": treatment.patient,
            "unit": treatment.unit,
            "from_unit": treatment.unit,
            "to_unit": other[treatment.unit],
            "conversation": thread,
            "answer": answer,
            "replaces": answer,
        }
        yield {name: leads[name] for name in names & leads.keys()}


def _filled(model, cast: Cast, at: datetime, its: dict[str, Any]):
    """A row in whose every text her word stands."""
    given = {
        field.name: _value(field, _word_of(its), cast, at)
        for field in model._meta.fields
        if not field.primary_key or isinstance(field, models.UUIDField)
    }
    return model(**given | _fixed(model, cast, at) | its)


def _word_of(its: dict[str, Any]) -> str:
    if "conversation" in its:
        its = {"treatment": its["conversation"].treatment}
    patient = its.get("patient") or its["treatment"].patient
    return patient.given_name


def _value(field: models.Field, text: str, cast: Cast, at: datetime) -> object:  # noqa: PLR0911
    match field:
        case models.ForeignKey():
            return _leads_to(field, cast)
        case models.UUIDField():
            return uuid4()
        case ArrayField():
            return [text]
        case models.JSONField():
            return {text: [text]}
        case models.EmailField():
            return f"{text}@exempel.se"
        case models.CharField() | models.TextField():
            return field.choices[0][0] if field.choices else text
        case models.DateTimeField():
            return None if field.null else at
        case models.DateField():
            return None if field.null else local_date(at)
        case models.BooleanField() | models.IntegerField():
            return field.get_default() if field.has_default() else None if field.null else 1


def _leads_to(field: models.ForeignKey, cast: Cast) -> object:
    if field.null:
        return None
    return cast.bo.staff


def _fixed(model, cast: Cast, at: datetime) -> dict[str, object]:
    """What a table's own rules demand."""
    return {
        "Treatment": {
            "programme": "smartskolan",
            "state": "ended",
            "ended_from": "active",
            "ended_at": at,
        },
        "Message": {"author": "patient", "notice": "none"},
        "Notice": {"state": "sent", "sent_at": at},
        "LegalHold": {"lifted_at": at, "lifted_by": cast.doris.staff},
    }.get(model.__name__, {})


def _log_in_and_queue(cast: Cast, treatments: list[Treatment]) -> None:
    for each in treatments:
        client = log_in(_Cookies(), PatientSession(each.patient))
        client.session["said"] = each.patient.given_name
        client.session.save()
    ids = Notice.objects.filter(treatment__in=treatments).order_by("pk")
    later = timedelta(days=1)
    queue.put("deliver_notices", [str(pk) for pk in ids.values_list("pk", flat=True)], after=later)


class _Cookies:
    """As much of a browser as a log-in needs."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.session = SessionStore()
        self.session.create()


def columns_with(words: Iterable[str]) -> set[str]:
    """The columns ("table.column") of the database in which any of the words stands."""
    looked_for = _pattern(words)
    return {
        f"{table}.{column}"
        for table, row in _rows()
        for column, value in row.items()
        if looked_for.search(value)
    }


def in_dump(words: Iterable[str], but: str) -> set[str]:
    """Which of the words stand in a dump of the whole database, without the data of one table."""
    command = [find().folder / "pg_dump", f"--exclude-table-data={but}", database_url()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "COPY public.lindra_answer" in done.stdout
    return set(_pattern(words).findall(done.stdout))


def rows_of(treatments: Iterable[Treatment]) -> dict[str, list[str]]:
    """All rows that are declared to be of these treatments, byte for byte as text."""
    ids = [each.pk for each in treatments]
    found: dict[str, list[str]] = {}
    for each in DECLARATIONS:
        if each.path and each.model is not PurgeItem:
            its = {f"{each.path}__in": ids}
            if each.goes is Goes.WITH_UNIT:
                its["unit"] = F(f"{each.path}__unit")
            keys = each.model._default_manager.filter(**its)
            found[each.model._meta.db_table] = _as_text(each.model, list(keys.values_list("pk")))
    return found


def tables_that_stay() -> dict[str, list[str]]:
    """All rows of the tables that no purge may touch."""
    stay = [each for each in DECLARATIONS if each.goes is Goes.STAYS]
    return {
        each.model._meta.db_table: _as_text(each.model)
        for each in stay
        if each.model.__name__ not in ("PurgeRun", "ExportJob")
    }


def _as_text(model, keys: list[tuple[object]] | None = None) -> list[str]:
    table, key = model._meta.db_table, model._meta.pk.column
    chosen = "" if keys is None else f" WHERE {key} = ANY(%s)"
    with connection.cursor() as cursor:
        values = [] if keys is None else [[each for (each,) in keys]]
        cursor.execute(f"SELECT t::text FROM {table} t{chosen} ORDER BY {key}", values)
        return [text for (text,) in cursor.fetchall()]


def _rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of every table, and what each session holds."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {connection.ops.quote_name(table)} t")
            for (text,) in cursor.fetchall():
                yield table, {key: str(value) for key, value in json.loads(text).items()}
    for each in Session.objects.all():
        yield Session._meta.db_table, {"decoded": repr(each.get_decoded())}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words as they are, and as PostgreSQL writes bytes."""
    known = list(words)
    return re.compile("|".join([*known, *(each.encode().hex() for each in known)]))


def text_columns() -> set[str]:
    """Every column of the patient's tables that holds text."""
    return {
        f"{each.model._meta.db_table}.{field.column}"
        for each in DECLARATIONS
        if each.path
        for field in each.model._meta.fields
        if isinstance(field, TEXTS)
    }
