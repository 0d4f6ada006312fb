"""Answers that were taken up from an earlier request: how they join what stands, and which still are what was taken."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from telavis.questionnaires.answers import Answer, Answers, Rows, from_json
from telavis.values.french import NO_BREAK


def after_taking(before: Answer, taken: Answer) -> Answer:
    """An answer that stands wins; lines of a series come after those that are there; a reason that was typed stays."""
    if isinstance(before.content, Rows) and isinstance(taken.content, Rows):
        new = tuple(row for row in taken.content.rows if row not in before.content.rows)
        return replace(before, content=Rows((*before.content.rows, *new)))
    return before if before.content is not None else replace(taken, unavailable=before.unavailable)


def still_carried(carried: Mapping[str, Any], answers: Answers) -> dict[str, date]:
    """linkId → the day of the request it was taken from, while it stands as it was taken."""
    taken = from_json({link_id: mark["entry"] for link_id, mark in carried.items()})
    return {
        link_id: date.fromisoformat(carried[link_id]["on"])
        for link_id, answer in taken.by_id.items()
        if _stands(answer, answers.at(link_id))
    }


def carried_words(day: date) -> str:
    return f"repris d’une demande du {day:%d/%m/%Y}, à{NO_BREAK}vérifier"


def _stands(taken: Answer, now: Answer) -> bool:
    if isinstance(taken.content, Rows) and isinstance(now.content, Rows):
        return all(row in now.content.rows for row in taken.content.rows)
    return taken.content == now.content
