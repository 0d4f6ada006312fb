"""The file in fifteen lines of plain text."""

import unicodedata

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.contents import contents_of
from telavis.service_requests.queries.summary import LINES_MAX, WIDTH, summary_of
from tests.factories import QuestionnaireFactory, RequestTypeFactory, ServiceRequestFactory
from tests.questionnaires.forms import choice, extension, item, option, section

pytestmark = pytest.mark.django_db
LONG = "Un long récit qui ne tient pas sur une ligne. " * 30


def summary(service_request: ServiceRequest) -> list[str]:
    return summary_of(service_request, contents_of(service_request, {}))


def asked(answers: dict[str, object], **trait: bool) -> ServiceRequest:
    alarm = extension(fhir.RED_FLAG, valueString="Fièvre et bulles.")
    questions = section(
        item("question", "text", "Votre question précise", required=True),
        item("poids", "integer", "Poids", required=True),
        item("creatinine", "decimal", "Créatinine", required=True),
        choice("signes", option("aucun"), option("fievre", alarm, label="fièvre"), repeats=True),
        item("resume", "text", "Histoire"),
    )
    form = {"resourceType": "Questionnaire", "title": "Essai", "url": "https://x.example", "version": "1"}
    questionnaire = QuestionnaireFactory(definition={**form, "item": [questions]})
    response = QuestionnaireResponse.objects.create(questionnaire=questionnaire, answers=answers)
    request_type = RequestTypeFactory(questionnaire=questionnaire)
    return ServiceRequestFactory(request_type=request_type, response=response, **trait)


def test_it_says_who_asks_what_about_whom_and_what_was_answered():
    file = asked(
        {
            "question": {"value": "Faut-il l’opérer ?"},
            "poids": {"value": 82},
            "creatinine": {"unavailable": "labo fermé"},
            "signes": {"codes": ["fievre"]},
        },
        answered=True,
    )
    told = "\n".join(summary(file))
    for words in (
        f"Téléexpertise {file.reference} : {file.healthcare_service.name}",
        "Patient : J. D., femme, ",
        "Question : Faut-il l’opérer ?",
        "Alerte : Fièvre et bulles.",
        "Non disponible : Créatinine (labo fermé)",
        "Poids : 82",
        "Réponse : Lésion bénigne : pas d’exérèse.",
        "À faire : Photographier de nouveau la lésion (dans 6 mois)",
        "Recontacter si : La lésion change de couleur ou saigne.",
    ):
        assert words in told
    assert "DURAND" not in told.upper()


def test_before_the_answer_it_says_that_one_waits():
    assert summary(asked({"question": {"value": "Que faire ?"}}, sent=True))[-1] == "Avis : en attente"


@pytest.mark.parametrize("trait", ["sent", "answered"])
def test_it_is_never_longer_than_fifteen_lines_nor_wider_than_eighty_signs(trait):
    answers = {name: {"value": LONG} for name in ("question", "resume")}
    lines = summary(asked({**answers, "signes": {"codes": ["fievre"]}}, **{trait: True}))
    assert len(lines) <= LINES_MAX
    assert max(map(len, lines)) <= WIDTH
    assert any(line.endswith("…") for line in lines)


def test_nothing_in_it_is_read_as_a_command():
    typed = "ligne 1\r\nligne 2\x1b[31m\u202e fin\u202f\t\x07"
    lines = summary(asked({"question": {"value": typed}}, sent=True))
    assert "Question : ligne 1 ligne 2[31m fin" in lines
    signs = {sign for line in lines for sign in line}
    assert not {sign for sign in signs if unicodedata.category(sign)[0] == "C" or sign in "\u00a0\u202f"}
