"""Load the demonstration, once: the same seed gives the same people and the same requests."""

from collections.abc import Iterable
from functools import partial
from random import Random

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.demo.doubles import plant_doubles
from telavis.demo.establishments import make_places, make_services
from telavis.demo.files import Drawer
from telavis.demo.own_forms import make_own_forms
from telavis.demo.patients import make_patients
from telavis.demo.people import make_people
from telavis.demo.registrations import accept_texts, make_registrations
from telavis.demo.requests import Story, World, make_stories
from telavis.documents.models import Document, Folder
from telavis.questionnaires.actions import load_shipped
from telavis.questionnaires.answers import to_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.form import JoinedDocument
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.questionnaires.queries import form_of
from telavis.service_requests.forms import form_context, patient_facts
from telavis.service_requests.models import (
    Answer,
    Message,
    ReadMark,
    ServiceRequest,
    Share,
    Transition,
)
from telavis.service_requests.workflow import States

SEED = 2026
BATCH = 500


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def load_demo(seed: int = SEED) -> bool:
    """Everything, or nothing when it is there already; says whether it was loaded."""
    types = {each.code: each for each in load_shipped()}
    if is_loaded():
        return False
    random, now = Random(seed), timezone.now()  # noqa: S311 (a story, not a secret)
    places = make_places()
    services = make_services(places)
    people = make_people(random, places, services)
    accept_texts(now)
    make_registrations(people, now)
    identities = make_patients(random, timezone.localdate(now))
    stories = list(make_stories(random, World(people, services, types, identities, now)))
    plant_doubles(stories, now)
    drawer = Drawer(random)
    documents = [document for story in stories for document in drawer.documents_for(story)]
    _summarise(stories, documents)
    _write(stories, documents)
    make_own_forms(services["dermatologie"], types)
    return True


def _summarise(stories: Iterable[Story], documents: Iterable[Document]) -> None:
    """What sending keeps: the calculated values and, for the lists, one line, what is there and what is missing."""
    by_folder: dict[object, list[Document]] = {}
    for document in documents:
        by_folder.setdefault(document.folder_id, []).append(document)
    for story in stories:
        request = story.request
        joined = by_folder.get(request.folder_id, [])
        if request.response is None or request.state in States.PRIVATE:
            continue
        as_joined = [JoinedDocument(str(each.pk), each.title, each.question) for each in joined]
        context = form_context(request, as_joined) | {"patient": partial(patient_facts, request)}
        form = form_of(request.response, context)
        if form.definition.calculations:
            form = with_values(form)
            request.response.answers = to_json(form.sent_answers())
        request.headline = form.headline()[:200]
        request.missing_count = len(form.unavailable()) + len(form.missing())
        request.document_count = len(joined)


def _write(stories: list[Story], documents: list[Document]) -> None:
    """All rows; a request may name its answer before it is written, since keys are checked at the end."""
    requests = [story.request for story in stories]
    Folder.objects.bulk_create([request.folder for request in requests], batch_size=BATCH)
    QuestionnaireResponse.objects.bulk_create(
        [each.response for each in requests if each.response], batch_size=BATCH
    )
    ServiceRequest.objects.bulk_create(requests, batch_size=BATCH)
    Answer.objects.bulk_create([story.answer for story in stories if story.answer], batch_size=BATCH)
    Document.objects.bulk_create(documents, batch_size=BATCH)
    Transition.objects.bulk_create([line for story in stories for line in story.journal], batch_size=BATCH)
    Message.objects.bulk_create([each for story in stories for each in story.messages], batch_size=BATCH)
    Share.objects.bulk_create([each for story in stories for each in story.shares], batch_size=BATCH)
    ReadMark.objects.bulk_create([each for story in stories for each in story.reads], batch_size=BATCH)
