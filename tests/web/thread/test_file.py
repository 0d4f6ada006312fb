"""The file of a request: who opens it, and what each side reads first."""

import pytest
from django.test import Client
from django.utils import timezone

from telavis.audit.models import AuditEvent
from telavis.questionnaires.models import Questionnaire, QuestionnaireResponse
from telavis.service_requests import actions
from telavis.service_requests.models import ReadMark, ServiceRequest, Share
from telavis.services.models import MemberKind
from tests.factories import (
    OPINION,
    QUESTION_FORM,
    QuestionnaireFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceRequestFactory,
    actor,
    expert_of,
    requester_of,
)
from tests.web.desks import desk_of, member_desk, requester_desk, statements, taker_desk

pytestmark = pytest.mark.django_db


def file_address(service_request: ServiceRequest) -> str:
    return f"/dossiers/{service_request.reference}/"


def words(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def openings(service_request: ServiceRequest) -> int:
    return AuditEvent.objects.filter(action="open_request", service_request_id=service_request.pk).count()


def test_no_line_of_what_was_typed_begins_with_a_colon():
    taken = ServiceRequestFactory(taken=True)
    actions.write(taken, text="À revoir : demain ?", by=actor(taken.taken_by))
    assert "À revoir\u202f: demain\u202f?" in requester_desk(taken).get(file_address(taken)).content.decode()


def test_the_expert_reads_the_question_and_who_the_patient_is():
    sent = ServiceRequestFactory(sent=True)
    page = words(member_desk(sent).get(file_address(sent)))
    assert "Faut-il retirer cette lésion ?" in page
    assert "DURAND" in page
    assert "Votre réponse" in page


def test_the_question_comes_first_then_documents_answers_and_exchange():
    taken = ServiceRequestFactory(taken=True)
    actions.write(taken, text="Merci de préciser.", by=expert_of(taken))
    for desk in (member_desk(taken), requester_desk(taken)):
        page = words(desk.get(file_address(taken)))
        places = [page.index(f'<h2 id="{part}"') for part in ("question", "documents", "echanges")]
        assert places == sorted(places)
        assert page.index("Merci de préciser.") > places[-1]


def test_what_was_sent_is_read_with_the_form_of_its_day():
    """A later version of the form changes no question of a request that has left, and is asked by the next one."""

    def asking(text: str, version: str) -> Questionnaire:
        item = {"linkId": "question", "text": "Question", "type": "group"}
        item["item"] = [{"linkId": "depuis", "text": text, "type": "string"}]
        definition = {**QUESTION_FORM, "version": version, "item": [item]}
        return QuestionnaireFactory(version=version, definition=definition)

    kind = RequestTypeFactory(questionnaire=asking("Depuis quand", "1"))
    taken = ServiceRequestFactory(taken=True, request_type=kind)
    QuestionnaireResponse.objects.filter(pk=taken.response_id).update(
        answers={"depuis": {"value": "trois semaines"}}
    )
    kind.questionnaire = asking("Date du premier signe", "2")
    kind.save(update_fields=["questionnaire"])
    page = words(member_desk(taken).get(file_address(taken)))
    assert "trois semaines" in page
    assert "Depuis quand" in page
    assert "Date du premier signe" not in page
    begun = ServiceRequestFactory(request_type=kind, requester=taken.requester)
    assert begun.response.questionnaire.version == "2"


def test_a_person_opens_and_leaves_a_trace():
    sent = ServiceRequestFactory(sent=True)
    member_desk(sent).get(file_address(sent))
    sent.refresh_from_db()
    assert openings(sent) == 1
    assert sent.first_opened_at is not None


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch;prerender"}, {"HX-Request": "true"}, {"X-Telavis-Background": "1"}],
)
def test_prefetch_and_polling_open_nothing_and_get_nothing_to_read(headers):
    sent = ServiceRequestFactory(sent=True)
    answer = member_desk(sent).get(file_address(sent), headers=headers)
    sent.refresh_from_db()
    assert (answer.status_code, answer.content) == (204, b"")
    assert openings(sent) == 0
    assert sent.first_opened_at is None


def test_a_head_opens_nothing():
    sent = ServiceRequestFactory(sent=True)
    assert member_desk(sent).head(file_address(sent)).status_code == 204
    assert openings(sent) == 0


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_it_does_not_exist_for_a_stranger(headers):
    sent = ServiceRequestFactory(sent=True)
    stranger = desk_of(RoleFactory())
    assert stranger.get(file_address(sent), headers=headers).status_code == 404
    assert stranger.head(file_address(sent)).status_code == 404
    assert openings(sent) == 0


@pytest.mark.parametrize("reference", ["TE-26-K7M4-9Q", "TE-26-XXXX-XX", "x", "TE-26-K7M4-9Q%00", "%00"])
def test_an_unknown_reference_is_no_page(reference):
    assert desk_of(RoleFactory()).get(f"/dossiers/{reference}/").status_code == 404


def test_the_requester_reads_the_answer_before_the_question():
    answered = ServiceRequestFactory(answered=True)
    page = words(requester_desk(answered).get(file_address(answered)))
    answer, question = page.index(OPINION.short_answer), page.index("Faut-il retirer cette lésion ?")
    assert answer < question
    for part in ("Photographier de nouveau la lésion", OPINION.warning_signs, OPINION.for_patient):
        assert part in page


