"""What is decided while a request is a draft."""

from uuid import uuid4

import pytest
from django.utils import timezone

from telavis.questionnaires.actions import load_shipped, open_response
from telavis.questionnaires.definition import Kind
from telavis.questionnaires.models import QuestionnaireResponse, RequestType
from telavis.questionnaires.pages import Page
from telavis.questionnaires.queries import definition_of
from telavis.questionnaires.reading import as_fields
from telavis.service_requests import actions
from telavis.service_requests.models import ConsentForm, ConsentGiver, ServiceRequest
from telavis.service_requests.workflow import StepRefused
from tests.factories import (
    PatientFactory,
    QuestionnaireFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    actor,
    requester_of,
)
from tests.questionnaires.calculation.test_beginning import begins

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_opens_one_draft():
    patient, requester, key = PatientFactory(), actor(RoleFactory()), uuid4()
    first = actions.start(patient, by=requester, creation_key=key)
    assert actions.start(patient, by=requester, creation_key=key) == first
    assert ServiceRequest.objects.count() == 1


def test_somebody_elses_key_opens_nothing():
    patient, key = PatientFactory(), uuid4()
    actions.start(patient, by=actor(RoleFactory()), creation_key=key)
    with pytest.raises(actions.NotAllowed):
        actions.start(patient, by=actor(RoleFactory()), creation_key=key)


def test_a_secretary_alone_asks_nothing_and_for_a_doctor_prepares():
    secretary, doctor = RoleFactory(practitioner__profession=""), RoleFactory()
    with pytest.raises(actions.NotAllowed):
        actions.start(PatientFactory(), by=actor(secretary))
    draft = actions.start(PatientFactory(), by=actor(secretary, on_behalf_of=doctor))
    assert (draft.requester, draft.prepared_by) == (doctor, secretary)


def test_a_consent_is_kept_with_who_how_and_when():
    draft = ServiceRequestFactory(consent_form="", consent_giver="", consent_on=None)
    day = timezone.localdate()
    agreed = actions.record_consent(
        draft,
        form=ConsentForm.WRITTEN,
        giver=ConsentGiver.LEGAL_REPRESENTATIVE,
        on=day,
        by=requester_of(draft),
    )
    assert (agreed.consent_form, agreed.consent_giver, agreed.consent_on) == (
        "written",
        "legal_representative",
        day,
    )


def test_another_type_opens_another_form_and_forgets_the_recipient():
    draft = ServiceRequestFactory()
    before = draft.response
    changed = actions.choose_type(draft, RequestTypeFactory(), by=requester_of(draft))
    assert changed.response != before
    assert changed.healthcare_service is None


def test_a_form_begins_with_what_its_formulas_find_of_the_patient_and_of_who_asks():
    formulas = {
        "qui": "%user.name.first().family",
        "sexe": "%patient.gender",
        "nom": "%patient.name.first().family",
    }
    asked = [begins(link_id, "string", formula) for link_id, formula in formulas.items()]
    form = QuestionnaireFactory(definition={"resourceType": "Questionnaire", "item": asked})
    draft = ServiceRequestFactory(patient=PatientFactory(identity__sex="F"))
    opened = actions.choose_type(draft, RequestTypeFactory(questionnaire=form), by=requester_of(draft))
    assert opened.response.answers["qui"] == {"value": draft.requester.practitioner.family_name}
    assert opened.response.answers["sexe"] == {"value": "female"}
    assert "nom" not in opened.response.answers


def test_changing_the_type_and_back_loses_nothing_that_was_typed():
    """What the other form does not ask is kept unseen; a reason stays where the question is asked too."""
    load_shipped()
    skin, kidney = (RequestType.objects.get(code=code) for code in ("dermatologie", "nephrologie"))
    draft = ServiceRequestFactory(request_type=skin, response=open_response(skin.questionnaire))
    only_skin = next(
        item.link_id
        for item in definition_of(skin.questionnaire_id).by_id.values()
        if item.kind in (Kind.TEXT, Kind.LONG_TEXT)
        and item.link_id not in definition_of(kidney.questionnaire_id).by_id
    )
    typed = {
        only_skin: "Depuis deux mois.",
        "question": "Que faire ?",
        "resume/unavailable": "dossier ailleurs",
    }
    actions.fill(draft, as_fields(typed), page=Page(), by=requester_of(draft))
    former = draft.response_id
    changed = actions.choose_type(draft, kidney, by=requester_of(draft))
    assert not QuestionnaireResponse.objects.filter(pk=former).exists()
    assert changed.response.answers["resume"] == {"unavailable": "dossier ailleurs"}
    actions.fill(changed, as_fields({"question": "Et ensuite ?"}), page=Page(), by=requester_of(draft))
    back = actions.choose_type(changed, skin, by=requester_of(draft))
    assert back.response.answers[only_skin] == {"value": "Depuis deux mois."}
    assert back.response.answers["question"] == {"value": "Et ensuite ?"}


def test_a_service_that_does_not_answer_this_type_is_refused():
    draft = ServiceRequestFactory()
    with pytest.raises(StepRefused, match="ne répond pas"):
        actions.choose_recipient(draft, ServiceFactory(), by=requester_of(draft))


def test_nothing_is_changed_once_sent():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(StepRefused):
        actions.choose_type(sent, RequestTypeFactory(), by=requester_of(sent))
