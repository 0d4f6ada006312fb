"""The file as it came: only where the service lets, saved and never shown, and traced (docs/domain/documents.md, 34)."""

import random

import pytest
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents.models import DocumentState
from tests.documents import files
from tests.documents.makers import make_ready
from tests.factories import ServiceRequestFactory, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db
PICTURE = files.jpeg_turned(random.Random(1), 6)


@pytest.fixture
def sent():
    return ServiceRequestFactory(sent=True)


@pytest.fixture
def joined(sent):
    return make_ready(sent.folder, requester_of(sent), PICTURE, "lésion.jpg")


def let(sent, word: str) -> None:
    sent.healthcare_service.originals = word
    sent.healthcare_service.save(update_fields=["originals"])


def ask(sent, document):
    return signed_in(expert_of(sent)).get(reverse("folder:original", args=[document.pk]))


def test_by_default_the_expert_has_the_safe_rendition_only(sent, joined):
    assert ask(sent, joined).status_code == 403


def test_a_service_may_let_its_files_be_saved_as_they_came(sent, joined):
    let(sent, "oui")
    answer = ask(sent, joined)
    assert b"".join(answer.streaming_content) == PICTURE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''l%C3%A9sion.jpg")
    traced = AuditEvent.objects.filter(action=AuditAction.OPEN_ORIGINAL, object_id=joined.pk)
    assert traced.count() == 1


@pytest.mark.parametrize("state", [DocumentState.RECEIVED, DocumentState.REFUSED])
def test_what_was_not_found_safe_is_never_given(sent, joined, state):
    let(sent, "oui")
    joined.state, joined.refusal = state, "Ce fichier contient un programme."
    joined.save(update_fields=["state", "refusal"])
    assert ask(sent, joined).status_code == 404


def test_the_way_to_it_is_shown_only_where_it_leads_somewhere(sent, joined):
    address = reverse("folder:original", args=[joined.pk])
    page = reverse("thread:file", args=[sent.reference])
    assert address not in signed_in(expert_of(sent)).get(page).content.decode()
    let(sent, "oui")
    assert address in signed_in(expert_of(sent)).get(page).content.decode()
