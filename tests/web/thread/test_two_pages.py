"""Two pages of one expert on one text: brought together part by part, and both told."""

import re
from dataclasses import replace

import pytest
from django.http import QueryDict

from telavis.questionnaires.pages import Page as PageOf
from telavis.service_requests import actions
from telavis.service_requests.models import Answer, AnswerDraft
from telavis.services.models import MemberKind
from telavis.web.thread.answer_form import AnswerForm
from tests.factories import OPINION, ExpertFactory, RoleFactory, ServiceRequestFactory, actor
from tests.web.desks import desk_of, taker_desk
from tests.web.thread.test_answer import OPINION_TYPED, answer_address, sign, words

pytestmark = pytest.mark.django_db


def saved_by_another_tab(desk, service_request) -> None:
    address = f"{answer_address(service_request)}brouillon/"
    assert desk.post(address, {"short_answer": "nouveau", "revision": "0"}).status_code == 200


@pytest.mark.parametrize("typed", [{"short_answer": "ancien"}, {**OPINION_TYPED, "short_answer": "ancien"}])
def test_a_signature_of_an_older_tab_is_not_made_and_both_texts_wait_for_a_choice(typed):
    """Refused for what it lacks, or complete: what the other tab has saved is kept, shown, and not signed away."""
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    saved_by_another_tab(desk, taken)
    page = words(desk.post(answer_address(taken), {**typed, "revision": "0", "do": "sign"}))
    assert not Answer.objects.exists()
    assert "Écrit à deux endroits : « Réponse courte »" in page
    assert "ancien</textarea>" in page
    assert re.search(r"nouveau\s*</blockquote>", page)
    again = words(desk.post(answer_address(taken), {**OPINION_TYPED, "revision": "2", "do": "sign"}))
    assert "Rien n’est signé." in again
    assert re.search(r"nouveau\s*</blockquote>", again)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "ancien"), ("theirs", "nouveau"), ("both", "ancien\n\nnouveau")]
)
def test_whoever_has_chosen_signs_what_was_kept(choice, kept):
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    saved_by_another_tab(desk, taken)
    page = desk.post(
        answer_address(taken), {**OPINION_TYPED, "short_answer": "ancien", "revision": "0", "do": "sign"}
    )
    mark = page.context["answer_form"].parts["short_answer"].rivals[0].mark
    chosen = {"revision": "2", "choose": f"{choice}:{mark}:short_answer"}
    there = desk.post(answer_address(taken), chosen)
    assert there["Location"].endswith(f"/dossiers/{taken.reference}/#q-short_answer")
    shown = desk.get(f"/dossiers/{taken.reference}/").context["answer_form"]
    assert (shown["short_answer"].value(), shown.rivals) == (kept, {})
    desk.post(answer_address(taken), {**OPINION_TYPED, "short_answer": kept, "revision": "3", "do": "sign"})
    assert Answer.objects.get().short_answer == kept
    assert not AnswerDraft.objects.exists()


def test_whoever_comes_second_in_an_older_tab_loses_neither_text():
    taken = ServiceRequestFactory(taken=True)
    second = ExpertFactory(service=taken.healthcare_service)
    saved_by_another_tab(desk_of(second), taken)
    actions.answer(taken, OPINION, by=actor(taken.taken_by))
    page = words(sign(desk_of(second), taken, short_answer="ancien", revision="0"))
    assert f"{taken.taken_by.practitioner} a déjà répondu à cette demande" in page
    assert "ancien" in page
    assert re.search(r"nouveau\s*</blockquote>", page)


def test_what_a_junior_prepared_never_replaces_a_draft_of_mine():
    taken = ServiceRequestFactory(taken=True)
    junior = ExpertFactory(service=taken.healthcare_service, kind=MemberKind.JUNIOR)
    desk_of(junior).post(answer_address(taken), {**OPINION_TYPED, "do": "save"})
    desk = taker_desk(taken)
    saved_by_another_tab(desk, taken)
    prepared = AnswerDraft.objects.get(author=junior)
    page = words(desk.post(f"{answer_address(taken)}brouillon/{prepared.pk}/", follow=True))
    assert "Vous avez déjà un brouillon" in page
    assert AnswerDraft.objects.get(author=taken.taken_by).short_answer == "nouveau"


