"""A draft whose form can be filled in, and what a browser would send of it."""

import json
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.actions import load, open_response
from telavis.questionnaires.catalogue import FOLDER, shipped
from telavis.questionnaires.models import RequestType
from telavis.service_requests.models import ServiceRequest
from tests.factories import QuestionnaireFactory, RequestTypeFactory, ServiceRequestFactory

COMMON_ALONE = "tronc-commun"
"""A type whose form asks the common part only, so that `COMMON` completes it."""


def type_of(code: str) -> RequestType:
    if code == COMMON_ALONE:
        part = json.loads((FOLDER / "parts" / f"{code}.json").read_text("utf-8"))
        alone = QuestionnaireFactory(definition=part, title=part["title"])
        request_type: RequestType = RequestTypeFactory(code=code, questionnaire=alone)
        return request_type
    for position, entry in enumerate(shipped(), start=1):
        if entry.code == code:
            return load(entry, position)
    return RequestType.objects.get(code=code)


def draft_of(code: str, requester: PractitionerRole) -> ServiceRequest:
    """A draft of this type, at its last step, with nothing answered yet."""
    request_type = type_of(code)
    response = open_response(request_type.questionnaire)
    draft: ServiceRequest = ServiceRequestFactory(
        requester=requester, request_type=request_type, response=response, urgency=None
    )
    return draft


COMMON = {
    "question": "Faut-il retirer cette lésion ?",
    "type_question": ["diagnostic"],
    "delai": "within_7_days",
    "projet_adressage": "non",
    "contexte": "cabinet",
    "resume": "Lésion du dos qui change depuis six mois.",
    "traitements_texte": "aucun",
    "allergies": "aucune",
}
"""Answers that complete the common part."""


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._area = ""
        self._choice = ""
        self._is_model = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_model += tag == "template"
        if tag == "option" and "selected" in given and not self._is_model:
            self.found.append((self._choice, given["value"]))
        if self._is_model or "name" not in given or tag == "button":
            return
        if tag == "textarea":
            self._area = given["name"]
            self.found.append((self._area, ""))
        elif tag == "select":
            self._choice = given["name"]
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, before = self.found[-1]
            self.found[-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        self._is_model -= tag == "template"
        self._area = "" if tag == "textarea" else self._area


def fields_of(response: HttpResponse, start: str = 'id="questionnaire"') -> dict[str, list[str]]:
    """What a browser without scripts would send of the page as it stands."""
    page = response.content.decode()
    form = page[page.index(start) : page.index("</form>", page.index(start))]
    parser = _Fields()
    parser.feed(form)
    sent: dict[str, list[str]] = {}
    for name, value in parser.found:
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def typed(response: HttpResponse, **answers: Any) -> dict[str, Any]:
    """The page as it stands, with these answers typed over; «__» in a name stands for «/»."""
    named = {name.replace("__", "/"): value for name, value in answers.items()}
    return {**fields_of(response), **named}
