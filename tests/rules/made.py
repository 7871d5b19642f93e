"""Forms, questions, pages and modules with nothing but what a test is about."""

from lindra.programme.spec import (
    Choice,
    DeviceStatus,
    Form,
    FormKind,
    Module,
    ModuleKind,
    Page,
    Programme,
    Question,
    QuestionType,
    Retention,
)


def question(name, type_=QuestionType.TEXT, *, choices=(), **more):
    """A question; `choices` is pairs of value and text."""
    chosen = tuple(Choice(*pair) for pair in choices)
    return Question(name, f"{name}?", type_, choices=chosen, **more)


def form(*questions, name="f", module="m1", **more):
    """A form, a diary unless something else is said."""
    more = {"kind": FormKind.DIARY, **more}
    return Form(id=name, version=1, title=name, module=module, questions=questions, **more)


def page(name, *, minutes=2, private=False):
    """A page."""
    return Page(name, name, minutes, (), "", 0, f"{name}.md", private=private)


def module(name, *pages, kind=ModuleKind.MODULE):
    """A module; its pages are named or made."""
    made = tuple(each if isinstance(each, Page) else page(each) for each in pages)
    return Module(name, kind, name, "", pages=made)


def programme(*modules):
    """A programme of those modules and nothing else."""
    return Programme(
        id="p",
        name="P",
        device_status=DeviceStatus.NONE,
        retention=Retention.WORKING_MATERIAL,
        months_of_access=12,
        follow_up_days=21,
        correction_days=14,
        pace="",
        about_time=(),
        modules=modules,
        forms=(),
        contacts=(),
        facts=(),
        helps=(),
        sources=(),
    )
