"""What a calculated value still waits for, by name: questions that it reads and that nobody has answered."""

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
    read = (form.definition.by_id[link_id] for link_id in calculation.reads)
    labels = [each.label for each in read if form.shows(each) and not form.is_answered(each)]
    known = form.context.patient() if form.context.patient and calculation.of_patient else None
    facts = [] if known is None else [fact for fact in calculation.of_patient if not known.get(fact)]
    return [*labels, *(_FACTS.get(fact, fact) for fact in facts)]
