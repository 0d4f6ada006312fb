"""Two pages on one draft, brought together question by question; no text that somebody wrote is lost.

What only one page has changed is taken. Where both have answered the same question, the answer that comes last stands
and the other waits beside it, as a rival, until a person has chosen.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from telavis.questionnaires.answers import (
    Answer,
    Answers,
    Content,
    Joined,
    Rows,
    Written,
    answer_from_json,
    answer_to_json,
)
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.reading import LENGTH_MAX, ROWS_MAX

RIVALS_MAX = 10
"""Answers that may wait beside one question; a page that brings one more keeps it, and is told."""

Rivals = Mapping[str, tuple[Answer, ...]]


@dataclass(frozen=True)
class Kept:
    """What stands in the database: the answers, and those that wait beside them."""

    answers: Answers = field(default_factory=Answers)
    rivals: Rivals = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """The outcome of a save, and the questions whose answer found no room."""

    kept: Kept
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One earlier save: the page that made it, and what stood there before."""

    tab: str
    former: Answers


class Choice(StrEnum):
    """What becomes of a rival."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Settlement:
    """A person has seen both texts, and has chosen."""

    link_id: str
    mark: str
    choice: Choice


def known_to(tab: str, now: Answers, later: Iterable[Change]) -> Answers:
    """The answers that a page started from: those of now, less what others have changed since.

    `later`: the saves after the revision that the page knows, the newest first. What the page has itself saved
    meanwhile, and was not told, it knows all the same.
    """
    known, own = dict(now.by_id), set[str]()
    for change in later:
        for link_id, former in change.former.by_id.items():
            if tab and change.tab == tab:
                own.add(link_id)
            elif link_id not in own:
                known[link_id] = former
    return Answers().with_answers(known)


def merge(base: Answers, mine: Answers, now: Kept) -> Merged:
    """`base`: what a page started from; `mine`: what it says; `now`: what is kept meanwhile."""
    answers, rivals, refused = dict(now.answers.by_id), dict(now.rivals), []
    for link_id in base.by_id.keys() | mine.by_id.keys():
        before, given, other = base.at(link_id), mine.at(link_id), now.answers.at(link_id)
        if given == before:
            continue
        standing, waiting = _meet(before, given, other)
        # Whoever writes on replaces their own earlier text, wherever it waited.
        left = [each for each in rivals.get(link_id, ()) if each not in (before, standing)]
        beside = (*left, *waiting)
        if len(beside) > RIVALS_MAX:
            refused.append(link_id)
            continue
        answers[link_id], rivals[link_id] = standing, beside
    waiting_still = {link_id: each for link_id, each in rivals.items() if each}
    return Merged(Kept(Answers().with_answers(answers), waiting_still), tuple(sorted(refused)))


def _meet(before: Answer, given: Answer, other: Answer) -> tuple[Answer, list[Answer]]:
    """The answer that stands, and the one that waits beside it, if any. A text wins over its being erased elsewhere."""
    if other in (before, given) or other.is_empty:
        return given, []
    if given.is_empty:
        return other, []
    if _is_joined(given) and _is_joined(other):
        return Answer(_documents_of_both(before.content, given.content, other.content)), []
    return given, [other]


def _is_joined(answer: Answer) -> bool:
    return isinstance(answer.content, Joined) and not answer.unavailable


def _documents_of_both(before: Content | None, given: Content | None, other: Content | None) -> Joined:
    """Documents are not text: what either has added is there, what either has taken away is not."""
    start, mine, theirs = (
        each.documents if isinstance(each, Joined) else () for each in (before, given, other)
    )
    kept = [each for each in theirs if each in mine or each not in start]
    return Joined((*kept, *(each for each in mine if each not in kept and each not in start)))


# --- choosing ---


def mark_of(rival: Answer) -> str:
    """Names what the person saw, so that nothing else is thrown away in its place."""
    words = json.dumps(answer_to_json(rival), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def settle(kept: Kept, settlement: Settlement, item: Item) -> Kept:
    """One rival less; nothing happens when it no longer waits there, nor when there is no room for both."""
    link_id = item.link_id
    waiting = kept.rivals.get(link_id, ())
    chosen = next((each for each in waiting if mark_of(each) == settlement.mark), None)
    if chosen is None:
        return kept
    standing = kept.answers.at(link_id)
    if settlement.choice is Choice.BOTH:
        joined = both(item, standing, chosen)
        if joined is None:
            return kept
        standing = joined
    elif settlement.choice is Choice.THEIRS:
        standing = chosen
    left = tuple(each for each in waiting if each != chosen)
    rivals = {**kept.rivals, link_id: left}
    answers = kept.answers.with_answers({link_id: standing})
    return Kept(answers, {each: those for each, those in rivals.items() if those})


def both(item: Item, first: Answer, second: Answer) -> Answer | None:
    """One answer that holds the two, where their kind allows it and there is room."""
    unavailable = first.unavailable or second.unavailable
    match first.content, second.content:
        case Written(value=str() as one), Written(value=str() as other):
            text = f"{one}\n\n{other}" if item.kind is Kind.LONG_TEXT else f"{one} ; {other}"
            has_room = len(text) <= min(LENGTH_MAX, item.max_length or LENGTH_MAX)
            return Answer(Written(text), unavailable) if has_room else None
        case Rows(rows=one), Rows(rows=other):
            rows = (*one, *(row for row in other if row not in one))
            return Answer(Rows(rows), unavailable) if len(rows) <= ROWS_MAX else None
    return None


# --- in the database ---


def rivals_from_json(stored: Mapping[str, list[dict[str, Any]]]) -> Rivals:
    return {link_id: tuple(answer_from_json(each) for each in those) for link_id, those in stored.items()}


def rivals_to_json(rivals: Rivals) -> dict[str, list[dict[str, Any]]]:
    return {link_id: [answer_to_json(each) for each in those] for link_id, those in rivals.items()}
