"""Whether the FHIRPath of a form may be evaluated at all: known functions, known names, a size that ends.

Only publishing a form reads its expressions here; the library that parses them is loaded then, and never by a page.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from telavis.questionnaires.definition import Definition, Expression
from telavis.questionnaires.invalid import Fault, InvalidDefinition

LENGTH_MAX = 2_000
ALTOGETHER_MAX = 20_000
"""Characters of all the expressions of a form: one of the longest may take its reader a second."""
TREES_KEPT = 500
DEPTH_MAX = 40
FUNCTIONS = frozenset(
    (
        *("where", "exists", "empty", "not", "count", "first", "last", "select", "all", "iif"),
        *("ofType", "is", "as", "repeat", "descendants", "sum", "aggregate", "min", "max"),
        *("abs", "ceiling", "floor", "round", "power", "sqrt", "ln", "exp"),
        *("toInteger", "toDecimal", "toString", "replace", "today"),
    )
)
"""Nothing that reads elsewhere, writes, or looks for patterns."""
GIVEN = frozenset(("resource", "patient"))
"""What every expression may name with «%», besides the variables of its form."""
LAUNCH = frozenset(("user",))
"""What only the first value of a question may name: a value that changes does not follow from who looks at it."""
_TAKEN = GIVEN | LAUNCH | {"context", "rootResource", "questionnaire", "qitem", "ucum", "sct", "loinc"}
"""Names that FHIRPath and SDC give a meaning of their own."""
_QUALIFIERS_MAX = 2
_WALKS = ("repeat", "descendants")
_STEPS = frozenset(("UnionExpression", "TermExpression", "InvocationTerm", "MemberInvocation", "Identifier"))
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`")
_COMMENT = re.compile(r"//|/\*")

Node = dict[str, Any]


class _Refused(Exception):
    """Why, without the name of the item."""


def check(form: Definition) -> None:
    """Every expression of the form can be evaluated, and speaks of questions that are there; or `InvalidDefinition`."""
    faults = [Fault(expression.owner, sentence) for expression, sentence in faulty(form)]
    if faults:
        raise InvalidDefinition.of(faults)


def faulty(form: Definition) -> Iterator[tuple[Expression, str]]:
    """What cannot be evaluated, each with the reason."""
    altogether = 0
    for expression, known in _expressions(form):
        altogether += len(expression.text)
        try:
            is_bearable = altogether <= ALTOGETHER_MAX
            _require(is_bearable, f"est de trop : elles ont ensemble plus de {ALTOGETHER_MAX} caractères")
            _require(expression.name not in _TAKEN, f"a le nom « {expression.name} », qui est déjà pris")
            _check(expression.text, GIVEN | known, frozenset(form.by_id))
        except _Refused as why:
            yield expression, f"La formule {why}."


def _expressions(form: Definition) -> Iterator[tuple[Expression, frozenset[str]]]:
    """Each with the variables that it may name: of the form and of the groups around, then those before it."""
    yield from _in_turn(form.variables, ())
    for item in form.walk():
        around = form.around(item.link_id)
        yield from _in_turn(item.variables, around)
        known = frozenset(each.name for each in around)
        if item.calculation:
            yield item.calculation, known
        if item.beginning:
            yield item.beginning, known | LAUNCH


def _in_turn(
    variables: tuple[Expression, ...], around: tuple[Expression, ...]
) -> Iterator[tuple[Expression, frozenset[str]]]:
    for place, variable in enumerate(variables):
        yield variable, frozenset(each.name for each in (*around, *variables[:place]))


def _check(text: str, variables: frozenset[str], link_ids: frozenset[str]) -> None:
    if len(text) > LENGTH_MAX:
        raise _Refused(f"a {len(text)} caractères ; il en faut au plus {LENGTH_MAX}")
    if _brackets(text) > DEPTH_MAX:
        raise _Refused(f"est imbriquée sur plus de {DEPTH_MAX} niveaux")
    # What reads an expression from its text alone (`scope`) looks for quotes, and a comment may hold one.
    _require(not _COMMENT.search(_QUOTED.sub("", text)), "contient un commentaire")
    for node in _walk(tree_of(text)):
        match node["type"]:
            case "ExternalConstant":
                _require(_name(node) in variables, f"nomme « %{_name(node)} », qui n’est pas connu ici")
            case "Functn":
                _require(_name(node) in FUNCTIONS, f"appelle « {_name(node)} », qui n’est pas admis")
            case "QualifiedIdentifier":
                is_short = len(node["children"]) <= _QUALIFIERS_MAX
                _require(is_short, "nomme un type en plus de deux parties")
            case "InvocationExpression" | "TermExpression":
                _check_walks(node)
            case "EqualityExpression" | "MembershipExpression":
                unknown = sorted(_link_ids(node) - link_ids)
                _require(
                    not unknown, f"parle de « {''.join(unknown[:1])} », qui n’est pas dans ce formulaire"
                )


@lru_cache(maxsize=TREES_KEPT)
def tree_of(text: str) -> Node:
    """The library's own syntax tree, of an expression that is whole."""
    from fhirpathpy.parser import parse

    from telavis.questionnaires.calculation.syntax import fault_in

    try:
        fault = fault_in(text)
        tree: Node = {} if fault else parse(text)["children"][0]
    except RecursionError:
        raise _Refused(f"est imbriquée sur plus de {DEPTH_MAX} niveaux") from None
    if fault:
        raise _Refused(f"ne peut pas être lue ({fault})")
    return tree


def _walk(tree: Node) -> Iterator[Node]:
    """Every node; no deeper than allowed."""
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        _require(depth <= DEPTH_MAX, f"est imbriquée sur plus de {DEPTH_MAX} niveaux")
        yield node
        waiting.extend((child, depth + 1) for child in node.get("children", ()))


def _check_walks(node: Node) -> None:
    """A search through everything starts at the answers, and follows their own names: so it ends."""
    invocations = [child for child in node.get("children", ()) if child["type"] == "FunctionInvocation"]
    if node["type"] == "TermExpression":
        invocations = [each for child in node["children"] for each in child.get("children", ())]
    for invocation in invocations:
        called = invocation.get("children", ({"type": ""},))[0]
        if called["type"] != "Functn" or _name(called) not in _WALKS:
            continue
        is_rooted = node["type"] == "InvocationExpression" and node["children"][0].get("text") == "%resource"
        _require(is_rooted, f"ne peut appeler « {_name(called)} » que sur %resource")
        steps = [each for part in called["children"][1:] for step in part["children"] for each in _walk(step)]
        _require(all(each["type"] in _STEPS for each in steps), "ne peut répéter que des noms simples")


def _name(node: Node) -> str:
    text: str = node["children"][0].get("text", "")
    return text.strip("`")


def _link_ids(node: Node) -> set[str]:
    """The literals that are compared with linkId, by «=» or «in»."""
    sides = node["children"]
    if not any(side.get("text") == "linkId" for side in sides):
        return set()
    literals = (each["text"] for side in sides for each in _walk(side) if each["type"] == "StringLiteral")
    return {literal[1:-1] for literal in literals}


def _brackets(text: str) -> int:
    """How deep brackets go; counted before a parser that would follow them is called."""
    deepest = depth = 0
    for sign in _QUOTED.sub("", text):
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _require(is_right: bool, why: str) -> None:
    if not is_right:
        raise _Refused(why)
