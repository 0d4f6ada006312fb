"""Places of the body that a question may propose: as the shipped forms name and draw them."""

from functools import cache

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.extensions import Extensions
from telavis.studio.elements import put
from telavis.studio.outline import Json, walk

OWN_PLACE = "autre"
"""The form draws this answer in a way that no shipped form does: it stays."""


@cache
def body_places() -> dict[str, Json]:
    """Code → the answer, without what one form says of it; from the question that names the most."""
    questions = (item for entry in shipped() for item in walk(entry.definition["item"]))
    named = ([each for each in item.get("answerOption", ()) if _regions(each)] for item in questions)
    return {each["valueCoding"]["code"]: _bare(each) for each in max(named, key=len)}


def place_of(option: Json) -> str:
    regions = _regions(option)
    if not regions:
        return ""
    places = body_places().items()
    return next((code for code, place in places if _regions(place) == regions), OWN_PLACE)


def set_place(option: Json, code: str) -> None:
    """The regions of that place; none without a place."""
    if code in (OWN_PLACE, place_of(option)):
        return
    others = [each for each in option.get("extension", ()) if each.get("url") != fhir.BODY_REGION]
    regions = body_places()[code]["extension"] if code else []
    drawn = [each for each in regions if each["url"] == fhir.BODY_REGION]
    put(option, "extension", [*others, *drawn])


def _bare(option: Json) -> Json:
    kept = (fhir.BODY_REGION, fhir.OPTION_GROUP)
    return {**option, "extension": [each for each in option["extension"] if each["url"] in kept]}


def _regions(option: Json) -> frozenset[str]:
    return frozenset(Extensions(option).codes(fhir.BODY_REGION))
