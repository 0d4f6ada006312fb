"""No test is passed over in silence."""

import ast
from pathlib import Path

import pytest

from telavis.environment import BASE_DIR

WAYS_ROUND = {"skip", "skipif", "skipTest", "skipUnless", "importorskip", "xfail"}
TESTS = list((BASE_DIR / "tests").rglob("*.py"))


def ways_round(written: str) -> set[str]:
    """The names in this module by which pytest or unittest leaves a test out, or expects it to fail."""
    tree = ast.parse(written)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return names & WAYS_ROUND


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(BASE_DIR / "tests")))
def test_no_test_is_skipped_nor_expected_to_fail(path: Path):
    assert ways_round(path.read_text(encoding="utf-8")) == set()


def test_a_test_that_is_passed_over_would_be_seen():
    assert ways_round("import pytest\n@pytest.mark.skip\ndef test_a(): ...") == {"skip"}
    assert ways_round("from pytest import importorskip") == {"importorskip"}
