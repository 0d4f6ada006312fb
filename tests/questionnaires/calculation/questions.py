"""Questions to the child process, as a form asks them."""

from typing import Any


def question(expression: str, /, gender: str = "", birth_date: str = "", **variables: str) -> dict[str, Any]:
    facts = {"gender": gender, "birthDate": birth_date}
    return {
        "resource": {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "a"}, {"linkId": "b"}]},
        "patient": {"resourceType": "Patient", **{name: fact for name, fact in facts.items() if fact}},
        "today": "2026-03-02",
        "variables": [[name, text] for name, text in variables.items()],
        "expression": expression,
    }
