"""A form of somebody else, from the draft to the report: the same pages as ours."""

from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.actions import import_version
from telavis.questionnaires.queries import definition_of, to_fhir
from telavis.service_requests.forms import form_context
from telavis.service_requests.last_look import stamp_of
from tests.questionnaires.foreign.reading import adapted, everything, original
from tests.questionnaires.forms import plain
from tests.web.compose.fill import COMMON, draft_of, fields_of


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
