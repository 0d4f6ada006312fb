"""What one file shows beside the request itself: exchange, documents, followers, readers, journal.

All that hangs on the request comes in one statement, so that the page costs the same whatever its history.
"""

import json
from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject, Trim
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import holds_on
from telavis.documents.models import Document
from telavis.gateways.database import planned_cursor
from telavis.questionnaires.merging import rivals_from_json
from telavis.service_requests.models import (
    Answer,
    AnswerDraft,
    AskedItem,
    Message,
    MessageKind,
    ReadMark,
    ServiceRequest,
    Share,
    Transition,
)
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.queries.history import Asked, Draft, Follower, History, Reader, Said, Signed
from telavis.service_requests.queries.journal import event_of
from telavis.service_requests.workflow import Verb
from telavis.services.models import MemberKind, Membership


def history_of(service_request: ServiceRequest) -> History:
    """Exchange, shares, read marks, journal and drafts, in one statement."""
    row = _all_that_hangs_on(service_request.pk)
    followers = [_follower(each) for each in row["followers"]]
    asking = {service_request.requester.practitioner_id, *(each.practitioner_id for each in followers)}
    readers = [_reader(each) for each in row["readers"]]
    return History(
        exchange=[_said(each) for each in row["exchange"]],
        asked=[Asked(each["link_id"], _perhaps(each["answered_at"])) for each in row["asked"]],
        followers=followers,
        readers=[each for each in readers if each.practitioner_id in asking],
        events=[event_of({**each, "occurred_at": _moment(each["occurred_at"])}) for each in row["journal"]],
        drafts=[_draft(each) for each in row["drafts"]],
        answers=_signed(row["signed"]),
        last_line=row["last_line"] or 0,
    )


