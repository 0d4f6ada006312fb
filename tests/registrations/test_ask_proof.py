"""A proof document, when the administrator asks for one."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.audit.administration import Act
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.documents.models import Document, Folder
from telavis.gateways import object_store
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.openings import open_proof
from telavis.registrations.queries.proofs import BEING_CHECKED, NOTHING_JOINED
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused
from telavis.values.french import typographic
from tests.documents import files
from tests.documents.makers import make_ready, make_received
from tests.factories import UserFactory
from tests.registrations.applying import an_administrator, mails_to, sent_registration

pytestmark = pytest.mark.django_db
WANTED = "Votre carte professionnelle."


@pytest.fixture(autouse=True)
def documents_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"


@pytest.fixture
def asked() -> Registration:
    return actions.ask_proof(sent_registration(), wanted=WANTED, by=an_administrator())


def holder(registration: Registration) -> Actor:
    return Actor(user=registration.user)


def joined(registration: Registration) -> Document:
    assert registration.proofs
    return make_ready(registration.proofs, holder(registration))


def test_asking_is_told_and_traced(asked: Registration):
    assert asked.state == State.ASKED
    assert asked.user
    assert mails_to(asked.user.email)[-1].endswith("un justificatif pour votre inscription")
    assert AuditEvent.objects.filter(object_id=asked.pk, detail__did=Act.ASK_PROOF).exists()


def test_the_answer_does_not_leave_without_it(asked: Registration):
    with pytest.raises(StepRefused, match="Joignez le justificatif"):
        actions.reply(asked, text="Voici.", by=holder(asked))
    assert typographic(NOTHING_JOINED) == NOTHING_JOINED
    asked.refresh_from_db()
    assert asked.state == State.ASKED


def test_nor_while_it_is_being_checked(asked: Registration):
    make_received(asked.proofs, holder(asked))
    with pytest.raises(StepRefused) as refusal:
        actions.reply(asked, text="", by=holder(asked))
    assert refusal.value.sentence == typographic(BEING_CHECKED)


def test_once_sent_it_no_longer_changes(asked: Registration):
    document = joined(asked)
    registration = actions.reply(asked, text="", by=holder(asked))
    assert registration.state == State.WAITING
    with pytest.raises(StepRefused, match="réponse déjà partie"):
        actions.take_back_proof(document, registration, by=holder(registration))


def test_a_second_one_is_answered_by_a_new_file_or_in_words_and_the_first_stays(asked: Registration):
    first = joined(asked)
    registration = actions.reply(asked, text="", by=holder(asked))
    registration = actions.ask_proof(registration, wanted="Le verso.", by=an_administrator())
    with pytest.raises(StepRefused, match="réponse déjà partie"):
        actions.take_back_proof(first, registration, by=holder(registration))
    with pytest.raises(StepRefused, match="Joignez le justificatif"):
        actions.reply(registration, text=" ", by=holder(registration))
    registration.refresh_from_db()
    registration = actions.reply(registration, text="Il est blanc.", by=holder(registration))
    registration = actions.ask_proof(registration, wanted="Le verso.", by=an_administrator())
    make_ready(registration.proofs, holder(registration), files.png(random.Random(2)))
    assert actions.reply(registration, text="", by=holder(registration)).state == State.WAITING


def test_a_second_one_may_be_asked_for(asked: Registration):
    joined(asked)
    registration = actions.reply(asked, text="", by=holder(asked))
    registration = actions.ask_proof(registration, wanted="Le verso.", by=an_administrator())
    folder = Folder.objects.get(pk=asked.proofs_id)
    assert (registration.proofs_id, folder.closed_at) == (asked.proofs_id, None)


def test_a_question_wants_no_file():
    registration = actions.ask(sent_registration(), question="Où ?", by=an_administrator())
    with pytest.raises(StepRefused, match="Aucun justificatif"):
        actions.join_proof(registration, None, by=holder(registration))  # type: ignore[arg-type]


def test_nobody_joins_or_takes_back_for_them(asked: Registration):
    document, other = joined(asked), Actor(user=UserFactory())
    with pytest.raises(NotAllowed):
        actions.join_proof(asked, None, by=other)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.take_back_proof(document, asked, by=an_administrator())


def test_opening_it_is_traced_in_both_journals(asked: Registration):
    document, administrator = joined(asked), an_administrator()
    open_proof(document, asked, by=administrator)
    traces = AuditEvent.objects.filter(user_id=administrator.user_id)
    assert traces.filter(action=AuditAction.OPEN_DOCUMENT, object_id=document.pk).count() == 1
    assert traces.filter(object_id=asked.pk, detail__did=Act.READ_PROOF).count() == 1


def test_a_piece_of_what_nobody_is_reading_is_an_opening_in_both(asked: Registration):
    document, administrator = joined(asked), an_administrator()
    open_proof(document, asked, by=administrator, is_next_piece=True)
    open_proof(document, asked, by=administrator, is_next_piece=True)
    traces = AuditEvent.objects.filter(user_id=administrator.user_id)
    assert traces.filter(action=AuditAction.OPEN_DOCUMENT, object_id=document.pk).count() == 1
    assert traces.filter(object_id=asked.pk, detail__did=Act.READ_PROOF).count() == 1


def test_a_stranger_does_not_open_it(asked: Registration):
    with pytest.raises(PermissionDenied):
        open_proof(joined(asked), asked, by=Actor(user=UserFactory()))


def test_it_is_erased_once_the_decision_is_old_enough(
    asked: Registration, django_capture_on_commit_callbacks: Any
):
    document = joined(asked)
    actions.refuse(asked, reason="Inconnue.", by=an_administrator())
    now = timezone.now()
    actions.sweep(now + timedelta(days=6))
    assert Document.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(now + timedelta(days=8))
    assert not Folder.objects.exists()
    assert Registration.objects.get().proofs is None
    assert not object_store.store().exists(document.rendition_key)


def test_a_refused_registration_goes_away_with_it(asked: Registration):
    joined(asked)
    actions.refuse(asked, reason="Inconnue.", by=an_administrator())
    Registration.objects.update(decided_at=timezone.now() - timedelta(days=60))
    actions.sweep(timezone.now())
    assert not Registration.objects.exists()
    assert not Folder.objects.exists()
