"""Functions of FHIRPath that the library lacks, reads otherwise than the specification, or is slow at; for the child."""

import re
from collections import deque
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fhirpathpy.engine.invocations import invocation_registry
from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.engine.util import get_data

Given = list[Any]
SEARCH = "itemsOf"
"""No form may call it (`expressions.FUNCTIONS`): `quick` writes it."""
SEARCHED_MAX = 20
_LITERAL = re.compile(r"'[^'\\]*'")
_EQUALS = f"linkId = {_LITERAL.pattern}"
_USUAL_SEARCH = re.compile(
    rf"%resource\.repeat\(item\)\.where\(({_EQUALS}(?: or {_EQUALS}){{,{SEARCHED_MAX - 1}}})( and item\.exists\(\))?\)"
)


def _number(given: Given) -> Decimal:
    (value,) = given
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("a number is expected")
    return Decimal(value)


def rounded(given: Given, places: Any = 0) -> Any:
    """5 goes up; the library rounds to the even neighbour, as banks do."""
    if not given or places == []:
        return []
    return _number(given).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


def power(given: Given, exponent: Any) -> Any:
    """Also with a fraction as exponent, for which the library answers nothing."""
    if not given or exponent == []:
        return []
    base, exponent = _number(given), Decimal(exponent)
    is_real = base > 0 or (exponent == exponent.to_integral_value() and (base != 0 or exponent >= 0))
    return base**exponent if is_real else []


def total(given: Given) -> Any:
    """Of answers too: the library adds up bare numbers only."""
    return sum(_number([each]) for each in given)


def least(given: Given) -> Any:
    return min(given) if given else []


def greatest(given: Given) -> Any:
    return max(given) if given else []


def items_of(given: Given, *link_ids: str) -> Given:
    """`repeat(item).where(linkId = …)`: level by level, without those that stood the same further up."""
    found: list[Any] = []
    waiting = list(given)
    for each in waiting:
        inside = each.get("item", [])
        found += [item for item in inside if item["linkId"] in link_ids and item not in found]
        waiting += inside
    return [ResourceNode(item, "QuestionnaireResponse.item") for item in found]


def quick(expression: str) -> str:
    """The same, its usual searches by linkId through `items_of`: the library compares every item of a form, and twice."""

    def search(usual: re.Match[str]) -> str:
        condition, with_items = usual.groups()
        link_ids = _LITERAL.findall(condition)
        if with_items and len(link_ids) > 1:  # «and» binds closer
            return usual[0]
        return f"%resource.{SEARCH}({', '.join(link_ids)}){'.where(item.exists())' if with_items else ''}"

    return _USUAL_SEARCH.sub(search, expression)


def where(context: dict[str, Any], given: Any, criterion: Callable[[Any], Given]) -> Given:
    """Asked once of each, and «false» is no. The library asks twice, so that nested ones double at each level."""
    kept = []
    for place, each in enumerate(given if isinstance(given, list) else ()):
        context["$index"] = place
        said = criterion(each)
        if said and get_data(said[0]) is not False:
            kept.append(each)
    return kept


def repeat(context: dict[str, Any], given: Any, step: Callable[[Any], Given]) -> Given:
    """In one passage; the library copies all that it has found at each step."""
    found: dict[Any, None] = {}
    waiting = deque(given if isinstance(given, list) else ())
    while waiting:
        new = [each for each in step(waiting.popleft()) if each not in found]
        found.update(dict.fromkeys(new))
        waiting.extend(new)
    return list(found)


def correct_the_library() -> None:
    """What needs the state of the evaluation cannot be given with a question, as `table` is."""
    known: dict[str, Any] = invocation_registry
    known["where"]["fn"] = where
    known["repeat"]["fn"] = repeat


def table(today: str) -> dict[str, dict[str, Any]]:
    """`today` is the day where the site is, not where the child thinks that it is."""
    with_number = {1: ["Number"]}
    return {
        "round": _entry(rounded, {0: [], **with_number}),
        "power": _entry(power, with_number),
        "sum": _entry(total),
        "min": _entry(least),
        "max": _entry(greatest),
        "today": _entry(lambda given: today),
        SEARCH: _entry(items_of, {count: ["String"] * count for count in range(1, SEARCHED_MAX + 1)}),
    }


def _entry(function: Callable[..., Any], arity: dict[int, list[str]] | None = None) -> dict[str, Any]:
    return {"fn": function, **({"arity": arity} if arity else {})}
