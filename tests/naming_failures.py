"""A test that fails is named at once, and not ten minutes later with all the others."""

import pytest
from _pytest.terminal import TerminalReporter


class Herald:
    """Writes between the dots."""

    def __init__(self, terminal: TerminalReporter) -> None:
        self.terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            said = f"\nFAILED {report.nodeid} ({report.when}): {_why(report)}\n"
            self.terminal.write(said, flush=True, red=True)


def _why(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return (crash.message if crash else str(report.longrepr)).strip().partition("\n")[0]
