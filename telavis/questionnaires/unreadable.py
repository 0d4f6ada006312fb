"""A form of the database that cannot be read: its requests stay open, what was answered is shown, nothing is sent.

It never came through `actions`, which refuse it; a restore, or a hand in the database, may bring one.
"""

from collections.abc import Iterator

from telavis.questionnaires.answers import Answers, Content, Rows
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.sections import Line, Section
from telavis.questionnaires.wording import words

SENTENCE = (
    "Le formulaire de cette demande ne peut pas être affiché : sa définition est abîmée. Ce qui a été répondu est gardé. "
    "Prévenez l’administrateur du site."
)


def sections_of(answers: Answers) -> list[Section]:
    """Each answer beside the identifier of its question, which is all that is known of it."""
    lines = [Line(link_id, link_id, text) for link_id, text in _spoken(answers)]
    return [Section("", "Formulaire", (Line("", "À savoir", fault=SENTENCE), *lines))]


def _spoken(answers: Answers) -> Iterator[tuple[str, str]]:
    for link_id, answer in answers.by_id.items():
        text = _words(link_id, answer.content)
        if text:
            yield link_id, text


def _words(link_id: str, content: Content | None) -> str:
    if isinstance(content, Rows):
        return " ; ".join(", ".join(text for _, text in _spoken(row)) for row in content.rows)
    return words(Item(link_id, Kind.TEXT), content)
