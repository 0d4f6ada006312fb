"""The addresses of FHIR extensions and code systems that a form may use: the standard ones, then our own.

Our own extensions are described in `docs/domain/forms.md` §2.
"""

HL7 = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
OURS = "https://telavis.example/fhir/StructureDefinition"

# Standard: FHIR R4 and Structured Data Capture.
ITEM_CONTROL = f"{HL7}/questionnaire-itemControl"
ITEM_CONTROL_SYSTEM = "http://hl7.org/fhir/questionnaire-item-control"
UNIT = f"{HL7}/questionnaire-unit"
MIN_VALUE = f"{HL7}/minValue"
MAX_VALUE = f"{HL7}/maxValue"
ENTRY_FORMAT = f"{HL7}/entryFormat"
OPTION_EXCLUSIVE = f"{HL7}/questionnaire-optionExclusive"
SUPPORT_LINK = f"{HL7}/questionnaire-supportLink"
HIDDEN = f"{HL7}/questionnaire-hidden"
MIN_OCCURS = f"{HL7}/questionnaire-minOccurs"
MAX_OCCURS = f"{HL7}/questionnaire-maxOccurs"
VARIABLE = f"{HL7}/variable"
DATA_ABSENT_REASON = f"{HL7}/data-absent-reason"
SHORT_TEXT = f"{SDC}/sdc-questionnaire-shortText"
CALCULATED_EXPRESSION = f"{SDC}/sdc-questionnaire-calculatedExpression"
OPEN_LABEL = f"{SDC}/sdc-questionnaire-openLabel"
SUB_QUESTIONNAIRE = f"{SDC}/sdc-questionnaire-subQuestionnaire"
ASSEMBLED_FROM = f"{SDC}/sdc-questionnaire-assembledFrom"

# Ours.
RED_FLAG = f"{OURS}/red-flag"
OPTION_GROUP = f"{OURS}/option-group"
STORED_ELSEWHERE = f"{OURS}/stored-elsewhere"
HEADLINE = f"{OURS}/headline"
WARNING = f"{OURS}/warning"
NOT_AFTER_TODAY = f"{OURS}/not-after-today"
UNAVAILABLE_BECAUSE = f"{OURS}/unavailable-because"
CALCULATION_SOURCE = f"{OURS}/calculation-source"
