"""Two at once: exactly one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from telavis.directory.actors import Actor
from telavis.documents.actions import add
from telavis.documents.refusals import FileRefused
from telavis.questionnaires.actions import AnswersAreSent
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import as_fields
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.openings import open_request
from telavis.service_requests.workflow import State, StepRefused
from tests.documents.files import jpeg
from tests.factories import OPINION, RoleFactory, ServiceRequestFactory, expert_of, requester_of

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run these together, each on its own connection; what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (
            StepRefused,
            ServiceRequest.DoesNotExist,
            FileRefused,
            AnswersAreSent,
            actions.NotReady,
        ) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_experts_who_answer_at_once_make_one_answer():
    taken = ServiceRequestFactory(taken=True)
    experts: list[Actor] = [expert_of(taken) for _ in range(4)]
    results = at_once(*(lambda by=by: actions.answer(taken, OPINION, by=by) for by in experts))
    refusals = [result for result in results if isinstance(result, StepRefused)]
    assert len(refusals) == 3
    assert taken.answers.count() == 1
    first = taken.answers.get().signed_by.practitioner.full_name
    for refusal in refusals:
        assert refusal.sentence.startswith(f"{first} a déjà répondu à cette demande")


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


def test_a_draft_sent_while_another_tab_saves_leaves_with_what_was_acknowledged():
    typed = as_fields({"question": "Et maintenant ?"})
    for _ in range(5):
        draft = ServiceRequestFactory()
        by = requester_of(draft)
        sent, saved = at_once(
            lambda draft=draft, by=by: actions.send(draft, by=by),
            lambda draft=draft, by=by: actions.fill(draft, typed, page=Page(), by=by),
        )
        assert isinstance(sent, ServiceRequest)
        draft.response.refresh_from_db()
        was_late = isinstance(saved, StepRefused | AnswersAreSent)
        kept = draft.response.answers["question"]["value"]
        assert kept == ("Faut-il retirer cette lésion ?" if was_late else "Et maintenant ?")


def test_a_draft_is_sent_or_thrown_away_and_never_both():
    for _ in range(5):
        draft = ServiceRequestFactory()
        by = requester_of(draft)
        at_once(
            lambda draft=draft, by=by: actions.send(draft, by=by),
            lambda draft=draft, by=by: actions.discard(draft, by=by),
        )
        verbs = list(Transition.objects.filter(service_request_id=draft.pk).values_list("verb", flat=True))
        draft.refresh_from_db()
        assert (draft.state, verbs[-1]) in ((State.SENT, "send"), (State.DISCARDED, "discard"))
        assert (draft.sent_at is None) == (draft.state == State.DISCARDED)


def test_a_document_added_while_sending_holds_it_up_or_is_refused():
    for _ in range(5):
        draft = ServiceRequestFactory()
        by = requester_of(draft)
        photo = SimpleUploadedFile("photo.jpg", jpeg(Random(1)))
        sent, added = at_once(
            lambda draft=draft, by=by: actions.send(draft, by=by),
            lambda draft=draft, by=by, photo=photo: add(draft.folder, photo, by=by),
        )
        assert isinstance(sent, actions.NotReady) != isinstance(added, FileRefused)
        draft.refresh_from_db()
        assert draft.state == (State.SENT if isinstance(added, FileRefused) else State.DRAFT)
        assert draft.folder.documents.count() == (0 if isinstance(added, FileRefused) else 1)


def test_a_text_being_drafted_survives_the_answer_of_another():
    taken = ServiceRequestFactory(taken=True)
    first, second = expert_of(taken), expert_of(taken)
    _, kept = at_once(
        lambda: actions.answer(taken, OPINION, by=first),
        lambda: actions.save_answer_draft(taken, OPINION, by=second),
    )
    assert not isinstance(kept, StepRefused)
    assert taken.answer_drafts.filter(author=second.role).exists()


def test_a_transfer_against_a_cancellation_leaves_one_follower_or_a_reason():
    sent = ServiceRequestFactory(sent=True)
    by, colleague = requester_of(sent), RoleFactory().practitioner
    shared, cancelled = at_once(
        lambda: actions.share(sent, colleague, by=by), lambda: actions.cancel(sent, by=by)
    )
    assert isinstance(cancelled, ServiceRequest)
    assert sent.shares.count() == (0 if isinstance(shared, StepRefused) else 1)