_A_REQUEST, _A_DAY = UUID(int=0), date.min
"""What stands in the statement that is made once, where the request and the day of each run come."""


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Made once by each process: Django takes ten times longer to make it than PostgreSQL to answer."""
    found = ServiceRequest.objects.filter(pk=_A_REQUEST).values(
        exchange=_exchange(),
        asked=_asked(),
        followers=_followers(),
        readers=_readers(),
        journal=_journal(),
        drafts=_drafts(_A_DAY),
        signed=_answers(),
        last_line=_last_line(),
    )
    return found.query.sql_with_params()


def _all_that_hangs_on(key: UUID) -> dict[str, Any]:
    sql, params = _statement()
    of_this_run: dict[Any, Any] = {_A_REQUEST: key, _A_DAY: timezone.localdate()}
    with planned_cursor() as cursor:
        cursor.execute(sql, [of_this_run.get(each, each) for each in params])
        (row,) = cursor.fetchall()
        names = [column.name for column in cursor.description]
    return {
        name: [json.loads(each) for each in value] if isinstance(value, list) else value
        for name, value in zip(names, row, strict=True)
    }


def was_writing(actor: Actor, reference: str) -> bool:
    """Whether this person has a text of their own about a request that they may not see any more."""
    mine = AnswerDraft.objects.filter(
        service_request__reference=reference, author__practitioner__in=actor.own_ids
    )
    lines = Transition.objects.filter(
        service_request_id__in=ServiceRequest.objects.filter(reference=reference).values("pk"),
        verb=Verb.TAKE,
        user_id=actor.user_id,
    )
    return mine.exists() or lines.exists()


def drafts_by(
    actor: Actor, service_request: ServiceRequest, *, is_correction: bool = False
) -> QuerySet[AnswerDraft]:
    """The text of this person, from whichever workplace; newest first. An opinion, or the correction of a signed one."""
    drafts = AnswerDraft.objects.filter(
        service_request=service_request,
        author__practitioner__in=actor.own_ids,
        corrects__isnull=not is_correction,
    )
    return drafts.order_by("-saved_at", "-pk")


def documents_of(service_request: ServiceRequest) -> dict[UUID, list[Document]]:
    """The documents of the request and of its messages, by folder."""
    shown = Document.objects.present().filter(folder__in=folders_of([service_request.pk]))
    found: dict[UUID, list[Document]] = {}
    for document in shown.order_by("position", "id"):
        found.setdefault(document.folder_id, []).append(document)
    return found


def folders_of(requests: Collection[UUID]) -> QuerySet[Any]:
    """Those of the requests and of their messages, as one list of keys for the index.

    With «this folder or those» PostgreSQL would read every document.
    """
    own = ServiceRequest.objects.filter(pk__in=requests).values("folder")
    of_messages = Message.objects.filter(service_request__in=requests, folder__isnull=False)
    return own.union(of_messages.values("folder"))


def name_of(prefix: str) -> Any:
    """«Dr Camille Essai», as `Practitioner.full_name`."""
    space = Value(" ")
    parts = Concat(
        f"{prefix}title",
        space,
        f"{prefix}given_name",
        space,
        f"{prefix}family_name",
        output_field=CharField(),
    )
    return Trim(parts)


def _exchange() -> ArraySubquery:
    messages = Message.objects.filter(service_request=OuterRef("pk")).order_by("sent_at", "id")
    return ArraySubquery(
        messages.values(
            json=JSONObject(
                author=name_of("author__practitioner__"),
                place="author__organization__name",
                practitioner_id="author__practitioner_id",
                when="sent_at",
                text="text",
                kind="kind",
                asked_items="asked_items",
                answers="answers",
                folder_id="folder_id",
            )
        )
    )


def _asked() -> ArraySubquery:
    items = AskedItem.objects.filter(service_request=OuterRef("pk")).order_by("asked_at", "id")
    return ArraySubquery(items.values(json=JSONObject(link_id="link_id", answered_at="answered_at")))


def _followers() -> ArraySubquery:
    shares = Share.objects.filter(service_request=OuterRef("pk"), revoked_at__isnull=True)
    return ArraySubquery(
        shares.order_by("shared_at", "id").values(
            json=JSONObject(
                share_id="id",
                practitioner_id="practitioner_id",
                name=name_of("practitioner__"),
                shared_by_id="shared_by__practitioner_id",
                shared_by=name_of("shared_by__practitioner__"),
                when="shared_at",
                note="note",
            )
        )
    )


def _readers() -> ArraySubquery:
    marks = ReadMark.objects.filter(service_request=OuterRef("pk"), answer_version__gt=0)
    return ArraySubquery(
        marks.order_by("last_read_at").values(
            json=JSONObject(
                practitioner_id="practitioner_id",
                name=name_of("practitioner__"),
                version="answer_version",
                when="last_read_at",
            )
        )
    )


def _journal() -> ArraySubquery:
    lines = Transition.objects.filter(service_request_id=OuterRef("pk")).order_by("-id")
    columns = ("verb", "occurred_at", "user_label", "on_behalf_of_label", "reason_code", "reason", "detail")
    return ArraySubquery(lines.values(json=JSONObject(**{column: F(column) for column in columns})))


def _last_line() -> Subquery:
    lines = Transition.objects.filter(service_request_id=OuterRef("pk")).order_by("-id")
    return Subquery(lines.values("id")[:1])


def _drafts(day: date) -> ArraySubquery:
    drafts = AnswerDraft.objects.filter(service_request=OuterRef("pk")).order_by("-saved_at")
    juniors = Membership.objects.filter(
        holds_on(day),
        kind=MemberKind.JUNIOR,
        role__practitioner=OuterRef("author__practitioner"),
        healthcare_service=OuterRef("service_request__healthcare_service"),
    )
    return ArraySubquery(
        drafts.values(
            json=JSONObject(
                id="id",
                author=name_of("author__practitioner__"),
                practitioner_id="author__practitioner_id",
                by_a_junior=Exists(juniors),
                revision="revision",
                saved_at="saved_at",
                corrects="corrects",
                correction_reason="correction_reason",
                rivals="rivals",
                opinion=_opinion(),
            )
        )
    )


def _answers() -> ArraySubquery:
    signed = Answer.objects.filter(service_request=OuterRef("pk")).order_by("-version")
    columns = {name: F(name) for name in ("version", "signed_by_label", "signed_at", "is_correction")}
    return ArraySubquery(signed.values(json=JSONObject(**columns, opinion=_opinion())))


def _opinion() -> JSONObject:
    return JSONObject(**{each.name: F(each.name) for each in fields(Opinion)})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _perhaps(text: str | None) -> datetime | None:
    return _moment(text) if text else None


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _said(message: dict[str, Any]) -> Said:
    return Said(
        author=message["author"],
        place=message["place"],
        practitioner_id=UUID(message["practitioner_id"]),
        when=_moment(message["when"]),
        text=message["text"],
        asks=message["kind"] == MessageKind.COMPLEMENT,
        asked_items=message["asked_items"],
        answers=message["answers"],
        folder_id=_key(message["folder_id"]),
    )


def _follower(share: dict[str, Any]) -> Follower:
    keys = {name: UUID(share[name]) for name in ("share_id", "practitioner_id", "shared_by_id")}
    return Follower(**{**share, **keys, "when": _moment(share["when"])})


def _reader(mark: dict[str, Any]) -> Reader:
    return Reader(**{**mark, "practitioner_id": UUID(mark["practitioner_id"]), "when": _moment(mark["when"])})


def _signed(answers: list[dict[str, Any]]) -> list[Signed]:
    """Newest first: each is told by the one before it in the list, which came after it."""
    corrects = [answer.pop("is_correction") for answer in answers]
    return [
        Signed(
            **{
                **answer,
                "signed_at": _moment(answer["signed_at"]),
                "opinion": Opinion.of(SimpleNamespace(**answer["opinion"])),
                "was_corrected": was_corrected,
            }
        )
        for answer, was_corrected in zip(answers, [False, *corrects], strict=False)
    ]


def _draft(draft: dict[str, Any]) -> Draft:
    keys = {name: UUID(draft[name]) for name in ("id", "practitioner_id")}
    opinion = Opinion.of(SimpleNamespace(**draft["opinion"]))
    rivals = rivals_from_json(draft["rivals"])
    read = {"saved_at": _moment(draft["saved_at"]), "opinion": opinion, "rivals": rivals}
    return Draft(**{**draft, **keys, **read})
