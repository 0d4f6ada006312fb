"""Publish a signed form, at once or at a moment; withdraw it; bring the drafts that were begun before to it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from telavis.audit.administration import Act
from telavis.directory.actors import Actor
from telavis.questionnaires.actions import bring_back, publish_version
from telavis.questionnaires.models import Questionnaire, RequestType
from telavis.service_requests.actions import take_form
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State as RequestState
from telavis.services.models import ServiceOffer
from telavis.studio.actions._writing import check_title, lock, move, save, trace_of_work
from telavis.studio.models import FormWork
from telavis.studio.notifications import tell_coordinators
from telavis.studio.workflow import Verb
from telavis.values.refused import Refused

AFTER_THE_SHIPPED = 100
"""Rank of the types that services make: after those that come with the program."""
LONGEST_CODE = 40


@transaction.atomic
def schedule(work: FormWork, publish_at: datetime, *, moves_drafts: bool, by: Actor) -> FormWork:
    """It will be published by itself, then."""
    row = move(work, Verb.SCHEDULE, by=by)
    if publish_at <= timezone.now():
        raise Refused("Ce moment est passé : choisissez-en un à venir, ou publiez maintenant.")
    row.publish_at, row.moves_drafts = publish_at, moves_drafts
    save(row, "state", "publish_at", "moves_drafts")
    return row


@transaction.atomic
def publish(
    work: FormWork, *, moves_drafts: bool | None = None, due: datetime | None = None, by: Actor
) -> FormWork:
    """A version that never changes, which the service asks from now on; once, even if two want it at one time.

    `due`: by itself, at that moment; not when it was put off while its row was waited for.
    """
    row = move(work, Verb.PUBLISH, by=by)
    if due and (row.publish_at is None or row.publish_at > due):
        raise Refused("Le jour de la publication a changé.")
    assert row.signed_at is not None  # noqa: S101 (the journey asked for it)
    offer = _lock_offer(row)
    check_title(row)
    made = publish_version(
        row.definition, validated_by=row.signer, validated_on=timezone.localdate(row.signed_at)
    )
    row.replaced = offer.questionnaire if offer else None
    offer = offer or _make_type(row, made)
    RequestType.objects.filter(questionnaire__url=made.url).update(questionnaire=made)
    offer.questionnaire = made
    offer.use_for, offer.not_for, offer.prerequisites = row.use_for, row.not_for, row.prerequisites
    offer.save(update_fields=["questionnaire", "use_for", "not_for", "prerequisites"])
    row.published, row.published_at, row.request_type = made, timezone.now(), offer.request_type
    if moves_drafts is not None:
        row.moves_drafts = moves_drafts
    save(
        row,
        *("state", "replaced", "published", "published_at", "publish_at", "request_type", "moves_drafts"),
    )
    trace_of_work(Act.PUBLISH_FORM, row, by)
    tell_coordinators(row, Verb.PUBLISH, by=by)
    return row


@transaction.atomic
def withdraw(work: FormWork, *, reason: str, by: Actor) -> FormWork:
    """The service asks again what it asked before; requests that were sent keep what they answered."""
    row = move(work, Verb.WITHDRAW, by=by)
    offer = _lock_offer(row)
    published, former = row.published, row.replaced
    assert offer is not None  # noqa: S101 (a published work has both)
    assert published is not None  # noqa: S101
    if offer.questionnaire_id != published.pk:
        raise Refused("Une version plus récente est publiée : c’est elle que l’on retire.")
    if former is None and offer.request_type.questionnaire.url == published.url:
        raise Refused(
            "Ce type de demande n’a pas d’autre formulaire : retirez-le plutôt de ce que le service répond."
        )
    bring_back(former, instead_of=published)
    if former is not None:
        RequestType.objects.filter(questionnaire=published).update(questionnaire=former)
    offer.questionnaire = former
    offer.save(update_fields=["questionnaire"])
    row.ended_at, row.ended_because = timezone.now(), reason
    save(row, "state", "ended_at", "ended_because")
    trace_of_work(Act.WITHDRAW_FORM, row, by, reason=reason)
    tell_coordinators(row, Verb.WITHDRAW, by=by)
    return row


def drafts_behind(work: FormWork) -> list[UUID]:
    """The drafts to this service that answer another form than the one published; none once that is asked no more."""
    published = work.published
    offers = ServiceOffer.objects.filter(
        healthcare_service=work.healthcare_service_id, request_type=work.request_type_id
    )
    if published is None or not offers.filter(questionnaire=published).exists():
        return []
    drafts = ServiceRequest.objects.filter(
        state=RequestState.DRAFT,
        healthcare_service=work.healthcare_service_id,
        request_type=work.request_type_id,
        response__isnull=False,
    )
    return list(drafts.exclude(response__questionnaire=published).order_by("pk").values_list("pk", flat=True))


def move_drafts(work: FormWork, *, by: Actor) -> int:
    """Each in its own transaction: one that is being sent, or was, is left alone, and the others do not wait for it."""
    published, service = work.published, work.healthcare_service_id
    if published is None:
        return 0
    moved = sum(take_form(pk, published, of_service=service, by=by) for pk in drafts_behind(work))
    with transaction.atomic():
        row = lock(work)
        row.drafts_moved_at = timezone.now()
        save(row, "drafts_moved_at")
    return moved


def _lock_offer(work: FormWork) -> ServiceOffer | None:
    """Of two who publish or withdraw for one service at one time, one waits."""
    if work.request_type_id is None:
        return None
    offers = ServiceOffer.objects.select_for_update(of=("self",)).select_related(
        "questionnaire", "request_type__questionnaire"
    )
    offer = offers.filter(
        healthcare_service=work.healthcare_service_id, request_type=work.request_type_id
    ).first()
    if offer is None:
        raise Refused("Votre service ne répond plus à ce type de demande.")
    return offer


def _make_type(work: FormWork, questionnaire: Questionnaire) -> ServiceOffer:
    """The type that this form makes; other services may answer it too, with the same form."""
    code = slugify(work.title)[:LONGEST_CODE].strip("-") or "type"
    if RequestType.objects.filter(code=code).exists():
        code = f"{code[: LONGEST_CODE - 9]}-{work.pk.hex[-8:]}"
    request_type = RequestType.objects.create(
        code=code,
        title=work.title,
        description=work.description,
        position=AFTER_THE_SHIPPED,
        questionnaire=questionnaire,
    )
    return ServiceOffer.objects.create(healthcare_service=work.healthcare_service, request_type=request_type)
