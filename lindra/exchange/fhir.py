"""An export as FHIR R4 (4.0.1): NDJSON, a resource a line, or one Bundle (BEHAVIOUR M22).

Identifiers follow HL7 Sweden's base profiles (hl7se.fhir.base 1.1.0). A treatment is a CarePlan,
its modules the activities; answers and forms stand in `fhir_forms.py`; a message is a
Communication, without its text unless free text is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO
from zipfile import ZipFile

from lindra.exchange.csv_ import entry, write_text
from lindra.exchange.fhir_forms import URN, Resource, moment, questionnaire, response, words
from lindra.exchange.receipt import Receipt
from lindra.exchange.tables import Export, about_sheet, codebook_sheet
from lindra.models import CareProvider, Message, Patient, Staff, Treatment, Unit
from lindra.models.event import ActorKind
from lindra.programme.spec import Module
from lindra.queries.export import each_message, each_treatment, forms_in
from lindra.rules.lifecycle import State
from lindra.rules.personal_number import PersonalNumber

HSA_ID = "urn:oid:1.2.752.29.4.19"
PERSONAL_NUMBER = "http://electronichealth.se/identifier/personnummer"
COORDINATION_NUMBER = "http://electronichealth.se/identifier/samordningsnummer"
SECURITY_LABEL = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"
END_REASON, PAGES_READ = f"{URN}:end-reason", f"{URN}:pages-read"
BASE = "http://lindra.invalid/fhir"  # for fullUrl alone: .invalid leads nowhere (RFC 2606)

CARE_PLAN_STATUS = {
    State.ACTIVE: "active",
    State.MAINTENANCE: "on-hold",
    State.ENDED: "completed",
}
_SECRET = {"system": CONFIDENTIALITY, "code": "R", "display": "restricted"}


def write_fhir(export: Export, out: IO[bytes]) -> Receipt:
    """A zip: the resources as NDJSON, and beside them what the export is and its codebook."""
    with ZipFile(out, "w") as zipped:
        for sheet in (about_sheet(export), codebook_sheet(export)):
            with entry(zipped, f"{sheet.name}.csv", export.made_at) as raw:
                write_text(raw, sheet.head, sheet.rows())
        with entry(zipped, "fhir.ndjson", export.made_at) as raw:
            return write_ndjson(export, raw)


def write_ndjson(export: Export, out: IO[bytes]) -> Receipt:
    """Each resource on a line of its own."""
    receipt = Receipt()
    for resource in resources(export):
        out.write(_line(resource, receipt) + b"\n")
    return receipt


def write_bundle(export: Export, out: IO[bytes]) -> Receipt:
    """One Bundle of the type collection, written entry by entry."""
    receipt = Receipt()
    head = {"resourceType": "Bundle", "type": "collection", "timestamp": moment(export.made_at)}
    head["meta"] = {"security": [_SECRET]}  # type: ignore[assignment]
    out.write(json.dumps(head)[:-1].encode() + b', "entry": [')
    for number, resource in enumerate(resources(export)):
        url = f"{BASE}/{resource['resourceType']}/{resource['id']}"
        out.write(b",\n" if number else b"\n")
        out.write(b'{"fullUrl": "%s", "resource": ' % url.encode())
        out.write(_line(resource, receipt) + b"}")
    out.write(b"\n]}\n")
    return receipt


def resources(export: Export) -> Iterator[Resource]:
    """Every resource, what is referred to before what refers to it."""
    for resource in _resources(export):
        labels = [_SECRET, *resource.pop("_labels", ())]  # type: ignore[misc]
        yield {**resource, "meta": {"security": labels}}


def _resources(export: Export) -> Iterator[Resource]:
    chosen = export.selection
    yield organization(chosen.unit.care_provider, None)
    yield organization(chosen.unit, chosen.unit.care_provider)
    for form_id, version in sorted(forms_in(chosen)):
        form = chosen.programme.form(form_id, version)
        yield questionnaire(chosen.programme, form, free_text=export.free_text)
    seen: set[tuple[str, int]] = set()
    for treatment in each_treatment(chosen):
        person = treatment.responsible if export.identified else None  # type: ignore[attr-defined]
        if person and ("staff", person.pk) not in seen:
            yield practitioner(export, person)
        if ("patient", treatment.patient_id) not in seen:
            yield patient(export, treatment.patient)
        seen |= {("patient", treatment.patient_id)} | ({("staff", person.pk)} if person else set())
        yield care_plan(export, treatment, person)
    for answer in export.answers():
        names = {"id": export.answer(answer.pk), "subject": _patient(export, answer.treatment)}
        if answer.replaces_id:
            names["replaces"] = export.answer(answer.replaces_id)
        told = response(chosen.programme, answer, names=names, free_text=export.free_text)
        yield {**told, "basedOn": [{"reference": _plan(export, answer.treatment_id)}]}
    yield from _communications(export)


def organization(of: Unit | CareProvider, part_of: CareProvider | None) -> Resource:
    """A unit or its care provider, by HSA-id."""
    made: Resource = {
        "resourceType": "Organization",
        "id": _organization_id(of),
        "identifier": [{"system": HSA_ID, "value": of.hsa_id}],
        "active": True,
        "name": words(of.name),
    }
    if part_of:
        made["partOf"] = {"reference": f"Organization/{_organization_id(part_of)}"}
    return made


def practitioner(export: Export, staff: Staff) -> Resource:
    """A member of staff, by HSA-id; never in a pseudonymised export."""
    return {
        "resourceType": "Practitioner",
        "id": export.pseudonyms.of("staff", staff.pk),
        "identifier": [
            {
                "type": {"coding": [{"system": IDENTIFIER_TYPE, "code": "PRN"}]},
                "system": HSA_ID,
                "value": staff.hsa_id,
            }
        ],
        "name": [_name(staff.given_name, staff.family_name)],
        "qualification": [{"code": {"text": words(staff.profession)}}],
    }


def patient(export: Export, of: Patient) -> Resource:
    """The patient: a pseudonym alone, or with number and name when identified."""
    made: Resource = {"resourceType": "Patient", "id": export.pseudonyms.of("patient", of.pk)}
    if not export.identified:
        return made
    number = PersonalNumber(of.personal_number)
    system = COORDINATION_NUMBER if number.is_coordination else PERSONAL_NUMBER
    made["identifier"] = [{"system": system, "value": number.value}]
    made["name"] = [_name(of.given_name, of.family_name)]
    made["birthDate"] = number.born.isoformat()
    if of.deceased_on:
        made["deceasedDateTime"] = of.deceased_on.isoformat()
    if of.protected:
        made["_labels"] = [{"system": SECURITY_LABEL, "code": "skyddadFolkbokforing"}]
    return made


def care_plan(export: Export, treatment: Treatment, person: Staff | None) -> Resource:
    """A treatment. `end` is when it ended, or the last day with access."""
    modules = export.selection.programme.modules
    done = treatment.modules  # type: ignore[attr-defined]
    end = moment(treatment.ended_at) if treatment.ended_at else treatment.ends_on.isoformat()
    told = [{"url": PAGES_READ, "valueInteger": treatment.pages}]  # type: ignore[attr-defined]
    if treatment.end_reason:
        told.append({"url": END_REASON, "valueString": words(treatment.end_reason)})
    made: Resource = {
        "resourceType": "CarePlan",
        "id": export.treatment(treatment.pk),
        "extension": told,
        "status": CARE_PLAN_STATUS[State(treatment.state)],
        "intent": "plan",
        "title": export.selection.programme.name,
        "subject": {"reference": _patient(export, treatment)},
        "period": {"start": treatment.starts_on.isoformat(), "end": end},
        "created": moment(treatment.started_at),
        "contributor": [{"reference": f"Organization/{_organization_id(treatment.unit)}"}],
        "activity": [_activity(module, done=module.id in done) for module in modules],
    }
    if person:
        made["author"] = {"reference": f"Practitioner/{export.pseudonyms.of('staff', person.pk)}"}
    return made


def communication(export: Export, message: Message) -> Resource:
    """A message; `payload` only when free text is asked for."""
    thread = message.conversation
    treatment = thread.treatment
    own, unit = (
        {"reference": _patient(export, treatment)},
        {"reference": f"Organization/{_organization_id(export.selection.unit)}"},
    )
    by_patient = message.author == ActorKind.PATIENT
    made: Resource = {
        "resourceType": "Communication",
        "id": export.pseudonyms.of("message", message.pk),
        "identifier": [
            {"system": f"{URN}:thread", "value": export.pseudonyms.of("thread", thread.pk)}
        ],
        "basedOn": [{"reference": _plan(export, treatment.pk)}],
        "status": "completed",
        "subject": own,
        "sent": moment(message.sent_at),
        "sender": own if by_patient else unit,
        "recipient": [unit if by_patient else own],
    }
    if message.read_at:
        made["received"] = moment(message.read_at)
    if export.free_text:
        made["topic"] = {"text": words(thread.title)}
        made["payload"] = [{"contentString": words(message.text)}]
    return made


def _communications(export: Export) -> Iterator[Resource]:
    for message in each_message(export.selection):
        yield communication(export, message)


def _activity(module: Module, *, done: bool) -> Resource:
    return {
        "detail": {
            "code": {"text": module.title},
            "status": "completed" if done else "not-started",
            "description": module.id,
        }
    }


def _line(resource: Resource, receipt: Receipt) -> bytes:
    line = json.dumps(resource, ensure_ascii=False)
    list(receipt.through(str(resource["resourceType"]), [(line,)]))
    return line.encode()


def _name(given: str, family: str) -> Resource:
    return {"use": "official", "family": words(family), "given": [words(given)]}


def _patient(export: Export, treatment: Treatment) -> str:
    return f"Patient/{export.patient(treatment)}"


def _plan(export: Export, treatment_id: object) -> str:
    return f"CarePlan/{export.treatment(treatment_id)}"


def _organization_id(of: Unit | CareProvider) -> str:
    return f"{type(of).__name__.lower()}-{of.pk}"
