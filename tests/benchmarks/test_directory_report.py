"""The page about the directory says plainly when a search was late."""

from benchmarks.directory.measure import Run, report

RUN = Run("professionals, first import", 2_000_000, 100.0, 60.0, 110.4, "2 ajoutés")


def search(p95: float) -> dict[str, dict[str, float]]:
    return {"by name": {"count": 500, "p50": 4.0, "p95": p95, "found": 1.0}}


def test_a_run_is_told_in_lines_a_second_and_memory():
    assert RUN.row == ("| professionals, first import | 2,000,000 | 100 | 20,000 | 60 | 110 | 2 ajoutés |")
    assert RUN.row in report([RUN], search(10), 1)


def test_a_late_search_is_named():
    assert "within 100 ms: met." in report([RUN], search(99), 1)
    assert "within 100 ms: **not met** by by name." in report([RUN], search(101), 1)
