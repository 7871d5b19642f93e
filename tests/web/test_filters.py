"""The templates' own filters."""

import pytest

from lindra.web.templatetags.lindra import paragraphs


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ett.", "<p>Ett.</p>"),
        ("Ett\nmed rad.\n\nTvå.\n", "<p>Ett med rad.</p><p>Två.</p>"),
        (
            "Om något stämmer:\n– a\n– b\n\nSist.",
            '<p>Om något stämmer:</p><ul class="points"><li>a</li><li>b</li></ul><p>Sist.</p>',
        ),
        ("Två – tre.", "<p>Två – tre.</p>"),
        ("– <b>", '<ul class="points"><li>&lt;b&gt;</li></ul>'),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text: str, html: str) -> None:
    assert paragraphs(text) == html