def test_two_pages_are_brought_together_question_by_question_and_each_is_told():
    """One writes the short answer, the other the signs and another short answer; lines of actions are one question."""
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    address = f"{answer_address(taken)}brouillon/"
    one = {"short_answer": "Bénigne", "decision": "stay", "revision": "0", "tab": "a", "turn": "1"}
    desk.post(address, one)
    other = {"warning_signs": "Elle saigne.", "action-what": "Biopsier", "short_answer": "Maligne"}
    told = desk.post(address, {**other, "revision": "0", "tab": "b", "turn": "1"}).json()
    assert told["revision"] == 2
    assert list(told["replaced"]) == ["q-decision"]
    assert re.search('value="stay"[^>]*checked', told["replaced"]["q-decision"])
    assert list(told["rivals"]) == ["q-short_answer"]
    assert "Bénigne" in told["rivals"]["q-short_answer"]
    assert ["Décision" in told["news"][0], "Réponse courte" in told["news"][1]] == [True, True]
    back = desk.post(address, {"revision": "1", "tab": "a"}).json()
    assert set(back["replaced"]) == {"q-short_answer", "q-warning_signs", "q-actions"}
    assert "Biopsier</textarea>" in back["replaced"]["q-actions"]
    draft = AnswerDraft.objects.get()
    assert (draft.short_answer, draft.warning_signs, draft.decision) == ("Maligne", "Elle saigne.", "stay")
    assert draft.saves.count() == 2
    page = words(desk.get(f"/dossiers/{taken.reference}/"))
    assert re.search(r"Bénigne\s*</blockquote>", page)


def test_a_page_without_scripts_is_brought_together_as_well():
    """«Ajouter une action» on a page that knows nothing of the other one: nothing of the other is lost."""
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    saved_by_another_tab(desk, taken)
    typed = {"short_answer": "", "action-what": "Biopsier", "revision": "0", "do": "add-action"}
    page = words(desk.post(answer_address(taken), typed))
    assert "nouveau</textarea>" in page
    assert "Biopsier</textarea>" in page
    assert page.count("data-row ") == 2
    assert "Repris ici : « Réponse courte »" in page


def test_of_two_saves_of_one_tab_that_cross_the_later_holds_and_none_stands_in_its_way():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    address = f"{answer_address(taken)}brouillon/"
    for turn, text in ((2, "nouveau"), (1, "ancien"), (3, "nouveau, fini")):
        saved = desk.post(address, {"short_answer": text, "revision": "0", "tab": "a", "turn": turn})
        assert saved.status_code == 200
        assert AnswerDraft.objects.get().short_answer.startswith("nouveau")
    assert AnswerDraft.objects.get().short_answer == "nouveau, fini"
    sign(desk, taken, revision="0", tab="a", turn=4)
    assert Answer.objects.get().short_answer == "Lésion bénigne."


@pytest.mark.parametrize("said", ["-2000000000", "99999999999999999999", "deux", ""])
def test_a_page_that_says_no_revision_of_ours_knows_nothing(said):
    """Below zero, every revision in between would be counted one by one."""
    assert AnswerForm(QueryDict(f"revision={said}"), is_draft=True).page.revision == 0


def test_a_draft_is_one_for_a_person_whichever_workplace_they_write_from():
    """Begun in the hospital, gone on in the practice: the older tab loses nothing, one text is signed and none remains."""
    taken = ServiceRequestFactory(taken=True)
    hospital = taken.taken_by
    practice = RoleFactory(practitioner=hospital.practitioner)
    actions.save_answer_draft(taken, replace(OPINION, short_answer="À l’hôpital"), by=actor(hospital))
    there = replace(OPINION, short_answer="Au cabinet")
    actions.save_answer_draft(taken, there, shown=PageOf(1), by=actor(practice))
    assert AnswerDraft.objects.get().short_answer == "Au cabinet"
    with pytest.raises(actions.StaleDraft):
        actions.answer(taken, OPINION, shown=PageOf(1), by=actor(hospital))
    actions.answer(taken, there, shown=PageOf(1), by=actor(hospital))
    assert not AnswerDraft.objects.exists()


def test_a_part_that_cannot_be_kept_says_why_and_the_rest_is_kept():
    taken = ServiceRequestFactory(taken=True)
    typed = {"hypothesis": "x" * 301, "short_answer": "Bénigne"}
    answer = taker_desk(taken).post(f"{answer_address(taken)}brouillon/", typed).json()
    assert answer["refused"] == ["hypothesis"]
    assert "300" in answer["news"][0]
    assert AnswerDraft.objects.get().short_answer == "Bénigne"
