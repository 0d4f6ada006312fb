"""One verb, one word, everywhere: in the journey, the permissions, the actions and the tests."""

import inspect
from itertools import product

import pytest

from telavis.environment import BASE_DIR
from telavis.registrations import actions
from telavis.registrations.permissions import MAY
from telavis.registrations.workflow import JOURNEY, State, States, Verb, destination


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_is_complete(verb: Verb):
    assert verb in JOURNEY, "no step"
    assert verb in MAY, "no permission"
    action = getattr(actions, verb.value, None)
    assert callable(action), "no action"
    assert inspect.signature(action).parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    assert (BASE_DIR / "tests" / "registrations" / f"test_{verb.value}.py").is_file(), "no test"


@pytest.mark.parametrize(("verb", "state"), list(product(Verb, (*States.DECIDED, State.ABANDONED))))
def test_nothing_leads_on_from_an_end(verb: Verb, state: State):
    assert destination(verb, state) is None


def test_every_state_is_reached():
    reached = {step.to for step in JOURNEY.values()} | {State.BEGUN}
    assert set(State) <= reached
