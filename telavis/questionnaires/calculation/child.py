"""The child process: one question a line on its standard input, a socket, and one answer a line on the same.

A question is JSON: `resource`, `patient`, `user` (of a form that begins), `today`, `variables` ([name, expression] in
order), `expression`. An answer is an entry as `telavis.questionnaires.answers` keeps it, nothing ({}) when the expression finds nothing, or
`{"fault": "…"}`, which says nothing of what was asked.
"""

import json
import signal
import socket
from decimal import Decimal
from functools import lru_cache
from typing import Any

from telavis.values import cage

READING_SECONDS = 1.0
EVALUATION_SECONDS = 0.1
"""Of processor time, by the kernel's own clock: a busy machine is not the expression's fault."""
MEMORY = 256 * 1024**2
OPEN_FILES = 16
ANSWER_MAX = 2_000
NUMBER_MAX = 10**15
"""Of either sign. A decimal of a million digits is written in twenty, and unfolds where it is read."""


def main() -> None:
    line = socket.socket(fileno=0).makefile("rwb")
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, whatever it does
    _load()
    cage.enter(memory=MEMORY, output=0, open_files=OPEN_FILES)
    _say(line, {})
    for asked in line:
        _say(line, _answer(json.loads(asked, parse_float=Decimal)))


def _load() -> None:
    """Everything that the first question would wait for."""
    from telavis.questionnaires.calculation.functions import correct_the_library

    correct_the_library()
    sample = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "a"}]}
    question = {"resource": sample, "patient": {}, "today": "2026-01-01", "variables": []}
    _answer({**question, "expression": "%resource.repeat(item).where(linkId='a').answer.value * 2.5"})


def _say(line: Any, answer: dict[str, Any]) -> None:
    line.write(json.dumps(answer).encode() + b"\n")
    line.flush()


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    try:
        return _entry(_evaluated(question))
    except MemoryError as fault:
        _read.cache_clear()  # it may be what fills the memory, and nothing would be answered any more
        return {"fault": type(fault).__name__}
    except Exception as fault:
        return {"fault": type(fault).__name__}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _evaluated(question: dict[str, Any]) -> list[Any]:
    from fhirpathpy import apply_parsed_path
    from fhirpathpy.models import models

    from telavis.questionnaires.calculation.functions import table

    expressions = [*question["variables"], ["", question["expression"]]]
    signal.setitimer(signal.ITIMER_PROF, READING_SECONDS)
    read = [(name, _read(text)) for name, text in expressions]
    signal.setitimer(signal.ITIMER_PROF, EVALUATION_SECONDS)
    names = {name: question[name] for name in ("resource", "patient", "user") if name in question}
    options = {"userInvocationTable": table(question["today"]), "returnRawData": True}
    found: list[Any] = []
    for name, tree in read:
        found = apply_parsed_path(question["resource"], tree, names, models["r4"], options)
        names[name] = found
    return found


@lru_cache(maxsize=1_000)
def _read(text: str) -> dict[str, Any]:
    from fhirpathpy.parser import parse

    from telavis.questionnaires.calculation.functions import quick

    tree: dict[str, Any] = parse(quick(text))
    return tree


def _entry(found: list[Any]) -> dict[str, Any]:
    """One plain value, or nothing."""
    from fhirpathpy.engine.util import get_data

    values = [get_data(each) for each in found]
    if not values:
        return {}
    (value,) = values
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= NUMBER_MAX):
        return {"value": value}
    if isinstance(value, Decimal) and value.is_finite() and abs(value) <= NUMBER_MAX:
        return {"decimal": str(value)}
    if isinstance(value, str) and len(value) <= ANSWER_MAX and "\0" not in value:
        return {"value": value}
    raise TypeError("no plain value")


if __name__ == "__main__":
    main()
