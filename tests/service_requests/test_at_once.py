"""Two at once: exactly one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from telavis.directory.actors import Actor
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.openings import open_request
from telavis.service_requests.workflow import State, StepRefused
from tests.factories import OPINION, ServiceRequestFactory, expert_of, requester_of

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run these together, each on its own connection; what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (StepRefused, ServiceRequest.DoesNotExist) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_experts_who_answer_at_once_make_one_answer():
    taken = ServiceRequestFactory(taken=True)
    experts: list[Actor] = [expert_of(taken) for _ in range(4)]
    results = at_once(*(lambda by=by: actions.answer(taken, OPINION, by=by) for by in experts))
    assert sum(isinstance(result, StepRefused) for result in results) == 3
    assert taken.answers.count() == 1


def test_three_tabs_that_send_at_once_make_one_request():
    draft = ServiceRequestFactory()
    by = requester_of(draft)
    results = at_once(*(lambda: actions.send(draft, by=by) for _ in range(3)))
    assert sum(isinstance(result, ServiceRequest) for result in results) == 1
    assert Transition.objects.filter(service_request_id=draft.pk, verb="send").count() == 1


def test_a_recall_against_an_opening_never_leaves_a_draft_that_somebody_reads():
    for _ in range(ROUNDS):
        sent = ServiceRequestFactory(sent=True)
        requester, expert = requester_of(sent), expert_of(sent)
        recalled, opened = at_once(
            lambda sent=sent, by=requester: actions.recall(sent, by=by),
            lambda sent=sent, by=expert: open_request(sent.reference, by=by),
        )
        sent.refresh_from_db()
        if isinstance(recalled, StepRefused):
            assert sent.state == State.SENT
            assert sent.first_opened_at is not None
        else:
            assert sent.state == State.DRAFT
            assert isinstance(opened, ServiceRequest.DoesNotExist)
