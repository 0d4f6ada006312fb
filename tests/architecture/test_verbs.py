"""One verb, one word, everywhere: in the journey, the permissions, the actions, the messages and the tests."""

import ast
import inspect

import pytest

from telavis.environment import BASE_DIR
from telavis.service_requests import actions
from telavis.service_requests.notifications import TELLINGS
from telavis.service_requests.permissions import MAY
from telavis.service_requests.workflow import JOURNEY, Verb
from tests.architecture.test_urls import names
from tests.web.test_permissions import DOORS


def address_of(verb: Verb) -> str:
    """A draft is sent from its last look; all other verbs are pressed in the file."""
    return f"compose:{verb}" if verb == Verb.SEND else f"thread:{verb}"


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_is_complete(verb: Verb):
    assert verb in JOURNEY, "no step"
    assert verb in MAY, "no permission"
    assert callable(getattr(actions, verb.value, None)), "no action"
    assert verb in TELLINGS, "nobody is told"
    assert (BASE_DIR / "tests" / "service_requests" / f"test_{verb.value}.py").is_file(), "no test"
    assert address_of(verb) in names(), "no address"
    assert address_of(verb) in DOORS, "nobody says who may come to its address"


@pytest.mark.parametrize("verb", Verb)
def test_the_tests_of_a_verb_do_it_and_look_at_what_came_of_it(verb: Verb):
    written = (BASE_DIR / "tests" / "service_requests" / f"test_{verb.value}.py").read_text(encoding="utf-8")
    tests = [each for each in ast.parse(written).body if isinstance(each, ast.FunctionDef)]
    proving = [
        each.name
        for each in tests
        if each.name.startswith("test_")
        and any(isinstance(node, ast.Call) and is_the_action(node.func, verb) for node in ast.walk(each))
        and any(isinstance(node, ast.Assert) for node in ast.walk(each))
    ]
    assert proving


def is_the_action(called: ast.expr, verb: Verb) -> bool:
    """`actions.take`, of the room of requests."""
    is_of_actions = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
    return is_of_actions and ast.unparse(called) == f"actions.{verb.value}"


@pytest.mark.parametrize("verb", Verb)
def test_an_action_says_who_acts_by_keyword(verb: Verb):
    parameters = inspect.signature(getattr(actions, verb.value)).parameters
    assert parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
