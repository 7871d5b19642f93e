"""A page that has not heard of its own last save is not told that it is stale."""

from __future__ import annotations

import pytest

from lindra.actions.answers import send_answer
from lindra.actions.drafts import Stale, open_draft, save_draft
from lindra.programme.registry import programme
from tests.cast import PROGRAMME, Cast

FORM = "reflektion-1"


def _draft(cast: Cast):
    form = programme(PROGRAMME).form(FORM)
    return open_draft(treatment=cast.treatment, form=form, by=cast.astrid, now=cast.now)


def _save(cast: Cast, draft, text: str, revision: int, page: str) -> int:
    return save_draft(
        draft=draft,
        values={"nytt": text},
        revision=revision,
        by=cast.astrid,
        now=cast.now,
        page=page,
    )


@pytest.mark.row("M5")
def test_the_same_page_saves_again_when_an_answer_was_lost_on_the_way(cast: Cast) -> None:
    draft = _draft(cast)
    assert _save(cast, draft, "ett", 0, "a") == 1
    assert _save(cast, draft, "ett två", 0, "a") == 2
    draft.refresh_from_db()
    assert draft.values == {"nytt": "ett två"}


@pytest.mark.row("M5")
def test_another_page_is_told(cast: Cast) -> None:
    draft = _draft(cast)
    _save(cast, draft, "ett", 0, "a")
    with pytest.raises(Stale):
        _save(cast, draft, "två", 0, "b")
    with pytest.raises(Stale):
        _save(cast, draft, "två", 0, "")


@pytest.mark.row("M5")
def test_two_pages_without_a_name_are_not_the_same_page(cast: Cast) -> None:
    draft = _draft(cast)
    _save(cast, draft, "ett", 0, "")
    with pytest.raises(Stale):
        _save(cast, draft, "två", 0, "")


@pytest.mark.row("M5")
def test_a_page_that_another_has_written_over_must_know_the_revision_again(cast: Cast) -> None:
    draft = _draft(cast)
    _save(cast, draft, "ett", 0, "a")
    assert _save(cast, draft, "två", 1, "b") == 2
    with pytest.raises(Stale):
        _save(cast, draft, "tre", 1, "a")


@pytest.mark.row("M5")
@pytest.mark.parametrize("page", ["b", ""])
def test_another_page_sends_nothing_that_it_has_not_seen(cast: Cast, page: str) -> None:
    draft = _draft(cast)
    _save(cast, draft, "ett", 0, "a" if page else "")
    with pytest.raises(Stale):
        send_answer(
            treatment=cast.treatment,
            form=programme(PROGRAMME).form(FORM),
            draft_id=draft.pk,
            values={"nytt": "två"},
            revision=0,
            by=cast.astrid,
            now=cast.now,
            page=page,
        )


@pytest.mark.row("M5")
def test_the_same_page_sends_without_having_heard_of_its_last_save(cast: Cast) -> None:
    draft = _draft(cast)
    _save(cast, draft, "ett", 0, "a")
    answer = send_answer(
        treatment=cast.treatment,
        form=programme(PROGRAMME).form(FORM),
        draft_id=draft.pk,
        values={"nytt": "ett två"},
        revision=0,
        by=cast.astrid,
        now=cast.now,
        page="a",
    )
    assert answer.values == {"nytt": "ett två"}
