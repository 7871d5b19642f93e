"""A module: its front page, its pages, its exercises and the week's tasks."""

from __future__ import annotations

from lindra.programme.markdown import Said
from lindra.programme.read.desk import Kind
from lindra.programme.read.fields import Fields
from lindra.programme.read.folder import Folder
from lindra.programme.read.mindfulness import read_exercises
from lindra.programme.read.pages import read_condition, read_pages
from lindra.programme.spec import FirstWhen, Module, ModuleKind, Task


def read_module(folder: Folder, name: str, said: Said) -> Module | None:
    """The module of a folder; None, and a fault, when it has no module.yaml."""
    fields = folder.fields(f"{name}/module.yaml")
    if fields is None:
        return None
    kind = fields.one_of("kind", ModuleKind)
    module = Module(
        id=fields.name(),
        kind=kind or ModuleKind.START,
        number=fields.number("number", 1, 99),
        title=fields.prose("title", must=True),
        purpose=fields.prose("purpose", must=True),
        goals=fields.proses("goals"),
        know_before=fields.proses("know_before"),
        read_minutes=fields.number("read_minutes", 1, 600),
        practice=fields.prose("practice"),
        safety=fields.prose("safety"),
        pages=read_pages(folder, name, said),
        exercises=read_exercises(folder, name),
        tasks=tuple(_task(each) for each in fields.each("tasks")),
        first_when=_first_when(fields),
    )
    fields.desk.define(Kind.MODULE, module.id, fields.at("id"))
    if kind:
        _check_kind(fields, module)
    if module.first_when and module.first_when.page not in [page.id for page in module.pages]:
        fields.fault("first_when", f'Sidan "{module.first_when.page}" finns inte i modulen.')
    fields.done()
    return module


def _check_kind(fields: Fields, module: Module) -> None:
    numbered = module.kind is ModuleKind.MODULE
    if numbered != (module.number is not None):
        fields.fault("number", '"number" hör till en modul av slaget module, och bara till den.')
    if numbered:
        for key in ("goals", "read_minutes", "practice"):
            fields.node(key, must=True)
    if module.kind is not ModuleKind.MINDFULNESS and module.exercises:
        fields.fault("kind", "Övningar med repliker ligger i modulen av slaget mindfulness.")
    if module.kind is ModuleKind.MINDFULNESS:
        fields.node("safety", must=True)


def _task(fields: Fields) -> Task:
    task = Task(fields.prose("text", must=True), fields.text("form"), fields.text("exercise"))
    fields.desk.point(Kind.FORM, task.form, fields.at("form"))
    fields.desk.point(Kind.EXERCISE, task.exercise, fields.at("exercise"))
    fields.done()
    return task


def _first_when(fields: Fields) -> FirstWhen | None:
    inner = fields.inner("first_when")
    if inner is None:
        return None
    condition = read_condition(inner)
    found = FirstWhen(
        inner.text("page", must=True),
        inner.text("form"),
        condition,
        inner.prose("why", must=True),
    )
    inner.done()
    return found
