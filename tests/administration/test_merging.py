"""Two accounts of one person become one; files, journals and traces stay as they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.accounts.models import AccountRight, ExternalIdentity, Right, Standing, User
from telavis.administration import actions
from telavis.administration.models import AccountMerge
from telavis.administration.queries.merging import plan_of
from telavis.directory.actors import Actor, actor_for
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.service_requests.actions import share
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.models.journal import Transition
from telavis.services.models import MemberKind, Membership
from telavis.services.queries import memberships_of
from telavis.values.rpps import RPPS
from tests.administration.administering import administrator, last_act, open_session, sentence
from tests.factories import (
    LONG_AGO,
    ExpertFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    UserFactory,
    actor,
)
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db
NUMBER, OTHER = str(RPPS.with_key("1099900900")), str(RPPS.with_key("1099900901"))


def one_person(*users: User) -> None:
    """The same name in every account and in the directory."""
    keys = [user.pk for user in users]
    User.objects.filter(pk__in=keys).update(full_name="Dr Jeanne Dubois")
    Practitioner.objects.filter(user__in=keys).update(family_name="Dubois")


def ask(stays: User, closes: User, by: Actor | None = None) -> AccountMerge:
    stays, closes = User.objects.get(pk=stays.pk), User.objects.get(pk=closes.pk)
    return actions.ask_merge(stays, closes, seen=plan_of(stays, closes).mark, by=by or administrator())


def merge(stays: User, closes: User, by: Actor | None = None) -> User:
    """Asked by one, done by another."""
    one_person(stays, closes)
    second = administrator()
    return actions.confirm_merge(ask(stays, closes, by), by=second)


def seen_by(user: User) -> set[str]:
    found = ServiceRequest.objects.visible_to(actor_for(User.objects.get(pk=user.pk)))
    return set(found.values_list("reference", flat=True))


def test_the_professional_of_the_closed_account_passes_to_the_one_that_stays():
    request, stays = ServiceRequestFactory(), UserFactory()
    role = request.requester
    closes = role.practitioner.user
    open_session(closes)
    merge(stays, closes)
    closes.refresh_from_db()
    assert (closes.is_active, closes.standing, closes.has_usable_password()) == (
        False,
        Standing.SUSPENDED,
        False,
    )
    assert not closes.sessions.exists()
    assert Practitioner.objects.get(pk=role.practitioner_id).user == stays
    assert seen_by(stays) == {request.reference}


def test_with_two_professionals_the_workplaces_move_and_their_files_with_them():
    ours, theirs = ServiceRequestFactory(), ServiceRequestFactory(sent=True)
    stays, closes = ours.requester.practitioner, theirs.requester.practitioner
    labels = list(Transition.objects.order_by("pk").values_list("user_label", flat=True))
    merge(stays.user, closes.user)
    assert seen_by(stays.user) == {ours.reference, theirs.reference}
    assert PractitionerRole.objects.get(pk=theirs.requester_id).practitioner == stays
    assert not PractitionerRole.objects.filter(practitioner=closes).exists()
    assert list(Transition.objects.order_by("pk").values_list("user_label", flat=True)) == labels


def test_a_workplace_that_both_have_ends_and_its_places_pass():
    service = ServiceFactory()
    former, present = ExpertFactory(service=service), RoleFactory(organization=service.organization)
    junior = {"healthcare_service": service, "kind": MemberKind.JUNIOR, "started_on": LONG_AGO}
    for role in (former, present):
        Membership.objects.create(role=role, **junior)
    merge(present.practitioner.user, former.practitioner.user)
    held = memberships_of(actor(present))
    assert sorted(held.values_list("kind", flat=True)) == ["expert", "junior"]
    former.refresh_from_db()
    assert former.ended_on == timezone.localdate() - timedelta(days=1)


def test_the_rpps_number_goes_with_what_its_source_says():
    nurse = RoleFactory(practitioner__profession="", practitioner__rpps="").practitioner
    doctor = RoleFactory(practitioner__rpps=NUMBER, practitioner__specialty="SM54").practitioner
    merge(nurse.user, doctor.user)
    nurse.refresh_from_db()
    assert (nurse.rpps, nurse.profession, nurse.specialty) == (NUMBER, "10", "SM54")


def test_two_numbers_are_two_persons():
    first = RoleFactory(practitioner__rpps=NUMBER).practitioner
    second = RoleFactory(practitioner__rpps=OTHER).practitioner
    assert "deux personnes" in sentence(lambda: merge(first.user, second.user))


def test_an_identity_proved_elsewhere_opens_the_account_that_stays():
    stays, closes = UserFactory(), UserFactory()
    for user, provider in ((stays, "psc"), (closes, "psc"), (closes, "chu")):
        ExternalIdentity.objects.create(
            user=user, provider=provider, issuer="https://x", subject=f"{user.pk}{provider}"
        )
    merge(stays, closes)
    assert sorted(stays.external_identities.values_list("provider", flat=True)) == ["chu", "psc"]
    assert ExternalIdentity.objects.get(user=closes).provider == "psc"


def test_rights_do_not_pass_and_both_addresses_are_told():
    stays, closes, by = UserFactory(), UserFactory(), administrator()
    AccountRight.objects.create(user=closes, right=Right.AUDITOR)
    merge(stays, closes, by)
    assert not AccountRight.objects.filter(user__in=[stays, closes]).exists()
    for user in (stays, closes):
        assert "n’en font plus qu’un" in mails_to(user.email)[-1]
        assert last_act(user).detail["did"] == "merge"


def test_what_changed_since_it_was_shown_is_read_again():
    stays, closes = UserFactory(), RoleFactory().practitioner
    seen = plan_of(stays, closes.user).mark
    RoleFactory(practitioner=closes)
    by, account = administrator(), User.objects.get(pk=closes.user.pk)
    one_person(stays, account)
    assert "ont changé depuis" in sentence(lambda: actions.ask_merge(stays, account, seen=seen, by=by))
    administrator()
    asked = ask(stays, account, by)
    RoleFactory(practitioner=closes)
    assert "depuis la demande" in sentence(lambda: actions.confirm_merge(asked, by=administrator()))


def test_one_administrator_alone_reunites_nothing():
    stays, closes, by, other = UserFactory(), UserFactory(), administrator(), administrator()
    one_person(stays, closes)
    asked = ask(stays, closes, by)
    closes.refresh_from_db()
    assert closes.is_active
    for user in (stays, closes):
        assert "est demandée" in mails_to(user.email)[0]
    assert any("attend votre confirmation" in subject for subject in mails_to(other.user.email))
    assert "Vous l’avez demandée" in sentence(lambda: actions.confirm_merge(asked, by=by))
    assert "déjà demandée" in sentence(lambda: ask(stays, closes, other))
    actions.abandon_merge(asked, by=other)
    assert "déjà abandonnée" in sentence(lambda: actions.confirm_merge(asked, by=administrator()))
    closes.refresh_from_db()
    assert closes.is_active


def test_neither_account_is_that_of_the_second_administrator():
    stays, second = UserFactory(), administrator()
    one_person(stays, second.user)
    administrator()
    asked = ask(stays, second.user)
    assert "propre compte" in sentence(lambda: actions.confirm_merge(asked, by=second))


def test_other_names_are_other_persons():
    stays, doctor = UserFactory(full_name="Jeanne Dubois"), RoleFactory(practitioner__family_name="Lefèvre")
    assert "noms de famille" in sentence(lambda: ask(stays, doctor.practitioner.user))


def test_a_place_with_a_last_day_to_come_passes_too():
    service = ServiceFactory()
    former, present = ExpertFactory(service=service), RoleFactory(organization=service.organization)
    last = timezone.localdate() + timedelta(days=20)
    former.memberships.update(ended_on=last)
    merge(present.practitioner.user, former.practitioner.user)
    assert [member.ended_on for member in memberships_of(actor(present))] == [last]


def test_a_closed_one_a_waiting_one_and_one_s_own_are_refused():
    by, stays = administrator(), UserFactory()
    closed = UserFactory(is_active=False, standing=Standing.SUSPENDED)
    assert "déjà réuni" in sentence(lambda: merge(stays, closed, by))
    assert "inscription" in sentence(lambda: merge(stays, UserFactory(standing=Standing.PENDING), by))
    assert "pas ouvert" in sentence(lambda: merge(UserFactory(standing=Standing.SUSPENDED), stays, by))
    assert "propre compte" in sentence(lambda: merge(stays, by.user, by))
    assert "même compte" in sentence(lambda: merge(stays, stays, by))


def test_what_colleagues_shared_with_the_closed_account_is_followed_by_the_one_that_stays():
    stays, closes = RoleFactory().practitioner, RoleFactory().practitioner
    request = ServiceRequestFactory(taken=True)
    share(request, closes, by=actor(request.requester))
    merge(stays.user, closes.user)
    assert request.reference in seen_by(stays.user)
