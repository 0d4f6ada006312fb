"""Two professionals are one person: what was shared with the former one is followed by the present one."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone

from telavis.directory.announcements import professionals_united
from telavis.directory.models import Practitioner
from telavis.service_requests import actions
from telavis.service_requests.models import ReadMark, ServiceRequest, Share
from tests.factories import PractitionerFactory, RoleFactory, ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db
THOUGHT_OF = {"service_requests.Share", "service_requests.ReadMark", "directory.PractitionerRole"}
"""Roles are moved by who reunites; the others by who listens."""


def unite(former: Practitioner, present: Practitioner) -> None:
    professionals_united.send(sender=Practitioner, former=former, present=present)


def shared_with(practitioner: Practitioner) -> ServiceRequest:
    request: ServiceRequest = ServiceRequestFactory(taken=True)
    actions.share(request, practitioner, message="Pour suivre.", by=requester_of(request))
    return request


def test_the_one_who_stays_follows_the_file():
    former, present = PractitionerFactory(), RoleFactory()
    request = shared_with(former)
    unite(former, present.practitioner)
    share = Share.objects.get()
    assert (share.practitioner, share.note, share.revoked_at) == (present.practitioner, "Pour suivre.", None)
    assert set(ServiceRequest.objects.visible_to(actor(present))) == {request}


def test_a_share_that_was_taken_back_stays_taken_back():
    former, present = PractitionerFactory(), PractitionerFactory()
    request = shared_with(former)
    actions.unshare(Share.objects.get(), by=requester_of(request))
    unite(former, present)
    assert Share.objects.get().practitioner == former


def test_one_who_followed_twice_follows_once():
    former, present = PractitionerFactory(), PractitionerFactory()
    request = shared_with(former)
    actions.share(request, present, by=requester_of(request))
    unite(former, present)
    assert [each.practitioner for each in Share.objects.filter(revoked_at__isnull=True)] == [present]


def test_nobody_follows_their_own_request():
    former = PractitionerFactory()
    request = shared_with(former)
    unite(former, request.requester.practitioner)
    assert not Share.objects.filter(revoked_at__isnull=True).exists()


def test_what_was_read_stays_read():
    former, present = PractitionerFactory(), PractitionerFactory()
    later, earlier, one = (shared_with(former) for _ in range(3))
    read = [
        (later, former, 1),
        (later, present, 2),
        (earlier, former, 1),
        (earlier, present, 0),
        (one, former, 1),
    ]
    for request, who, version in read:
        ReadMark.objects.create(
            service_request=request,
            practitioner=who,
            answer_version=version,
            first_read_at=timezone.now(),
            last_read_at=timezone.now(),
        )
    unite(former, present)
    marks = ReadMark.objects.filter(practitioner=present)
    assert dict(marks.values_list("service_request", "answer_version")) == {
        later.pk: 2,
        earlier.pk: 1,
        one.pk: 1,
    }


def test_whatever_is_kept_by_professional_has_been_thought_of():
    keeping = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Practitioner
    }
    assert keeping == THOUGHT_OF
