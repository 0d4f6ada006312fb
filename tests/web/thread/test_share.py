"""«Transférer»: search, say what will be seen, confirm, take back."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import Share
from telavis.services.models import MemberKind
from tests.documents.makers import make_shown
from tests.factories import OPINION, RoleFactory, ServiceRequestFactory, requester_of
from tests.web.desks import desk_of, member_desk, requester_desk, statements, taker_desk

pytestmark = pytest.mark.django_db


def share_address(service_request):
    return f"/dossiers/{service_request.reference}/transferer/"


def words(response) -> str:
    return response.content.decode()


def test_a_colleague_is_found_by_name_and_the_name_stays_out_of_the_address():
    answered = ServiceRequestFactory(answered=True)
    colleague = RoleFactory(practitioner__family_name="Zygomar")
    page = requester_desk(answered).post(share_address(answered), {"colleague_text": "zygo"})
    assert str(colleague.practitioner) in words(page)
    assert colleague.organization.name in words(page)


def test_what_the_colleague_will_see_is_said_before_anything_is_shared():
    answered = ServiceRequestFactory(answered=True)
    colleague = RoleFactory()
    page = requester_desk(answered).post(
        share_address(answered), {"colleague": str(colleague.practitioner_id)}
    )
    assert "Ce que cette personne verra" in words(page)
    assert str(colleague.practitioner) in words(page)
    assert not Share.objects.exists()


def test_what_is_promised_is_what_the_colleague_finds():
    answered, colleague, other = ServiceRequestFactory(answered=True), RoleFactory(), RoleFactory()
    by = requester_of(answered)
    document = make_shown(answered.folder)
    actions.share(answered, other.practitioner, by=by)
    actions.write(answered, text="Et la cicatrice ?", by=by)
    asked = {"colleague": str(colleague.practitioner_id)}
    told = words(requester_desk(answered).post(share_address(answered), asked))
    actions.share(answered, colleague.practitioner, by=by)
    found = words(desk_of(colleague).get(f"/dossiers/{answered.reference}/")).replace("\u202f", " ")
    for promise, shown in {
        "L’identité du patient": "DURAND",
        "la question, le formulaire": "Faut-il retirer cette lésion",
        "les documents joints": document.title,
        "Les échanges avec le service": "Et la cicatrice",
        "L’avis de l’expert": OPINION.short_answer,
        "et le PDF": f"/dossiers/{answered.reference}/pdf/",
        "qui d’autre le suit": str(other.practitioner),
    }.items():
        assert promise in told
        assert shown in found, promise


def test_confirmed_the_colleague_reads_and_once_taken_back_no_more():
    answered = ServiceRequestFactory(answered=True)
    colleague = RoleFactory()
    desk, theirs = requester_desk(answered), desk_of(colleague)
    said = {"colleague": str(colleague.practitioner_id), "confirm": "1", "message": "Pour suivi."}
    for _ in range(2):
        desk.post(share_address(answered), said)
    running = Share.objects.get()
    assert theirs.get(f"/dossiers/{answered.reference}/").status_code == 200
    assert str(colleague.practitioner) in words(desk.get(share_address(answered)))
    for _ in range(2):
        desk.post(f"{share_address(answered)}{running.pk}/retirer/")
    assert theirs.get(f"/dossiers/{answered.reference}/").status_code == 404


def test_a_colleague_does_not_share_further():
    answered = ServiceRequestFactory(answered=True)
    colleague = RoleFactory()
    Share.objects.create(
        service_request=answered, practitioner=colleague.practitioner, shared_by=answered.requester
    )
    assert desk_of(colleague).get(share_address(answered)).status_code == 403


def test_an_expert_does_not_take_back_what_the_requester_shared():
    answered = ServiceRequestFactory(answered=True)
    running = Share.objects.create(
        service_request=answered, practitioner=RoleFactory().practitioner, shared_by=answered.requester
    )
    desk = member_desk(answered)
    assert desk.post(f"{share_address(answered)}{running.pk}/retirer/").status_code == 403
    assert f"{running.pk}/retirer/" not in words(desk.get(share_address(answered)))


def test_whoever_shared_and_may_no_more_is_told_so_on_the_file():
    answered = ServiceRequestFactory(answered=True)
    running = Share.objects.create(
        service_request=answered, practitioner=RoleFactory().practitioner, shared_by=answered.taken_by
    )
    answered.taken_by.memberships.update(kind=MemberKind.SECRETARY)
    desk = taker_desk(answered)
    page = desk.post(f"{share_address(answered)}{running.pk}/retirer/", follow=True)
    assert page.redirect_chain == [(f"/dossiers/{answered.reference}/", 302)]
    assert "Votre place dans ce service ne permet plus de retirer ce transfert" in words(page)
    running.refresh_from_db()
    assert running.revoked_at is None


def test_a_share_of_another_file_is_not_found_here():
    answered, other = ServiceRequestFactory(answered=True), ServiceRequestFactory(answered=True)
    running = Share.objects.create(
        service_request=other, practitioner=RoleFactory().practitioner, shared_by=other.requester
    )
    assert requester_desk(answered).post(f"{share_address(answered)}{running.pk}/retirer/").status_code == 404


@pytest.mark.parametrize("colleague", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_nobody_is_nobody(colleague):
    answered = ServiceRequestFactory(answered=True)
    said = {"colleague": colleague, "confirm": "1", "colleague_text": "<script>\x00"}
    page = requester_desk(answered).post(share_address(answered), said)
    assert page.status_code == 200
    assert "<script>" not in words(page).replace("<script src", "")
    assert not Share.objects.exists()


def test_oneself_and_the_one_who_asked_are_no_colleagues():
    answered = ServiceRequestFactory(answered=True)
    desk = requester_desk(answered)
    said = {"colleague": str(answered.requester.practitioner_id), "confirm": "1"}
    desk.post(share_address(answered), said)
    page = desk_of(answered.taken_by).post(share_address(answered), said, follow=True)
    assert "Cette personne a déjà le dossier" in words(page)
    assert not Share.objects.exists()


def test_a_word_that_is_too_long_is_a_sentence_and_stays():
    answered = ServiceRequestFactory(answered=True)
    said = {"colleague": str(RoleFactory().practitioner_id), "confirm": "1", "message": "m" * 501}
    page = requester_desk(answered).post(share_address(answered), said)
    assert "m" * 501 in words(page)
    assert "À corriger avant de continuer" in words(page)
    assert not Share.objects.exists()


def test_it_is_not_theirs_for_a_secretary_and_does_not_exist_for_a_stranger():
    answered = ServiceRequestFactory(answered=True)
    assert member_desk(answered, MemberKind.SECRETARY).get(share_address(answered)).status_code == 403
    assert desk_of(RoleFactory()).get(share_address(answered)).status_code == 404


def test_choosing_a_colleague_asks_the_database_a_dozen_times_at_most():
    taken, colleague = ServiceRequestFactory(taken=True), RoleFactory()
    address, said = f"/dossiers/{taken.reference}/transferer/", {"colleague": str(colleague.practitioner_id)}
    searched = {"colleague_text": colleague.practitioner.family_name}
    for desk in (requester_desk(taken), taker_desk(taken)):
        page = desk.post(address, said).content.decode()
        assert "qui d’autre le suit et qui a lu l’avis" in page
        assert len(statements(lambda desk=desk: desk.post(address, said))) <= 12
        assert len(statements(lambda desk=desk: desk.get(address))) <= 12
        assert len(statements(lambda desk=desk: desk.post(address, searched))) <= 12
