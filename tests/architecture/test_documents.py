"""Documents point at files that exist, and say nothing of the machine they were written on."""

import re
from pathlib import Path

import pytest

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


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (BASE_DIR / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
