"""What the text of a programme's page needs, for the patient and for the staff who look at it."""

from __future__ import annotations

from lindra.programme.spec import Page
from lindra.queries.overview import latest_values
from lindra.rules.answers import holds, said
from lindra.web.charts import charts_of
from lindra.web.frame import Frame
from lindra.web.words import in_words, plain


def page_context(here: Frame, shown: Page) -> dict[str, object]:
    """What a page's text needs, for the patient and for the staff who look at it."""
    wanted = {recall.form for recall in shown.recall}
    if shown.note_when:
        wanted.add(shown.note_when.form)
    values = latest_values(here.treatment, wanted)
    note = shown.note_when
    return {
        **written(here, shown),
        "note": note.text if note and holds(note.when, values.get(note.form, {})) else "",
        "recalled": [
            (recall.lead, text)
            for recall in shown.recall
            if (text := _recalled(here, recall.form, recall.question, values))
        ],
        "charts": charts_of(here.treatment, shown.charts),
    }


def written(here: Frame, shown: Page) -> dict[str, object]:
    """The part of it that is the same for everybody."""
    return {
        "page": shown,
        "body": in_words(shown.html, here.treatment, here.programme, here.therapist),
        "question": plain(shown.question, here.treatment, here.therapist),
        "forms": [here.programme.form(form) for form in shown.forms],
    }


def _recalled(
    here: Frame, form_id: str, question_id: str, values: dict[str, dict[str, object]]
) -> str:
    form = here.programme.form(form_id)
    question = form.question(question_id)
    return said(question, values.get(form_id, {}).get(question_id))
