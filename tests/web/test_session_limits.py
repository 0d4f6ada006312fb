"""How long a session lasts, and who is told that it has ended."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.values.french import typographic
from telavis.web import session_limits
from tests.web.signing_in import sign_in, somebody

pytestmark = pytest.mark.django_db
PAGE = "/mon-compte/"


@pytest.fixture
def clock(settings: Any) -> Any:
    settings.DEMO = True
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def shown(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ")


def test_half_an_hour_without_an_act_ends_it(client: Client, clock: Any) -> None:
    somebody()
    sign_in(client)
    clock.shift(timedelta(minutes=29))
    assert client.get(PAGE).status_code == 200
    clock.shift(timedelta(minutes=31))
    answer = client.get(PAGE, follow=True)
    assert "30 minutes sans activité" in shown(answer)
    assert answer.redirect_chain == [(f"/connexion/?next={PAGE}", 302)]
    assert AuditEvent.objects.get(action=AuditAction.SIGN_OUT).detail == {"by": "the clock"}


def test_polling_and_autosave_do_not_keep_it_open(client: Client, clock: Any) -> None:
    somebody()
    sign_in(client)
    for _ in range(4):
        clock.shift(timedelta(minutes=9))
        answer = client.get(PAGE, headers={"X-Telavis-Background": "1"})
    assert answer.status_code == 401
    assert answer.content == b""


def test_acts_keep_it_open_for_twelve_hours_and_no_longer(client: Client, clock: Any) -> None:
    somebody()
    sign_in(client)
    for _ in range(36):
        clock.shift(timedelta(minutes=20))
        assert client.get(PAGE).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert "12 heures" in shown(client.get(PAGE, follow=True))


def test_a_form_sent_after_the_end_is_told_that_it_was_not_kept(client: Client) -> None:
    answer = client.post("/recherche/", {"texte": "Durand"}, follow=True)
    assert answer.redirect_chain == [("/connexion/?next=/recherche/", 302)]
    assert "ce que vous veniez d’envoyer n’est pas enregistré" in shown(answer)


def test_an_act_is_noted_once_a_minute_at_most(client: Client, clock: Any) -> None:
    somebody()
    sign_in(client)
    acted = client.session["acted_at"]
    clock.shift(timedelta(seconds=59))
    client.get(PAGE)
    assert client.session["acted_at"] == acted
    clock.shift(timedelta(seconds=1))
    client.get(PAGE)
    assert client.session["acted_at"] == acted + 60


def test_an_account_suspended_while_signed_in_is_out_at_once_and_told_why(client: Client, clock: Any) -> None:
    user = somebody()
    sign_in(client)
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert "votre compte est suspendu" in shown(client.get(PAGE, follow=True))
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert client.get(PAGE).status_code == 302


def test_a_part_of_a_page_never_receives_the_sign_in_page(client: Client) -> None:
    assert client.get(PAGE, headers={"HX-Request": "true"}).status_code == 401
    assert client.get(PAGE).status_code == 302


def test_the_words_at_the_end_of_a_session_are_typeset():
    for sentence in (session_limits.TOO_LONG, session_limits.TOO_IDLE):
        assert sentence == typographic(sentence)
