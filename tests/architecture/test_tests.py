"""No test is passed over in silence."""

import ast

from telavis.environment import BASE_DIR

WAYS_ROUND = {"skip", "skipif", "skipTest", "skipUnless", "importorskip", "xfail"}
TESTS = list((BASE_DIR / "tests").rglob("*.py"))


def ways_round(written: str) -> set[str]:
    """The names in this module by which pytest or unittest leaves a test out, or expects it to fail."""
    if not any(way in written for way in WAYS_ROUND):
        return set()
    tree = ast.parse(written)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return names & WAYS_ROUND


def test_no_test_is_skipped_nor_expected_to_fail():
    found = {str(path): ways_round(path.read_text(encoding="utf-8")) for path in TESTS}
    assert {path: ways for path, ways in found.items() if ways} == {}


def test_a_test_that_is_passed_over_would_be_seen():
    assert ways_round("import pytest\n@pytest.mark.skip\ndef test_a(): ...") == {"skip"}
    assert ways_round("from pytest import importorskip") == {"importorskip"}
