"""That the access log was taken out is in the access log: by which account, of which days."""

from datetime import date, datetime

from django.conf import settings

from lindra.access import Purpose
from lindra.actions.access_log import Activity
from lindra.models import AccessLog


def log_export(*, account: str, first: date, last: date, wall: datetime) -> None:
    """Write the row, before anything is taken out. `account` is the machine's, `wall` real time."""
    AccessLog.objects.create(
        system_id=settings.SYSTEM_ID,
        activity_type=Activity.PRINT,
        activity_level=f"{first}/{last}",
        activity_args="log_export",
        start_date=wall,
        purpose=Purpose.REQUIRED_BY_LAW,
        user_kind="system",
        user_id=account[:64],
        user_name=account[:200],
        resource_type="Åtkomstlogg",
        patients=[],
    )
