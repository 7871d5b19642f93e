"""The unit's own wordings for messages: made, changed and removed by those who write (F9)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.models import MessageTemplate
from lindra.rules.messages import tidy_template
from lindra.rules.refused import Refused


class TitleTaken(Refused):
    """Another template of the unit has the name."""

    def __init__(self) -> None:
        super().__init__("En annan mall har det namnet.", code="title_taken", field="title")


@transaction.atomic
def save_template(
    *,
    title: str,
    text: str,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - templates belong to nobody's timeline
    template: MessageTemplate | None = None,
) -> MessageTemplate:
    """Make a template at the commission's unit, or change one of the unit's.

    `Refused` without a name or a text, or for a name that another template of the unit has.
    """
    name, tidy = tidy_template(title, text)
    found = template or MessageTemplate(unit=by.commission.unit)
    found.title, found.text = name, tidy
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise TitleTaken from error
    return found


@transaction.atomic
def remove_template(
    *,
    template: MessageTemplate,
    by: StaffSession,
    now: datetime,  # noqa: ARG001
) -> None:
    """Take it away; what has been sent with its words stands. Removed twice it is gone."""
    MessageTemplate.objects.filter(pk=template.pk, unit=by.commission.unit).delete()
