"""The log-ins of a patient: found by what stands in each session."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from lindra.models import Patient

KEY = "who"  # under which a session says whose it is: the kind, and a key


def sessions_of(patient: Patient) -> list[str]:
    """The keys of the patient's sessions, and of those that nobody can use.

    Each session is opened for it: they are few. One that cannot be read, as when the site's secret
    has been changed, may be hers and is no way in any more.
    """
    its = ["patient", patient.pk]
    found = ((each.session_key, each.get_decoded()) for each in Session.objects.all().iterator())
    return [key for key, held in found if not held or held.get(KEY) == its]
