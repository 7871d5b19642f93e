"""FHIR: what leaves can be read back, and is what the standard says."""

import io
import json
import random
from datetime import date

import pytest
from fhir.resources.R4B import get_fhir_model_class

from lindra.exchange import fhir
from lindra.exchange.fhir_back import returned
from lindra.exchange.fhir_forms import questionnaire, response, words
from lindra.exchange.pseudonyms import Pseudonyms
from lindra.exchange.tables import Export
from lindra.models import Answer
from lindra.programme.registry import programme
from lindra.queries.export import Selection
from tests.cast import PROGRAMME
from tests.exchange.filled import BEGIN, forms, send_many, values

pytestmark = pytest.mark.row("M22")

KEY = Pseudonyms(b"k" * 32)
# Required bindings of FHIR R4 (4.0.1), which the library does not check.
CODES = {
    "Questionnaire": ("status", {"draft", "active", "retired", "unknown"}),
    "QuestionnaireResponse": (
        "status",
        {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    ),
    "CarePlan": (
        "status",
        {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    ),
    "Communication": (
        "status",
        {"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed"},
    ),
}
ITEM_TYPES = {
    *("group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string"),
    *("text", "url", "choice", "open-choice", "attachment", "reference", "quantity"),
}
VALUES = {
    *("valueBoolean", "valueDecimal", "valueInteger", "valueDate", "valueDateTime", "valueTime"),
    *("valueString", "valueUri", "valueAttachment", "valueCoding", "valueQuantity"),
    "valueReference",
}
ACTIVITY = {"not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled"}


def export(cast, **more) -> Export:
    chosen = Selection(cast.smartenheten, programme(PROGRAMME), date(2026, 11, 1), date(2027, 6, 1))
    return Export(chosen, cast.now, **{"pseudonyms": KEY, **more})


def lines(made) -> list[dict]:
    out = io.BytesIO()
    fhir.write_ndjson(made, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def of_type(found, name) -> list[dict]:
    return [each for each in found if each["resourceType"] == name]


def there_and_back(count: int, seed: int) -> None:
    dice, content = random.Random(seed), programme(PROGRAMME)
    chosen = forms()
    for number in range(count):
        form = chosen[number % len(chosen)]
        answer = Answer(
            form=form.id,
            version=form.version,
            values=values(form, dice),
            sent_at=BEGIN,
            entry_date=BEGIN.date() if form.one_per_date else None,
            read_at=BEGIN if dice.random() < 0.5 else None,
        )
        sent = json.dumps(response(content, answer, names={"id": "a", "subject": "Patient/p"}))
        valid(json.loads(sent))
        back = returned(content, json.loads(sent))
        assert back.values == answer.values
        assert (back.form, back.version, back.status) == (form.id, form.version, "completed")
        assert (back.sent_at, back.entry_date, back.read_at) == (
            answer.sent_at,
            answer.entry_date,
            answer.read_at,
        )


def test_answers_of_every_form_are_valid_and_come_back_as_they_were():
    there_and_back(4 * len(forms()), seed=1)


@pytest.mark.drill
def test_a_thousand_answers_are_valid_and_come_back_as_they_were():
    there_and_back(1000, seed=2)


def valid(resource: dict) -> None:
    """The library's word for shape and types, and our own for the required codes."""
    kind = resource["resourceType"]
    get_fhir_model_class(kind).model_validate(resource)
    if kind in CODES:
        field, allowed = CODES[kind]
        assert resource[field] in allowed
    if kind == "CarePlan":
        assert resource["intent"] in ("proposal", "plan", "order", "option")
        assert {each["detail"]["status"] for each in resource["activity"]} <= ACTIVITY
    if kind == "QuestionnaireResponse":
        told = {
            key
            for item in nested(resource["item"])
            for each in item.get("answer", ())
            for key in each
        }
        assert told <= VALUES
    if kind == "Questionnaire":
        assert {item["type"] for item in nested(resource["item"])} <= ITEM_TYPES


def nested(items):
    for item in items:
        yield item
        yield from nested(item.get("item", ()))


def everything(cast):
    send_many(cast.treatment, 60)
    thread = cast.treatment.conversations.create(title="Om Astrid", started_at=cast.now)
    patient, staff = cast.astrid.patient, cast.bo.staff
    thread.messages.create(
        author="patient",
        author_name=patient.name,
        text="Hej från Astrid",
        key=KEY_OF[0],
        sent_at=cast.now,
        read_at=cast.now,
        read_by=staff,
    )
    thread.messages.create(
        author="staff", staff=staff, author_name="Bo", text="Hej", key=KEY_OF[1], sent_at=cast.now
    )


KEY_OF = ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002")


@pytest.mark.parametrize("open_", [False, True], ids=["pseudonymised", "identified"])
def test_every_resource_is_valid_and_refers_to_one_that_is_there(cast, open_):
    everything(cast)
    found = lines(export(cast, identified=open_, free_text=open_))
    for resource in found:
        valid(resource)
        assert resource["meta"]["security"][0]["code"] == "R"
    there = [f"{each['resourceType']}/{each['id']}" for each in found]
    assert len(set(there)) == len(there)
    assert set(references(found)) <= set(there)
    kinds = {each["resourceType"] for each in found}
    wanted = {"Organization", "Questionnaire", "QuestionnaireResponse", "CarePlan", "Patient"}
    assert kinds == wanted | {"Communication"} | ({"Practitioner"} if open_ else set())


def references(value):
    if isinstance(value, dict):
        yield from (v for k, v in value.items() if k == "reference")
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_answer_has_its_questionnaire_and_only_its_questions(cast):
    everything(cast)
    found = lines(export(cast, free_text=True))
    asked = {
        f"{q['url']}|{q['version']}": {item["linkId"] for item in nested(q["item"])}
        for q in of_type(found, "Questionnaire")
    }
    for told in of_type(found, "QuestionnaireResponse"):
        assert {item["linkId"] for item in nested(told["item"])} <= asked[told["questionnaire"]]


def test_the_answers_of_an_export_are_the_databases(cast):
    made = send_many(cast.treatment, 60)
    found = lines(export(cast, free_text=True))
    back = {
        r["id"]: returned(programme(PROGRAMME), r) for r in of_type(found, "QuestionnaireResponse")
    }
    assert len(back) == len(made)
    for answer in made:
        told = back[KEY.of("answer", answer.pk)]
        assert told.values == ({} if answer.withdrawn_at else answer.values)
        assert told.replaces == (KEY.of("answer", answer.replaces_id) if answer.replaces else "")
        if answer.withdrawn_at:
            assert told.status == "entered-in-error"
        else:
            assert told.status == ("amended" if answer.replaces else "completed")


def test_without_being_asked_nobody_is_named_and_no_free_text_leaves(cast):
    everything(cast)
    cast.send("reflektion-1", {"nytt": "Min granne Ulla"})
    told = json.dumps(lines(export(cast)), ensure_ascii=False)
    for word in ("Astrid", "Alm", "19780412", "Ulla", "Bo Berg", "TST-Bo", str(cast.treatment.pk)):
        assert word not in told
    types = {
        i["type"] for q in of_type(lines(export(cast)), "Questionnaire") for i in nested(q["item"])
    }
    assert "text" not in types


def test_people_and_units_have_the_swedish_identifiers(cast):
    patient = cast.astrid.patient
    patient.protected = True
    patient.save()
    found = lines(export(cast, identified=True))
    (person,), (staff,) = of_type(found, "Patient"), of_type(found, "Practitioner")
    assert person["identifier"] == [
        {"system": "http://electronichealth.se/identifier/personnummer", "value": "197804129802"}
    ]
    assert [each["code"] for each in person["meta"]["security"]] == ["R", "skyddadFolkbokforing"]
    assert staff["identifier"][0]["system"] == "urn:oid:1.2.752.29.4.19"
    assert staff["identifier"][0]["type"]["coding"][0]["code"] == "PRN"
    provider, unit = of_type(found, "Organization")
    assert (provider["identifier"][0]["value"], unit["identifier"][0]["value"]) == (
        "SE-P1",
        "SE-E1",
    )
    assert unit["partOf"]["reference"] == f"Organization/{provider['id']}"
    patient.personal_number = "197804729809"
    (other,) = of_type([fhir.patient(export(cast, identified=True), patient)], "Patient")
    assert other["identifier"][0]["system"].endswith("/samordningsnummer")
    assert other["birthDate"] == "1978-04-12"


def test_a_treatment_is_a_care_plan_in_its_state(cast):
    cast.treatment.modules_done.create(module="m1", done_at=cast.now)
    (plan,) = of_type(lines(export(cast)), "CarePlan")
    assert (plan["status"], plan["period"]["start"]) == ("active", "2026-11-22")
    done = [
        a["detail"]["description"] for a in plan["activity"] if a["detail"]["status"] == "completed"
    ]
    assert done == ["m1"]
    cast.treatment.state = "maintenance"
    cast.treatment.save()
    assert of_type(lines(export(cast)), "CarePlan")[0]["status"] == "on-hold"


def test_a_bundle_has_the_same_resources_and_is_valid(cast):
    everything(cast)
    out, made = io.BytesIO(), export(cast)
    receipt = fhir.write_bundle(made, out)
    bundle = json.loads(out.getvalue())
    get_fhir_model_class("Bundle").model_validate(bundle)
    assert [entry["resource"] for entry in bundle["entry"]] == lines(made)
    assert sum(receipt.rows.values()) == len(bundle["entry"])
    assert receipt.sha256 == fhir.write_ndjson(made, io.BytesIO()).sha256


def test_every_form_is_a_valid_questionnaire():
    for form in programme(PROGRAMME).forms:
        valid(questionnaire(programme(PROGRAMME), form))


def test_signs_that_fhir_does_not_have_are_marked():
    assert words("a\x0bb\tc\nd") == "a\ufffdb\tc\nd"
