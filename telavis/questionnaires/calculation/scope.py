"""What each calculation of a form needs to know: the variables it names, the questions and the facts it reads.

Read from the text alone. A published form was checked (`expressions`), and no page waits for a parser.
"""

import re
from collections.abc import Iterator, Sequence

from telavis.questionnaires.definition import Calculation, Definition, Expression, Item

_NAMED = re.compile(r"%`?([A-Za-z_][A-Za-z0-9_]*)")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_OF_PATIENT = re.compile(r"%patient\s*\.\s*([A-Za-z]+)")


def calculations(form: Definition) -> Iterator[Calculation]:
    for item in form.walk():
        if item.calculation is not None:
            yield _calculation(form, item, item.calculation)


def beginnings(form: Definition) -> Iterator[Calculation]:
    for item in form.walk():
        if item.beginning is not None:
            yield _calculation(form, item, item.beginning)


def _calculation(form: Definition, item: Item, expression: Expression) -> Calculation:
    variables = _needed(expression, form.around(item.link_id))
    texts = [*(variable.text for variable in variables), expression.text]
    quoted = {literal for text in texts for literal in _QUOTED.findall(text)}
    of_patient = dict.fromkeys(fact for text in texts for fact in _OF_PATIENT.findall(text))
    return Calculation(
        item=item,
        expression=expression.text,
        variables=variables,
        reads=tuple(each.link_id for each in form.walk() if each.link_id in quoted and each.is_question),
        of_patient=tuple(of_patient),
    )


def _needed(expression: Expression, known: Sequence[Expression]) -> tuple[Expression, ...]:
    """Backwards: a variable names only those before it."""
    named = set(_NAMED.findall(expression.text))
    needed: list[Expression] = []
    for variable in reversed(known):
        if variable.name in named:
            named |= set(_NAMED.findall(variable.text))
            needed.insert(0, variable)
    return tuple(needed)
