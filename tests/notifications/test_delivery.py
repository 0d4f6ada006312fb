"""From the row to the mailbox: each message leaves once, whatever happens on the way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from telavis.accounts.models import Standing, User
from telavis.notifications import actions
from telavis.notifications.actions import StillBeingSent, deliver, notify, send_mail, send_sms
from telavis.notifications.models import Delivery, DeliveryState, Notification
from tests.jobs import leave_in_the_hands_of_a_dead_worker, make_retries_due, resume_stalled, work
from tests.smtp_server import SmtpServer, body_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def smtp(settings: Any) -> Iterator[SmtpServer]:
    server = SmtpServer()
    settings.DEMO = False
    settings.SMS_GATEWAY = ""
    settings.PUBLIC_URL = "https://telavis.example"
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "Hôpital de l’Exemple", "aide@hopital.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    server.start()
    yield server
    server.stop()


def a_user(**fields: object) -> User:
    return User.objects.create_user(**{"username": "claire", "email": "claire@exemple.fr", **fields})


def test_a_notification_goes_out_by_mail(smtp: SmtpServer) -> None:
    notify(
        to=[a_user()],
        kind="answered",
        title="Un avis vous attend",
        text="L’expert a répondu.",
        reference="TE-26-K7M4-9Q",
    )
    work()
    (received,) = smtp.taken
    delivery = Delivery.objects.get()
    assert received["To"] == "claire@exemple.fr"
    assert received["Subject"].strip() == "Télavis, Hôpital de l’Exemple : Un avis vous attend"
    assert received["Message-ID"].startswith(f"<{delivery.pk}@")
    for kind in ("plain", "html"):
        body = body_of(received, kind)
        assert "https://telavis.example/dossiers/TE-26-K7M4-9Q/" in body
        assert "Télavis, plateforme de téléexpertise · Hôpital de l’Exemple" in body
        assert "aide@hopital.example" in body
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.SENT, 1, "")


def test_a_mail_queued_while_the_server_is_down_leaves_once_when_it_is_back(smtp: SmtpServer) -> None:
    smtp.stop()
    send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    work()
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    smtp.start()
    for _ in range(3):
        make_retries_due()
        work()
    assert len(smtp.taken) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_nothing_leaves_when_the_transaction_of_the_caller_fails(smtp: SmtpServer) -> None:
    user = a_user()

    @transaction.atomic
    def tell_then_fail() -> None:
        notify(to=[user], kind="answered", title="Un avis", text="Un mot.")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_then_fail()
    work()
    assert smtp.taken == []
    assert not Notification.objects.exists()


def test_each_person_is_told_once(smtp: SmtpServer) -> None:
    claire = a_user()
    paul = a_user(username="paul", email="")
    closed = a_user(username="luc", email="luc@exemple.fr", is_active=False)
    suspended = a_user(username="lea", email="lea@exemple.fr", standing=Standing.SUSPENDED)
    notify(to=[claire, paul, claire, closed, suspended], kind="answered", title="Un avis", text="Un mot.")
    work()
    assert Notification.objects.count() == 4
    assert smtp.receivers == ["claire@exemple.fr"]


def test_a_second_job_for_the_same_mail_sends_nothing(smtp: SmtpServer) -> None:
    delivery = send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    deliver(delivery.pk)
    deliver(delivery.pk)
    assert len(smtp.taken) == 1


def test_a_mail_in_the_hands_of_a_worker_is_left_to_it_until_its_lease_ends(smtp: SmtpServer) -> None:
    delivery = send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    Delivery.objects.update(leased_until=timezone.now() + timedelta(seconds=30))
    with pytest.raises(StillBeingSent):
        deliver(delivery.pk)
    assert smtp.taken == []
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    deliver(delivery.pk)
    assert len(smtp.taken) == 1


def test_the_mail_of_a_killed_worker_leaves_once_by_another(smtp: SmtpServer) -> None:
    """Killed while it was talking to the mail server: the job is begun, the lease runs."""
    send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    Delivery.objects.update(attempts=1, leased_until=timezone.now() + timedelta(seconds=30))
    leave_in_the_hands_of_a_dead_worker()
    resume_stalled()
    assert smtp.taken == []
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    for _ in range(2):
        make_retries_due()
        work()
    assert len(smtp.taken) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_the_outside_world_is_never_called_inside_a_transaction(smtp: SmtpServer) -> None:
    delivery = send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    with pytest.raises(RuntimeError), transaction.atomic():
        deliver(delivery.pk)
    assert smtp.taken == []


def test_a_refused_address_is_given_up_at_once(smtp: SmtpServer) -> None:
    smtp.answer_to_receiver = "550 no such user"
    send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    work()
    make_retries_due()
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 1)
    assert "550" in delivery.error


def test_a_secret_is_erased_once_it_has_left(smtp: SmtpServer) -> None:
    send_mail(to="claire@exemple.fr", subject="Votre code", text="Code : 123 456", holds_a_secret=True)
    work()
    (received,) = smtp.taken
    assert "123 456" in body_of(received, "plain")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.body, delivery.body_html) == (DeliveryState.SENT, "", "")


def test_a_secret_that_comes_too_late_is_erased_and_never_leaves(smtp: SmtpServer) -> None:
    delivery = send_mail(to="claire@exemple.fr", subject="Votre code", text="123 456", holds_a_secret=True)
    Delivery.objects.update(queued_at=timezone.now() - actions.PATIENCE_WITH_A_SECRET)
    deliver(delivery.pk)
    delivery.refresh_from_db()
    assert smtp.taken == []
    assert (delivery.state, delivery.body) == (DeliveryState.FAILED, "")


def test_a_mail_that_nobody_takes_for_two_days_is_given_up(smtp: SmtpServer) -> None:
    smtp.stop()
    delivery = send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    Delivery.objects.update(queued_at=timezone.now() - actions.PATIENCE)
    deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED


def test_in_a_demonstration_nothing_leaves_and_everything_can_be_read(
    smtp: SmtpServer, settings: Any
) -> None:
    settings.DEMO = True
    send_mail(to="claire@exemple.fr", subject="Votre code", text="Code : 123 456", holds_a_secret=True)
    send_sms(to="+33612345678", text="Code : 654 321", holds_a_secret=True)
    work()
    assert smtp.taken == []
    by_mail, by_sms = Delivery.objects.order_by("pk")
    assert by_mail.state == by_sms.state == DeliveryState.SENT
    assert "123 456" in by_mail.body
    assert "654 321" in by_sms.body


def test_an_sms_without_an_operator_waits_for_the_settings() -> None:
    send_sms(to="+33612345678", text="Bonjour")
    work()
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.QUEUED
    assert "SMS_GATEWAY" in delivery.error


def test_an_sms_is_written_in_characters_that_every_phone_has() -> None:
    delivery = send_sms(to="+33612345678", text="L’avis : « lu »…")
    assert delivery.body == "Télavis, Hopital de l'Exemple : L'avis : \" lu \"..."


def test_a_job_says_nothing_but_an_id() -> None:
    delivery = send_mail(to="claire@exemple.fr", subject="Bonjour", text="Un mot.")
    assert ProcrastinateJob.objects.get().args == {"delivery_id": str(delivery.pk)}
