"""«Avis rectifié»: a new version with its reason, the former readable."""

import re
from dataclasses import replace

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import Answer, AnswerDraft
from tests.factories import OPINION, RoleFactory, ServiceRequestFactory, actor, coordinator_of, requester_of
from tests.web.desks import desk_of, member_desk, requester_desk, taker_desk
from tests.web.thread.test_answer import OPINION_TYPED, words

pytestmark = pytest.mark.django_db


def correct_address(service_request):
    return f"/dossiers/{service_request.reference}/avis/rectifier/"


def correct(desk, service_request, **changes):
    typed = {**OPINION_TYPED, "reason": "Erreur de côté.", "do": "sign", **changes}
    return desk.post(correct_address(service_request), typed, follow=True)


def test_the_form_is_filled_with_the_version_in_force():
    answered = ServiceRequestFactory(answered=True)
    page = words(taker_desk(answered).get(correct_address(answered)))
    assert OPINION.short_answer in page
    assert "Photographier de nouveau la lésion</textarea>" in page


@pytest.mark.parametrize("trait", ["answered", "closed"])
def test_both_versions_are_readable_and_the_reason_is_said(trait):
    answered = ServiceRequestFactory(**{trait: True})
    correct(taker_desk(answered), answered)
    page = words(requester_desk(answered).get(f"/dossiers/{answered.reference}/"))
    for part in ("Avis rectifié", "Erreur de côté.", "Lésion bénigne.", OPINION.short_answer, "Version 1"):
        assert part in page
    answered.refresh_from_db()
    assert (answered.answer.version, answered.state) == (2, trait)


def test_each_earlier_version_says_whether_it_was_corrected_or_only_followed():
    answered = ServiceRequestFactory(answered=True)
    expert = actor(answered.taken_by)
    actions.correct(answered, OPINION, reason="Erreur de côté.", by=expert)
    actions.reopen(answered, text="Quelle dose ?", by=requester_of(answered))
    actions.answer(answered, OPINION, by=expert)
    page = words(requester_desk(answered).get(f"/dossiers/{answered.reference}/"))
    first, second = (page.split(f"Version {number}, du")[1].split("</summary>")[0] for number in (1, 2))
    assert first.endswith("remplacée")
    assert second.endswith("avis précédent")


@pytest.mark.parametrize("changes", [{"reason": ""}, {"short_answer": ""}, {"action-what": ["", ""]}])
def test_without_a_reason_or_half_an_opinion_nothing_changes_and_the_text_stays(changes):
    answered = ServiceRequestFactory(answered=True)
    page = words(correct(taker_desk(answered), answered, **changes))
    assert "À corriger avant de continuer" in page
    assert "Cette tache est bénigne." in page
    assert Answer.objects.filter(service_request=answered).count() == 1


def test_a_line_is_added_without_scripts():
    answered = ServiceRequestFactory(answered=True)
    page = words(correct(taker_desk(answered), answered, do="add-action"))
    assert page.count("data-row ") == 3
    assert "Erreur de côté." in page


def test_it_is_theirs_for_the_signatory_and_a_coordinator_only():
    answered = ServiceRequestFactory(answered=True)
    assert member_desk(answered).get(correct_address(answered)).status_code == 403
    assert requester_desk(answered).get(correct_address(answered)).status_code == 403
    assert desk_of(RoleFactory()).get(correct_address(answered)).status_code == 404
    coordinator = desk_of(coordinator_of(answered.healthcare_service))
    assert coordinator.get(correct_address(answered)).status_code == 200


def test_a_prefetch_opens_nothing():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    assert desk.get(correct_address(answered), headers={"Sec-Purpose": "prefetch"}).status_code == 204


def test_a_double_click_is_one_version():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    for _ in range(2):
        page = correct(desk, answered, version="1")
        assert "L’avis rectifié est signé." in words(page)
    assert Answer.objects.filter(service_request=answered).count() == 2


