"""Style sheets, scripts and templates: nothing from outside, nothing inline, no loose ends."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = sorted((ROOT / "static/css").glob("*.css"))
JS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static/icons/icons.svg").read_text()))
FONTS = ROOT / "static/vendor/fonts"


def names(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*CSS, *JS, *TEMPLATES], ids=names)
def test_nothing_is_fetched_from_another_host(path):
    fetched = r"""<(?:link|script|img|iframe|source|use|audio|video)\b[^>]*(?:href|src)="[^"]*//"""
    assert (
        re.findall(
            fetched + r"""|(?:url|import|fetch)\(?\s*["'(]?(?:https?:)?//""", path.read_text()
        )
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_the_content_security_policy_has_nothing_to_stop(path):
    text = re.sub(r"{#.*?#}", "", path.read_text())
    assert re.findall(r"\s(?:style|on[a-z]+|hx-on[^=]*|hx-vals='js:[^']*')\s*=", text) == []
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)", text) == []


@pytest.mark.parametrize("path", CSS, ids=names)
def test_every_token_in_use_has_a_value(path):
    defined = {n for each in CSS for n in re.findall(r"--([a-z0-9-]+):", each.read_text())}
    assert set(re.findall(r"var\(--([a-z0-9-]+)", path.read_text())) - defined == set()


@pytest.mark.parametrize("path", [path for path in CSS if path.name != "tokens.css"], ids=names)
def test_colours_come_from_the_tokens_alone(path):
    bare = re.sub(r"@media print.*", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", bare) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_every_icon_that_a_template_asks_for_exists(path):
    asked = re.findall(r'icon\.html" with (?:[a-z]+=\S+ )*name="([a-z-]+)"', path.read_text())
    assert set(asked) - ICONS == set()


@pytest.mark.parametrize("path", [*CSS, *JS], ids=names)
def test_the_first_line_says_what_the_file_is_for(path):
    assert path.read_text().startswith(("/* ", "// "))


@pytest.mark.parametrize("path", JS, ids=names)
def test_a_script_needs_no_other_and_leaves_no_words_behind(path):
    """Hashed names cannot follow an import; what a patient wrote is never kept in a browser."""
    text = path.read_text()
    assert (
        re.findall(r"^import |import\(|localStorage|innerHTML|\beval\(", text, re.MULTILINE) == []
    )
    assert ("sessionStorage" in text) == (path.name in ("player.js", "message_window.js"))


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.woff2")), ids=lambda path: path.name)
def test_a_font_is_the_one_that_its_readme_names(font):
    digest = hashlib.sha256(font.read_bytes()).hexdigest()
    assert f"| `{font.name}` |" in (FONTS / "README.md").read_text()
    assert f"| `{digest}` |" in (FONTS / "README.md").read_text()


def test_hashed_file_names_can_be_made_of_all_static_files(tmp_path):
    code = (
        "from django.conf import settings; settings.configure(STATIC_URL='/static/',"
        f"STATIC_ROOT={str(tmp_path)!r}, STATICFILES_DIRS=[{str(ROOT / 'static')!r}],"
        "INSTALLED_APPS=['django.contrib.staticfiles', 'django_htmx'], STORAGES={'staticfiles':"
        "{'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'}});"
        "import django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    hashed = (tmp_path / "css").glob("base.*.css")
    assert len(list(hashed)) == 1
