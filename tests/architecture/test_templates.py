"""No template stands in the tree that no page uses."""

import re
from pathlib import Path

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


def test_no_line_breaks_before_a_colon_or_inside_quotes():
    found = {}
    for template in TREE.rglob("*.html"):
        text = SET_RIGHT_BY_ITSELF.sub("", COMMENT.sub("", template.read_text(encoding="utf-8")))
        for hit in BREAKABLE.finditer(text):
            found[str(template.relative_to(TREE))] = text[hit.start() - 20 : hit.end() + 5]
    assert found == {}


def test_a_template_is_used():
    names = {name for source in sources() for name in named(source)}
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(name))) for name in names]
    unused = [
        template
        for template in (str(path.relative_to(TREE)) for path in TEMPLATES)
        if template not in FOUND_BY_NAME and not any(each.fullmatch(template) for each in patterns)
    ]
    assert unused == []
