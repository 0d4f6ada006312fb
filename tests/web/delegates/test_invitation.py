"""Somebody is invited: reading the link consumes nothing, two codes prove who they are, the account only prepares."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import AccountRight, OneTimeCode, Right, User
from telavis.audit.models import AuditEvent
from telavis.delegations import actions
from telavis.delegations.models import LASTS, Invitation, Joining
from telavis.directory.models import Delegation, PractitionerRole
from telavis.notifications.models import Delivery
from tests.factories import RoleFactory, UserFactory, actor
from tests.web.delegates.joining import (
    EMAIL,
    PASSWORD,
    at,
    begin,
    choose_password,
    invited,
    join,
    type_mail_code,
    type_mobile_code,
    words,
)
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor() -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


@pytest.fixture
def invitation(doctor: PractitionerRole) -> Invitation:
    return invited(doctor)


def test_the_mail_says_who_invites_and_holds_no_secret(doctor: PractitionerRole, invitation: Invitation):
    mail = Delivery.objects.get()
    assert mail.address == EMAIL
    assert doctor.practitioner.full_name in mail.body
    assert at(invitation) in mail.body
    assert not mail.holds_a_secret


def test_a_robot_that_opens_and_submits_everything_consumes_nothing(invitation: Invitation):
    robot = Client()
    for page in ("", "adresse/", "mobile/", "mot-de-passe/", "code/", "accepter/"):
        for _ in range(2):
            robot.get(at(invitation, page))
            robot.head(at(invitation, page))
            robot.post(at(invitation, page))
    assert not OneTimeCode.objects.exists()
    assert not User.objects.filter(email=EMAIL).exists()
    assert "Votre compte est ouvert" in words(join(Client(), invitation))


def test_the_whole_way_opens_an_account_that_prepares(doctor: PractitionerRole, invitation: Invitation):
    page = words(join(Client(), invitation))
    user = User.objects.get(email=EMAIL)
    assert user.username in page
    assert (user.is_open, user.check_password(PASSWORD), user.mobile) == (True, True, "+33639980078")
    assert user.practitioner.profession == user.practitioner.rpps == ""
    assert not AccountRight.objects.filter(user=user).exists()
    delegation = Delegation.objects.get()
    assert (delegation.delegator, delegation.delegate.practitioner.user) == (doctor, user)
    assert delegation.delegate.organization == doctor.organization
    assert not Joining.objects.exists(), "what was typed on the way is not kept"
    told = Delivery.objects.filter(address=doctor.practitioner.user.email).latest("queued_at")
    assert "Luce Aubépine" in told.body
    assert AuditEvent.objects.filter(action="delegate", detail__did="accept").exists()


def test_where_no_sms_leaves_no_mobile_is_asked(invitation: Invitation, settings: Any):
    settings.DEMO = False
    client = Client()
    assert 'name="mobile"' not in words(client.get(at(invitation)))
    begin(client, invitation)
    type_mail_code(client, invitation)
    assert "Votre compte est ouvert" in words(choose_password(client, invitation))


def test_a_wrong_code_opens_nothing_and_is_counted(invitation: Invitation):
    client = Client()
    begin(client, invitation)
    page = words(type_mail_code(client, invitation, code="000000"))
    assert "Ce code n’est pas le bon" in page
    assert OneTimeCode.objects.get().tries == 1
    assert not Joining.objects.filter(email_proved_at__isnull=False).exists()


def test_no_page_can_be_skipped(invitation: Invitation):
    client = Client()
    begin(client, invitation)
    for typed in (type_mobile_code, choose_password):
        assert "Entrez le code reçu par e-mail" in words(typed(client, invitation, "x"))
    assert not User.objects.filter(email=EMAIL).exists()


def test_what_another_browser_began_is_not_mine(invitation: Invitation):
    mine, theirs = Client(), Client()
    begin(mine, invitation)
    begin(theirs, invitation, mobile="06 39 98 00 99")
    type_mail_code(theirs, invitation)
    assert "Entrez le code reçu par e-mail" in words(mine.get(at(invitation, "mobile/"), follow=True))
    assert Joining.objects.filter(email_proved_at__isnull=False).count() == 1


@pytest.mark.parametrize("how", ["withdrawn", "old", "over", "accepted"])
def test_an_invitation_that_is_over_leads_nowhere(how: str, doctor: PractitionerRole, invitation: Invitation):
    if how == "withdrawn":
        actions.withdraw(invitation, by=actor(doctor))
    elif how == "old":
        Invitation.objects.update(invited_at=timezone.now() - LASTS)
    elif how == "over":
        yesterday = timezone.localdate() - timedelta(days=1)
        Invitation.objects.update(starts_on=yesterday, ends_on=yesterday)
    else:
        join(Client(), invitation)
    answer = Client().get(at(invitation))
    assert answer.status_code == 404
    assert "Cette invitation ne vaut plus" in words(answer)


def test_it_ends_while_somebody_answers(doctor: PractitionerRole, invitation: Invitation):
    client = Client()
    begin(client, invitation)
    actions.withdraw(invitation, by=actor(doctor))
    assert "Cette invitation ne vaut plus" in words(
        client.post(at(invitation, "adresse/"), {"code": "123456"}, follow=True)
    )


def test_the_doctor_who_left_the_place_lets_nobody_in(doctor: PractitionerRole, invitation: Invitation):
    PractitionerRole.objects.filter(pk=doctor.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    join(Client(), invitation)
    assert not User.objects.filter(email=EMAIL).exists()
    assert not Delegation.objects.exists()


# --- with an account already -------------------------------------------------------------------------------------
def test_who_has_an_account_is_sent_to_sign_in_once_the_mailbox_is_theirs(invitation: Invitation):
    UserFactory(email=EMAIL)
    client = Client()
    assert "déjà un compte : connectez-vous avec lui" not in words(begin(client, invitation))
    page = words(type_mail_code(client, invitation))
    assert "Cette adresse e-mail a déjà un compte" in page
    assert at(invitation).replace("/", "%2F") in page or at(invitation) in page


def test_who_has_an_account_accepts_with_one_press(doctor: PractitionerRole, invitation: Invitation):
    nurse = RoleFactory(practitioner__user__email=EMAIL.upper())
    desk = desk_of(nurse)
    assert "Accepter" in words(desk.get(at(invitation)))
    desk.get(at(invitation, "accepter/"))
    assert not Delegation.objects.exists()
    desk.post(at(invitation, "accepter/"))
    assert Delegation.objects.get().delegate == nurse


def test_the_same_two_people_have_one_delegation(doctor: PractitionerRole, invitation: Invitation):
    desk = desk_of(RoleFactory(practitioner__user__email=EMAIL))
    desk.post(at(invitation, "accepter/"))
    desk.post(at(invited(doctor), "accepter/"))
    assert Delegation.objects.count() == 2
    assert Delegation.objects.filter(revoked_at__isnull=True).count() == 1


def test_it_is_for_nobody_else(invitation: Invitation):
    answer = desk_of(RoleFactory()).post(at(invitation, "accepter/"), follow=True)
    assert "adressée à quelqu’un d’autre" in words(answer)
    assert not Delegation.objects.exists()


def test_an_administrator_prepares_nothing(invitation: Invitation):
    admin = UserFactory(email=EMAIL)
    AccountRight.objects.create(user=admin, right=Right.ADMINISTRATOR)
    client = Client()
    client.force_login(admin)
    assert "aucun contenu clinique" in words(client.post(at(invitation, "accepter/"), follow=True))
    assert not Delegation.objects.exists()


def test_nothing_of_the_way_stands_in_a_session(invitation: Invitation):
    client = Client()
    begin(client, invitation)
    kept = str(dict(client.session.items()))
    assert not [typed for typed in (EMAIL, "39980078", "Aubépine") if typed in kept]
