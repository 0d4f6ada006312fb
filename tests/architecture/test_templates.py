"""No template stands in the tree that no page uses."""

import re
from pathlib import Path

import pytest

from telavis.environment import BASE_DIR

TREE = BASE_DIR / "telavis" / "templates"
TEMPLATES = sorted(path for path in TREE.rglob("*") if path.is_file())
FOUND_BY_NAME = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
}  # Django looks for these itself
QUOTED = re.compile(r"""["']([\w{}./-]+\.(?:html|txt|svg|typ|xml))["'#]""")


def sources() -> list[Path]:
    python = list((BASE_DIR / "telavis").rglob("*.py"))
    return [*python, *TEMPLATES]


def named(source: Path) -> set[str]:
    """The template names quoted in a file; a `{part}` of an f-string stands for any one word."""
    return set(QUOTED.findall(source.read_text(encoding="utf-8")))


COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SET_RIGHT_BY_ITSELF = re.compile(
    r'\{% (?:include "components/notice\.html"|wrap "notice")[^%]*%\}|"[^"]*"\|typographic'
)
BREAKABLE = re.compile(r"[\w)…’»}] (?:[;:?»]|!(?!=))|« ")


@pytest.mark.parametrize("template", [str(path.relative_to(TREE)) for path in TREE.rglob("*.html")])
def test_no_line_breaks_before_a_colon_or_inside_quotes(template: str):
    text = SET_RIGHT_BY_ITSELF.sub("", COMMENT.sub("", (TREE / template).read_text(encoding="utf-8")))
    assert not [text[found.start() - 20 : found.end() + 5] for found in BREAKABLE.finditer(text)]


@pytest.fixture(scope="module")
def names_in_use() -> list[re.Pattern[str]]:
    names = {name for source in sources() for name in named(source)}
    return [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name))) for name in names]


@pytest.mark.parametrize("template", [str(path.relative_to(TREE)) for path in TEMPLATES])
def test_a_template_is_used(template: str, names_in_use: list[re.Pattern[str]]):
    assert template in FOUND_BY_NAME or any(pattern.fullmatch(template) for pattern in names_in_use)
