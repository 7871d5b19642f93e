"""The tables, with their constraints and no behaviour beyond naming themselves."""

from lindra.models.access_log import AccessLog, AccessLogSeal
from lindra.models.answer import Answer, Draft
from lindra.models.care import Absence, FollowUp, Handover, WorkNote
from lindra.models.event import ActorKind, Event, EventKind
from lindra.models.export import ExportFormat, ExportJob, ExportPart, ExportState
from lindra.models.log_review import LogReview, LogReviewItem, Sample, Verdict
from lindra.models.message import (
    Conversation,
    Message,
    MessageDraft,
    MessageTemplate,
    NoticeChoice,
)
from lindra.models.notice import (
    Channel,
    Notice,
    NoticeKind,
    NoticeState,
    PatientChannels,
    StaffChannels,
)
from lindra.models.organisation import CareProvider, Commission, Role, RoleKind, Staff, Unit
from lindra.models.patient import Patient
from lindra.models.purge import PurgeItem, PurgeRun
from lindra.models.reading import Acknowledgement, ModuleDone, PageRead, Place
from lindra.models.records import Disclosure, EmergencyOpening, LegalHold, RecordNote
from lindra.models.time_travel import TimeTravel
from lindra.models.treatment import Part, TeamMember, Treatment

__all__ = [
    "Absence",
    "AccessLog",
    "AccessLogSeal",
    "Acknowledgement",
    "ActorKind",
    "Answer",
    "CareProvider",
    "Channel",
    "Commission",
    "Conversation",
    "Disclosure",
    "Draft",
    "EmergencyOpening",
    "Event",
    "EventKind",
    "ExportFormat",
    "ExportJob",
    "ExportPart",
    "ExportState",
    "FollowUp",
    "Handover",
    "LegalHold",
    "LogReview",
    "LogReviewItem",
    "Message",
    "MessageDraft",
    "MessageTemplate",
    "ModuleDone",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "NoticeState",
    "PageRead",
    "Part",
    "Patient",
    "PatientChannels",
    "Place",
    "PurgeItem",
    "PurgeRun",
    "RecordNote",
    "Role",
    "RoleKind",
    "Sample",
    "Staff",
    "StaffChannels",
    "TeamMember",
    "TimeTravel",
    "Treatment",
    "Unit",
    "Verdict",
    "WorkNote",
]
