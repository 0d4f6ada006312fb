"""What this program knows of the elements, extensions and controls of FHIR R4 and SDC; the rest is told by its name."""

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.foreign.findings import Fate

READ = frozenset(
    (
        *(fhir.UNIT, fhir.UNIT_OPTION, fhir.MIN_VALUE, fhir.MAX_VALUE, fhir.MIN_QUANTITY, fhir.MAX_QUANTITY),
        *(fhir.ENTRY_FORMAT, fhir.OPTION_EXCLUSIVE, fhir.SUPPORT_LINK, fhir.HIDDEN, fhir.MIN_LENGTH),
        *(fhir.MIN_OCCURS, fhir.MAX_OCCURS, fhir.VARIABLE, fhir.SHORT_TEXT, fhir.CALCULATED_EXPRESSION),
        *(fhir.INITIAL_EXPRESSION, fhir.LAUNCH_CONTEXT),
        *(fhir.OPEN_LABEL, fhir.ASSEMBLED_FROM, fhir.ITEM_CONTROL),
        *(fhir.RED_FLAG, fhir.OPTION_GROUP, fhir.STORED_ELSEWHERE, fhir.HEADLINE, fhir.COMPLETENESS_WEIGHT),
        *(fhir.WARNING, fhir.NOT_AFTER_TODAY, fhir.SUBSTANCE, fhir.USUAL_RANGE, fhir.CALCULATION_SOURCE),
        *(fhir.ASKED_UNDER, fhir.ONE_QUESTION),
        *(fhir.SLIDER_STEP, fhir.PARTS_OF, fhir.BODY_REGION, fhir.TREND),
    )
)
"""Extensions that are shown, or obeyed. Any other is kept in the file and told."""

TOLD = {
    f"{fhir.HL7}/regex": "le motif attendu n’est pas vérifié",
    f"{fhir.HL7}/questionnaire-constraint": "cette règle de contrôle n’est pas appliquée",
    f"{fhir.SDC}/sdc-questionnaire-constraint": "cette règle de contrôle n’est pas appliquée",
    f"{fhir.HL7}/maxDecimalPlaces": "le nombre de décimales n’est pas limité",
    f"{fhir.HL7}/mimeType": "tout document admis par la plateforme l’est ici",
    f"{fhir.HL7}/maxSize": "la limite de taille est celle de la plateforme",
    f"{fhir.HL7}/rendering-style": "la mise en forme est celle de la plateforme",
    f"{fhir.HL7}/rendering-xhtml": "le texte simple est montré",
    f"{fhir.HL7}/rendering-markdown": "le texte simple est montré",
    f"{fhir.HL7}/ordinalValue": "la valeur en points ne se montre pas",
    f"{fhir.SDC}/sdc-questionnaire-enableWhenExpression": "la question est toujours posée",
    f"{fhir.SDC}/sdc-questionnaire-answerExpression": "les réponses proposées ne sont pas recherchées ailleurs",
    f"{fhir.SDC}/sdc-questionnaire-candidateExpression": "les réponses proposées ne sont pas recherchées ailleurs",
    f"{fhir.SDC}/sdc-questionnaire-preferredTerminologyServer": "aucun serveur de terminologie n’est interrogé",
    f"{fhir.HL7}/questionnaire-signatureRequired": "la demande est signée à l’envoi, non question par question",
    f"{fhir.SDC}/sdc-questionnaire-unitOpen": "seules les unités proposées se choisissent",
    f"{fhir.HL7}/questionnaire-choiceOrientation": "la disposition des réponses est celle de la plateforme",
    f"{fhir.SDC}/sdc-questionnaire-choiceOrientation": "la disposition des réponses est celle de la plateforme",
}

CONTROLS = {
    **dict.fromkeys(("help", "flyover", "radio-button", "check-box", "text-box", "list"), ""),
    **dict.fromkeys(
        ("drop-down", "autocomplete", "lookup"), "toutes les réponses proposées se voient et se cochent"
    ),
    "slider": "sans minimum ni maximum, on tape le nombre",
    "spinner": "on tape le nombre",
    **dict.fromkeys(("gtable", "table", "htable", "atable", "grid"), "les lignes se suivent, sans tableau"),
    **dict.fromkeys(("header", "footer", "page", "tab-container"), "à sa place dans la page, qui est une"),
    **dict.fromkeys(("prompt", "unit", "lower", "upper", "inline"), "montré avec la question"),
}
"""By code, how else the item is drawn; empty where nothing differs."""
BESIDE = frozenset(("prompt", "unit", "lower", "upper", "inline", "help", "flyover"))
"""Lines of display that belong to the question around them."""

OF_FORM = frozenset(
    (
        *("resourceType", "id", "meta", "language", "text", "url", "identifier", "version", "name", "title"),
        *("status", "experimental", "subjectType", "date", "publisher", "contact", "contained", "extension"),
        *("item", "_title"),
    )
)
"""Elements of a form that are read, or that say who made it; the others are told."""
OF_ITEM = frozenset(
    (
        *(
            "id",
            "linkId",
            "type",
            "text",
            "prefix",
            "required",
            "repeats",
            "readOnly",
            "maxLength",
            "initial",
        ),
        *("enableWhen", "enableBehavior", "answerOption", "answerValueSet", "item", "extension"),
    )
)


def fate_of(url: str) -> tuple[Fate, str] | None:
    """What becomes of an extension; None where it is read."""
    return None if url in READ else (Fate.IGNORED, TOLD.get(url, ""))


def short_name(url: str) -> str:
    """«questionnaire-itemControl»: how people know it."""
    return url.rstrip("/").rpartition("/")[2] or url
