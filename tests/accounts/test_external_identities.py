"""An identity opens one account; an account has one identity at each provider."""

import pytest

from telavis.accounts.actions import external_identities
from telavis.accounts.actions.external_identities import AlreadyLinked
from telavis.accounts.models import ExternalIdentity
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from tests.factories import UserFactory
from tests.identities import proven
from tests.web.signing_in import somebody

pytestmark = pytest.mark.django_db


def test_an_identity_that_nobody_has_linked_opens_nothing():
    assert external_identities.find_linked(proven()) is None


def test_a_linked_identity_opens_its_account():
    user = UserFactory()
    external_identities.link(proven(), user, by=Actor(user=user))
    linked = external_identities.find_linked(proven())
    assert linked is not None
    assert linked.user == user


def test_the_same_subject_of_another_issuer_is_somebody_else():
    user = UserFactory()
    external_identities.link(proven(), user, by=Actor(user=user))
    assert external_identities.find_linked(proven(issuer="https://auth.bas.psc.example")) is None


def test_linking_twice_keeps_one_link_and_one_trace():
    user = UserFactory()
    external_identities.link(proven(), user, by=Actor(user=user))
    external_identities.link(proven(), user, by=Actor(user=user))
    assert ExternalIdentity.objects.count() == 1
    assert AuditEvent.objects.filter(action=AuditAction.LINK_IDENTITY).count() == 1


def test_an_identity_never_moves_to_another_account():
    user = UserFactory()
    external_identities.link(proven(), user, by=Actor(user=user))
    with pytest.raises(AlreadyLinked):
        external_identities.link(proven(), UserFactory(), by=Actor(user=user))


def test_an_account_has_one_identity_at_a_provider():
    user = UserFactory()
    external_identities.link(proven(), user, by=Actor(user=user))
    with pytest.raises(AlreadyLinked):
        external_identities.link(proven(subject="810000000001"), user, by=Actor(user=user))


def test_what_is_said_today_is_kept_and_what_was_said_before_is_told():
    user = UserFactory()
    linked = external_identities.link(proven(family_name="Avant"), user, by=Actor(user=user))
    before = external_identities.note_seen(linked, proven(family_name="Après"))
    linked.refresh_from_db()
    assert before is not None
    assert (before.family_name, linked.facts["family_name"]) == ("Avant", "Après")


def test_what_was_unlinked_opens_nothing_and_leaves_a_trace():
    user = somebody()
    linked = external_identities.link(proven(), user, by=Actor(user=user))
    external_identities.unlink(linked, by=Actor(user=user))
    assert external_identities.find_linked(proven()) is None
    assert AuditEvent.objects.filter(action=AuditAction.UNLINK_IDENTITY).exists()
