"""Documents point at files that exist, and say nothing of the machine they were written on."""

import re
from pathlib import Path

import pytest

from telavis.demo.accounts import ACCOUNTS, PASSWORD
from telavis.environment import BASE_DIR

DOCUMENTS = [*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_links_lead_somewhere(document: Path):
    broken = [
        link
        for link in LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]
    assert broken == []


def test_a_decision_has_context_decision_and_consequences():
    for decision in (BASE_DIR / "docs" / "decisions").glob("*.md"):
        text = decision.read_text(encoding="utf-8")
        assert all(
            f"**{part}.**" in text or f"## {part}" in text for part in ("Context", "Decision", "Consequences")
        ), decision.name


COMMANDS = sorted(
    path.stem
    for path in (BASE_DIR / "telavis" / "cli" / "management" / "commands").glob("*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_named_in_a_document(command: str):
    named = re.compile(rf"(manage(\.py)?|telavis|make) {command}\b|`{command}`")
    read = [document for document in DOCUMENTS if document.name != "CHANGELOG.md"]
    assert any(named.search(document.read_text(encoding="utf-8")) for document in read)


def test_the_map_of_the_readme_shows_every_room_and_every_place():
    readme = (BASE_DIR / "README.md").read_text(encoding="utf-8")
    drawn = readme.partition("\ntelavis/\n")[2].partition("```")[0]
    rooms = {path.parent.name for path in (BASE_DIR / "telavis").glob("*/__init__.py")}
    rooms |= {path.parent.name for path in (BASE_DIR / "telavis" / "web").glob("*/__init__.py")}
    missing = {room for room in rooms if not re.search(rf"\b{room}\b", drawn)}
    assert missing == set()


def test_every_word_of_the_glossary_is_a_word_of_the_code():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (BASE_DIR / "telavis").rglob("*.py"))
    told = re.findall(r"`([\w.]+)`", (BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert told
    assert [name for name in told if not re.search(rf"\b{re.escape(name.split('.')[-1])}\b", code)] == []


def test_the_readme_names_every_account_of_the_demonstration():
    readme = (BASE_DIR / "README.md").read_text(encoding="utf-8")
    assert [account.username for account in ACCOUNTS if f"`{account.username}`" not in readme] == []
    assert PASSWORD in readme


def test_no_two_decisions_have_one_number():
    """A number is given before its page is written, and a page that was not needed leaves a gap."""
    numbers = [path.name[:4] for path in (BASE_DIR / "docs" / "decisions").glob("*.md")]
    assert len(set(numbers)) == len(numbers) > 0
