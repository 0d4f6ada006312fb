"""The forms that come with the program: valid FHIR, complete, and whole from the page to the export."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answers, from_json, to_json
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.form import Context, Form, JoinedDocument
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields

ENTRIES = {entry.code: entry for entry in shipped()}
COMMON = [
    "question",
    "type_question",
    "delai",
    "projet_adressage",
    "contexte",
    "resume",
    "antecedents",
    "traitements",
    "allergies",
    "mode_vie",
    "information_patient",
]
DERMATOLOGY = [
    "derm_categorie",
    "derm_schema",
    "derm_debut",
    "derm_nombre",
    "derm_taille_mm",
    "derm_evolution",
    "derm_symptomes",
    "derm_abcde",
    "derm_risque",
    "derm_phototype",
    "derm_general",
    "derm_medicament",
    "derm_contage",
    "derm_traitements",
    "derm_examens",
    "derm_hypothese",
    "derm_photo_large",
    "derm_photo_gros_plan",
    "derm_photo_dermoscopie",
]
INFECTIONS = [
    "inf_objet",
    "inf_site",
    "inf_debut",
    "inf_constantes",
    "inf_terrain",
    "inf_materiel",
    "inf_prelevements",
    "inf_colonisation",
    "inf_atb_actuel",
    "inf_atb_3mois",
    "inf_allergie_bl",
    "inf_rein",
    "inf_poids",
    "inf_foie",
    "inf_crp",
    "inf_imagerie",
    "inf_geste",
    "inf_expositions",
    "inf_oral",
    "inf_docs",
]
GENERAL = "derm_general"
RED_FLAGS: list[dict[str, str | list[str]]] = [
    {GENERAL: ["atteinte_muqueuse"]},
    {GENERAL: ["bulles"]},
    {GENERAL: ["oedeme_visage"]},
    {GENERAL: ["necrose"]},
    {GENERAL: ["erythrodermie"]},
    {GENERAL: ["nourrisson"]},
    {GENERAL: ["purpura", "fievre"]},
    {"inf_pas": "100", "inf_fr": "22"},
    {"inf_pas": "100", "inf_conscience": "alteree"},
    {"inf_gravite": ["marbrures"]},
    {"inf_gravite": ["purpura"]},
    {"inf_gravite": ["raideur_meningee"]},
    {"inf_gravite": ["necrose"]},
    {"inf_terrain": ["neutropenie"], "inf_temperature": "38"},
    {"inf_site": ["endocarde"], "inf_insuffisance_cardiaque": "oui"},
    {"inf_temperature": "38,5", "inf_expositions": ["voyage"], "inf_paludisme": "non_faite"},
    {"inf_objet": ["prophylaxie_aes"], "inf_exposition_recente": "oui"},
]
"""Each alone, all of its conditions at their limits."""
HARMLESS: list[dict[str, str | list[str]]] = [
    {GENERAL: ["purpura"]},
    {GENERAL: ["fievre"]},
    {"inf_pas": "101", "inf_fr": "22"},
    {"inf_terrain": ["neutropenie"], "inf_temperature": "37,9"},
    {"inf_temperature": "38,5", "inf_expositions": ["animal"], "inf_paludisme": "non_faite"},
]
CONTEXT = {
    "information_patient": "oral",
    "information_patient_par": "patient",
    "information_patient_date": date(2026, 11, 2),
    "delai": "within_72_hours",
    "documents": [JoinedDocument("0198c0de-0000-7000-8000-000000000001", "Photo", media_type="image/jpeg")],
}


def test_the_eight_types_stand_in_their_order():
    assert [entry.title for entry in ENTRIES.values()] == [
        "Dermatologie",
        "Maladies infectieuses",
        "Néphrologie",
        "Cardiologie — ECG",
        "Hématologie",
        "Endocrinologie / diabétologie",
        "Gériatrie",
        "Plaies et cicatrisation",
    ]
    assert all(entry.description and entry.icon for entry in ENTRIES.values())


@pytest.mark.parametrize("code", ENTRIES)
def test_each_form_is_valid_fhir_and_has_the_common_part(code):
    definition = ENTRIES[code].definition
    Questionnaire.model_validate(definition)
    form = parse(definition)
    assert set(COMMON) <= form.by_id.keys()
    assert {item.link_id for item in form.walk() if item.is_stored_elsewhere} >= {
        "delai",
        "information_patient",
    }
    assert definition["experimental"] is True
    assert f"{fhir.ASSEMBLED_FROM}" in {each["url"] for each in definition["extension"]}


@pytest.mark.parametrize(
    ("code", "fields", "optional", "conditional"),
    [
        ("dermatologie", DERMATOLOGY, {"derm_phototype", "derm_contage", "derm_examens", "derm_hypothese",
                                       "derm_photo_dermoscopie"},
         {"derm_taille_mm", "derm_abcde", "derm_risque", "derm_medicament", "derm_photo_dermoscopie"}),
        ("maladies-infectieuses", INFECTIONS, {"inf_colonisation", "inf_atb_3mois", "inf_foie", "inf_imagerie",
                                               "inf_docs"},
         {"inf_allergie_bl", "inf_geste", "inf_expositions", "inf_oral"}),
    ],
)  # fmt: skip
def test_the_full_forms_have_all_their_fields(code, fields, optional, conditional):
    form = parse(ENTRIES[code].definition)
    items = [form.by_id[link_id] for link_id in fields]
    assert {item.link_id for item in items if not item.is_required} == optional
    assert {item.link_id for item in items if item.conditions} == conditional


def test_words_for_people_have_french_spaces():
    def texts(node: Any) -> list[str]:
        if isinstance(node, dict):
            here = [
                node[key]
                for key in ("text", "display", "valueString", "title")
                if isinstance(node.get(key), str)
            ]
            return here + [found for value in node.values() for found in texts(value)]
        return [found for value in node for found in texts(value)] if isinstance(node, list) else []

    faults = [
        text
        for entry in ENTRIES.values()
        for text in texts(entry.definition)
        if re.search(r"\w[ ]?[?!;:](\s|$)| [?!;:»]|« |'", text)
    ]
    assert faults == []


@pytest.mark.parametrize("code", ENTRIES)
def test_no_label_addresses_the_one_who_reads(code: str):
    form = parse(ENTRIES[code].definition)
    addressed = [item.heading for item in form.walk() if item.kind is not Kind.DISPLAY]
    assert [each for each in addressed if re.search(r"\b([Vv]ous|[Vv]otre|auriez)\b", each)] == []


def _flags(typed: dict[str, str | list[str]]) -> list[str]:
    code = "dermatologie" if GENERAL in typed else "maladies-infectieuses"
    definition = parse(ENTRIES[code].definition)
    answers, refusals = read_fields(definition, as_fields(typed), Answers())
    assert refusals == []
    return [flag.sentence for flag in Form(definition, answers, Context.of(CONTEXT)).red_flags()]


@pytest.mark.parametrize("typed", RED_FLAGS, ids=str)
def test_what_cannot_wait_raises_its_alarm(typed):
    assert len(_flags(typed)) == 1


@pytest.mark.parametrize("typed", HARMLESS, ids=str)
def test_what_can_wait_raises_none(typed):
    assert _flags(typed) == []


@pytest.mark.parametrize("code", ENTRIES)
@pytest.mark.parametrize("chosen", [0, 1, -1])
def test_a_filled_form_goes_from_page_to_export(code, chosen):
    definition = parse(ENTRIES[code].definition)
    fields = as_fields(dict(pair for item in definition.walk() for pair in _typed(definition, item, chosen)))
    answers, refusals = read_fields(definition, fields, Answers())
    form = Form(definition, from_json(to_json(answers)), Context.of(CONTEXT))
    assert refusals == []
    assert form.stored == answers
    assert form.problems() == []
    assert form.missing() == []
    assert form.completeness().is_complete
    told = {line.link_id for section in form.sections() for line in section.lines}
    assert {item.link_id for item in form.mandatory()} <= told
    exported = to_fhir(form, identifier="0198", authored=datetime(2026, 11, 2, tzinfo=UTC), is_completed=True)
    QuestionnaireResponse.model_validate(exported)
    written = _link_ids(exported)
    assert {item.link_id for item in form.mandatory()} <= written
    assert written <= {item.link_id for item in definition.walk() if form.visibility.enables(item)}


def _typed(form: Definition, item: Item, chosen: int) -> list[tuple[str, str | list[str]]]:
    row = form.row_of(item.link_id)
    name = f"{row}/0/{item.link_id}" if row else item.link_id
    around = form.by_id[form.parents[item.link_id]] if item.link_id in form.parents else item
    if item.calculation:
        return []
    if around.whole is not None and item.kind is Kind.INTEGER:
        first = next(each for each in around.children if each.kind is Kind.INTEGER)
        return [(name, str(around.whole if item == first else 0))]
    match item.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return [(name, "Œdème d’É <b>")]
        case Kind.INTEGER | Kind.DECIMAL | Kind.QUANTITY:
            return [(name, str(item.minimum if chosen == 0 else item.maximum).replace(".", ","))]
        case Kind.DATE:
            return [(name, "02/03/2020")]
        case Kind.TIME:
            return [(name, "14 h 30")]
        case Kind.CHOICE | Kind.CHOICES:
            return [(name, [item.options[chosen].code])]
        case Kind.ROWS:
            return [(name, "")]
        case Kind.ATTACHMENT:
            return [(name, [CONTEXT["documents"][0].id])]
    return []


def _link_ids(node: dict[str, Any]) -> set[str]:
    inside = {found for child in node.get("item", ()) for found in _link_ids(child)}
    return inside | ({node["linkId"]} if "linkId" in node else set())
