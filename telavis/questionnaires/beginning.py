"""What stands in a form before anybody has answered: the `initial` values of its questions, and which may be found by a formula."""

from collections.abc import Iterator
from dataclasses import replace

from telavis.questionnaires import bounds
from telavis.questionnaires.answers import Answer, Answers, Chosen, Content, Rows, Written
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.invalid import WHOLE_FORM, Fault

BEGINNING = (
    *(Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN),
    *(Kind.DATE, Kind.CHOICE, Kind.CHOICES),
)
"""What may begin with a value that a formula finds."""


def initial_answers(form: Definition) -> Answers:
    """Of every question that is not answered elsewhere; a value that does not fit its question is none."""
    return Answers({link_id: Answer(content) for link_id, content in _contents(form)})


def faults_of_beginnings(form: Definition) -> Iterator[Fault]:
    """A first value is found once, of a question that stands alone and has no other."""
    found = [item for item in form.walk() if item.beginning is not None]
    if len(found) > bounds.CALCULATIONS:
        sentence = f"Ce formulaire trouve {len(found)} premières valeurs par une formule ; il en faut au plus {bounds.CALCULATIONS}."
        yield Fault(WHOLE_FORM, sentence)
    for item in found:
        if item.kind not in BEGINNING or item.is_stored_elsewhere:
            yield Fault(item.link_id, "Une question de ce type ne commence pas par une valeur calculée.")
        if form.row_of(item.link_id):
            yield Fault(item.link_id, "Rien ne se calcule dans une liste.")
        if item.initial or item.calculation:
            yield Fault(
                item.link_id,
                "Une question a une seule valeur de départ (initial, initialExpression ou calculatedExpression).",
            )


def _contents(form: Definition) -> Iterator[tuple[str, Content]]:
    for item in form.walk():
        if not item.initial or item.calculation or form.row_of(item.link_id):
            continue
        content = _content(item)
        if content is not None and fits(replace(item, is_read_only=False), content):
            yield item.link_id, content


def _content(item: Item) -> Content | None:
    match item.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return Chosen(tuple(str(each) for each in item.initial))
        case Kind.ROWS if item.is_one_question:
            (cell,) = item.cells
            rows = [Answers({cell.link_id: Answer(Written(each))}) for each in item.initial]
            return Rows(tuple(rows))
    return Written(item.initial[0])
