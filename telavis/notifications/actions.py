"""Telling people: a row and a job in the caller's transaction, then one attempt after another until it has left."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from telavis.accounts.models import User
from telavis.gateways import mail
from telavis.gateways.sending import NotSent
from telavis.gateways.sms import sms_gateway
from telavis.notifications.models import Channel, Delivery, DeliveryState, Notification
from telavis.values.short_messages import plain

DELIVER = "notifications.deliver"
LEASE = timedelta(minutes=2)
PATIENCE = timedelta(days=2)
PATIENCE_WITH_A_SECRET = timedelta(minutes=10)

log = structlog.get_logger("telavis.notifications")


class StillBeingSent(Exception):
    """Another worker holds this message; if it was killed, its lease ends and the next attempt takes over."""


@transaction.atomic
def notify(
    *,
    to: Iterable[User],
    kind: str,
    title: str,
    text: str,
    service_request_id: UUID | None = None,
    reference: str = "",
    path: str = "",
) -> list[Notification]:
    """Tell each person once, on their pages and by mail, which nobody receives to whom the house is not open.

    Neither `title` nor `text` holds anything clinical.

    The link of the mail leads to the file of this reference, or to this path of the site.
    """
    where = f"/dossiers/{reference}/" if reference else path
    link = f"{settings.PUBLIC_URL}{where}" if where else ""
    told = []
    for user in {user.pk: user for user in to}.values():
        notification = Notification.objects.create(
            user=user, kind=kind, title=title, service_request_id=service_request_id, reference=reference
        )
        if user.is_open and user.email:
            send_mail(to=user.email, subject=title, text=text, link=link, notification=notification)
        told.append(notification)
    return told


@transaction.atomic
def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    link: str = "",
    holds_a_secret: bool = False,
    notification: Notification | None = None,
) -> Delivery:
    """Queue one mail. `link` leads to a page and consumes nothing: mail scanners follow links."""
    context = {
        "subject": subject,
        "paragraphs": [paragraph.strip() for paragraph in text.split("\n\n")],
        "link": link,
        "operator": settings.OPERATOR_NAME,
        "public_url": settings.PUBLIC_URL,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return _queue(
        Delivery(
            channel=Channel.MAIL,
            address=to,
            subject=f"{_who_writes()} : {subject}",
            body=render_to_string("notifications/mail.txt", context),
            body_html=render_to_string("notifications/mail.html", context),
            holds_a_secret=holds_a_secret,
            notification=notification,
        )
    )


@transaction.atomic
def send_sms(*, to: str, text: str, holds_a_secret: bool = False) -> Delivery:
    """Queue one SMS, in the characters that fit the most into one."""
    body = plain(f"{_who_writes()} : {text}")
    return _queue(Delivery(channel=Channel.SMS, address=to, body=body, holds_a_secret=holds_a_secret))


def _who_writes() -> str:
    """The platform and the establishment are recognisable from the first words; the service is never named."""
    return f"Télavis, {settings.OPERATOR_NAME}"


def _queue(delivery: Delivery) -> Delivery:
    delivery.save(force_insert=True)
    jobs.configure_task(DELIVER, allow_unknown=False).defer(delivery_id=str(delivery.pk))
    return delivery


def deliver(delivery_id: UUID) -> None:
    """One attempt. Raises NotSent or StillBeingSent when another one has to follow."""
    delivery = _lease(delivery_id)
    if delivery is None:
        return
    try:
        if not settings.DEMO:
            _hand_over(delivery)
    except NotSent as failure:
        is_last = failure.is_final or timezone.now() >= _expiry(delivery)
        _note_failure(delivery, str(failure), is_last=is_last)
        if not is_last:
            raise
    else:
        _mark_sent(delivery)


@transaction.atomic(durable=True)  # durable: committed before the outside world is called
def _lease(delivery_id: UUID) -> Delivery | None:
    """Take the message for this attempt, unless it has left, was given up, or is in other hands."""
    queued = Delivery.objects.select_for_update(of=("self",)).filter(
        pk=delivery_id, state=DeliveryState.QUEUED
    )
    delivery = queued.first()
    if delivery is None:
        return None
    now = timezone.now()
    if delivery.leased_until and delivery.leased_until > now:
        raise StillBeingSent
    if delivery.holds_a_secret and now >= _expiry(delivery):
        _note_failure(delivery, "périmé avant d’avoir pu partir", is_last=True)
        return None
    delivery.attempts += 1
    delivery.leased_until = now + LEASE
    delivery.save(update_fields=["attempts", "leased_until"])
    return delivery


def _hand_over(delivery: Delivery) -> None:
    if delivery.channel == Channel.SMS:
        sms_gateway().send(to=delivery.address, text=delivery.body)
        return
    mail.send(
        mail.Mail(
            key=delivery.pk,
            to=delivery.address,
            subject=delivery.subject,
            text=delivery.body,
            html=delivery.body_html,
        )
    )


def _expiry(delivery: Delivery) -> datetime:
    return delivery.queued_at + (PATIENCE_WITH_A_SECRET if delivery.holds_a_secret else PATIENCE)


def _mark_sent(delivery: Delivery) -> None:
    delivery.state = DeliveryState.SENT
    delivery.sent_at = timezone.now()
    delivery.error = ""
    _finish(delivery)
    log.info("delivered", delivery=str(delivery.pk), channel=delivery.channel, attempts=delivery.attempts)


def _note_failure(delivery: Delivery, reason: str, *, is_last: bool) -> None:
    delivery.error = reason[:300]
    if is_last:
        delivery.state = DeliveryState.FAILED
    _finish(delivery)
    log.warning(
        "not_delivered", delivery=str(delivery.pk), channel=delivery.channel, reason=reason, is_last=is_last
    )


def _finish(delivery: Delivery) -> None:
    """Give the message back; what holds a secret is erased as soon as nobody will need it."""
    delivery.leased_until = None
    if delivery.holds_a_secret and delivery.state != DeliveryState.QUEUED and not settings.DEMO:
        delivery.body = delivery.body_html = ""
    delivery.save(update_fields=["state", "sent_at", "error", "leased_until", "body", "body_html"])
