"""Drafting, signing, and coming second."""

import pytest

from telavis.service_requests import actions
from telavis.service_requests.models import Answer, AnswerDraft, ServiceRequest
from telavis.service_requests.opinion import ActionLine
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from tests.factories import OPINION, ExpertFactory, RoleFactory, ServiceRequestFactory, actor, expert_of
from tests.web.desks import desk_of, member_desk, requester_desk, taker_desk

pytestmark = pytest.mark.django_db

OPINION_TYPED = {
    "short_answer": "Lésion bénigne.",
    "decision": "consultation",
    "decision_delay": "sous 3 semaines",
    "action-what": ["Photographier", "Biopsier"],
    "action-who": ["requester", "service"],
    "action-when": ["dans 6 mois", "à la consultation"],
    "action-condition": ["", "si elle change, alors plus tôt"],
    "warning_signs": "Elle saigne.",
    "for_patient": "Cette tache est bénigne.",
    "hypothesis": "Kératose séborrhéique",
    "certainty": "high",
    "photo_quality": "4",
}


def answer_address(service_request: ServiceRequest) -> str:
    return f"/dossiers/{service_request.reference}/avis/"


def words(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def sign(desk, service_request, **changes):
    typed = {**OPINION_TYPED, **changes, "do": "sign"}
    return desk.post(answer_address(service_request), typed, follow=True)


def test_an_expert_signs_and_every_word_is_kept():
    taken = ServiceRequestFactory(taken=True)
    page = sign(taker_desk(taken), taken)
    signed = Answer.objects.get(service_request=taken).opinion
    assert signed.actions == (
        ActionLine("Photographier", "requester", "dans 6 mois"),
        ActionLine("Biopsier", "service", "à la consultation", "si elle change, alors plus tôt"),
    )
    assert (signed.decision, signed.decision_delay, signed.photo_quality) == (
        "consultation",
        "sous 3 semaines",
        4,
    )
    assert "Votre avis est signé et envoyé." in words(page)


def test_what_nobody_has_taken_is_taken_first():
    sent = ServiceRequestFactory(sent=True)
    expert = ExpertFactory(service=sent.healthcare_service)
    sign(desk_of(expert), sent)
    sent.refresh_from_db()
    assert (sent.state, sent.taken_by, sent.answer.signed_by) == (State.ANSWERED, expert, expert)


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ({"short_answer": ""}, "Écrivez la réponse courte"),
        ({"decision": ""}, "Choisissez une décision."),
        ({"decision_delay": ""}, "Indiquez sous quel délai la consultation est souhaitable."),
        ({"warning_signs": " "}, "Indiquez dans quels cas vous recontacter."),
        ({"action-what": ["", ""]}, "Indiquez au moins une action"),
        ({"hypothesis": "x" * 301}, "300"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(left_out, sentence):
    sent = ServiceRequestFactory(sent=True)
    page = words(sign(member_desk(sent), sent, **left_out))
    assert sentence in page
    assert "Cette tache est bénigne." in page
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_of_two_who_answer_at_once_the_second_sees_who_was_first_and_keeps_the_text():
    taken = ServiceRequestFactory(taken=True)
    actions.answer(taken, OPINION, by=actor(taken.taken_by))
    second = ExpertFactory(service=taken.healthcare_service)
    page = words(sign(desk_of(second), taken, short_answer="Mon autre avis."))
    assert f"{taken.taken_by.practitioner} a déjà répondu à cette demande" in page
    assert "Mon autre avis." in page
    assert Answer.objects.filter(service_request=taken).count() == 1
    assert AnswerDraft.objects.get(author=second).short_answer == "Mon autre avis."
    assert "Mon autre avis." in words(desk_of(second).get(f"/dossiers/{taken.reference}/"))


def test_a_double_click_signs_once_and_leaves_no_draft():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    sign(desk, taken)
    page = sign(desk, taken)
    assert Answer.objects.filter(service_request=taken).count() == 1
    assert not AnswerDraft.objects.exists()
    assert "déjà répondu" not in words(page)


@pytest.mark.parametrize("trait", ["closed", "declined", "cancelled", "entered_in_error", "on_hold"])
def test_an_ended_request_is_not_answered_and_the_text_is_kept(trait):
    ended = ServiceRequestFactory(**{trait: True})
    page = sign(member_desk(ended), ended)
    assert page.status_code == 200
    assert "Votre texte est gardé" in words(page)
    assert AnswerDraft.objects.get().short_answer == "Lésion bénigne."


@pytest.mark.parametrize("kind", [MemberKind.JUNIOR, MemberKind.SECRETARY])
def test_a_junior_and_a_secretary_never_sign(kind):
    taken = ServiceRequestFactory(taken=True)
    assert sign(member_desk(taken, kind), taken).status_code == 403


def test_a_nurse_who_coordinates_does_not_sign():
    taken = ServiceRequestFactory(taken=True)
    nurse = ExpertFactory(service=taken.healthcare_service, kind=MemberKind.COORDINATOR, profession="60")
    assert sign(desk_of(nurse), taken).status_code == 403


def test_the_requester_does_not_answer_and_a_stranger_finds_nothing():
    taken = ServiceRequestFactory(taken=True)
    assert sign(requester_desk(taken), taken).status_code == 403
    assert sign(desk_of(RoleFactory()), taken).status_code == 404


def test_what_a_junior_prepares_is_read_and_taken_over_by_an_expert():
    taken = ServiceRequestFactory(taken=True)
    junior = ExpertFactory(service=taken.healthcare_service, kind=MemberKind.JUNIOR)
    desk_of(junior).post(answer_address(taken), {**OPINION_TYPED, "do": "save"})
    prepared = AnswerDraft.objects.get()
    desk = taker_desk(taken)
    assert f"Préparé par {junior.practitioner}" in words(desk.get(f"/dossiers/{taken.reference}/"))
    page = desk.post(f"{answer_address(taken)}brouillon/{prepared.pk}/", follow=True)
    assert "Le texte préparé est repris" in words(page)
    assert AnswerDraft.objects.get(author=taken.taken_by).opinion == prepared.opinion


def test_the_draft_of_an_expert_is_nobody_elses_to_read():
    taken = ServiceRequestFactory(taken=True)
    actions.save_answer_draft(taken, OPINION, by=actor(taken.taken_by))
    draft = AnswerDraft.objects.get()
    desk = member_desk(taken)
    assert OPINION.short_answer not in words(desk.get(f"/dossiers/{taken.reference}/"))
    assert desk.post(f"{answer_address(taken)}brouillon/{draft.pk}/").status_code == 404
    assert OPINION.short_answer not in words(requester_desk(taken).get(f"/dossiers/{taken.reference}/"))


def test_saving_without_scripts_brings_the_draft_back():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    page = desk.post(answer_address(taken), {"short_answer": "À moitié", "do": "save"}, follow=True)
    assert "Votre brouillon est enregistré." in words(page)
    assert "À moitié</textarea>" in words(page)


def test_a_line_is_added_and_removed_without_scripts():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    added = words(desk.post(answer_address(taken), {**OPINION_TYPED, "do": "add-action"}))
    assert added.count("data-row ") == 3
    removed = words(desk.post(answer_address(taken), {**OPINION_TYPED, "do": "remove-action-0"}))
    assert removed.count("data-row ") == 1
    assert "Biopsier" in removed
    assert "Photographier</textarea>" not in removed


@pytest.mark.parametrize("do", ["", "x", "remove-action-", "remove-action-99", "remove-action-x", "\x00"])
def test_a_strange_wish_loses_nothing(do):
    taken = ServiceRequestFactory(taken=True)
    page = taker_desk(taken).post(answer_address(taken), {**OPINION_TYPED, "do": do})
    assert page.status_code == 200
    assert "Biopsier" in words(page)


def test_the_background_save_answers_with_revision_and_words():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    address = f"{answer_address(taken)}brouillon/"
    first = desk.post(address, {"short_answer": "A", "revision": "0"}).json()
    second = desk.post(address, {"short_answer": "AB", "revision": first["revision"]}).json()
    assert second["revision"] == first["revision"] + 1
    assert (second["news"], second["refused"], ":" in second["clock"] or "h" in second["clock"]) == (
        [],
        [],
        True,
    )
    assert AnswerDraft.objects.get().short_answer == "AB"


def test_a_refused_signature_does_not_pass_for_another_tab():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    page = desk.post(answer_address(taken), {"short_answer": "A", "revision": "0", "do": "sign"})
    revision = page.context["answer_form"]["revision"].value()
    address = f"{answer_address(taken)}brouillon/"
    assert desk.post(address, {"short_answer": "AB", "revision": revision}).status_code == 200


def test_a_refused_signature_is_what_a_phone_shows_first():
    taken = ServiceRequestFactory(taken=True)
    page = words(taker_desk(taken).post(answer_address(taken), {"do": "sign"}))
    assert 'id="reponse" data-column data-current' in page
    assert 'id="demande" data-column data-current' not in page


def test_a_first_save_that_arrives_after_its_signature_brings_no_draft_back():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    sign(desk, taken, revision="0", tab="a", turn=2)
    late = {"short_answer": "Lésion", "revision": "0", "tab": "a", "turn": 1}
    assert desk.post(f"{answer_address(taken)}brouillon/", late).status_code == 409
    assert not AnswerDraft.objects.exists()


def test_what_a_junior_prepares_from_another_workplace_is_still_prepared():
    taken = ServiceRequestFactory(taken=True)
    junior = ExpertFactory(service=taken.healthcare_service, kind=MemberKind.JUNIOR)
    elsewhere = RoleFactory(practitioner=junior.practitioner)
    actions.save_answer_draft(taken, OPINION, by=actor(elsewhere))
    page = words(taker_desk(taken).get(f"/dossiers/{taken.reference}/"))
    assert f"Préparé par {junior.practitioner}" in page


def test_nobody_outside_the_service_saves_a_draft():
    taken = ServiceRequestFactory(taken=True)
    address = f"{answer_address(taken)}brouillon/"
    assert requester_desk(taken).post(address, {"short_answer": "x"}).status_code == 403
    assert member_desk(taken, MemberKind.SECRETARY).post(address, {"short_answer": "x"}).status_code == 403
    assert desk_of(RoleFactory()).post(address, {"short_answer": "x"}).status_code == 404


def test_ten_thousand_characters_a_script_and_text_from_right_to_left_arrive_whole():
    taken = ServiceRequestFactory(taken=True)
    long, hostile, hebrew = "é" * 10_000, "<script>alert(1)</script>", "שלום \u202eabc"
    typed = {"short_answer": long, "warning_signs": hostile, "for_patient": hebrew, "action-what": [hostile]}
    page = words(sign(taker_desk(taken), taken, **typed))
    signed = Answer.objects.get(service_request=taken)
    assert (signed.short_answer, signed.warning_signs, signed.for_patient) == (long, hostile, hebrew)
    assert long in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert hostile not in page


def test_ten_thousand_characters_where_a_line_is_expected_are_a_sentence_and_stay():
    taken = ServiceRequestFactory(taken=True)
    desk = taker_desk(taken)
    for field in ("hypothesis", "action-what"):
        page = words(sign(desk, taken, **{field: "é" * 10_000}))
        assert "À corriger avant de continuer" in page
        assert "é" * 10_000 in page
    assert "Une action dépasse 2 000 caractères" in page
    assert not Answer.objects.exists()
    kept = desk.post(f"{answer_address(taken)}brouillon/", {"action-what": "é" * 10_000}).json()
    assert (kept["refused"], "2 000" in kept["news"][-1].replace("\u202f", " ")) == (["actions"], True)


def test_nul_is_no_error_of_ours():
    taken = ServiceRequestFactory(taken=True)
    page = sign(taker_desk(taken), taken, short_answer="a\x00b", **{"action-what": ["c\x00d"]})
    assert page.status_code == 200
    assert "À corriger avant de continuer" in words(page)
    answer = expert_of(taken)
    assert not Answer.objects.filter(signed_by=answer.role).exists()
