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


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=name)
def test_a_file_is_at_most_400_lines(path: Path):
    assert lines(path) <= LONGEST_FILE


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_at_most_120_lines(path: Path):
    assert lines(path) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_function_is_at_most_40_lines(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    too_long = [
        f"{node.name} has {length} lines"
        for node in functions
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize("path", [path for path in CODE if path.stat().st_size], ids=name)
def test_a_module_begins_with_a_sentence(path: Path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{name(path)} does not say what it is"


def test_the_font_of_the_pages_stays_light():
    fonts = list((BASE_DIR / "telavis" / "static" / "fonts").glob("*.woff2"))
    assert fonts
    assert all(font.stat().st_size < HEAVIEST_FONT for font in fonts)