def test_reading_the_answer_is_shown_to_the_expert():
    answered = ServiceRequestFactory(answered=True)
    expert = taker_desk(answered)
    assert "Pas encore lu par le requérant." in words(expert.get(file_address(answered)))
    requester_desk(answered).get(file_address(answered))
    page = words(expert.get(file_address(answered)))
    assert "Lu par le requérant." in page
    readers = page.partition("Qui a lu l’avis</h2>")[2].partition("</ul>")[0]
    assert str(answered.requester.practitioner) in readers


def test_experts_who_open_it_are_no_readers_of_the_asking_side():
    answered = ServiceRequestFactory(answered=True)
    taker_desk(answered).get(file_address(answered))
    assert ReadMark.objects.filter(service_request=answered, answer_version=1).exists()
    page = words(requester_desk(answered).get(file_address(answered)))
    assert "Qui a lu l’avis" not in page


def test_a_colleague_reads_and_may_do_nothing():
    answered = ServiceRequestFactory(answered=True)
    colleague = RoleFactory()
    actions.share(answered, colleague.practitioner, by=requester_of(answered))
    page = words(desk_of(colleague).get(file_address(answered)))
    assert OPINION.short_answer in page
    for verb in ("rouvrir/", "clore/", "transferer/", "message/", "avis/"):
        assert f"{file_address(answered)}{verb}" not in page


def test_a_secretary_reads_and_has_no_answer_to_write():
    taken = ServiceRequestFactory(taken=True)
    page = words(member_desk(taken, MemberKind.SECRETARY).get(file_address(taken)))
    assert "Signer et envoyer" not in page
    assert "Votre réponse" not in page
    assert page.count(f'href="/reception/{taken.reference}/attribuer/"') == 2, (
        "in the menu, and as the next act"
    )


def test_a_junior_drafts_and_does_not_sign():
    taken = ServiceRequestFactory(taken=True)
    page = words(member_desk(taken, MemberKind.JUNIOR).get(file_address(taken)))
    assert "Votre réponse" in page
    assert "Signer et envoyer" not in page
    assert "Un expert du service relira ce texte" in page


def test_an_error_is_marked_unmistakably_with_its_reason():
    taken = ServiceRequestFactory(sent=True)
    actions.mark_in_error(taken, reason="Mauvais patient", by=requester_of(taken))
    page = words(requester_desk(taken).get(file_address(taken)))
    assert "Saisie par erreur : ne tenez pas compte de ce dossier" in page
    assert "Mauvais patient" in page


def test_a_refusal_shows_its_reason():
    taken = ServiceRequestFactory(taken=True)
    actions.decline(
        taken, reason_code="needs_examination", reason="À voir en consultation.", by=expert_of(taken)
    )
    page = words(requester_desk(taken).get(file_address(taken)))
    assert "Le patient doit être examiné : À voir en consultation." in page


def test_the_complement_names_what_is_asked():
    taken = ServiceRequestFactory(taken=True)
    actions.ask_more(taken, text="Précisez.", asked_items=["question"], by=expert_of(taken))
    page = words(requester_desk(taken).get(file_address(taken)))
    assert "L’expert attend un complément de votre part" in page
    assert "Votre question précise" in page


def test_a_patient_who_takes_the_agreement_back_is_announced():
    taken = ServiceRequestFactory(taken=True)
    actions.withdraw_consent(taken, by=requester_of(taken))
    assert "Le patient a retiré son accord" in words(taker_desk(taken).get(file_address(taken)))


def test_a_draft_is_seen_by_its_author_only():
    draft = ServiceRequestFactory()
    assert "Brouillon" in words(requester_desk(draft).get(file_address(draft)))
    assert member_desk(draft).get(file_address(draft)).status_code == 404


def test_an_expert_who_asked_another_service_reads_as_the_one_who_asked():
    answered = ServiceRequestFactory(answered=True)
    answered.healthcare_service.memberships.create(
        role=answered.requester, kind=MemberKind.EXPERT, started_on=timezone.localdate()
    )
    page = words(requester_desk(answered).get(file_address(answered)))
    assert page.index(OPINION.short_answer) < page.index("Faut-il retirer cette lésion ?")


@pytest.mark.parametrize(
    "trait", ["sent", "taken", "on_hold", "answered", "closed", "declined", "cancelled", "entered_in_error"]
)
def test_the_page_costs_at_most_eleven_queries_for_each_side_in_each_state(trait):
    service_request = ServiceRequestFactory(**{trait: True})
    desks = [requester_desk(service_request), member_desk(service_request)]
    for _ in range(3):
        Share.objects.create(
            service_request=service_request,
            practitioner=RoleFactory().practitioner,
            shared_by=service_request.requester,
            shared_at=timezone.now(),
        )
    desks.append(Client())
    desks[-1].force_login(Share.objects.first().practitioner.user)
    for desk in desks:
        for time in ("first", "again"):
            read = statements(lambda desk=desk: desk.get(file_address(service_request)))
            cost = [each for each in read if "questionnaires_questionnaire" not in each]
            assert len(cost) <= 11, "\n".join([time, *cost])


def test_an_opinion_that_was_rectified_costs_no_more_to_read():
    answered = ServiceRequestFactory(answered=True)
    actions.correct(answered, OPINION, reason="Faute de frappe.", by=actor(answered.taken_by))
    desk = requester_desk(answered)
    read = statements(lambda: desk.get(file_address(answered)))
    assert len([each for each in read if "questionnaires_questionnaire" not in each]) <= 11
    assert "Version 1, du" in words(desk.get(file_address(answered)))
