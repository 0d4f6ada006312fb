"""The child process: what it answers, and what becomes of one that is late, ended, stopped or too greedy."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from telavis.questionnaires.calculation import evaluator
from telavis.questionnaires.calculation.evaluator import Evaluator, NotCalculated
from tests.questionnaires.calculation.questions import question

ENDLESS = "(1).repeat($this + 1)"
"""Refused at import; what follows must hold for what nobody thought of."""


@pytest.fixture(scope="module")
def child() -> Iterator[Evaluator]:
    ours = Evaluator()
    yield ours
    ours.close()


def why_not(child: Evaluator, expression: str, **variables: str) -> str:
    with pytest.raises(NotCalculated) as refused:
        child.ask(question(expression, **variables))
    return refused.value.why


@pytest.mark.parametrize(
    ("expression", "entry"),
    [
        ("6 * 7", {"value": 42}),
        ("1 / 8", {"decimal": "0.125"}),
        ("2 > 1", {"value": True}),
        ("'peau'", {"value": "peau"}),
        ("today()", {"value": "2026-03-02"}),
        ("%resource.item.linkId.count()", {"value": 2}),
        ("{}", {}),
        # Where the library reads otherwise than the specification.
        ("2.5.round(0)", {"decimal": "3"}),
        ("24.25.round(1)", {"decimal": "24.3"}),
        ("16.power(0.25)", {"decimal": "2.000000000000000000000000000"}),
        ("(-8).power(0.5)", {}),
        ("(1 | 2 | 4).sum()", {"decimal": "7"}),
        ("%resource.item.where(linkId = 'c').answer.value.power(2)", {}),
        ("%resource.item.where(linkId = 'a').select(linkId = 'b').where($this).count()", {"value": 0}),
        ("%resource.repeat(item).where(linkId = 'a').linkId", {"value": "a"}),
    ],
)
def test_it_answers_with_one_plain_value(child: Evaluator, expression: str, entry: dict[str, object]):
    assert child.ask(question(expression)) == entry


def test_a_variable_knows_those_before_it(child: Evaluator):
    assert child.ask(question("%b + 1", a="20", b="%a * 2")) == {"value": 41}


@pytest.mark.parametrize(
    "expression", ["1 | 2", "1 + 'a'", "%resource", "10.power(999999)", "'\\u0000'", "%unknown"]
)
def test_what_is_no_plain_value_is_a_fault_that_says_nothing_of_the_answers(
    child: Evaluator, expression: str
):
    child.ask(question("1"))
    before = child.pid
    assert why_not(child, expression).isidentifier()
    assert child.pid == before


def test_an_expression_that_never_ends_is_ended_and_the_next_is_answered(child: Evaluator):
    assert why_not(child, ENDLESS) == "late"
    assert child.ask(question("1")) == {"value": 1}


def test_memory_is_counted_and_the_child_stays(child: Evaluator):
    child.ask(question("1"))
    before = child.pid
    thousand = f"'{'a' * 1_000}'"
    gigabyte = "%k.replace('a', %k).replace('a', %k)"
    assert why_not(child, gigabyte, k=thousand) == "MemoryError"
    assert child.pid == before


def test_a_child_that_somebody_ended_is_replaced_without_a_word(child: Evaluator):
    child.ask(question("1"))
    before = child.pid
    assert before
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert child.ask(question("2")) == {"value": 2}
    assert child.pid != before


def test_a_child_that_does_not_move_is_not_waited_for(child: Evaluator, monkeypatch: pytest.MonkeyPatch):
    child.ask(question("1"))
    assert child.pid
    os.kill(child.pid, signal.SIGSTOP)
    monkeypatch.setattr(evaluator, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(evaluator, "ENDING_SECONDS", 0.05)
    assert why_not(child, "2") == "late"
    assert child.pid is None


def test_two_at_once_each_get_their_own_answer(child: Evaluator):
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda number: child.ask(question(f"{number} + 0")), range(20)))
    assert answers == [{"value": number} for number in range(20)]


def test_it_is_given_no_secret(child: Evaluator):
    child.ask(question("1"))
    environment = Path(f"/proc/{child.pid}/environ").read_text()
    names = {each.partition("=")[0] for each in environment.split("\0") if each}
    assert names == {"PYTHONPATH", "PATH", "LANG"}


def test_whoever_is_stopped_while_it_answers_leaves_no_answer_for_the_next(
    child: Evaluator, monkeypatch: pytest.MonkeyPatch
):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    child.ask(question("1"))
    with monkeypatch.context() as broken:
        broken.setattr("telavis.questionnaires.calculation.evaluator._Child._hear", stopped)
        with pytest.raises(KeyboardInterrupt):
            child.ask(question("'of somebody else'"))
    assert child.ask(question("2")) == {"value": 2}


def test_what_nobody_can_read_is_no_answer(child: Evaluator, monkeypatch: pytest.MonkeyPatch):
    child.ask(question("1"))
    with monkeypatch.context() as broken:
        broken.setattr("json.loads", lambda heard: int("no number"))
        assert why_not(child, "2") == "lost"
    assert child.ask(question("2")) == {"value": 2}


def test_it_ends_with_the_one_who_asks():
    ours = Evaluator()
    ours.ask(question("1"))
    child = ours._child
    assert child
    child._line.close()
    assert child._process.wait(timeout=60) == 0
