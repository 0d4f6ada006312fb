"""One definition says everything: the page, the last look, the file, the report, FHIR, the export and the summary."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from telavis.directory.models import PractitionerRole
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.actions import import_version, open_response
from telavis.questionnaires.foreign.adapting import adapt
from telavis.questionnaires.models import RequestType
from telavis.questionnaires.queries import to_fhir
from telavis.reports.assemble import assemble
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from tests.documents.makers import make_shown
from tests.factories import ServiceRequestFactory, requester_of
from tests.questionnaires.forms import extension, item, plain
from tests.web.compose.fill import COMMON
from tests.web.compose.test_review import address, press_send

pytestmark = pytest.mark.django_db
LINK = "https://aide.example/poids"


def link() -> dict[str, Any]:
    return extension(fhir.SUPPORT_LINK, valueUri=LINK)


def hint(link_id: str, text: str) -> dict[str, Any]:
    control = {"coding": [{"system": fhir.ITEM_CONTROL_SYSTEM, "code": "help"}]}
    return item(
        link_id, "display", text, extension=[extension(fhir.ITEM_CONTROL, valueCodeableConcept=control)]
    )


FORM: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "status": "active",
    "url": "https://ailleurs.example/Questionnaire/essai",
    "version": "1",
    "title": "Essai",
    "item": [
        item("poids", "decimal", "Poids", prefix="1.", extension=[extension(fhir.ENTRY_FORMAT, valueString="nnn,n"), link()]),
        item("reveil", "string", "Réveil", prefix="2.", extension=[extension(fhir.ENTRY_FORMAT, valueString="6 h")]),
        item(
            "jeun", "boolean", "À jeun", prefix="3.", item=[hint("jeun-aide", "Douze heures.")],
            extension=[extension(fhir.ITEM_CONTROL, valueCodeableConcept={"coding": [{"code": "check-box"}]}), link()],
        ),
        item("source", "string", "Source", initial=[{"valueString": "cabinet"}], extension=[extension(fhir.HIDDEN, valueBoolean=True)]),
        item("photos", "attachment", "Photographies", prefix="4.", repeats=True),
        item("lien", "display", "À lire avant.", extension=[link()]),
    ],
}  # fmt: skip


@pytest.fixture
def draft(requester: PractitionerRole) -> ServiceRequest:
    import_version(adapt(FORM), FORM, request_type="essai")
    request_type = RequestType.objects.get(code="essai")
    made: ServiceRequest = ServiceRequestFactory(
        requester=requester,
        request_type=request_type,
        response=open_response(request_type.questionnaire),
        urgency=None,
    )
    return made


def test_what_the_form_says_of_a_question_stands_on_its_page(desk: Client, draft: ServiceRequest):
    page = plain(desk.get(address(draft, "form")).content.decode())
    for words in (
        "1. Poids",
        "Exemple : nnn,n",
        "Exemple : 6 h",
        "3. À jeun",
        "Douze heures.",
        "4. Photographies",
    ):
        assert words in page
    assert page.count(f'href="{LINK}"') == 3, "a number, a box, a line of help"
    assert "Source" not in page


def test_every_way_of_reading_follows_from_it(desk: Client, draft: ServiceRequest):
    seen, other = make_shown(draft.folder), make_shown(draft.folder)
    answers = {"poids": "82,5", "reveil": "7 h", "jeun": "true", "photos": ["", str(seen.pk)]}
    desk.post(address(draft, "form"), {**COMMON, **answers, "go": "review"})
    look = desk.get(address(draft, "review")).content.decode()
    question = look[look.index("4. Photographies") : look.index("</dl>", look.index("4. Photographies"))]
    assert f"/documents/{seen.pk}/vignette/" in question
    assert str(other.pk) not in question
    form_page = desk.get(address(draft, "form")).content.decode()
    assert f'class="chip__picture" src="/documents/{seen.pk}/vignette/"' in form_page
    press_send(desk, draft)
    draft.refresh_from_db()
    assert draft.state == "sent"
    file = plain(desk.get(f"/dossiers/{draft.reference}/").content.decode())
    for words in ("1. Poids", "82,5", "2. Réveil", "3. À jeun", f"/documents/{seen.pk}/vignette/"):
        assert words in file
    assert "Source" not in file
    assert "1. Poids : 82,5" in plain(file[file.index("Résumé à coller") :])
    report, _ = assemble(draft, by=requester_of(draft))
    (last,) = [section for section in report.sections if section.title == "Essai"]
    printed = {line.label: line.text for line in last.lines}
    assert printed == {
        "1. Poids": "82,5",
        "2. Réveil": "7 h",
        "3. À jeun": "oui",
        "4. Photographies": "Photo (document 1)",
    }


def test_fhir_and_the_export_carry_it_whole(
    desk: Client, draft: ServiceRequest, capsys: pytest.CaptureFixture[str]
):
    seen = make_shown(draft.folder)
    desk.post(
        address(draft, "form"), {**COMMON, "poids": "82,5", "photos": ["", str(seen.pk)], "go": "review"}
    )
    draft.refresh_from_db()
    assert draft.response
    nodes = {each["linkId"]: each for each in to_fhir(draft.response, form_context(draft))["item"]}
    assert nodes["poids"]["answer"] == [{"valueDecimal": 82.5}]
    assert nodes["source"]["answer"] == [{"valueString": "cabinet"}], "hidden, and part of the answer"
    (picture,) = nodes["photos"]["answer"]
    assert picture["valueAttachment"]["url"] == f"urn:uuid:{seen.pk}"
    call_command("export_questionnaire", FORM["url"])
    assert json.loads(capsys.readouterr().out) == FORM
