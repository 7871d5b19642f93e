"""The unit's own wordings for messages: made, changed and removed by those who write (F9)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lindra.access import StaffSession
from lindra.models import MessageTemplate
from lindra.rules.fingerprint import fingerprint
from lindra.rules.messages import tidy_template
from lindra.rules.refused import Refused


class TitleTaken(Refused):
    """Another template of the unit has the name."""

    def __init__(self) -> None:
        super().__init__("En annan mall har det namnet.", code="title_taken", field="title")


class TemplateChanged(Refused):
    """Somebody has changed the template since it was shown; `saved` is how it is now."""

    def __init__(self, saved: MessageTemplate) -> None:
        super().__init__(
            "Någon hann före och ändrade mallen. Det du har skrivit står kvar och är inte sparat.",
            code="changed",
        )
        self.saved = saved


class TemplateGone(Refused):
    """Somebody has removed the template since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Någon hann före och tog bort mallen. Det du har skrivit står kvar. "
            "Sparar du det, blir det en ny mall.",
            code="gone",
        )


def seen_of_template(template: MessageTemplate) -> str:
    """What somebody has seen of it: another once its name or text has changed."""
    return fingerprint(template.title, template.text)


@transaction.atomic
def save_template(
    *,
    title: str,
    text: str,
    by: StaffSession,
    now: datetime,  # noqa: ARG001 - templates belong to nobody's timeline
    template: MessageTemplate | None = None,
    seen: str = "",
) -> MessageTemplate:
    """Make a template at the commission's unit, or change one of the unit's.

    `seen` is `seen_of_template` of what `by` was shown. `Refused` without a name or a text, or for
    a name that another template of the unit has; `TemplateChanged` and `TemplateGone` as they say.
    """
    name, tidy = tidy_template(title, text)
    found = _held(template, by) if template else MessageTemplate(unit=by.commission.unit)
    if found is None:
        raise TemplateGone
    if template and (found.title, found.text) != (name, tidy):
        _check_unchanged(found, seen)
    found.title, found.text = name, tidy
    try:
        with transaction.atomic():
            found.save(force_update=template is not None)
    except IntegrityError as error:
        raise TitleTaken from error
    return found


@transaction.atomic
def remove_template(
    *,
    template: MessageTemplate,
    seen: str,
    by: StaffSession,
    now: datetime,  # noqa: ARG001
) -> None:
    """Take it away; what has been sent with its words stands. Removed twice it is gone.

    Raises `TemplateChanged` when it is not as `by` saw it.
    """
    found = _held(template, by)
    if found is not None:
        _check_unchanged(found, seen)
        found.delete()


def _held(template: MessageTemplate, by: StaffSession) -> MessageTemplate | None:
    """The unit's template as it is now, held until the transaction ends; None when it is gone."""
    own = by.commission.unit.message_templates.select_for_update()
    return own.filter(pk=template.pk).first()


def _check_unchanged(found: MessageTemplate, seen: str) -> None:
    if seen != seen_of_template(found):
        raise TemplateChanged(found)
