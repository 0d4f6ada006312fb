"""The second page: six digits, ten minutes, five tries, one use, one browser."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import OneTimeCode
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Channel, Delivery
from tests.web.signing_in import give_password, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def type_code(client: Client, code: str) -> Any:
    return client.post("/connexion/code/", {"code": code})


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/mon-compte/").status_code == 200)


def test_the_right_code_opens_the_session_and_leaves_a_trace(client: Client) -> None:
    user = somebody()
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    event = AuditEvent.objects.get(action=AuditAction.SIGN_IN)
    assert (event.user_id, event.user_label, event.address) == (user.pk, str(user), "127.0.0.1")


def test_a_right_password_alone_opens_nothing(client: Client) -> None:
    somebody()
    give_password(client)
    assert not is_signed_in(client)


def test_one_returns_to_the_page_that_was_asked_for(client: Client) -> None:
    somebody()
    assert sign_in(client, next="/mon-compte/")["Location"] == "/mon-compte/"


def test_the_field_takes_codes_from_the_telephone_and_digits_from_the_keyboard(client: Client) -> None:
    somebody()
    give_password(client)
    shown = page(client.get("/connexion/code/"))
    assert 'autocomplete="one-time-code"' in shown
    assert 'inputmode="numeric"' in shown


@pytest.mark.parametrize("shape", ["{0} {1}", " {0}-{1} ", "{0}\u202f{1}\t", "{0}.{1}"])
def test_a_code_may_be_pasted_with_its_space(client: Client, shape: str) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    type_code(client, shape.format(digits[:3], digits[3:]))
    assert is_signed_in(client)


def test_the_session_has_a_new_key_after_signing_in(client: Client) -> None:
    somebody()
    give_password(client)
    before = client.session.session_key
    type_code(client, newest_digits())
    assert client.session.session_key != before


def test_a_wrong_code_says_how_many_tries_are_left_and_the_sixth_is_not_looked_at(client: Client) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    assert "Il vous reste 4 essais" in page(type_code(client, wrong(digits)))
    for _ in range(3):
        type_code(client, wrong(digits))
    assert "Demandez un nouveau code" in page(type_code(client, wrong(digits)))
    assert "cinq fois" in page(type_code(client, digits))
    assert not is_signed_in(client)


def test_an_expired_code_says_so(client: Client) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert "plus de 10 minutes" in page(type_code(client, digits))


def test_a_code_of_another_browser_opens_nothing(client: Client) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    thief = Client()
    give_password(thief)
    assert "n’est pas le bon" in page(type_code(thief, digits))
    assert not is_signed_in(thief)


def test_a_code_serves_once(client: Client) -> None:
    somebody()
    give_password(client)
    pending = dict(client.session.items())
    digits = newest_digits()
    type_code(client, digits)
    replay = Client()
    session = replay.session
    session.update(pending)
    session.save()
    assert "a déjà servi" in page(type_code(replay, digits))
    assert not is_signed_in(replay)


def test_the_same_form_sent_twice_leads_home(client: Client) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    type_code(client, digits)
    answer = type_code(client, digits)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert AuditEvent.objects.filter(action=AuditAction.SIGN_IN).count() == 1


def test_without_a_password_before_it_there_is_no_code_page(client: Client) -> None:
    answer = client.post("/connexion/code/", {"code": "123456"}, follow=True)
    assert "recommencez ici" in page(answer)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12\x003456", "9" * 10_000, "<script>"])
def test_what_is_no_code_gets_a_sentence_and_costs_no_try(client: Client, typed: str) -> None:
    somebody()
    give_password(client)
    answer = type_code(client, typed)
    assert answer.status_code == 200
    assert "field__error" in page(answer)
    assert OneTimeCode.objects.get().tries == 0


def test_the_code_is_kept_as_a_digest_only(client: Client) -> None:
    somebody()
    give_password(client)
    digits = newest_digits()
    row = OneTimeCode.objects.values().get()
    assert digits not in str(row)
    assert len(row["digest"]) == 64
    assert digits not in str(dict(client.session.items()))


def test_another_code_replaces_the_one_before(client: Client) -> None:
    somebody()
    give_password(client)
    first = newest_digits()
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        client.post("/connexion/code/nouveau/")
        second = newest_digits()
        if first != second:
            assert "n’est pas le bon" in page(type_code(client, first))
        type_code(client, second)
        assert is_signed_in(client)


def test_another_code_is_not_sent_at_once(client: Client) -> None:
    somebody()
    give_password(client)
    answer = client.post("/connexion/code/nouveau/", follow=True)
    assert "laissez-lui une demi-minute" in page(answer)
    assert Delivery.objects.count() == 1


def test_the_other_channel_may_be_asked_for_at_once(client: Client) -> None:
    somebody()
    give_password(client, channel="sms")
    answer = client.post("/connexion/code/nouveau/", {"channel": "mail"}, follow=True)
    assert "Un nouveau code est parti par e-mail" in page(answer)
    assert Delivery.objects.latest("queued_at").channel == Channel.MAIL
    type_code(client, newest_digits())
    assert is_signed_in(client)


def test_five_codes_leave_in_an_hour_and_not_one_more(client: Client) -> None:
    somebody()
    for _ in range(5):
        give_password(client)
    answer = client.post(
        "/connexion/",
        {"identifier": "claire", "password": "un-mot-de-passe-solide", "channel": "mail"},
        follow=True,
    )
    assert "Plusieurs codes vous ont déjà été envoyés" in page(answer)
    assert Delivery.objects.count() == 5
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        give_password(client)
        assert Delivery.objects.count() == 6


def test_a_suspended_account_gets_its_code_like_any_other_then_a_sentence(client: Client) -> None:
    somebody(is_active=False)
    assert give_password(client)["Location"] == "/connexion/code/"
    answer = client.post("/connexion/code/", {"code": newest_digits()}, follow=True)
    assert "Ce compte est suspendu" in page(answer)
    assert not is_signed_in(client)
    assert not AuditEvent.objects.filter(action=AuditAction.SIGN_IN).exists()


def test_the_messages_say_where_they_come_from_and_what_to_do_if_it_was_not_you(client: Client) -> None:
    somebody()
    give_password(client)
    mail = Delivery.objects.get()
    assert "Vous n’avez rien demandé" in mail.body
    assert "Télavis" in mail.subject
    assert "http://localhost:8000/connexion" not in mail.body


def test_a_password_that_was_changed_meanwhile_no_longer_opens(client: Client) -> None:
    user = somebody()
    give_password(client)
    digits = newest_digits()
    user.set_password("une-autre-phrase-solide")
    user.save(update_fields=["password"])
    assert type_code(client, digits)["Location"] == "/connexion/"
    assert not is_signed_in(client)
    assert client.get("/connexion/autrement/")["Location"] == "/connexion/"