def test_who_lost_the_right_meanwhile_keeps_the_text_and_is_told_why():
    answered = ServiceRequestFactory(answered=True)
    coordinator = coordinator_of(answered.healthcare_service)
    correct(desk_of(coordinator), answered, version="1", short_answer="À retirer sans attendre.")
    page = correct(taker_desk(answered), answered, version="1", short_answer="Ma seconde pensée.")
    assert page.status_code == 403
    for part in (
        f"{coordinator.practitioner} a rectifié l’avis entre-temps",
        "vous ne pouvez plus le rectifier",
        "À retirer sans attendre.",
        "Ma seconde pensée.</textarea>",
        "Erreur de côté.</textarea>",
    ):
        assert part in words(page)
    assert "Signer et envoyer" not in words(page)
    assert Answer.objects.filter(service_request=answered).count() == 2


def test_a_version_signed_meanwhile_is_shown_before_it_is_replaced():
    answered = ServiceRequestFactory(answered=True)
    desk = desk_of(coordinator_of(answered.healthcare_service))
    correct(taker_desk(answered), answered, version="1", short_answer="À retirer sans attendre.")
    page = correct(desk, answered, version="1")
    assert f"{answered.taken_by.practitioner} a rectifié l’avis entre-temps" in words(page)
    assert "À retirer sans attendre." in words(page)
    assert "Lésion bénigne.</textarea>" in words(page)
    assert Answer.objects.filter(service_request=answered).count() == 2
    correct(desk, answered, version=page.context["answer_form"]["version"].value())
    answered.refresh_from_db()
    assert (answered.answer.version, answered.answer.short_answer) == (3, "Lésion bénigne.")


def draft_address(service_request):
    return f"{correct_address(service_request)}brouillon/"


def typed(desk, service_request, text, **said):
    return desk.post(
        draft_address(service_request), {"short_answer": text, "version": "1", "revision": "0", **said}
    )


def test_what_is_typed_is_saved_by_itself_and_comes_back_with_its_reason():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    assert 'data-autosave="' + draft_address(answered) in words(desk.get(correct_address(answered)))
    saved = typed(desk, answered, "À revoir dans un mois.", reason="Délai oublié.").json()
    assert (saved["revision"], saved["refused"]) == (1, [])
    page = words(desk.get(correct_address(answered)))
    assert "À revoir dans un mois.</textarea>" in page
    assert "Délai oublié.</textarea>" in page
    file = words(desk.get(f"/dossiers/{answered.reference}/"))
    assert "Votre rectification n’est pas signée" in file
    assert "Reprendre la rectification" in file
    others = (requester_desk(answered), member_desk(answered))
    assert not any("À revoir" in words(each.get(f"/dossiers/{answered.reference}/")) for each in others)


def test_it_leaves_an_opinion_that_came_second_alone_and_goes_when_it_is_signed():
    answered = ServiceRequestFactory(answered=True)
    signatory = actor(answered.taken_by)
    actions.save_answer_draft(answered, replace(OPINION, short_answer="Ma pensée."), by=signatory)
    desk = taker_desk(answered)
    typed(desk, answered, "À revoir.")
    correct(desk, answered, version="1", revision="1")
    assert AnswerDraft.objects.get().short_answer == "Ma pensée."
    late = typed(desk, answered, "À rev")
    assert (late.status_code, "devenu l’avis signé" in late.json()["sentence"]) == (409, True)


def test_one_begins_again_from_what_is_signed():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    typed(desk, answered, "À revoir.")
    page = words(desk.post(correct_address(answered), {"do": "again"}, follow=True))
    assert f"{OPINION.short_answer}</textarea>" in page
    assert not AnswerDraft.objects.exists()


def test_another_tab_is_told_that_it_was_erased_and_does_not_bring_it_back():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    typed(desk, answered, "À revoir.")
    desk.post(correct_address(answered), {"do": "again"})
    late = typed(desk, answered, "À revoir encore.", revision="1")
    assert late.status_code == 409
    assert "effacé ou signé depuis un autre onglet. Copiez votre texte" in late.json()["sentence"]
    assert not AnswerDraft.objects.exists()


