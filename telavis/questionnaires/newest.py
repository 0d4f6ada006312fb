"""The newest value of an earlier form, as an earlier row of this one: where a form asks for both, a curve says which is which."""

from collections.abc import Iterator
from datetime import date

from telavis.questionnaires.answers import Answer, Answers, Rows, Written
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Definition, Item, Source


def newest_as_row(form: Definition, rows: Item, answers: Answers, day: date) -> Answers | None:
    """`day`: of that request, where its newest value has no other. None without a value, or where it does not fit."""
    found: dict[str, Answer] = {}
    for earlier, newest in _pairs(form, rows):
        if answers.content(newest.value) is None:
            continue
        of_row = {earlier.value: newest.value, earlier.times: newest.times, earlier.day: newest.day}
        found |= {cell: Answer(answers.content(name)) for cell, name in of_row.items() if cell and name}
        if earlier.day and not newest.day:
            found[earlier.day] = Answer(Written(day))
    row = Answers({link_id: answer for link_id, answer in found.items() if not answer.is_empty})
    return row if row.by_id and fits(rows, Rows((row,))) else None


def _pairs(form: Definition, rows: Item) -> Iterator[tuple[Source, Source]]:
    """The two ends of each curve: a value in these rows, and the same one asked by itself."""
    for each in (series for curves in form.series.values() for series in curves):
        inside = [source for source in each.sources if form.row_of(source.value) == rows.link_id]
        alone = [source for source in each.sources if form.row_of(source.value) is None]
        if len(inside) == len(alone) == 1:
            yield inside[0], alone[0]
