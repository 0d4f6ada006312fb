"""Nothing is too long to be read at once."""

import ast
from pathlib import Path

import pytest

from telavis.environment import BASE_DIR

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
HEAVIEST_FONT = 45_000

CODE = [path for path in (BASE_DIR / "telavis").rglob("*.py") if "migrations" not in path.parts]
TESTS = list((BASE_DIR / "tests").rglob("*.py"))
TEMPLATES = [
    *(BASE_DIR / "telavis" / "templates").rglob("*.html"),
    *(BASE_DIR / "telavis" / "templates").rglob("*.txt"),
]


def name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def longer_than(most: int, paths: list[Path]) -> dict[str, int]:
    """The files with more lines, and how many they have."""
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {each: length for each, length in lengths.items() if length > most}


def test_a_file_is_at_most_400_lines():
    assert longer_than(LONGEST_FILE, [*CODE, *TESTS]) == {}


def test_a_template_is_at_most_120_lines():
    assert longer_than(LONGEST_TEMPLATE, TEMPLATES) == {}


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {name(path): ast.parse(path.read_text(encoding="utf-8")) for path in CODE}


def test_a_function_is_at_most_40_lines(trees: dict[str, ast.Module]):
    lengths = {
        f"{file}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for file, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {each: length for each, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_a_module_begins_with_a_sentence(trees: dict[str, ast.Module]):
    silent = [file for file, tree in trees.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == [], "these do not say what they are"


def test_the_font_of_the_pages_stays_light():
    fonts = list((BASE_DIR / "telavis" / "static" / "fonts").glob("*.woff2"))
    assert fonts
    assert all(font.stat().st_size < HEAVIEST_FONT for font in fonts)
