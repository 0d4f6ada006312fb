"""«Mes délégués»: inviting, taking back, ending at once."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.audit.models import AuditEvent
from telavis.delegations.models import Invitation
from telavis.directory.models import Delegation, PractitionerRole
from telavis.notifications.models import Delivery
from telavis.questionnaires.pages import Page
from telavis.service_requests import actions
from tests.factories import LONG_AGO, SECRETARY, RoleFactory, ServiceRequestFactory, actor
from tests.web.delegates.joining import EMAIL, invited, words
from tests.web.desks import desk_of, statements

pytestmark = pytest.mark.django_db

INDEX = "/delegues/"


@pytest.fixture
def doctor() -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


@pytest.fixture
def secretary() -> PractitionerRole:
    """Of a name of her own: that of an account is counted apart, and could be hers."""
    role: PractitionerRole = RoleFactory(
        practitioner__profession=SECRETARY, practitioner__family_name="Aubier"
    )
    return role


def delegate(doctor: PractitionerRole, to: PractitionerRole, **dates: object) -> Delegation:
    days = {"started_on": LONG_AGO, **dates}
    delegation: Delegation = Delegation.objects.create(delegator=doctor, delegate=to, **days)
    return delegation


def invite(desk: Client, **typed: str) -> str:
    fields = {"given_name": "Luce", "family_name": "Aubépine", "email": EMAIL, "starts_on": today(), **typed}
    return words(desk.post("/delegues/inviter/", fields, follow=True))


def today(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def test_an_invitation_leaves_and_is_listed(doctor: PractitionerRole):
    page = invite(desk_of(doctor), ends_on=today(30))
    for part in ("Luce Aubépine", "invitation envoyée", EMAIL, f"jusqu’au {today(30)}"):
        assert part in page
    assert Delivery.objects.get().address == EMAIL
    assert AuditEvent.objects.get(action="delegate").detail == {"did": "invite"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"given_name": ""}, "Entrez le prénom"),
        ({"email": "luce"}, "elle s’écrit nom@domaine.fr"),
        ({"starts_on": "31/02/2027"}, "À corriger avant de continuer"),
        ({"starts_on": today(-1)}, "commence aujourd’hui ou plus tard"),
        ({"starts_on": today(3), "ends_on": today(2)}, "vient avant le premier"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_leaves(
    doctor: PractitionerRole, typed: dict[str, str], sentence: str
):
    page = invite(desk_of(doctor), **typed)
    assert sentence in page
    assert "Aubépine" in page, "what was typed is kept"
    assert not Delivery.objects.exists()


def test_one_does_not_invite_oneself(doctor: PractitionerRole):
    assert "votre propre adresse" in invite(desk_of(doctor), email=doctor.practitioner.user.email)


def test_inviting_again_replaces_the_first(doctor: PractitionerRole):
    invite(desk_of(doctor))
    invite(desk_of(doctor), given_name="Lucie")
    assert [each.given_name for each in Invitation.objects.waiting()] == ["Lucie"]
    assert Delivery.objects.count() == 2


def test_nobody_writes_to_the_whole_town(doctor: PractitionerRole):
    for _ in range(tries.INVITATION.most):
        tries.count_try(tries.INVITATION, str(doctor.practitioner_id))
    assert "reprenez demain" in invite(desk_of(doctor))
    assert not Delivery.objects.exists()


def test_an_invitation_is_taken_back_by_its_author_only(doctor: PractitionerRole):
    invitation = invited(doctor)
    address = reverse("delegates:withdraw", args=[invitation.pk])
    assert desk_of(RoleFactory()).post(address).status_code == 404
    desk = desk_of(doctor)
    desk.post(address)
    assert "Luce Aubépine" not in words(desk.get(INDEX))


def test_a_secretary_invites_nobody(secretary: PractitionerRole, doctor: PractitionerRole):
    delegate(doctor, secretary)
    desk = desk_of(secretary)
    page = words(desk.get(INDEX))
    assert "Inviter quelqu’un" not in page
    assert doctor.practitioner.full_name in page
    assert desk.post("/delegues/inviter/", {"email": EMAIL}).status_code == 403


def test_the_end_holds_at_the_very_next_page(doctor: PractitionerRole, secretary: PractitionerRole):
    draft = ServiceRequestFactory(requester=doctor)
    delegation = delegate(doctor, secretary, started_on=timezone.localdate())
    preparing, address = desk_of(secretary), reverse("compose:consent", args=[draft.pk])
    assert preparing.get(address).status_code == 200
    assert desk_of(RoleFactory()).post(reverse("delegates:end", args=[delegation.pk])).status_code == 404
    desk = desk_of(doctor)
    assert secretary.practitioner.full_name in words(desk.get(INDEX))
    desk.post(reverse("delegates:end", args=[delegation.pk]))
    assert preparing.get(address).status_code == 404
    assert secretary.practitioner.full_name not in words(desk.get(INDEX))


def test_who_prepares_may_stop_too(doctor: PractitionerRole, secretary: PractitionerRole):
    delegation = delegate(doctor, secretary)
    desk_of(secretary).post(reverse("delegates:end", args=[delegation.pk]))
    delegation.refresh_from_db()
    assert delegation.revoked_at


# --- for whom ----------------------------------------------------------------------------------------------------
def test_who_prepares_for_one_person_need_not_choose(doctor: PractitionerRole, secretary: PractitionerRole):
    delegate(doctor, secretary)
    page = words(desk_of(secretary).get("/"))
    assert f"pour {doctor.practitioner.full_name}" in page
    assert "Créer une téléexpertise" in page


def test_who_prepares_for_several_is_asked_first(doctor: PractitionerRole, secretary: PractitionerRole):
    other = RoleFactory()
    delegate(doctor, secretary)
    delegate(other, secretary)
    desk = desk_of(secretary)
    page = words(desk.get("/"))
    assert "Pour qui préparez-vous ?" in page
    assert "Créer une téléexpertise" not in page
    page = words(desk.post("/delegues/pour/", {"pour": str(other.pk)}, follow=True))
    assert f"pour {other.practitioner.full_name}" in page
    assert "Créer une téléexpertise" in page


@pytest.mark.parametrize("dates", ["over", "to come", "ended"])
def test_only_those_who_delegate_today_can_be_chosen(
    dates: str, doctor: PractitionerRole, secretary: PractitionerRole
):
    day = timezone.localdate()
    columns = {
        "over": {"ended_on": day - timedelta(days=1)},
        "to come": {"started_on": day + timedelta(days=1)},
        "ended": {"revoked_at": timezone.now()},
    }[dates]
    delegate(doctor, secretary, **columns)
    desk = desk_of(secretary)
    assert desk.post("/delegues/pour/", {"pour": str(doctor.pk)}).status_code == 404
    assert "Créer une téléexpertise" not in words(desk.get("/"))


def test_a_nurse_who_also_prepares_may_act_for_herself_again(doctor: PractitionerRole):
    nurse = RoleFactory(practitioner__profession="60")
    delegate(doctor, nurse)
    desk = desk_of(nurse)
    assert f"pour {doctor.practitioner.full_name}" not in words(desk.get("/"))
    desk.post("/delegues/pour/", {"pour": str(doctor.pk)})
    assert f"pour {doctor.practitioner.full_name}" in words(desk.get("/"))
    desk.post("/delegues/pour/", {"pour": "moi"})
    desk.get("/")  # where it was said
    assert f"pour {doctor.practitioner.full_name}" not in words(desk.get("/"))


# --- prepared, then sent -----------------------------------------------------------------------------------------
def test_what_is_ready_waits_on_the_home_of_the_one_who_sends_it(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    delegate(doctor, secretary)
    draft = ServiceRequestFactory(requester=doctor)
    preparing, address = desk_of(secretary), reverse("compose:hand_over", args=[draft.pk])
    for _ in range(2):
        page = words(preparing.post(address, follow=True))
        assert f"Un message est parti à {doctor.practitioner.full_name}" in page
    mine = words(desk_of(doctor).get("/"))
    assert f"préparé par {secretary.practitioner.user}, à envoyer" in mine
    assert Delivery.objects.filter(address=doctor.practitioner.user.email).count() == 1
    assert preparing.post(reverse("compose:send", args=[draft.pk])).status_code == 403
    assert desk_of(doctor).post(address).status_code == 403, "one hands nothing over to oneself"


def test_what_still_lacks_is_said_when_it_is_handed_over_and_holds_nothing_up(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    delegate(doctor, secretary)
    draft = ServiceRequestFactory(requester=doctor, consent_form="")
    preparing = desk_of(secretary)
    page = words(preparing.post(reverse("compose:hand_over", args=[draft.pk]), follow=True))
    assert f"Un message est parti à {doctor.practitioner.full_name}" in page
    assert "il reste 1 point à compléter" in page


def test_what_changed_since_is_told_again_and_what_did_not_is_not(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    delegate(doctor, secretary)
    draft = ServiceRequestFactory(requester=doctor)
    by, told = actor(secretary, on_behalf_of=doctor), Delivery.objects.filter(subject__contains="préparée")
    actions.hand_over(draft, by=by)
    actions.choose_recipient(draft, draft.healthcare_service, by=by)
    for _ in range(2):
        actions.hand_over(draft, by=by)
    assert told.count() == 2
    actions.fill(draft, QueryDict("question=Et maintenant ?"), page=Page(), by=by)
    actions.hand_over(draft, by=by)
    assert told.count() == 3


def test_what_the_doctor_sent_and_took_back_is_no_longer_what_was_prepared(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    delegate(doctor, secretary)
    draft = ServiceRequestFactory(requester=doctor)
    actions.hand_over(draft, by=actor(secretary, on_behalf_of=doctor))
    actions.send(draft, by=actor(doctor))
    actions.recall(draft, by=actor(doctor))
    page = words(desk_of(doctor).get("/"))
    assert "Brouillon" in page
    assert "préparé par" not in page


def test_these_pages_ask_the_database_a_dozen_times_at_most(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    for _ in range(3):
        delegate(doctor, RoleFactory(practitioner__profession=SECRETARY))
        delegate(RoleFactory(), secretary)
    invitation = invited(doctor)
    desk, preparing = desk_of(doctor), desk_of(secretary)
    for browser, address in (
        (desk, INDEX),
        (preparing, INDEX),
        (preparing, "/delegues/pour/"),
        (preparing, "/"),
        (Client(), f"/invitation/{invitation.pk}/"),
    ):
        browser.get(address)
        assert len(statements(lambda b=browser, a=address: b.get(a))) <= 12, address


def test_the_account_of_who_was_invited_claims_neither_a_profession_nor_another_source(
    doctor: PractitionerRole, secretary: PractitionerRole
):
    invitation = invited(doctor)
    invitation.delegation, invitation.accepted_at = delegate(doctor, secretary), timezone.now()
    invitation.save(update_fields=["delegation", "accepted_at"])
    secretary.practitioner.profession = ""
    secretary.practitioner.save(update_fields=["profession"])
    shown = words(desk_of(secretary).get("/mon-compte/"))
    assert "celles de l’invitation que vous avez acceptée" in shown
    assert "Profession" not in shown
    assert "Choisir pour qui je prépare" not in words(desk_of(secretary).get(INDEX))
