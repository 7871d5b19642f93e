"""`make rows`: which tests show each row of what the system does (docs/rows.txt).

A test says so with `@pytest.mark.row("M12")`, on itself, its class, its module (`pytestmark`) or
one of its parameters. Exits with 1 when a mark names a row that does not exist.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "docs" / "rows.txt"
Found = tuple[str, str]  # row, test


def main() -> int:
    """Print every row with its tests; return 1 when a test names an unknown row."""
    rows = dict(line.split(maxsplit=1) for line in ROWS.read_text(encoding="utf-8").splitlines())
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for row, test in in_file(path):
            tests[row].append(test)
    for row, words in rows.items() if "--quiet" not in sys.argv else ():
        print(f"{row:<5}{words}", *tests[row], sep="\n       ")
    without = [row for row in rows if not tests[row]]
    print(
        f"\n{len(rows) - len(without)} of {len(rows)} rows have tests. Without:", *without or ["-"]
    )
    unknown = {row: names for row, names in tests.items() if row not in rows}
    for row, names in unknown.items():
        print(f"No such row: {row}", *names, sep="\n       ", file=sys.stderr)
    return 1 if unknown else 0


def in_file(path: Path) -> Iterator[Found]:
    """Give (row, test) for every mark in a file of tests."""
    place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            for row in _marks(node.value):
                yield row, str(place)
    yield from _in_body(tree, f"{place}::")


def _in_body(parent: ast.Module | ast.ClassDef, prefix: str) -> Iterator[Found]:
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                for row in _marks(decorator):
                    yield row, prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from _in_body(node, f"{prefix}{node.name}::")


def _marks(tree: ast.AST) -> Iterator[str]:
    """Give the rows of every `mark.row(...)` within an expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.row"):
            yield from (ast.literal_eval(argument) for argument in node.args)


if __name__ == "__main__":
    sys.exit(main())
