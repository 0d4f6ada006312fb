"""The registration is sent: an account that opens nothing, and a place in the queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from telavis.accounts.actions.external_identities import link
from telavis.accounts.models import ExternalIdentity, Standing, User
from telavis.accounts.proven_identity import PRO_SANTE_CONNECT, ProvenIdentity, ProvenWorkplace
from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner
from telavis.directory.places import Place
from telavis.parameters.models import Parameter
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.evidence import compare
from telavis.registrations.queries.texts import texts_in_force
from telavis.registrations.workflow import State, StepRefused
from tests.factories import UserFactory
from tests.jobs import work_here
from tests.registrations.applying import (
    ADDRESS,
    EMAIL,
    MOBILE,
    NUMBER,
    OTHER_NUMBER,
    PASSWORD,
    an_administrator,
    begin,
    known_professional,
    mails_to,
    prove,
    reach,
    submit,
)

HOSPITAL = ProvenWorkplace(name="CH de Port-Lavande", finess="990000207", town="Port-Lavande", mode="S")


def proven(**facts: object) -> ProvenIdentity:
    said: dict[str, object] = {
        "provider": PRO_SANTE_CONNECT, "issuer": "https://psc.example", "subject": f"8{NUMBER}",
        "given_name": "Jeanne", "family_name": "Dubois", "authenticated_at": timezone.now(), "rpps": NUMBER,
        "profession": "10", "specialty": "SM54", "is_professional": True, "workplaces": (HOSPITAL,),
    }  # fmt: skip
    return ProvenIdentity(**{**said, **facts})  # type: ignore[arg-type]


def submit_with_proof(**facts: object) -> Registration:
    actions.publish_shipped()
    registration = actions.start(proven(**facts), texts=texts_in_force(), address=ADDRESS, by=APPLICANT)
    registration = actions.choose_workplace(registration, Place.proven(HOSPITAL, of=""), by=APPLICANT)
    registration = actions.give_contact(
        registration, email=EMAIL, mobile=MOBILE, password=PASSWORD, by=APPLICANT
    )
    return actions.submit(prove(registration), by=APPLICANT)


@pytest.mark.django_db
def test_the_account_is_made_and_waits():
    known_professional()
    registration = submit()
    user = registration.user
    assert (registration.state, user.standing, user.is_open) == (State.WAITING, Standing.PENDING, False)
    assert (user.email, user.mobile, user.check_password(PASSWORD)) == (EMAIL, MOBILE, True)
    assert registration.password == ""


@pytest.mark.django_db
def test_nobody_of_the_directory_is_linked_before_approval():
    known_professional()
    submit()
    assert Practitioner.objects.get(rpps=NUMBER).user is None


@pytest.mark.django_db
def test_the_user_name_tells_nothing_of_other_accounts():
    UserFactory(username="jeanne.dubois")
    known_professional()
    name, _, digits = submit().user.username.rpartition(".")
    assert (name, len(digits), digits.isdigit()) == ("jeanne.dubois", 4, True)


@pytest.mark.django_db
def test_applicant_and_administrators_are_told():
    administrator = an_administrator()
    submit()
    work_here("registrations.tell_others")
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription est enregistrée"
    assert mails_to(administrator.user.email) == ["Télavis, CHU d’Aquilon : une inscription attend"]


@pytest.mark.django_db
def test_the_holder_of_an_account_with_this_number_is_told_and_the_applicant_is_not():
    who = known_professional()
    who.user = UserFactory(email="titulaire@exemple.fr")
    who.save(update_fields=["user"])
    registration = submit()
    work_here("registrations.tell_others")
    assert registration.state == State.WAITING
    assert mails_to("titulaire@exemple.fr") == ["Télavis, CHU d’Aquilon : vous avez déjà un compte"]
    assert "déjà un compte" not in " ".join(mails_to(EMAIL))


@pytest.mark.django_db
def test_nothing_is_sent_before_both_codes():
    with pytest.raises(StepRefused, match="pas complète"):
        actions.submit(reach(begin()), by=APPLICANT)


@pytest.mark.django_db
def test_where_no_sms_can_leave_the_mail_alone_is_proved(settings):
    settings.DEMO, settings.SMS_GATEWAY = False, ""
    registration = reach(begin())
    Registration.objects.filter(pk=registration.pk).update(email_proved_at=timezone.now())
    assert actions.submit(registration, by=APPLICANT).state == State.WAITING


@pytest.mark.django_db
def test_pro_sante_connect_opens_the_account_at_once():
    registration = submit_with_proof()
    practitioner = Practitioner.objects.get(rpps=NUMBER)
    assert (registration.state, registration.decided_by_label) == (State.APPROVED, "Télavis")
    assert practitioner.user == registration.user
    assert registration.user.is_open
    assert practitioner.roles.get().organization.finess == HOSPITAL.finess
    assert ExternalIdentity.objects.get().user == registration.user
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription est validée"


@pytest.mark.django_db
def test_a_proof_that_differs_from_the_directory_waits_for_somebody():
    known_professional(family_name="Petit")
    registration = submit_with_proof()
    assert registration.state == State.WAITING
    assert ExternalIdentity.objects.get().user == registration.user, (
        "who comes back with it reads where it stands"
    )


@pytest.mark.django_db
def test_a_proof_that_opens_another_account_already_opens_no_second_one():
    holder = UserFactory()
    link(proven(), holder, by=Actor(user=holder))
    with pytest.raises(StepRefused, match="ouvre déjà un compte"):
        submit_with_proof()


@pytest.mark.django_db
def test_a_proof_with_a_possible_duplicate_waits_for_somebody():
    UserFactory(mobile=MOBILE)
    assert submit_with_proof().state == State.WAITING


@pytest.mark.django_db
def test_what_is_public_proves_nothing_whatever_the_site_says():
    known_professional()
    assert submit().state == State.WAITING
    Parameter.objects.create(
        key="registration_approved_at_once", valid_from=timezone.localdate(), value=["two_sources"]
    )
    known_professional(OTHER_NUMBER, family_name="Petit", given_name="Anne")
    other = submit(OTHER_NUMBER, "Petit", email="a.petit@exemple.fr", mobile="+33639980099")
    assert other.state == State.WAITING, "what is typed can be copied from the directory"


@pytest.mark.django_db
def test_two_sources_that_are_not_the_applicant_may_be_enough():
    Parameter.objects.create(
        key="registration_approved_at_once", valid_from=timezone.localdate(), value=["two_sources"]
    )
    known_professional()
    assert submit_with_proof().state == State.APPROVED


@pytest.mark.django_db
def test_a_place_that_pro_sante_connect_does_not_give_waits_for_somebody():
    elsewhere = ProvenWorkplace(name="CHU d’Aquilon", finess="990000017", town="Aquilon", mode="S")
    registration = submit_with_proof(workplaces=(elsewhere,))
    assert registration.state == State.WAITING
    comparison = compare(registration)
    assert comparison.differing == ["Lieu d’exercice"]
    assert HOSPITAL.name in comparison.chosen_place


@pytest.mark.django_db
def test_the_rule_of_another_day_is_not_applied():
    Parameter.objects.create(
        key="registration_approved_at_once",
        valid_from=timezone.localdate() + timedelta(days=1),
        value=["two_sources"],
    )
    known_professional()
    assert submit().state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_sent_once():
    registration = prove(reach(begin()))

    def press(_: int) -> str:
        try:
            actions.submit(registration, by=APPLICANT)
        except StepRefused:
            return "refused"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(press, range(2)))
    assert outcomes == ["refused", "sent"]
    assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_prove_one_address_at_once_one_gets_the_account():
    both = [prove(reach(begin())), prove(reach(begin(OTHER_NUMBER)))]

    def press(registration: Registration) -> str:
        try:
            actions.submit(registration, by=APPLICANT)
        except StepRefused as refusal:
            return "taken" if "déjà un compte" in refusal.sentence else refusal.sentence
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(max_workers=2) as threads:
        assert sorted(threads.map(press, both)) == ["sent", "taken"]
