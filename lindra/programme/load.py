"""A programme's files become a programme, or one error that tells every fault with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lindra.programme.faults import At, Fault, ProgrammeError
from lindra.programme.fingerprint import check_released, read_released
from lindra.programme.markdown import Said
from lindra.programme.read.data import read_contacts, read_facts, read_sources, read_words
from lindra.programme.read.desk import Desk, Kind, Passage
from lindra.programme.read.fields import DEVICE_WORDS, Fields
from lindra.programme.read.folder import Folder
from lindra.programme.read.forms import read_contact_questions, read_forms
from lindra.programme.read.modules import read_module
from lindra.programme.read.pages import read_helps
from lindra.programme.spec import (
    HELP_NOW,
    Contact,
    DeviceStatus,
    Fact,
    FormKind,
    Module,
    Programme,
    Retention,
)
from lindra.programme.tokens import put_in_all

ROOT = "programme.yaml"
FILES = {ROOT, "contacts.yaml", "facts.yaml", "sources.yaml", "words.yaml"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder gave: the programme as far as it goes, its faults, and where its words stand.

    Forms and heads keep their tokens as written, so that a new telephone number changes no form.
    """

    programme: Programme | None
    faults: tuple[Fault, ...]
    passages: tuple[Passage, ...]
    places: dict[Kind, dict[str, At]]


def load_programme(folder: Path) -> Programme:
    """The programme of a folder, with contacts and facts put into its texts.

    Raises ProgrammeError with every fault: file, line and a sentence in Swedish.
    """
    raw = sound(read_programme(folder))
    return put_in_all(raw, said_by(raw.contacts, raw.facts))


def sound(reading: Reading) -> Programme:
    """The programme that was read; ProgrammeError when anything is wrong in it."""
    if reading.faults or reading.programme is None:
        raise ProgrammeError(reading.faults)
    return reading.programme


def said_by(contacts: Iterable[Contact], facts: Iterable[Fact]) -> dict[str, str]:
    """What each token of contacts and facts says."""
    contacts = tuple(contacts)
    said = {f"kontakt.{each.id}": each.say for each in contacts}
    said |= {f"oppet.{each.id}": each.hours for each in contacts if each.hours}
    return said | {f"fakta.{each.id}": each.say for each in facts}


def read_programme(folder: Path) -> Reading:
    """Reads a folder, as far as it goes; no programme when programme.yaml cannot be read."""
    desk = Desk()
    files = Folder(folder, desk)
    fields = files.fields(ROOT)
    programme = None
    if fields is not None:
        programme = _programme(files, fields)
        fields.done()
        _check(files, programme, fields.texts("modules"))
        check_released(programme, desk)
        desk.follow(programme.forms)
    return Reading(programme, tuple(sorted(set(desk.faults))), tuple(desk.passages), desk.names)


def _programme(files: Folder, fields: Fields) -> Programme:
    contacts, facts = read_contacts(files), read_facts(files)
    said = Said.of(contacts, said_by(contacts, facts))
    return Programme(
        id=fields.name(),
        name=fields.prose("name", must=True),
        device_status=_device_status(fields),
        retention=fields.one_of("retention", Retention) or Retention.JOURNAL,
        months_of_access=fields.must_number("months_of_access", 1, 120),
        follow_up_days=fields.must_number("follow_up_days", 1, 366),
        correction_days=fields.must_number("correction_days", 1, 366),
        pace=fields.prose("pace", must=True),
        about_time=fields.proses("about_time"),
        modules=_modules(files, fields, said),
        forms=read_forms(files, read_contact_questions(fields)),
        contacts=contacts,
        facts=facts,
        helps=read_helps(files, said),
        sources=read_sources(files),
        released=read_released(files),
        words=read_words(files),
    )


def _device_status(fields: Fields) -> DeviceStatus:
    """Only "none" (BEHAVIOUR M14c): anything else is for a manufacturer to register first."""
    if fields.text("device_status", must=True) not in ("", DeviceStatus.NONE):
        fields.fault("device_status", f"Bara none går. {DEVICE_WORDS}")
    return DeviceStatus.NONE


def _modules(files: Folder, fields: Fields, said: Said) -> tuple[Module, ...]:
    names = fields.texts("modules", must=True)
    for name in sorted({name for name in names if names.count(name) > 1}):
        fields.fault("modules", f'Mappen "{name}" står två gånger.')
    found = [read_module(files, name, said) for name in names]
    return tuple(module for module in found if module)


def _check(files: Folder, programme: Programme, folders: tuple[str, ...]) -> None:
    desk = files.desk
    if programme.id and files.root.name != programme.id:
        desk.fault(At(ROOT, 1), f'Mappen ska heta "{programme.id}", efter id.')
    if HELP_NOW not in desk.names[Kind.HELP]:
        desk.fault(At(f"help/{HELP_NOW}.md", 1), "Hjälpen som varje sida leder till saknas.")
    completing = sorted({form.id for form in programme.forms if form.kind is FormKind.COMPLETION})
    if len(completing) > 1:
        desk.fault(At(ROOT, 1), f"Bara ett formulär kan vara completion: {', '.join(completing)}.")
    for file in _unused(files.root, folders):
        desk.fault(At(file, 1), "Filen används inte. Står dess mapp i modules, och stämmer namnet?")


def _unused(root: Path, folders: tuple[str, ...]) -> list[str]:
    """Files that nothing reads: a module that is not listed, a drawing without its page."""
    used = {root / name for name in FILES} | {root / name / "module.yaml" for name in folders}
    found = {path for path in root.glob("*/*.svg") if not path.with_suffix(".md").is_file()}
    found |= {*root.glob("*/module.yaml"), *root.glob("*.yaml")} - used
    return sorted(path.relative_to(root).as_posix() for path in found)
