"""The unit's message templates: its own, each name once."""

import pytest

from lindra.actions.templates import TitleTaken, remove_template, save_template
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


@pytest.mark.row("F9")
def test_a_template_is_changed_and_removed_by_the_unit_alone(cast):
    mine = make(cast, cast.bo)
    save_template(template=mine, title="Paus", text="Vila", by=cast.erik, now=cast.now)
    mine.refresh_from_db()
    assert (mine.title, mine.text) == ("Paus", "Vila")
    for who, left in ((cast.carin, 1), (cast.bo, 0), (cast.bo, 0)):
        remove_template(template=mine, by=who, now=cast.now)
        assert MessageTemplate.objects.count() == left


def test_a_template_without_words_is_refused_and_leaves_the_old(cast):
    mine = make(cast, cast.bo)
    with pytest.raises(Refused):
        save_template(template=mine, title="Paus", text=" ", by=cast.bo, now=cast.now)
    assert MessageTemplate.objects.get().text == "Hej {förnamn}"
