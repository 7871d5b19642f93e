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
