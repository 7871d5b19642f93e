"""Rules and programme know no Django, and an import only ever points downwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, imports, name

PURE = ("lindra/rules", "lindra/programme", "lindra/clock.py")
WITHOUT_DJANGO = """
import importlib, sys
sys.modules["django"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


@pytest.mark.parametrize("path", files(*PURE), ids=name)
def test_a_rule_and_a_programme_import_no_django_not_even_inside_a_function(path):
    assert [each for each in imports(path) if each.split(".")[0] in ("django", "psycopg")] == []


def test_rules_and_programmes_can_be_used_where_django_is_not_installed():
    modules = [name(path).removesuffix(".py").replace("/", ".") for path in files(*PURE)]
    chosen = [each.removesuffix(".__init__") for each in modules if "__main__" not in each]
    subprocess.run([sys.executable, "-c", WITHOUT_DJANGO, *chosen], cwd=ROOT, check=True)


def test_the_contracts_between_the_rooms_are_kept():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


def test_no_import_is_relative_or_of_everything():
    found = {
        f"{name(path)}: {each}"
        for path in files("lindra", "tools")
        for each in imports(path)
        if each.startswith("None.") or each.endswith(".*")
    }
    # Settings that are the site's, and a little more, are made so in Django.
    assert found <= {"lindra/web/preview/settings.py: lindra.settings.*"}
