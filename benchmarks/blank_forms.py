"""Opening the blank form of each type of request, as somebody waits for it: one browser, alone, then in a crowd."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.house import House
from benchmarks.load import CONNECTIONS, Measure, ask_for

ROUNDS = 3
SECONDS = 2.0
LONGEST = 300
"""Milliseconds, in 95 of 100 openings, for one who opens it."""


@dataclass
class BlankForm:
    """One type of request, and how long its form took, with many requests beside it."""

    title: str
    path: str
    cookie: str
    alone: Measure = field(default_factory=Measure)
    crowd: Measure = field(default_factory=Measure)

    @property
    def is_met(self) -> bool:
        return self.alone.p95 < LONGEST


def blank_forms(house: House, database: str, port: int) -> list[BlankForm]:
    """In turns; the first, which finds the server cold, does not count."""
    forms = [BlankForm(**told) for told in house.look_inside(database, "benchmarks.blank_drafts")]
    for turn in range(ROUNDS + 1):
        for form in forms:
            for measure, connections in ((form.alone, 1), (form.crowd, CONNECTIONS)):
                done = ask_for(port, form.path, form.cookie, seconds=SECONDS, connections=connections)
                if turn:
                    measure.rounds.append(done)
    return forms


def section(forms: list[BlankForm], requests: int) -> str:
    """As it stands in docs/benchmarks/pages.md."""
    return "\n".join(_lines(forms, requests))


def _lines(forms: list[BlankForm], requests: int) -> Iterator[str]:
    yield "## A blank form is opened"
    yield ""
    yield f"With {requests:_} requests: by one browser that asks again as soon as it is answered, then by {CONNECTIONS} at once.".replace(
        "_", "\u202f"
    )
    yield ""
    yield f"| Form | p95 ms, one | p95 ms, {CONNECTIONS} | req/s, {CONNECTIONS} |"
    yield "|---|--:|--:|--:|"
    for form in forms:
        yield f"| {form.title} | {form.alone.p95:.0f} | {form.crowd.p95:.0f} | {form.crowd.rate:.0f} |"
    yield ""
    slowest = max(forms, key=lambda form: form.alone.p95)
    verdict = "met" if slowest.is_met else "**not met**"
    yield f"- {verdict}: every blank form opens within {LONGEST} ms, p95: {slowest.title} takes {slowest.alone.p95:.0f} ms"
