"""Who may let somebody prepare, take an invitation back, and end a delegation."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.audit.models import AuditEvent
from telavis.delegations import actions
from telavis.directory.models import Delegation
from tests.factories import LONG_AGO, NURSE, SECRETARY, RoleFactory, actor
from tests.web.delegates.joining import invited

pytestmark = pytest.mark.django_db


def test_any_health_professional_invites_and_nobody_hands_on_what_was_delegated():
    assert invited(RoleFactory(practitioner__profession=NURSE)).delegator
    secretary = RoleFactory(practitioner__profession=SECRETARY)
    with pytest.raises(PermissionDenied):
        actions.invite(
            given_name="Luce",
            family_name="Aubépine",
            email="luce@exemple.fr",
            starts_on=timezone.localdate(),
            ends_on=None,
            by=actor(secretary, on_behalf_of=RoleFactory()),
        )


def test_only_its_author_takes_an_invitation_back():
    invitation = invited(RoleFactory())
    with pytest.raises(PermissionDenied):
        actions.withdraw(invitation, by=actor(RoleFactory()))


def test_only_the_two_of_them_end_a_delegation_and_once():
    doctor, secretary = RoleFactory(), RoleFactory(practitioner__profession=SECRETARY)
    delegation = Delegation.objects.create(delegator=doctor, delegate=secretary, started_on=LONG_AGO)
    with pytest.raises(PermissionDenied):
        actions.end(delegation, by=actor(RoleFactory()))
    ended = actions.end(delegation, by=actor(doctor)).revoked_at
    assert actions.end(delegation, by=actor(secretary)).revoked_at == ended
    assert AuditEvent.objects.filter(action="delegate", detail__did="end").count() == 1
