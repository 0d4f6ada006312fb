"""From rows to the content of a report."""

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test.utils import override_settings
from django.utils import timezone
from PIL import Image

from telavis.documents.models import Document, DocumentKind, DocumentState, Folder
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.reports.assemble import NotSent, assemble
from telavis.reports.canonical import canonical_json
from telavis.reports.content import Report
from telavis.service_requests.models import Message, MessageKind, ServiceRequest, Transition
from telavis.service_requests.workflow import Note, State, Verb
from tests.factories import (
    QUESTION_FORM,
    AnswerFactory,
    PatientFactory,
    QuestionnaireFactory,
    ServiceRequestFactory,
    requester_of,
)
from tests.patients.factories import WHEN
from tests.reports.drawn import photograph, small_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Iterator[None]:
    """Documents of a test go to its own folder."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    from django.conf import settings

    with override_settings(STORAGES={**settings.STORAGES, "documents": kept}):
        yield


def add(folder: Folder, title: str, content: bytes, kind: DocumentKind, **changes: Any) -> Document:
    key = storages["documents"].save(
        f"{title}.bin", ContentFile(content)
    )  # as it lay before documents were sealed
    size = Image.open(io.BytesIO(content)).size if kind == DocumentKind.IMAGE else (None, None)
    values: dict[str, Any] = {
        "state": DocumentState.READY,
        "rendition_key": key,
        "rendition_type": "image/jpeg" if kind == DocumentKind.IMAGE else "application/pdf",
        "rendition_sha256": "a" * 64,
        "rendition_size": len(content),
        "width": size[0],
        "height": size[1],
        "pages": 2 if kind == DocumentKind.PDF else None,
    }
    return Document.objects.create(
        folder=folder,
        title=title,
        file_name=title,
        kind=kind,
        original_sha256="b" * 64,
        original_size=1,
        **{**values, **changes},
    )


def told(service_request: ServiceRequest, verb: Verb | Note, **more: Any) -> None:
    Transition.objects.create(
        service_request_id=service_request.pk,
        reference=service_request.reference,
        verb=verb,
        from_state=State.SENT,
        to_state=service_request.state,
        occurred_at=timezone.now(),
        user_label="Dr Camille Essai",
        **more,
    )


def report_of(service_request: ServiceRequest) -> Report:
    return assemble(service_request, by=requester_of(service_request))[0]


def test_first_page_has_question_identity_and_answer() -> None:
    report = report_of(ServiceRequestFactory(answered=True))
    assert report.question == "Faut-il retirer cette lésion ?"
    assert report.patient.name == "DURAND Jeanne"
    assert report.answer is not None
    assert report.answer.short_answer == "Lésion bénigne : pas d’exérèse."
    assert report.answer.decision == "suivi sur place"
    assert report.notices == ()


def test_signatory_is_the_one_frozen_at_signing() -> None:
    service_request = ServiceRequestFactory(answered=True)
    signatory = service_request.answer.signed_by.practitioner
    signatory.family_name = "Renommé"
    signatory.save(update_fields=["family_name"])
    report = report_of(service_request)
    assert report.answer is not None
    assert report.answer.signed_by.name == service_request.answer.signed_by_label
    assert "Renommé" not in report.answer.signed_by.name


def test_question_is_not_told_twice() -> None:
    report = report_of(ServiceRequestFactory(sent=True))
    assert [line.link_id for section in report.sections for line in section.lines] == []


def test_agreement_stands_in_its_own_place_only() -> None:
    form: dict[str, Any] = deepcopy(QUESTION_FORM)
    agreement = {"linkId": "information_patient_motif", "text": "Motif", "type": "string"}
    form["item"] += [agreement, {"linkId": "resume", "text": "Histoire", "type": "text"}]
    told_in = {"question": {"value": "Q"}, "resume": {"value": "H"}, agreement["linkId"]: {"value": "M"}}
    questionnaire = QuestionnaireFactory(definition=form)
    response = QuestionnaireResponse.objects.create(questionnaire=questionnaire, answers=told_in)
    report = report_of(ServiceRequestFactory(sent=True, response=response, consent_reason="M"))
    assert [line.link_id for section in report.sections for line in section.lines] == ["resume"]
    assert report.consent.reason == "M"


def test_earlier_versions_stay_behind_the_one_in_force() -> None:
    service_request = ServiceRequestFactory(answered=True)
    second = AnswerFactory(
        service_request=service_request,
        signed_by=service_request.taken_by,
        version=2,
        is_correction=True,
        correction_reason="Biopsie reçue",
    )
    service_request.answer = second
    service_request.save(update_fields=["answer"])
    report = report_of(service_request)
    assert report.answer is not None
    assert (report.answer.version, report.answer.correction_reason) == (2, "Biopsie reçue")
    assert [answer.version for answer in report.earlier_answers] == [1]


def test_images_are_drawn_and_pdfs_are_embedded() -> None:
    service_request = ServiceRequestFactory(sent=True)
    add(service_request.folder, "Gros plan", photograph((400, 300), 1), DocumentKind.IMAGE, position=1)
    add(service_request.folder, "Été 2024", small_pdf(), DocumentKind.PDF, position=2)
    report, files = assemble(service_request, by=requester_of(service_request))
    drawn, embedded = report.documents
    assert (drawn.number, drawn.picture, drawn.width) == (1, "image-01", 400)
    assert (embedded.number, embedded.enclosure, embedded.pages) == (2, "02-ete-2024.pdf", 2)
    assert list(files.pictures) == ["image-01"]
    assert [each.name for each in files.enclosures] == ["questionnaire-response.json", "02-ete-2024.pdf"]


def test_large_images_are_reduced_for_the_page() -> None:
    service_request = ServiceRequestFactory(sent=True)
    add(service_request.folder, "Grande", photograph((4000, 3000), 1), DocumentKind.IMAGE)
    _report, files = assemble(service_request, by=requester_of(service_request))
    assert Image.open(io.BytesIO(files.pictures["image-01"])).size == (1800, 1350)


def test_messages_name_the_documents_that_came_with_them() -> None:
    service_request = ServiceRequestFactory(on_hold=True)
    add(service_request.folder, "Première", photograph((40, 30), 1), DocumentKind.IMAGE)
    folder = Folder.objects.create()
    add(folder, "Seconde", photograph((40, 30), 2), DocumentKind.IMAGE)
    Message.objects.create(
        service_request=service_request,
        kind=MessageKind.REPLY,
        author=service_request.requester,
        text="La voici",
        folder=folder,
        sent_at=timezone.now(),
    )
    assert [(each.text, each.documents) for each in report_of(service_request).exchange] == [
        ("La voici", (2,))
    ]


@pytest.mark.parametrize("state", [DocumentState.REFUSED, DocumentState.RECEIVED])
def test_document_that_could_not_be_read_is_an_incident(state: DocumentState) -> None:
    service_request = ServiceRequestFactory(sent=True)
    refusal = "Ce PDF contient un programme." if state == DocumentState.REFUSED else ""
    add(service_request.folder, "Mauvais", b"", DocumentKind.PDF, state=state, refusal=refusal)
    report = report_of(service_request)
    assert report.documents == ()
    assert len(report.incidents) == 1
    assert "Mauvais" in report.incidents[0]
    assert refusal in report.incidents[0]


def test_lost_file_is_an_incident_and_stays_listed() -> None:
    service_request = ServiceRequestFactory(sent=True)
    add(service_request.folder, "Perdu", small_pdf(), DocumentKind.PDF, rendition_key="nowhere")
    report = report_of(service_request)
    assert [document.title for document in report.documents] == ["Perdu"]
    assert report.incidents == ("Le fichier du document n° 1 n’a pas pu être relu.",)


def test_damaged_picture_is_an_incident_and_stays_listed() -> None:
    service_request = ServiceRequestFactory(sent=True)
    stored = storages["documents"].save("damaged.bin", ContentFile(b"no picture any more"))
    add(service_request.folder, "Abîmée", photograph((40, 30), 1), DocumentKind.IMAGE, rendition_key=stored)
    report = report_of(service_request)
    assert [(document.title, document.picture) for document in report.documents] == [("Abîmée", "")]
    assert report.incidents == ("Le fichier du document n° 1 n’a pas pu être relu.",)


def test_removed_documents_are_not_shown() -> None:
    service_request = ServiceRequestFactory(sent=True)
    add(service_request.folder, "Retiré", small_pdf(), DocumentKind.PDF, removed_at=timezone.now())
    assert report_of(service_request).documents == ()


@pytest.mark.parametrize(
    ("trait", "title"),
    [
        ("sent", "Pas encore d’avis"),
        ("taken", "Pas encore d’avis"),
        ("on_hold", "Pas encore d’avis"),
        ("declined", "Déclinée"),
        ("cancelled", "Annulée par le requérant"),
        ("entered_in_error", "Déclarée saisie par erreur"),
    ],
)
def test_a_notice_says_why_there_is_no_answer(trait: str, title: str) -> None:
    assert [notice.title for notice in report_of(ServiceRequestFactory(**{trait: True})).notices] == [title]


def test_declined_says_by_whom_and_why() -> None:
    service_request = ServiceRequestFactory(declined=True)
    told(service_request, Verb.DECLINE, reason_code="out_of_scope", reason="Voir la rhumatologie.")
    (notice,) = report_of(service_request).notices
    assert notice.text == "Dr Camille Essai. Hors du champ de ce service. Voir la rhumatologie."


def test_withdrawn_agreement_is_an_alarm() -> None:
    report = report_of(ServiceRequestFactory(answered=True, consent_withdrawn_at=timezone.now()))
    assert [(notice.title, notice.is_alarm) for notice in report.notices] == [
        ("Accord du patient retiré", True)
    ]


def test_reopened_request_says_that_the_answer_is_older() -> None:
    service_request = ServiceRequestFactory(answered=True)
    service_request.state = State.TAKEN
    service_request.save(update_fields=["state"])
    assert [notice.title for notice in report_of(service_request).notices] == [
        "Dossier rouvert par le requérant"
    ]


def test_every_line_of_the_journal_has_words() -> None:
    service_request = ServiceRequestFactory(sent=True)
    for verb in (*Verb, *Note):
        told(service_request, verb)
    assert len(report_of(service_request).journal) == len(Verb) + len(Note)


def test_form_is_embedded_as_fhir() -> None:
    service_request = ServiceRequestFactory(sent=True)
    _report, files = assemble(service_request, by=requester_of(service_request))
    resource = json.loads(files.enclosures[0].content)
    assert resource["resourceType"] == "QuestionnaireResponse"
    assert "Faut-il retirer cette lésion ?" in json.dumps(resource, ensure_ascii=False)


def test_only_a_qualified_identity_gives_its_number_away() -> None:
    checked = {"evidence_kind": "CN", "checked_at": WHEN, "checked_by_label": "Dr Martin"}
    found = {"ins_oid": "1.2.250.1.213.1.4.10", "ins_matricule": "279035121518989", "ins_obtained_at": WHEN}
    retrieved = {"status": "RECUP", "ins_source": "INSI", **found}
    qualified = {**retrieved, "status": "QUAL", **checked}
    given = [_ins_given(columns) for columns in (retrieved, qualified)]
    identifier = {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989"}
    assert given == [("", "", None), ("2 79 03 51 215 189 89", "1.2.250.1.213.1.4.10", identifier)]


def _ins_given(columns: dict[str, Any]) -> tuple[str, str, dict[str, str] | None]:
    """What a report of a patient with this identity says, and its answers in FHIR."""
    patient = PatientFactory(**{f"identity__{name}": value for name, value in columns.items()})
    service_request = ServiceRequestFactory(sent=True, patient=patient)
    report, files = assemble(service_request, by=requester_of(service_request))
    subject = json.loads(files.enclosures[0].content).get("subject", {})
    ins = report.patient.ins.replace("\u00a0", " ")
    assert bool(report.patient.datamatrix) == bool(ins)
    return ins, report.patient.ins_oid, subject.get("identifier")


def test_making_it_again_gives_the_same_fingerprint() -> None:
    service_request = ServiceRequestFactory(answered=True)
    first = canonical_json(report_of(service_request))
    told(service_request, Note.MAKE_PDF)
    assert canonical_json(report_of(service_request)) == first


def test_a_draft_has_no_report() -> None:
    with pytest.raises(NotSent):
        report_of(ServiceRequestFactory())
