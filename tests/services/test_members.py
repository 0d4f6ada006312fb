"""Members come and go by their dates; a service open to requests always has who answers for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from telavis.audit.queries import acts_upon
from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.services import actions
from telavis.services.models import Absence, DutyDay, MemberKind, ServiceOffer
from telavis.services.offers import named_experts
from telavis.services.queries import answering_members, coordinator_of, has_place, memberships_of, owner_for
from tests.administration.administering import administrator, sentence
from tests.factories import (
    LONG_AGO,
    ExpertFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceFactory,
    UserFactory,
    actor,
)
from tests.leaving import GONE, suspended
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db
EXPERT, COORDINATOR = MemberKind.EXPERT, MemberKind.COORDINATOR


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def test_a_member_has_their_place_from_the_first_day_to_the_last():
    by, service = administrator(), ServiceFactory()
    role = RoleFactory(organization=service.organization)
    member = actions.add_member(service, role, EXPERT, started_on=today(1), ended_on=today(5), by=by)
    held = [memberships_of(actor(role), on=today(days)).exists() for days in (0, 1, 5, 6)]
    assert held == [False, True, True, False]
    assert acts_upon(service.pk).get().detail["did"] == "add_member"
    actions.end_member(member, today(3), by=by)
    assert not memberships_of(actor(role), on=today(4)).exists()


def test_whoever_no_longer_works_there_holds_no_place_although_nobody_ended_it():
    service = ServiceFactory()
    role = ExpertFactory(service=service)
    assert memberships_of(actor(role)).exists()
    role.ended_on = today(-1)
    role.save(update_fields=["ended_on"])
    assert not memberships_of(actor(role)).exists()
    assert not has_place(role, service.pk, EXPERT)
    assert role not in [member.role for member in answering_members(service.pk)]
    assert role.pk not in [expert.role_id for expert in named_experts([service])[service.pk]]


def test_a_coordinator_who_has_left_coordinates_nothing():
    service = ServiceFactory()
    role = coordinator_of(service.pk)
    assert role is not None
    role.ended_on = today(-1)
    role.save(update_fields=["ended_on"])
    assert coordinator_of(service.pk) is None


def test_an_absent_coordinator_without_a_substitute_leaves_it_to_the_one_who_is_there():
    service = ServiceFactory()
    first = service.memberships.get(kind=COORDINATOR)
    Absence.objects.create(membership=first, started_on=LONG_AGO, ended_on=today(9))
    assert coordinator_of(service.pk) == first.role
    second = ExpertFactory(service=service, kind=COORDINATOR)
    assert coordinator_of(service.pk) == second


@pytest.mark.parametrize("gone", GONE)
def test_who_has_left_or_whose_account_is_closed_is_given_no_request(
    gone: Callable[[PractitionerRole], object],
):
    service, day = ServiceFactory(), {"started_on": today(), "ended_on": today()}
    place = service.memberships.get(kind=COORDINATOR)
    on_duty, substitute = ExpertFactory(service=service), RoleFactory(organization=service.organization)
    DutyDay.objects.create(healthcare_service=service, day=today(), role=on_duty)
    Absence.objects.create(membership=place, substitute=substitute, **day)
    for role in (on_duty, substitute, place.role, service.organization.referent):
        assert owner_for(service) == role
        gone(role)
    assert owner_for(service) is None


def test_who_is_on_duty_is_given_requests_of_a_service_only_while_they_have_a_place_in_it():
    service = ServiceFactory()
    on_duty = ExpertFactory(service=service)
    DutyDay.objects.create(healthcare_service=service, day=today(), role=on_duty)
    on_duty.memberships.update(ended_on=today(-1))
    assert owner_for(service) == coordinator_of(service.pk)


def test_whose_account_is_closed_is_offered_to_nobody():
    service = ServiceFactory()
    expert = ExpertFactory(service=service)
    for is_open in (True, False):
        assert has_place(expert, service.pk, EXPERT) is is_open
        assert (expert in [each.role for each in answering_members(service.pk)]) is is_open
        assert (expert.pk in [each.role_id for each in named_experts([service])[service.pk]]) is is_open
        suspended(expert)


@pytest.mark.parametrize("who", ["substitute", "absent"])
def test_a_substitution_ends_with_the_workplace_of_either(who: str):
    service = ServiceFactory()
    absent, substitute = ExpertFactory(service=service), RoleFactory(organization=service.organization)
    Absence.objects.create(
        membership=absent.memberships.get(), substitute=substitute, started_on=LONG_AGO, ended_on=today(9)
    )
    assert memberships_of(actor(substitute)).exists()
    leaving = substitute if who == "substitute" else absent
    leaving.ended_on = today(-1)
    leaving.save(update_fields=["ended_on"])
    assert not memberships_of(actor(substitute)).exists()


def test_a_member_works_in_the_establishment_and_holds_a_place_once():
    by, service = administrator(), ServiceFactory()
    days = {"started_on": today(), "ended_on": None}
    stranger = RoleFactory()
    assert "ne travaille pas" in sentence(
        lambda: actions.add_member(service, stranger, EXPERT, by=by, **days)
    )
    role = ExpertFactory(service=service)
    assert "déjà cette place" in sentence(lambda: actions.add_member(service, role, EXPERT, by=by, **days))
    backwards = {"started_on": today(), "ended_on": today(-1)}
    assert "avant le premier" in sentence(
        lambda: actions.add_member(service, role, COORDINATOR, by=by, **backwards)
    )


def test_an_administrator_gives_no_place_to_themselves():
    by, service = administrator(), ServiceFactory()
    own = RoleFactory(organization=service.organization, practitioner__user=by.user)
    for kind in (EXPERT, COORDINATOR):
        told = sentence(
            lambda kind=kind: actions.add_member(service, own, kind, started_on=today(), ended_on=None, by=by)
        )
        assert "un autre administrateur" in told
    assert not memberships_of(actor(own)).exists()


def test_the_member_and_the_coordinators_are_told_of_a_new_place():
    by, service = administrator(), ServiceFactory()
    role, coordinator = RoleFactory(organization=service.organization), coordinator_of(service.pk)
    actions.add_member(service, role, EXPERT, started_on=today(), ended_on=None, by=by)
    assert coordinator is not None
    for told in (role, coordinator):
        assert len(mails_to(told.practitioner.user.email)) == 1


def test_the_only_coordinator_of_an_open_service_stays():
    by, service = administrator(), ServiceFactory()
    only = service.memberships.get(kind=COORDINATOR)
    assert "personne ne coordonne plus" in sentence(lambda: actions.end_member(only, today(), by=by))
    other = RoleFactory(organization=service.organization)
    actions.add_member(service, other, COORDINATOR, started_on=today(), ended_on=None, by=by)
    actions.end_member(only, today(), by=by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the database agrees


def test_a_service_opens_with_a_coordinator_and_a_referent_who_work_there():
    by, service = administrator(), ServiceFactory()
    ServiceOffer.objects.create(healthcare_service=service, request_type=RequestTypeFactory())
    actions.close_service(service, by=by)
    coordinator, referent = service.memberships.get(kind=COORDINATOR).role, service.organization.referent
    for who, missing in ((referent, "un référent"), (coordinator, "un coordinateur")):
        who.ended_on = today(-1)
        who.save(update_fields=["ended_on"])
        assert missing in sentence(lambda: actions.open_service(service, by=by))


def test_a_place_does_not_end_before_it_begins_nor_later_than_it_ended():
    by, service = administrator(), ServiceFactory()
    role = RoleFactory(organization=service.organization)
    member = actions.add_member(service, role, EXPERT, started_on=today(2), ended_on=today(4), by=by)
    assert "ne peut pas finir avant" in sentence(lambda: actions.end_member(member, today(), by=by))
    assert "finit déjà" in sentence(lambda: actions.end_member(member, today(9), by=by))


def test_a_service_opens_with_all_that_a_request_needs():
    by, service = administrator(), ServiceFactory()
    actions.close_service(service, by=by)
    assert "un type de demande" in sentence(lambda: actions.open_service(service, by=by))
    said = {"use_for": "Lésions", "not_for": "", "prerequisites": ""}
    actions.set_offer(service, RequestTypeFactory(), by=by, **said)
    actions.open_service(service, by=by)
    service.refresh_from_db()
    assert service.is_published
    assert "déjà ouvert" in sentence(lambda: actions.open_service(service, by=by))


def test_what_a_service_says_of_a_type_is_replaced_and_the_last_one_stays():
    by, service, kind = administrator(), ServiceFactory(), RequestTypeFactory()
    for words in ("Lésions", "Lésions pigmentées"):
        actions.set_offer(service, kind, use_for=words, not_for="", prerequisites="", by=by)
    offer = ServiceOffer.objects.get(healthcare_service=service)
    assert offer.use_for == "Lésions pigmentées"
    assert "seul type" in sentence(lambda: actions.withdraw_offer(offer, by=by))
    actions.close_service(service, by=by)
    actions.withdraw_offer(offer, by=by)
    assert "déjà retiré" in sentence(lambda: actions.withdraw_offer(offer, by=by))


def test_only_an_administrator_does():
    with pytest.raises(PermissionDenied):
        actions.close_service(ServiceFactory(), by=Actor(user=UserFactory()))
