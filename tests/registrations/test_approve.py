"""Somebody decides that this person may come in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from telavis.accounts.models import AccountRight, Right, Standing
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.directory.models import Organization, OrganizationKind, Practitioner
from telavis.notifications.models import Channel, Delivery
from telavis.registrations import actions
from telavis.registrations.models import RegistrationStep
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused
from tests.factories import RoleFactory, UserFactory, actor
from tests.registrations.applying import (
    EMAIL,
    MOBILE,
    NUMBER,
    UNKNOWN_NUMBER,
    an_administrator,
    known_professional,
    mails_to,
    submit,
)


@pytest.mark.django_db
def test_the_account_opens_and_the_professional_is_linked():
    known_professional()
    registration = actions.approve(submit(), by=an_administrator())
    practitioner = Practitioner.objects.get(rpps=NUMBER)
    assert registration.user.is_open
    assert practitioner.user == registration.user
    assert practitioner.roles.count() == 1


@pytest.mark.django_db
def test_somebody_unknown_enters_the_directory_with_their_practice():
    actions.approve(submit(UNKNOWN_NUMBER), by=an_administrator())
    practitioner = Practitioner.objects.get(rpps=UNKNOWN_NUMBER)
    place = Organization.objects.get(name="Cabinet du Dr Dubois")
    assert (practitioner.full_name, practitioner.profession) == ("Dr Jeanne Dubois", "10")
    assert (practitioner.roles.get().organization, place.kind) == (place, OrganizationKind.PRACTICE)
    assert "DUBOIS" in practitioner.search_text
    assert practitioner.sort_key


@pytest.mark.django_db
def test_the_directory_keeps_its_own_names():
    known_professional(family_name="Dubois-Lahaye")
    actions.approve(submit(), by=an_administrator())
    assert Practitioner.objects.get(rpps=NUMBER).family_name == "Dubois-Lahaye"


@pytest.mark.django_db
def test_the_applicant_is_told_by_mail_and_sms_and_the_decision_is_traced():
    administrator = an_administrator()
    registration = actions.approve(submit(), by=administrator)
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription est validée"
    assert Delivery.objects.filter(channel=Channel.SMS, address=MOBILE, body__contains="validée").exists()
    trace = AuditEvent.objects.get(action=AuditAction.ADMINISTER)
    assert (trace.object_id, trace.user_id) == (registration.pk, administrator.user_id)
    step = RegistrationStep.objects.get(registration_id=registration.pk, verb="approve")
    assert step.user_id == administrator.user_id


@pytest.mark.django_db
def test_nobody_approves_themselves():
    registration = submit()
    AccountRight.objects.create(user=registration.user, right=Right.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.approve(registration, by=Actor(user=registration.user))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["applicant", "doctor", "auditor", "somebody who says they are the system"])
def test_nobody_but_an_administrator_approves(who: str):
    auditor = UserFactory()
    AccountRight.objects.create(user=auditor, right=Right.AUDITOR)
    by = {
        "applicant": APPLICANT,
        "doctor": actor(RoleFactory()),
        "auditor": Actor(user=auditor),
        "somebody who says they are the system": Actor.system(),
    }[who]
    registration = submit()
    with pytest.raises(NotAllowed):
        actions.approve(registration, by=by)
    registration.user.refresh_from_db()
    assert registration.user.standing == Standing.PENDING


@pytest.mark.django_db
def test_a_number_that_has_an_account_is_refused_with_a_sentence():
    who = known_professional()
    who.user = UserFactory(full_name="Dr Jeanne Dubois")
    who.save(update_fields=["user"])
    registration = submit()
    with pytest.raises(StepRefused, match="a déjà un compte"):
        actions.approve(registration, by=an_administrator())
    registration.refresh_from_db()
    assert registration.state == State.WAITING


@pytest.mark.django_db
def test_what_is_decided_stays_decided():
    first = an_administrator()
    registration = actions.approve(submit(), by=first)
    with pytest.raises(StepRefused, match="a déjà validée cette inscription"):
        actions.approve(registration, by=an_administrator())


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_at_once_one_decides_and_the_other_is_told():
    registration = submit()
    administrators = [an_administrator(), an_administrator()]

    def decide(by: Actor) -> str:
        try:
            actions.approve(registration, by=by)
        except StepRefused as refusal:
            return "told" if "a déjà validée" in refusal.sentence else refusal.sentence
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(max_workers=2) as threads:
        assert sorted(threads.map(decide, administrators)) == ["decided", "told"]
    assert Delivery.objects.filter(address=EMAIL, subject__contains="validée").count() == 1
