"""What is approved, given out or signed never changes, whatever the code above it does."""

import pytest
from django.db import DatabaseError, transaction

from tests.actions.record_rows import disclosure, judged, record_note, review
from tests.cast import Cast


def changed(row, **values) -> None:
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.row("N8")
def test_an_approved_note_never_changes(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="lindra_recordnote is never changed"):
        changed(record_note(cast), text="Något annat.")


@pytest.mark.row("F19")
def test_a_disclosure_never_changes(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="lindra_disclosure is never changed"):
        changed(disclosure(cast), recipient="Någon annan")


@pytest.mark.row("F18")
def test_a_signed_review_never_changes(cast: Cast) -> None:
    signed = review(cast)
    changed(signed, signed_at=cast.now, signed_by=cast.lova.staff)
    with pytest.raises(DatabaseError, match="a signed review is never changed"):
        changed(signed, rows_in_period=9)


@pytest.mark.row("F18")
def test_what_a_signed_review_judged_never_changes(cast: Cast) -> None:
    item = judged(cast)
    changed(item, words="Samma dag som besöket.")
    changed(item.review, signed_at=cast.now, signed_by=cast.lova.staff)
    with pytest.raises(DatabaseError, match="what a signed review judged is never changed"):
        changed(item, words="Något annat.")