def test_a_correction_of_a_request_that_was_reopened_meanwhile_stays_on_its_page_to_be_copied():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    seen = desk.get(correct_address(answered)).context["answer_form"].initial["seen"]
    actions.reopen(answered, text="Et pour le bras ?", by=requester_of(answered))
    page = words(correct(desk, answered, version="1", revision="0", seen=seen))
    assert "La demande a été rouverte avec une nouvelle question" in page
    assert "Erreur de côté.</textarea>" in page
    assert "Vous ne pouvez plus rectifier cet avis. Copiez" in page


def test_what_was_begun_meets_my_own_answer_to_the_question_that_reopened_it():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    typed(desk, answered, "Commencé.")
    actions.reopen(answered, text="Et pour le bras ?", by=requester_of(answered))
    actions.answer(answered, OPINION, by=actor(answered.taken_by))
    assert "Vous avez signé un nouvel avis entre-temps" in words(desk.get(correct_address(answered)))


def test_saved_by_hand_without_scripts_it_stays_on_its_page():
    answered = ServiceRequestFactory(answered=True)
    page = correct(taker_desk(answered), answered, version="1", revision="0", do="save")
    assert "Votre brouillon est enregistré." in words(page)
    assert "Erreur de côté.</textarea>" in words(page)
    assert Answer.objects.count() == 1


def test_two_tabs_are_brought_together_and_nothing_is_signed_away():
    """The page sends what was changed only; the rest is what is signed."""
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    typed(desk, answered, "nouveau")
    assert AnswerDraft.objects.get().decision == OPINION.decision
    told = typed(desk, answered, "ancien").json()
    assert list(told["rivals"]) == ["q-short_answer"]
    page = words(correct(desk, answered, version="1", revision="0", short_answer="ancien"))
    assert "Rien n’est signé." in page
    assert re.search(r"nouveau\s*</blockquote>", page)
    assert "ancien</textarea>" in page
    assert (Answer.objects.count(), AnswerDraft.objects.get().short_answer) == (1, "ancien")


def test_what_was_begun_meets_the_version_that_somebody_signed_meanwhile():
    answered = ServiceRequestFactory(answered=True)
    coordinator = desk_of(coordinator_of(answered.healthcare_service))
    typed(coordinator, answered, "Commencé.", reason="Autre délai.")
    correct(taker_desk(answered), answered, version="1", short_answer="À retirer sans attendre.")
    page = coordinator.get(correct_address(answered))
    for part in ("a rectifié l’avis entre-temps", "À retirer sans attendre.", "Commencé.</textarea>"):
        assert part in words(page)
    assert page.context["answer_form"]["version"].value() == 2


def test_who_lost_the_right_meanwhile_is_told_by_the_next_save_and_finds_the_text_in_the_file():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    typed(desk, answered, "Commencé.")
    correct(desk_of(coordinator_of(answered.healthcare_service)), answered, version="1")
    late = typed(desk, answered, "Commencé, fini.", revision="1")
    assert (late.status_code, "Copiez votre texte." in late.json()["sentence"]) == (409, True)
    file = words(desk.get(f"/dossiers/{answered.reference}/"))
    assert "Commencé." in file
    assert "Reprendre la rectification" not in file


def test_a_message_that_came_meanwhile_is_read_before_one_signs():
    answered = ServiceRequestFactory(answered=True)
    desk = taker_desk(answered)
    seen = desk.get(correct_address(answered)).context["answer_form"].initial["seen"]
    actions.write(answered, text="C’était le bras droit.", by=requester_of(answered))
    page = correct(desk, answered, version="1", revision="0", seen=seen)
    for part in (
        "Un message est arrivé pendant que vous écriviez",
        "bras droit",
        "Erreur de côté.</textarea>",
    ):
        assert part in words(page)
    assert Answer.objects.count() == 1
    form = page.context["answer_form"].initial
    correct(desk, answered, version="1", revision=form["revision"], seen=form["seen"])
    assert Answer.objects.count() == 2
