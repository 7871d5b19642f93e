"""A patient is given all that is hers in every declared table, and nothing of anybody else's."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import ForeignKey

from lindra.exchange.disclosure import SECRECY, Disclosure
from lindra.exchange.own_json import own_json
from lindra.models import Event, Message, MessageDraft
from lindra.privacy import DECLARATIONS, Declaration, Goes, Holds
from lindra.queries import own_data as module
from lindra.queries.own_data import own_data

pytestmark = [pytest.mark.row("F11"), pytest.mark.row("F19")]

ABOUT_PATIENTS = [
    each for each in DECLARATIONS if each.given and each.holds in (Holds.PATIENT, Holds.TREATMENT)
]
LATER = timedelta(hours=2)


def given(cast, who=None, treatment=None):
    return own_data((who or cast.astrid).patient, cast.now + LATER, treatment)


def tables(found) -> dict[str, tuple]:
    """Every table by its name, of the patient and of her one treatment."""
    return {table.name: table.rows for table in (*found.tables, *found.treatments[0].tables)}


def names(declaration) -> str:
    return declaration.model.__name__


@pytest.mark.parametrize("declaration", ABOUT_PATIENTS, ids=names)
def test_every_row_of_every_declared_table_is_there_with_what_it_gives(both, declaration):
    held = declaration.model.objects.filter(**{declaration.path: both.treatment.pk})
    if declaration.model is MessageDraft:
        held = held.filter(staff__isnull=True)
    plain = [
        name
        for name in declaration.given
        if not isinstance(declaration.model._meta.get_field(name), ForeignKey) and name != "text"
    ]
    rows = tables(given(both))[names(declaration)]
    assert held.exists()
    assert sorted(str([row[name] for name in plain]) for row in rows) == sorted(
        str(list(row)) for row in held.values_list(*plain)
    )
    assert all(set(declaration.given) <= set(row) for row in rows)


def test_nothing_of_another_patients_is_there(both):
    hers, theirs = own_json(given(both)).decode(), own_json(given(both, both.fatima)).decode()
    assert ("Fatima" in hers, "Astrid" in theirs) == (False, False)
    assert hers.count("Astrid") == theirs.count("Fatima") > 15


def test_answers_are_told_with_their_own_questions(both):
    answers = tables(given(both))["Answer"]
    night = next(row for row in answers if row["form"] == "somndagbok")
    assert {"question": "När gick du till sängs?", "answer": "22:30"} in night["said"]
    plan = next(row for row in answers if row["form"] == "veckoplan")["said"][0]
    assert plan["columns"][:3] == ("Aktivitet", "Måndag", "Tisdag")
    assert plan["rows"][0]["answers"][:2] == ("Promenad med Astrid", "15 minuter")


def test_an_answer_says_what_it_replaces_and_whether_it_stands(both):
    answers = tables(given(both))["Answer"]
    first, second = [row for row in answers if row["form"] == "reflektion-1"]
    assert (first["current"], second["current"]) == (False, True)
    assert second["replaces"] == {"form": "reflektion-1", "version": 1, "sent_at": both.now}
    gone, stands = [row for row in answers if row["form"] == "veckokollen"]
    assert (gone["current"], stands["current"]) == (False, True)


def test_the_plan_is_the_newest_of_each_plan_that_stands(both):
    own = given(both).treatments[0]
    assert [row["form"] for row in own.plan] == ["veckoplan"]


def test_staff_and_units_are_told_by_name(both):
    found = tables(given(both))
    assert found["TeamMember"][0]["staff"] == "Bo Berg, fysioterapeut"
    assert found["Handover"][0]["to_unit"] == "Ekbacken"
    assert found["FollowUp"][0]["staff"] == "Bo Berg, fysioterapeut"


@pytest.mark.row("M12")
def test_a_text_that_was_meant_for_somebody_else_is_never_given(both):
    rows = tables(given(both))["Message"]
    assert sorted(row["text"] for row in rows) == [
        "Felskickat. Texten är dold.",
        "Hej Astrid",
        "Hej från Astrid",
    ]
    assert "helt annan" not in own_json(given(both)).decode()


def test_what_staff_may_still_undo_and_what_they_have_only_begun_is_theirs(both):
    thread = both.treatment.conversations.get()
    sent_at = both.now + LATER - timedelta(seconds=29)
    theirs = {"author": "staff", "staff": both.bo.staff, "author_name": "Bo", "key": uuid4()}
    Message.objects.create(conversation=thread, text="Fel?", sent_at=sent_at, **theirs)
    found = tables(given(both))
    assert "Fel?" not in [row["text"] for row in found["Message"]]
    assert [row["text"] for row in found["MessageDraft"]] == ["Astrid skriver"]
    later = own_data(both.astrid.patient, sent_at + timedelta(seconds=30))
    assert "Fel?" in [row["text"] for row in tables(later)["Message"]]


def test_a_table_that_is_declared_comes_along_by_itself(both, monkeypatch):
    new = Declaration(Event, Holds.TREATMENT, Goes.WITH_TREATMENT, "treatment", ("actor_name",))
    monkeypatch.setattr(module, "DECLARATIONS", (new,))
    (table,) = given(both).treatments[0].tables
    assert {row["actor_name"] for row in table.rows} >= {"Astrid Alm", "Bo Berg"}


def test_one_treatment_can_be_given_alone_and_never_anothers(both):
    found = given(both, treatment=both.treatment)
    assert [each.treatment for each in found.treatments] == [both.treatment]
    with pytest.raises(ValueError, match="another"):
        given(both, treatment=both.fatimas)


def test_the_questions_to_the_database_do_not_grow_with_the_rows(
    both, django_assert_max_num_queries
):
    for number in range(20):
        both.send("reflektion-1", {"nytt": str(number)})
    with django_assert_max_num_queries(len(ABOUT_PATIENTS) + 5):
        given(both)


def test_the_file_for_computers_has_the_shape_that_is_documented(both):
    told = json.loads(own_json(given(both)))
    assert list(told) == [
        *("format", "version", "made_at", "disclosure", "patient", "tables", "treatments")
    ]
    assert (told["format"], told["version"]) == ("lindra-own-data", 1)
    assert (told["made_at"], told["disclosure"]) == ("2026-11-22T11:00:00+01:00", None)
    assert told["patient"]["personal_number"] == both.astrid.patient.personal_number
    (own,) = told["treatments"]
    assert (own["programme_name"], own["unit"]) == ("Digitala smärtskolan", "Smärtenheten")
    declared = {names(each) for each in ABOUT_PATIENTS if each.holds is Holds.TREATMENT}
    assert set(own["tables"]) == declared
    night = next(row for row in own["tables"]["Answer"] if row["form"] == "somndagbok")
    assert (night["entry_date"], night["sent_at"]) == ("2026-11-22", "2026-11-22T09:00:00+01:00")


def test_what_is_disclosed_says_to_whom_and_why_and_that_it_is_secret(both):
    disclosure = Disclosure("Försäkringskassan", "Utredning", "Karin Ek")
    assert json.loads(own_json(given(both), disclosure))["disclosure"] == {
        "recipient": "Försäkringskassan",
        "purpose": "Utredning",
        "reviewed_by": "Karin Ek",
        "secrecy": SECRECY,
    }
