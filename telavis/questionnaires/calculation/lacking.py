"""What a calculated value still waits for, by name: questions that it reads and that nobody has answered."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from telavis.questionnaires.definition import Item

if TYPE_CHECKING:
    from telavis.questionnaires.form import Form

_FACTS = {"birthDate": "date de naissance", "gender": "sexe"}


def lacking(form: "Form", item: Item) -> list[str]:
    """Labels, in the order of the page; empty when nothing is missing, or when nothing is known of it."""
    calculation = form.definition.calculation(item)
    if calculation is None:
        return []
    read = _read(form, calculation.reads)
    labels = [each.label for each in read if form.shows(each) and not form.is_answered(each)]
    known = form.context.patient() if form.context.patient and calculation.of_patient else None
    facts = [] if known is None else [fact for fact in calculation.of_patient if not known.get(fact)]
    return [*labels, *(_FACTS.get(fact, fact) for fact in facts)]


def _read(form: "Form", link_ids: Iterable[str]) -> Iterator[Item]:
    """Each once; for what is asked in rows the list itself: whoever has written none is not told of its columns."""
    named = (form.definition.row_of(link_id) or link_id for link_id in link_ids)
    return (form.definition.by_id[link_id] for link_id in dict.fromkeys(named))
