"""A draft with a document, and the people who may or may not see it."""

import time

import pytest
from django.test import Client

from telavis.directory.actors import Actor
from telavis.documents import tasks
from telavis.documents.cleaning.__main__ import clean_file as clean_in_child
from telavis.documents.cleaning.outcome import Cleaned
from telavis.documents.models import Document
from telavis.service_requests.models import ServiceRequest
from telavis.web.session_limits import ACTED_AT, OPENED_AT
from tests.documents.makers import make_ready
from tests.factories import ServiceRequestFactory, requester_of


@pytest.fixture
def draft(db) -> ServiceRequest:
    return ServiceRequestFactory()


@pytest.fixture
def document(draft) -> Document:
    return make_ready(draft.folder, requester_of(draft))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    session = client.session
    session[OPENED_AT] = session[ACTED_AT] = int(time.time())
    session.save()
    return client


@pytest.fixture(autouse=True)
def cleaning_in_this_process(monkeypatch) -> None:
    """The child process has its own tests; here half a second for each document would only be waited for."""
    monkeypatch.setattr(
        tasks, "clean", lambda original, folder: Cleaned.from_json(clean_in_child(original, folder))
    )
