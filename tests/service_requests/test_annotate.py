"""Drawing over a picture: who may, when, what is kept, who sees it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from telavis.directory.actors import Actor
from telavis.documents.actions import new_folder
from telavis.documents.models import Document
from telavis.service_requests import actions
from telavis.service_requests.models import Annotation, ServiceRequest, Transition
from telavis.service_requests.queries.annotations import annotated, drawn_over
from telavis.service_requests.workflow import Note, StepRefused
from telavis.services.models import MemberKind
from telavis.values.picture_marks import Mark, MarkKind
from tests.documents.makers import make_shown
from tests.factories import ServiceRequestFactory, actor, expert_of, requester_of

pytestmark = pytest.mark.django_db
ARROW = Mark(MarkKind.ARROW, 10, 20, 30, 40)
CIRCLE = Mark(MarkKind.CIRCLE, 1, 2, 3, 4)


def drawn_on(document) -> list[tuple[str, tuple[Mark, ...]]]:
    shown = Document.objects.annotate(drawn=drawn_over()).get(pk=document.pk).drawn
    return [(each.author, each.marks) for each in annotated(shown)]


def in_charge(service_request: ServiceRequest) -> Actor:
    return actor(service_request.taken_by)


@pytest.fixture
def taken() -> ServiceRequest:
    request: ServiceRequest = ServiceRequestFactory(taken=True)
    return request


def test_the_newest_marks_of_each_expert_are_in_force_and_none_is_forgotten(taken):
    picture, one, other = make_shown(taken.folder), in_charge(taken), expert_of(taken)
    actions.annotate(taken, picture, [ARROW], by=one)
    actions.annotate(taken, picture, [ARROW, CIRCLE], millimetres_per_pixel=0.1, by=one)
    actions.annotate(taken, picture, [CIRCLE], by=other)
    assert drawn_on(picture) == [
        (one.role.practitioner.full_name, (ARROW, CIRCLE)),
        (other.role.practitioner.full_name, (CIRCLE,)),
    ]
    actions.annotate(taken, picture, [], by=one)
    assert [author for author, _ in drawn_on(picture)] == [other.role.practitioner.full_name]
    assert Annotation.objects.count() == 4


def test_the_journal_tells_it_once_and_the_same_marks_again_are_no_act(taken):
    picture = make_shown(taken.folder)
    for _ in range(2):
        actions.annotate(taken, picture, [ARROW], by=in_charge(taken))
    line = Transition.objects.get(verb=Note.ANNOTATE)
    assert line.detail == {"picture": picture.title}
    actions.annotate(taken, make_shown(taken.folder), [], by=in_charge(taken))
    assert Annotation.objects.count() == 1


@pytest.mark.parametrize("who", [requester_of, lambda it: expert_of(it, MemberKind.SECRETARY)])
def test_neither_who_asks_nor_a_secretary_draws(taken, who):
    with pytest.raises(PermissionDenied):
        actions.annotate(taken, make_shown(taken.folder), [ARROW], by=who(taken))


def test_a_picture_of_another_request_is_not_drawn_over(taken):
    for folder in (ServiceRequestFactory(taken=True).folder, new_folder()):
        with pytest.raises(PermissionDenied):
            actions.annotate(taken, make_shown(folder), [ARROW], by=in_charge(taken))


def test_what_was_signed_with_no_longer_changes():
    answered = ServiceRequestFactory(answered=True)
    with pytest.raises(StepRefused, match="plus ouverte"):
        actions.annotate(answered, make_shown(answered.folder), [ARROW], by=in_charge(answered))


def test_marks_are_never_rewritten(taken):
    actions.annotate(taken, make_shown(taken.folder), [ARROW], by=in_charge(taken))
    for change in (lambda: Annotation.objects.update(marks=[]), lambda: Annotation.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
