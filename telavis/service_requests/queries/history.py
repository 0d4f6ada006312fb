"""What has happened to a request since it was sent, as plain values for the page of its file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.questionnaires.merging import Rivals
from telavis.service_requests.models import Answer
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.queries.journal import Event


@dataclass(frozen=True)
class Said:
    """One message of the exchange."""

    author: str
    place: str
    practitioner_id: UUID
    when: datetime
    text: str
    asks: bool
    asked_items: list[str]
    answers: dict[str, Any]
    """To the questions that were asked for, as the form keeps them."""
    folder_id: UUID | None


@dataclass(frozen=True)
class Asked:
    """A question of the form that an expert asked for, and when it was given."""

    link_id: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Follower:
    """A colleague to whom the file is transferred."""

    share_id: UUID
    practitioner_id: UUID
    name: str
    shared_by_id: UUID
    shared_by: str
    when: datetime
    note: str


@dataclass(frozen=True)
class Reader:
    """Somebody of the asking side who has read the answer, and which version."""

    practitioner_id: UUID
    name: str
    version: int
    when: datetime


@dataclass(frozen=True)
class Draft:
    """What a member of the service is writing."""

    id: UUID
    author: str
    practitioner_id: UUID
    by_a_junior: bool
    revision: int
    saved_at: datetime
    opinion: Opinion
    corrects: int | None = None
    """The signed version that it will replace."""
    correction_reason: str = ""
    rivals: Rivals = field(default_factory=dict)
    """What this person has written otherwise on another page, and must still choose from."""


@dataclass(frozen=True)
class Signed:
    """One version of the opinion, as it was signed."""

    version: int
    signed_by_label: str
    signed_at: datetime
    opinion: Opinion
    was_corrected: bool
    """The next version rectified it; else it was followed by the answer to a reopened request."""


@dataclass(frozen=True)
class History:
    exchange: list[Said]
    asked: list[Asked]
    """Oldest first."""
    followers: list[Follower]
    readers: list[Reader]
    events: list[Event]
    """Newest first."""
    drafts: list[Draft]
    """Newest first."""
    answers: list[Signed]
    """Newest first."""
    last_line: int
    """The newest line of the journal that this history holds: what comes after it has not been seen."""

    def earlier_answers(self, current: Answer | None) -> list[Signed]:
        """The versions that are no longer in force."""
        return [each for each in self.answers if current is not None and each.version < current.version]

    def draft_of(self, actor: Actor) -> Draft | None:
        """My own text, from whichever workplace."""
        return next((each for each in self._drafts_by(actor) if each.corrects is None), None)

    def correction_of(self, actor: Actor) -> Draft | None:
        """The correction of a signed opinion that I have begun."""
        return next((each for each in self._drafts_by(actor) if each.corrects is not None), None)

    def _drafts_by(self, actor: Actor) -> list[Draft]:
        return [each for each in self.drafts if actor.is_person(each.practitioner_id)]

    def drafts_prepared_for(self, actor: Actor) -> list[Draft]:
        """What juniors have prepared; nobody else’s draft is shown to anybody."""
        return [
            each
            for each in self.drafts
            if each.by_a_junior and each.corrects is None and not actor.is_person(each.practitioner_id)
        ]
