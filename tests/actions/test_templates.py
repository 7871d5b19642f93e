"""The unit's message templates: its own, each name once."""

import pytest

from lindra.actions.templates import (
    TemplateChanged,
    TemplateGone,
    TitleTaken,
    remove_template,
    save_template,
    seen_of_template,
)
from lindra.models import MessageTemplate
from lindra.rules.refused import Refused


def make(cast, by, title: str = "Vecka 1") -> MessageTemplate:
    return save_template(title=f" {title} ", text=" Hej {förnamn} ", by=by, now=cast.now)


@pytest.mark.row("F9")
def test_a_template_belongs_to_the_unit_and_its_name_stands_once_there(cast):
    mine, theirs = make(cast, cast.bo), make(cast, cast.carin)
    assert (mine.unit, mine.title, mine.text) == (cast.smartenheten, "Vecka 1", "Hej {förnamn}")
    assert theirs.unit == cast.ekbacken
    with pytest.raises(TitleTaken):
        make(cast, cast.erik)
    assert MessageTemplate.objects.count() == 2


def save(cast, by, template: MessageTemplate, text: str, seen: str) -> MessageTemplate:
    return save_template(template=template, title="Paus", text=text, seen=seen, by=by, now=cast.now)


def remove(cast, by, template: MessageTemplate, seen: str) -> None:
    remove_template(template=template, seen=seen, by=by, now=cast.now)


@pytest.mark.row("F9")
def test_a_template_is_changed_and_removed_by_the_unit_alone(cast):
    mine = make(cast, cast.bo)
    saved = save(cast, cast.erik, mine, "Vila", seen_of_template(mine))
    mine.refresh_from_db()
    assert (mine.title, mine.text) == ("Paus", "Vila") == (saved.title, saved.text)
    with pytest.raises(TemplateGone):
        save(cast, cast.carin, mine, "Deras", seen_of_template(mine))
    for who, left in ((cast.carin, 1), (cast.bo, 0), (cast.bo, 0)):
        remove(cast, who, mine, seen_of_template(mine))
        assert MessageTemplate.objects.count() == left
    with pytest.raises(TemplateGone):
        save(cast, cast.bo, mine, "Igen", seen_of_template(mine))
    assert MessageTemplate.objects.count() == 0


@pytest.mark.row("F9")
def test_a_template_that_somebody_has_changed_is_neither_overwritten_nor_removed_unseen(cast):
    mine = make(cast, cast.bo)
    seen = seen_of_template(mine)
    save(cast, cast.erik, mine, "Eriks", seen)
    for act in (
        lambda: save(cast, cast.bo, mine, "Bos", seen),
        lambda: remove(cast, cast.bo, mine, seen),
    ):
        with pytest.raises(TemplateChanged) as told:
            act()
        assert told.value.saved.text == "Eriks"
    assert save(cast, cast.bo, mine, "Eriks", seen).text == "Eriks"  # sent twice: it stands so
    save(cast, cast.bo, mine, "Bos", seen_of_template(told.value.saved))
    assert MessageTemplate.objects.get().text == "Bos"


def test_a_template_without_words_is_refused_and_leaves_the_old(cast):
    mine = make(cast, cast.bo)
    with pytest.raises(Refused):
        save(cast, cast.bo, mine, " ", seen_of_template(mine))
    assert MessageTemplate.objects.get().text == "Hej {förnamn}"


def test_a_template_does_not_take_the_name_of_another(cast):
    make(cast, cast.bo, "Paus")
    mine = make(cast, cast.bo)
    with pytest.raises(TitleTaken):
        save(cast, cast.bo, mine, "Vila", seen_of_template(mine))
