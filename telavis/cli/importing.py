"""What the commands that import public files show: one line of progress, then a summary."""

import sys
import time
from typing import TextIO

from telavis.directory.actions.staging import Summary
from telavis.values.french import number, plural, typographic

_BAR = 24
_EVERY = 0.2


class ProgressLine:
    """One line rewritten in a terminal; nothing elsewhere, so that logs stay readable."""

    def __init__(self, output: TextIO | None = None, *, ending: str = "comparaison et écriture…") -> None:
        self._ending = ending
        self._output = output or sys.stderr
        self._is_shown = self._output.isatty()
        self._started = time.monotonic()
        self._drawn_at = 0.0

    def __call__(self, share: float, lines: int) -> None:
        now = time.monotonic()
        if self._is_shown and (now - self._drawn_at >= _EVERY or share >= 1):
            self._drawn_at = now
            self._output.write(f"\r{self._words(share, lines, now - self._started)}\033[K")
            self._output.flush()

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._is_shown:
            self._output.write("\r\033[K")
            self._output.flush()

    def _words(self, share: float, lines: int, seconds: float) -> str:
        full = round(min(share, 1.0) * _BAR)
        rate = lines / max(seconds, 0.001)
        left = seconds * (1 - share) / share if share else 0.0
        bar = "█" * full + "░" * (_BAR - full)
        then = self._ending if share >= 1 else f"encore {number(left)} s"
        return f"{bar} {share:4.0%}  {number(lines)} lignes, {number(rate)} par seconde, {then}"


def summary_lines(summary: Summary, seconds: float) -> list[str]:
    """What was done, then what was refused and why."""
    account = summary.account
    lines = [
        f"{summary.source.name} : {summary.kind.label}, {summary.source.encoding.label}.",
        f"  {plural(account.lines, 'ligne lue', 'lignes lues')} en {number(seconds, 1)} s",
        f"  {number(summary.added)} ajoutés, {number(summary.changed)} modifiés, {number(summary.left)} partis",
    ]
    lines += [f"  attention : {plural(many, 'ligne')}, {what}" for what, many in account.warnings.items()]
    if account.refused:
        lines.append(f"  {plural(account.refused, 'ligne refusée', 'lignes refusées')} :")
    lines += [f"    {plural(many, 'ligne')}, {why}" for why, many in account.reasons.most_common()]
    lines += [f"    ligne {line} : {why}" for line, why in account.first_refusals]
    if account.refused > len(account.first_refusals):
        lines.append(f"    (les {len(account.first_refusals)} premières)")
    return [typographic(line) for line in lines]
