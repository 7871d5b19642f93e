"""What is held back of a patient's data: the unsent from others, names of staff from herself."""

from datetime import timedelta

import pytest

from lindra.actions.disclosures import disclose
from lindra.actions.emergency import open_in_emergency
from lindra.actions.handover import accept_handover, offer_handover
from lindra.actions.holds import lift_hold, place_hold
from lindra.actions.notes import strike_note
from lindra.exchange.own_json import own_json
from lindra.exchange.own_pdf import own_pdf
from lindra.models import Unit, WorkNote
from lindra.queries.own_data import OwnData, own_data
from tests.cast import Cast
from tests.exchange.lives import lived
from tests.exchange.pdf_text import texts

LATER = timedelta(hours=2)
UNSENT = ("Astrid tror", "Astrid skriver")  # a draft of a form, and of a message


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Astrid has something in every table."""
    lived(cast, cast.astrid, cast.bo)
    return cast


def own(cast: Cast) -> OwnData:
    """As she is given it herself."""
    return own_data(cast.astrid.patient, cast.now + LATER)


def disclosed(cast: Cast) -> OwnData:
    """As the unit gives it to somebody else."""
    return own_data(cast.astrid.patient, cast.now + LATER, unit=cast.smartenheten)


def files(found: OwnData) -> tuple[str, str]:
    """The JSON and the PDF, as text without spaces."""
    whole = own_json(found).decode(), texts(own_pdf(found))
    return tuple("".join(each.split()) for each in whole)


def holds(file: str, words: str) -> bool:
    return "".join(words.split()) in file


@pytest.mark.row("M5", "F19")
def test_what_the_patient_has_not_sent_is_given_to_her_alone(cast):
    for file in files(own(cast)):
        assert [holds(file, words) for words in (*UNSENT, "Astrid ett")] == [True] * 3
    for file in files(disclosed(cast)):
        assert [holds(file, words) for words in (*UNSENT, "Astrid ett")] == [False, False, True]


@pytest.mark.row("F8", "F11", "F19")
def test_a_struck_note_is_given_as_struck(cast):
    note = WorkNote.objects.get()
    for found in (own(cast), disclosed(cast)):
        assert "struken" not in files(found)[1]
    strike_note(note=note, by=cast.bo, now=cast.now)
    for found in (own(cast), disclosed(cast)):
        (row,) = found.treatments[0].table(WorkNote).rows
        assert row["struck_at"] == cast.now
        assert holds(files(found)[1], "struken 22 november 2026 09:00")


def administered(cast: Cast) -> None:
    """Erik opens in an emergency; Doris places a hold and lifts it, and gives out."""
    lift_hold(treatment=cast.treatment, by=cast.david, now=cast.now)
    cast.treatment.emergency_openings.all().delete()
    open_in_emergency(treatment=cast.treatment, reason="Larm i natt", by=cast.erik, now=cast.now)
    place_hold(treatment=cast.treatment, reason="Tillsyn", by=cast.doris, now=cast.now)
    typed = {"recipient": "IVO", "purpose": "Tillsyn", "grounds": "Ja", "reviewed_by": "Lova"}
    disclose(treatment=cast.treatment, by=cast.doris, now=cast.now, **typed)


NAMES = ("Erik Edlund", "Doris Dahl", "David Dal")


@pytest.mark.row("F11", "F16")
@pytest.mark.parametrize("shows", [True, False])
def test_who_has_opened_held_back_or_given_out_is_named_where_the_unit_shows_names(cast, shows):
    administered(cast)
    Unit.objects.filter(pk=cast.smartenheten.pk).update(shows_names=shows)
    for file in files(own(cast)):
        assert [holds(file, name) for name in NAMES] == [shows] * 3
        assert holds(file, "psykolog")
        assert holds(file, "Bo Berg")
    for file in files(disclosed(cast)):
        assert [holds(file, name) for name in NAMES] == [True] * 3


@pytest.mark.row("F16")
@pytest.mark.parametrize("shows", ["Smärtenheten", "Ekbacken"])
def test_names_of_a_unit_that_handed_over_stand_only_where_both_show_them(cast, shows):
    cast.treatment.handovers.all().delete()
    administered(cast)
    offer_handover(
        treatment=cast.treatment, to=cast.ekbacken, agreed=True, by=cast.bo, now=cast.now
    )
    accept_handover(treatment=cast.treatment, by=cast.carin, now=cast.now)
    Unit.objects.filter(name=shows).update(shows_names=True)
    assert [holds(files(own(cast))[0], name) for name in NAMES] == [False] * 3
    Unit.objects.update(shows_names=True)
    assert [holds(files(own(cast))[0], name) for name in NAMES] == [True] * 3
