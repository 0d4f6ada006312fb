"""A form of somebody else, from the draft to the report: the same pages as ours."""

from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.actions import import_version, load_shipped
from telavis.questionnaires.definition import TAKEN_NAMES
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.queries import definition_of, to_fhir
from telavis.service_requests.forms import form_context
from telavis.service_requests.last_look import stamp_of
from tests.factories import QuestionnaireFactory, RequestTypeFactory
from tests.questionnaires.foreign.reading import adapted, everything, original
from tests.questionnaires.forms import item, plain, section
from tests.web.compose.fill import COMMON, draft_of, fields_of


def test_a_question_named_like_a_part_of_the_page_takes_nothing_from_it(
    desk: Client, requester: PractitionerRole
):
    """«response» would be taken for the key of the answers, and nothing could be saved any more."""
    questions = [item(name, "string") for name in sorted(TAKEN_NAMES)]
    common = load_shipped()[0].questionnaire.definition
    definition = {**common, "url": "https://x.example/page", "item": [*common["item"], section(*questions)]}
    RequestTypeFactory(code="page", questionnaire=QuestionnaireFactory(definition=definition))
    draft = draft_of("page", requester)
    page = desk.get(reverse("compose:form", args=[draft.pk]))
    said = {parse(definition).by_id[name].field_name: f"dit {name}" for name in TAKEN_NAMES}
    assert (
        desk.post(reverse("compose:autosave", args=[draft.pk]), {**fields_of(page), **said}).status_code
        == 200
    )
    draft.response.refresh_from_db()
    assert draft.response.answers == {name: {"value": f"dit {name}"} for name in TAKEN_NAMES}
    assert {*said} <= {*fields_of(desk.get(reverse("compose:form", args=[draft.pk])))}


def test_it_is_asked_looked_at_sent_read_and_printed(desk: Client, requester: PractitionerRole):
    form = import_version(adapted("visit_intake"), original("visit_intake"), request_type="visite")
    draft = draft_of("visite", requester)
    address = reverse("compose:form", args=[draft.pk])
    theirs = {
        name: typed
        for name, typed in everything(definition_of(form.pk)).items()
        if "/" not in name or name[0] != "t"
    }
    answers = {**fields_of(desk.get(address)), **theirs, **COMMON, "names/0/names%2Fr%C3%A9ponse": "Dupont"}
    desk.post(address, {**answers, "go": "review"})
    look = plain(desk.get(reverse("compose:review", args=[draft.pk])).content.decode())
    assert "For how many years?" in look
    assert "Cigarettes" in look
    draft.refresh_from_db()
    desk.post(reverse("compose:send", args=[draft.pk]), {"seen": stamp_of(draft)})
    draft.refresh_from_db()
    assert draft.state == "sent"
    assert "Dupont" in desk.get(f"/dossiers/{draft.reference}/").content.decode()
    assert desk.get(f"/dossiers/{draft.reference}/pdf/").content.startswith(b"%PDF-")
    response = to_fhir(draft.response, form_context(draft))
    assert response["questionnaire"] == f"{original('visit_intake')['url']}|2.0.0"
    (smoker,) = (node for node in response["item"] if node["linkId"] == "smoker")
    assert [each["linkId"] for each in smoker["answer"][0]["item"]] == ["smoker-years", "smoker-what"]
