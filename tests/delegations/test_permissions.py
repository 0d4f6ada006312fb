"""Who may let somebody prepare, take an invitation back, and end a delegation."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.accounts.models import Standing
from telavis.audit.models import AuditEvent
from telavis.delegations import actions
from telavis.delegations.actions.accept import AcceptanceRefused
from telavis.directory.actors import actor_for, delegators_of
from telavis.directory.models import Delegation, PractitionerRole
from tests.factories import LONG_AGO, NURSE, SECRETARY, RoleFactory, UserFactory, actor
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


def leave(doctor: PractitionerRole, how: str) -> None:
    yesterday, user = timezone.localdate() - timedelta(days=1), doctor.practitioner.user
    if how == "left the workplace":
        doctor.ended_on = yesterday
        doctor.save(update_fields=["ended_on"])
        return
    user.standing = Standing.SUSPENDED if how == "suspended" else user.standing
    user.expires_on = yesterday if how == "expired" else None
    user.save(update_fields=["standing", "expires_on"])


@pytest.mark.parametrize("how", ["suspended", "expired", "left the workplace"])
def test_nobody_prepares_for_whom_the_house_is_closed(how: str):
    """Else a suspended doctor goes on reading through the one who prepares for them."""
    doctor, secretary = RoleFactory(), RoleFactory(practitioner__profession=SECRETARY)
    Delegation.objects.create(delegator=doctor, delegate=secretary, started_on=LONG_AGO)
    assert delegators_of(secretary) == [doctor]
    leave(doctor, how)
    assert delegators_of(secretary) == []
    assert actor_for(secretary.practitioner.user, on_behalf_of_id=doctor.pk).on_behalf_of is None


def test_the_invitation_of_a_suspended_doctor_is_not_accepted():
    doctor = RoleFactory()
    invitation = invited(doctor)
    helper = RoleFactory(practitioner__user=UserFactory(email=invitation.email))
    leave(doctor, "suspended")
    with pytest.raises(AcceptanceRefused):
        actions.accept(invitation, by=actor(helper))
