"""The tables, with their constraints and no behaviour beyond naming themselves."""

from lindra.models.access_log import AccessLog, AccessLogSeal
from lindra.models.answer import Answer, Draft
from lindra.models.event import ActorKind, Event, EventKind
from lindra.models.organisation import CareProvider, Commission, Role, RoleKind, Staff, Unit
from lindra.models.patient import Patient
from lindra.models.reading import Acknowledgement, ModuleDone, PageRead, Place
from lindra.models.time_travel import TimeTravel
from lindra.models.treatment import Part, TeamMember, Treatment

__all__ = [
    "AccessLog",
    "AccessLogSeal",
    "Acknowledgement",
    "ActorKind",
    "Answer",
    "CareProvider",
    "Commission",
    "Draft",
    "Event",
    "EventKind",
    "ModuleDone",
    "PageRead",
    "Part",
    "Patient",
    "Place",
    "Role",
    "RoleKind",
    "Staff",
    "TeamMember",
    "TimeTravel",
    "Treatment",
    "Unit",
]
