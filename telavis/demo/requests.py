"""Six hundred requests of the last twelve months, in every state, with all that hangs on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from telavis.demo.cases import CASES, Case, common_answers
from telavis.demo.dates import dated
from telavis.demo.people import People
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.documents.models import Folder
from telavis.patients.models import IdentityVersion
from telavis.questionnaires.models import QuestionnaireResponse, RequestType
from telavis.service_requests.models import (
    Answer,
    ConsentForm,
    ConsentGiver,
    Message,
    MessageKind,
    ReadMark,
    ServiceRequest,
    Share,
    Transition,
    Urgency,
)
from telavis.service_requests.workflow import DeclineReason, Note, State, States, Verb
from telavis.values.references import Reference

STATES: dict[State, int] = {
    State.CLOSED: 330,
    State.ANSWERED: 90,
    State.SENT: 45,
    State.TAKEN: 35,
    State.ON_HOLD: 25,
    State.DRAFT: 20,
    State.DECLINED: 20,
    State.CANCELLED: 15,
    State.DISCARDED: 12,
    State.ENTERED_IN_ERROR: 8,
}
DAYS_BACK: dict[State, tuple[int, int]] = {
    State.CLOSED: (35, 364),
    State.DECLINED: (2, 300),
    State.CANCELLED: (2, 300),
    State.ENTERED_IN_ERROR: (2, 300),
    State.ANSWERED: (1, 27),
    State.TAKEN: (0, 4),
    State.ON_HOLD: (1, 6),
    State.SENT: (0, 3),
    State.DRAFT: (0, 6),
    State.DISCARDED: (1, 20),
}
SHARE_OF_SHARED = 0.12
SHARE_OF_READ = 0.7
URGENCY_WEIGHTS = (4, 18, 48, 30)
MINUTES_A_DAY = 24 * 60
FIRST_HOUR, LAST_HOUR = 8, 19


@dataclass
class Story:
    """One request and the rows that tell its life, not yet written."""

    request: ServiceRequest
    case: Case
    identity: IdentityVersion
    journal: list[Transition] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    answer: Answer | None = None
    shares: list[Share] = field(default_factory=list)
    reads: list[ReadMark] = field(default_factory=list)


@dataclass(frozen=True)
class World:
    """What stories are made of."""

    people: People
    services: dict[str, HealthcareService]
    types: dict[str, RequestType]
    identities: list[IdentityVersion]
    now: datetime

    def of_age(self, ages: range) -> list[IdentityVersion]:
        """Those of whom a story may be told: nobody lives in a nursing home at thirty."""
        today = self.now.date()
        return [each for each in self.identities if (today - each.birth_date).days // 365 in ages]


def make_stories(random: Random, world: World) -> Iterator[Story]:
    used: set[str] = set()
    for state, count in STATES.items():
        for _ in range(count):
            yield _tell(random, world, state, _reference(random, world.now, used))


def _reference(random: Random, now: datetime, used: set[str]) -> str:
    """From the seed, so that the same seed gives the same references."""
    while True:
        reference = Reference.drawn_by(random, now.year)
        if reference not in used:
            used.add(reference)
            return reference


def _tell(random: Random, world: World, state: State, reference: str) -> Story:
    # Half of all go to dermatology: its inbox is the one that visitors open.
    code = "dermatologie" if random.random() < 0.5 else random.choice(list(CASES))
    case = random.choice(CASES[code])
    nearest, farthest = DAYS_BACK[state]
    age = random.randint(nearest * MINUTES_A_DAY + 40, farthest * MINUTES_A_DAY + 1400)
    sent_at = _in_the_day(random, world.now - timedelta(minutes=age))
    identity = random.choice(world.of_age(case.ages))
    story = Story(_draft(random, world, code, identity, case, sent_at, reference), case, identity)
    Life(story, random, world, code).live(state)
    return story


def _in_the_day(random: Random, moment: datetime) -> datetime:
    """Doctors ask between eight in the morning and seven in the evening; never later than the moment drawn."""
    local = timezone.localtime(moment)
    if FIRST_HOUR <= local.hour < LAST_HOUR:
        return moment
    day = local if local.hour >= LAST_HOUR else local - timedelta(days=1)
    return day.replace(hour=random.randrange(FIRST_HOUR, LAST_HOUR), minute=random.randrange(60))


def _draft(
    random: Random,
    world: World,
    code: str,
    identity: IdentityVersion,
    case: Case,
    when: datetime,
    reference: str,
) -> ServiceRequest:
    request_type = world.types[code]
    return ServiceRequest(
        reference=reference,
        requester=random.choice(world.people.requesters),
        patient=identity.patient,
        consent_form=ConsentForm.ORAL,
        consent_giver=ConsentGiver.PATIENT,
        consent_on=when.date(),
        request_type=request_type,
        healthcare_service=world.services[code],
        urgency=random.choices(list(Urgency), URGENCY_WEIGHTS)[0],
        response=QuestionnaireResponse(
            questionnaire=request_type.questionnaire,
            answers=dated(common_answers(case), when.date()),
            revision=3,
            saved_at=when,
        ),
        folder=Folder(created_at=when),
        created_at=when - timedelta(minutes=12),
        touched_at=when,
    )


class Life:
    """Leads one request from draft to a state, writing what each step leaves."""

    def __init__(self, story: Story, random: Random, world: World, code: str) -> None:
        self.story, self.random, self.now = story, random, world.now
        self.request = story.request
        self.experts = world.people.experts[code]
        self.expert = random.choice(self.experts)
        self.owner = self.experts[0]
        self.colleague = world.people.colleague
        self.clock = self.request.touched_at

    def live(self, state: State) -> None:
        if state == State.DRAFT:
            return
        if state == State.DISCARDED:
            self._move(Verb.DISCARD, State.DISCARDED, self.request.requester)
            self.request.discarded_at = self.clock
            return
        self._send()
        if state == State.SENT:
            self._set_deadlines()
        elif state == State.CANCELLED:
            self._end(
                Verb.CANCEL, State.CANCELLED, self.request.requester, reason="Le patient a été adressé."
            )
        elif state == State.ENTERED_IN_ERROR:
            self._end(Verb.MARK_IN_ERROR, state, self.request.requester, reason="Mauvais patient choisi.")
        elif state == State.DECLINED:
            self._end(
                Verb.DECLINE, state, self.expert, reason="Une consultation est à prévoir.",
                code=DeclineReason.NEEDS_EXAMINATION,
            )  # fmt: skip
        else:
            self._take(state)
        self._share()

    def _take(self, state: State) -> None:
        self._move(Verb.TAKE, State.TAKEN, self.expert)
        request = self.request
        request.taken_by = request.owner = self.expert
        request.taken_at = request.first_opened_at = self.clock
        if state == State.ON_HOLD or self.random.random() < 0.2:
            self._complement(is_waiting=state == State.ON_HOLD)
        if state in States.WITH_AN_ANSWER:
            self._answer()
        if state == State.CLOSED:
            self._end(Verb.CLOSE, State.CLOSED, request.requester)

    def _send(self) -> None:
        request = self.request
        self._move(Verb.SEND, State.SENT, request.requester, minutes=0)
        request.sent_at = self.clock
        request.visible_at = self.clock + timedelta(seconds=30)
        request.identity_version = self.story.identity
        request.owner = self.owner
        if request.response:
            request.response.completed_at = self.clock

    def _set_deadlines(self) -> None:
        """In the future, so that the first sweep of the demonstration does not escalate everything at once."""
        self.request.remind_at = self.now + timedelta(days=2)
        self.request.escalate_at = self.now + timedelta(days=5)

    def _complement(self, *, is_waiting: bool) -> None:
        request = self.request
        self._move(Verb.ASK_MORE, State.ON_HOLD, self.expert)
        self._say(MessageKind.COMPLEMENT, self.expert, self.story.case.complement)
        if is_waiting:
            request.held_from, request.held_at = State.TAKEN, self.clock
            return
        self._move(Verb.REPLY, State.TAKEN, request.requester)
        self._say(MessageKind.REPLY, request.requester, self.story.case.reply)

    def _answer(self) -> None:
        request, opinion = self.request, self.story.case.opinion
        self._move(Verb.ANSWER, State.ANSWERED, self.expert, minutes=self.random.randint(20, 2400))
        request.answered_at = self.clock
        request.close_at = self.clock + timedelta(days=30)
        self.story.answer = request.answer = Answer(
            service_request=request,
            version=1,
            signed_by=self.expert,
            signed_by_label=str(self.expert),
            signed_by_rpps=self.expert.practitioner.rpps,
            signed_at=self.clock,
            **opinion.columns(),
        )
        request.awaits_reading = self.random.random() >= SHARE_OF_READ
        if not request.awaits_reading:
            self._read(request.requester)

    def _read(self, reader: PractitionerRole) -> None:
        when = self.clock + timedelta(minutes=45)
        self.story.reads.append(
            ReadMark(
                service_request=self.request,
                practitioner=reader.practitioner,
                answer_version=1,
                first_read_at=when,
                last_read_at=when,
            )
        )

    def _share(self) -> None:
        colleague, request = self.colleague, self.request
        is_mine = colleague is not None and request.requester.practitioner_id == colleague.practitioner_id
        if colleague is None or is_mine or self.random.random() > SHARE_OF_SHARED:
            return
        self._note(Note.SHARE, request.requester, {"colleague": str(colleague.practitioner)})
        self.story.shares.append(
            Share(
                service_request=request,
                practitioner=colleague.practitioner,
                shared_by=request.requester,
                note="Pour suivi pendant mes congés.",
                shared_at=self.clock,
            )
        )

    def _end(self, verb: Verb, to: State, by: PractitionerRole, *, reason: str = "", code: str = "") -> None:
        self._move(verb, to, by, reason=reason, code=code)
        self.request.ended_at = self.clock
        self.request.close_at = None

    def _say(self, kind: MessageKind, author: PractitionerRole, words: str) -> None:
        self.story.messages.append(
            Message(service_request=self.request, kind=kind, author=author, text=words, sent_at=self.clock)
        )

    def _move(
        self,
        verb: Verb,
        to: State,
        by: PractitionerRole,
        *,
        minutes: int | None = None,
        reason: str = "",
        code: str = "",
    ) -> None:
        wait = self.random.randint(3, 9) if minutes is None else minutes
        self.clock = min(self.clock + timedelta(minutes=wait), self.now - timedelta(minutes=1))
        self._write(verb, to, by, {}, reason=reason, code=code)
        self.request.state = to
        self.request.touched_at = self.clock

    def _note(self, event: Note, by: PractitionerRole, detail: dict[str, Any]) -> None:
        self._write(event, State(self.request.state), by, detail)

    def _write(
        self,
        event: Verb | Note,
        to: State,
        by: PractitionerRole,
        detail: dict[str, Any],
        *,
        reason: str = "",
        code: str = "",
    ) -> None:
        user = by.practitioner.user
        self.story.journal.append(
            Transition(
                service_request_id=self.request.pk,
                reference=self.request.reference,
                verb=event,
                from_state=self.request.state,
                to_state=to,
                occurred_at=self.clock,
                user_id=user.pk if user else None,
                user_label=by.practitioner.full_name,
                role_id=by.pk,
                role_label=str(by),
                reason_code=code,
                reason=reason,
                detail=detail,
            )
        )
