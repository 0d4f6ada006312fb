"""An administrator gives somebody a workplace, and ends one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.administration import actions
from telavis.audit.administration import Act
from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.services.models import MemberKind
from tests.administration.administering import administrator, last_act, sentence
from tests.factories import (
    ExpertFactory,
    OrganizationFactory,
    PractitionerFactory,
    RoleFactory,
    ServiceFactory,
    UserFactory,
)
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def test_a_workplace_is_given_with_its_days_told_and_traced():
    who, place = PractitionerFactory(), OrganizationFactory(name="Clinique des Tilleuls")
    last_day = today() + timedelta(days=30)
    role = actions.give_workplace(who.user, place, started_on=today(), ended_on=last_day, by=administrator())
    assert (role.practitioner, role.organization, role.ended_on) == (who, place, last_day)
    assert list(PractitionerRole.objects.current().filter(practitioner=who)) == [role]
    assert last_act(who.user).detail["did"] == Act.GIVE_WORKPLACE
    assert "Clinique des Tilleuls" in last_act(who.user).detail["what"]
    assert mails_to(who.user.email)[-1].endswith("un lieu d’exercice vous est donné")


@pytest.mark.parametrize(
    ("begins", "ends", "words"), [(-1, None, "Le premier jour est passé"), (2, 1, "avant le premier")]
)
def test_days_that_cannot_be_are_refused(begins: int, ends: int | None, words: str):
    who, place, by = PractitionerFactory(), OrganizationFactory(), administrator()
    first = today() + timedelta(days=begins)
    last = today() + timedelta(days=ends) if ends else None
    assert words in sentence(
        lambda: actions.give_workplace(who.user, place, started_on=first, ended_on=last, by=by)
    )


def test_the_same_place_is_not_given_twice():
    role, by = RoleFactory(), administrator()
    user = role.practitioner.user
    assert "a déjà ce lieu" in sentence(
        lambda: actions.give_workplace(user, role.organization, started_on=today(), by=by)
    )


def test_an_account_without_a_professional_has_no_workplace():
    user, place, by = UserFactory(), OrganizationFactory(), administrator()
    assert "aucun professionnel" in sentence(
        lambda: actions.give_workplace(user, place, started_on=today(), by=by)
    )


def test_nobody_gives_or_ends_their_own():
    by = administrator()
    role = RoleFactory(practitioner__user=by.user)
    place = OrganizationFactory()
    assert "votre propre compte" in sentence(
        lambda: actions.give_workplace(by.user, place, started_on=today(), by=by)
    )
    assert "votre propre compte" in sentence(lambda: actions.end_workplace(role, today(), by=by))


def test_only_administrators_do():
    who = PractitionerFactory()
    with pytest.raises(PermissionDenied):
        actions.give_workplace(
            who.user, OrganizationFactory(), started_on=today(), by=Actor(user=UserFactory())
        )


def test_it_ends_on_its_last_day():
    role = RoleFactory()
    yesterday = today() - timedelta(days=1)
    actions.end_workplace(role, yesterday, by=administrator())
    assert not PractitionerRole.objects.current().filter(pk=role.pk).exists()
    assert last_act(role.practitioner.user).detail["did"] == Act.END_WORKPLACE


def test_an_end_before_the_beginning_or_later_than_before_is_refused():
    role, by = RoleFactory(), administrator()
    early = role.started_on - timedelta(days=1)
    assert "il ne peut pas finir avant" in sentence(lambda: actions.end_workplace(role, early, by=by))
    actions.end_workplace(role, today(), by=by)
    later = today() + timedelta(days=1)
    assert "finit déjà" in sentence(lambda: actions.end_workplace(role, later, by=by))


def test_one_that_has_not_begun_is_taken_back():
    who, by = PractitionerFactory(), administrator()
    begins = today() + timedelta(days=30)
    role = actions.give_workplace(who.user, OrganizationFactory(), started_on=begins, by=by)
    actions.end_workplace(role, today(), by=by)
    assert not PractitionerRole.objects.filter(practitioner=who).exists()
    assert last_act(who.user).detail["did"] == Act.END_WORKPLACE
    assert mails_to(who.user.email)[-1].endswith("un de vos lieux d’exercice est retiré")


def test_the_only_coordinator_of_an_open_service_is_replaced_before_their_workplace_ends():
    by, service = administrator(), ServiceFactory(name="Dermatologie")
    only = service.memberships.get(kind=MemberKind.COORDINATOR).role
    told = sentence(lambda: actions.end_workplace(only, today(), by=by))
    assert "ne coordonne plus «\u202fDermatologie\u202f»" in told
    service.is_published = False
    service.save(update_fields=["is_published"])
    assert actions.end_workplace(only, today(), by=by).ended_on == today()


@pytest.mark.parametrize("successor", ["leaves", "comes later", "comes when the place ends", "is there"])
def test_a_successor_is_there_the_day_after_and_stays(successor: str):
    by, service = administrator(), ServiceFactory()
    only = service.memberships.get(kind=MemberKind.COORDINATOR).role
    second = ExpertFactory(service=service, kind=MemberKind.COORDINATOR)
    if successor == "leaves":
        PractitionerRole.objects.filter(pk=second.pk).update(ended_on=today() + timedelta(days=9))
    if successor == "comes later":
        second.memberships.update(started_on=today() + timedelta(days=2))
    if successor == "comes when the place ends":
        only.memberships.update(ended_on=today() + timedelta(days=9))
        second.memberships.update(started_on=today() + timedelta(days=10))
    if successor == "is there":
        assert actions.end_workplace(only, today(), by=by).ended_on == today()
    else:
        assert "personne ne coordonne plus" in sentence(lambda: actions.end_workplace(only, today(), by=by))


def test_the_referent_of_open_services_is_replaced_first():
    by, service = administrator(), ServiceFactory()
    referent = service.organization.referent
    assert "un autre référent" in sentence(lambda: actions.end_workplace(referent, today(), by=by))
