"""What each table holds about people, how it is given out, and how it goes.

A test asks for every table. "Mina uppgifter", disclosure, export and purge walk this one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model

from lindra import models


class Holds(StrEnum):
    """Whose data a table holds."""

    NOBODY = "nobody"
    STAFF = "staff"
    PATIENT = "patient"
    TREATMENT = "treatment"
    LOG = "log"
    COPY = "copy"


class Goes(StrEnum):
    """How a table's rows go: with the treatment, with the patient's last one, or never.

    `WITH_UNIT`: with the patient's last treatment that the row's unit has, or has handed over.
    `KEPT_AT_LEAST_FIVE_YEARS`: no purge takes them; nothing removes them afterwards either.
    `WHEN_FETCHED`: a copy that waits to be fetched, which goes then, when it expires, and when
    anything is purged at its unit.
    """

    WITH_TREATMENT = "with_treatment"
    WITH_UNIT = "with_unit"
    WITH_PATIENT = "with_patient"
    KEPT_AT_LEAST_FIVE_YEARS = "kept_at_least_five_years"
    WHEN_FETCHED = "when_fetched"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Declaration:
    """`path` leads from the table to the treatment; `given` are the fields a patient is given."""

    model: type[Model]
    holds: Holds
    goes: Goes
    path: str = ""
    given: tuple[str, ...] = ()

    @property
    def to_patient(self) -> str:
        """Leads from a table of the patient's to her: the path without its last step."""
        return self.path.removesuffix("treatments").rstrip("_") or "pk"


def _of_treatment(model: type[Model], *given: str, path: str = "treatment") -> Declaration:
    return Declaration(model, Holds.TREATMENT, Goes.WITH_TREATMENT, path, given)


DECLARATIONS: tuple[Declaration, ...] = (
    Declaration(models.CareProvider, Holds.NOBODY, Goes.STAYS),
    Declaration(models.Unit, Holds.NOBODY, Goes.STAYS),
    Declaration(models.Staff, Holds.STAFF, Goes.STAYS),
    Declaration(models.Commission, Holds.STAFF, Goes.STAYS),
    Declaration(models.Role, Holds.STAFF, Goes.STAYS),
    Declaration(
        models.Patient,
        Holds.PATIENT,
        Goes.WITH_PATIENT,
        "treatments",
        ("personal_number", "given_name", "family_name", "protected", "deceased_on"),
    ),
    _of_treatment(
        models.Treatment,
        "programme",
        "state",
        "starts_on",
        "ends_on",
        "started_at",
        "last_active_at",
        "hidden_modules",
        "begin_with",
        "maintained_modules",
        "ended_at",
        "end_reason",
        path="pk",
    ),
    _of_treatment(models.TeamMember, "staff", "part", "first_day", "last_day"),
    _of_treatment(models.PageRead, "page", "read_at"),
    _of_treatment(models.ModuleDone, "module", "done_at"),
    _of_treatment(models.Place, "module", "page", "opened_at"),
    _of_treatment(models.Acknowledgement, "page", "at"),
    _of_treatment(models.Draft, "form", "version", "entry_date", "values", "saved_at"),
    _of_treatment(
        models.Answer,
        "form",
        "version",
        "entry_date",
        "values",
        "sent_at",
        "replaces",
        "withdrawn_at",
        "read_at",
    ),
    _of_treatment(models.Event, "kind", "at", "actor", "actor_name", "subject", "words"),
    _of_treatment(models.Conversation, "title", "started_at"),
    _of_treatment(
        models.Message,
        "author",
        "author_name",
        "author_profession",
        "text",
        "sent_at",
        "read_at",
        "misdirected_at",
        path="conversation__treatment",
    ),
    _of_treatment(models.MessageDraft, "title", "text", "saved_at"),
    _of_treatment(models.FollowUp, "at", "staff"),
    _of_treatment(
        models.WorkNote, "text", "written_at", "author_name", "author_profession", "struck_at"
    ),
    _of_treatment(models.Handover, "from_unit", "to_unit", "offered_at", "answered_at", "accepted"),
    _of_treatment(models.EmergencyOpening, "reason", "opened_at", "day", "staff"),
    _of_treatment(
        models.RecordNote,
        "text",
        "since",
        "until",
        "approved_at",
        "author_name",
        "author_profession",
    ),
    _of_treatment(models.PurgeItem),
    _of_treatment(models.Notice, "kind", "channel", "made_at", "day", "state", "sent_at"),
    Declaration(
        models.PatientChannels,
        Holds.PATIENT,
        Goes.WITH_PATIENT,
        "patient__treatments",
        ("inbox", "email", "phone", "chosen_at"),
    ),
    Declaration(
        models.LegalHold,
        Holds.PATIENT,
        Goes.WITH_UNIT,
        "patient__treatments",
        ("unit", "reason", "placed_at", "lifted_at"),
    ),
    Declaration(
        models.Disclosure,
        Holds.PATIENT,
        Goes.WITH_UNIT,
        "patient__treatments",
        ("unit", "recipient", "purpose", "grounds", "reviewed_by", "made_at"),
    ),
    Declaration(models.StaffChannels, Holds.STAFF, Goes.STAYS),
    Declaration(models.Absence, Holds.STAFF, Goes.STAYS),
    Declaration(models.MessageTemplate, Holds.NOBODY, Goes.STAYS),
    Declaration(models.ExportJob, Holds.STAFF, Goes.STAYS),
    Declaration(models.ExportPart, Holds.COPY, Goes.WHEN_FETCHED),
    Declaration(models.PurgeRun, Holds.STAFF, Goes.STAYS),
    Declaration(models.LogReview, Holds.LOG, Goes.KEPT_AT_LEAST_FIVE_YEARS),
    Declaration(models.LogReviewItem, Holds.LOG, Goes.KEPT_AT_LEAST_FIVE_YEARS),
    Declaration(models.AccessLog, Holds.LOG, Goes.KEPT_AT_LEAST_FIVE_YEARS),
    Declaration(models.AccessLogSeal, Holds.NOBODY, Goes.KEPT_AT_LEAST_FIVE_YEARS),
    Declaration(models.TimeTravel, Holds.NOBODY, Goes.STAYS),
)
