"""Pages that write on one text: what each started from, what a save brings together, and what it has replaced.

The same for the form of a request and for whatever else is written as answers to questions.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import models

from telavis.questionnaires.answers import Answers, from_json, to_json
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.merging import Change, Kept, Settlement, known_to, merge, settle
from telavis.questionnaires.models import PageSave
from telavis.questionnaires.reading import Refusal

SAVES_KEPT = 500
"""What older saves have replaced is forgotten: a page that old is asked about every answer that differs."""
TOO_MANY = "Trop de versions attendent déjà à cette question : choisissez d’abord parmi elles."

S = TypeVar("S", bound=PageSave)


@dataclass(frozen=True)
class Page:
    """What a page says of itself: the revision that it shows, its own name, and how many times it has saved.

    A page without scripts does not count: its saves cannot cross on the way. Whoever is no page knows what is kept now.
    """

    revision: int | None = None
    tab: str = ""
    turn: int | None = None


@dataclass(frozen=True)
class Saved:
    """What a save has kept, what it had to refuse, and what the page does not know yet."""

    revision: int
    saved_at: datetime
    refusals: tuple[Refusal, ...] = ()
    was_overtaken: bool = False
    """A later save of the same page came first: it holds, and this one has changed nothing."""
    answers: Answers = field(default_factory=Answers)
    """All that is kept now, here and elsewhere."""
    changed_elsewhere: tuple[str, ...] = ()
    """Questions whose answer is another one than on the page that has just saved."""
    disputed: tuple[str, ...] = ()
    """Questions that this page and another one have both answered: the two texts are kept."""


@dataclass(frozen=True)
class Meeting:
    """What a page says, brought together with what was kept before it."""

    before: Kept
    after: Kept
    mine: Answers
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_new(self) -> bool:
        return bool(self.changed) or self.after.rivals != self.before.rivals

    @property
    def changed(self) -> tuple[str, ...]:
        return unlike(self.before.answers, self.after.answers)

    @property
    def changed_elsewhere(self) -> tuple[str, ...]:
        return unlike(self.mine, self.after.answers, but={refusal.link_id for refusal in self.refusals})

    @property
    def disputed(self) -> tuple[str, ...]:
        rivals, earlier = self.after.rivals, self.before.rivals
        return tuple(sorted(each for each in rivals if rivals[each] != earlier.get(each, ())))


def was_overtaken(saves: models.Manager[S], page: Page) -> bool:
    """A later save of this very page came first."""
    counts = page.turn is not None and bool(page.tab)
    return counts and saves.filter(tab=page.tab, turn__gte=page.turn).exists()


def known_by(page: Page, saves: models.Manager[S], revision: int, now: Answers) -> Answers:
    """What the page started from. Nothing, when that is no longer known: whatever differs is then told and asked."""
    if page.revision is None or page.revision >= revision:
        return now
    later = list(saves.filter(revision__gt=page.revision).order_by("-revision", "-pk"))
    if len({each.revision for each in later}) < revision - page.revision:
        return Answers()
    return known_to(page.tab, now, (Change(each.tab, from_json(each.former)) for each in later))


def bring_together(
    base: Answers,
    mine: Answers,
    now: Kept,
    definition: Definition,
    *,
    refusals: Collection[Refusal] = (),
    settlement: Settlement | None = None,
) -> Meeting:
    """`base`: what the page started from; `refusals`: what it says and may not, which stays as it was."""
    merged = merge(base, mine, now)
    after = merged.kept
    if settlement and settlement.link_id in definition.by_id:
        after = settle(after, settlement, definition.by_id[settlement.link_id])
    crowded = (Refusal(link_id, TOO_MANY, mine.at(link_id)) for link_id in merged.refused)
    return Meeting(now, after, mine, (*refusals, *crowded))


def remember(saves: models.Manager[S], meeting: Meeting, page: Page, revision: int) -> None:
    """What this save has replaced, so that a page that started before it is brought together with it.

    Also when nothing moves: what was typed and taken back must not return with an earlier save.
    """
    former = to_json(Answers({link_id: meeting.before.answers.at(link_id) for link_id in meeting.changed}))
    saves.create(revision=revision, tab=page.tab, turn=page.turn or 0, former=former)
    saves.filter(revision__lte=revision - SAVES_KEPT).delete()


def unlike(one: Answers, other: Answers, but: Collection[str] = ()) -> tuple[str, ...]:
    """The questions that these two answer otherwise."""
    asked = (one.by_id.keys() | other.by_id.keys()).difference(but)
    return tuple(sorted(each for each in asked if one.at(each) != other.at(each)))
