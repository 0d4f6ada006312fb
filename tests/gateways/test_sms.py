"""Both ways out for SMS keep the same promises; OVH's keeps some of its own."""

import io
import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest

from telavis.gateways.sending import NotSent
from telavis.gateways.sms import ConsoleSms, OvhSms, SmsGateway
from tests.gateways import ovh_server as ovh
from tests.gateways.ovh_server import OvhServer

MOBILE = "+33612345678"
Taken = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def ovh_sms(ovh_server: OvhServer, trust: ssl.SSLContext) -> OvhSms:
    return OvhSms(
        application_key=ovh.APPLICATION_KEY,
        application_secret=ovh.APPLICATION_SECRET,
        consumer_key=ovh.CONSUMER_KEY,
        service=ovh.SERVICE,
        sender="Telavis",
        endpoint=ovh_server.endpoint,
        tls=trust,
    )


@pytest.fixture(params=["ovh", "console"])
def gateway_and_taken(request: pytest.FixtureRequest) -> tuple[SmsGateway, Taken]:
    if request.param == "ovh":
        server: OvhServer = request.getfixturevalue("ovh_server")
        return request.getfixturevalue("ovh_sms"), lambda: server.taken
    stream = io.StringIO()

    def lines() -> list[tuple[str, str]]:
        written = [line.split(" ", 2) for line in stream.getvalue().splitlines()]
        return [(number, text) for _, number, text in written]

    return ConsoleSms(stream), lines


def test_a_message_reaches_its_number_whole(gateway_and_taken: tuple[SmsGateway, Taken]) -> None:
    gateway, taken = gateway_and_taken
    text = "Télavis : votre code est 123 456. L'œil, la dent & <b>le reste</b> %20"
    gateway.send(to=MOBILE, text=text)
    assert taken() == [(MOBILE, text)]


def test_two_messages_arrive_in_order(gateway_and_taken: tuple[SmsGateway, Taken]) -> None:
    gateway, taken = gateway_and_taken
    gateway.send(to=MOBILE, text="un")
    gateway.send(to=MOBILE, text="deux")
    assert taken() == [(MOBILE, "un"), (MOBILE, "deux")]


@pytest.mark.parametrize("number", ["0612345678", "", "+33", "+336 12 34 56 78", "+33612345678\n", "root"])
def test_an_impossible_number_is_refused_for_good(
    gateway_and_taken: tuple[SmsGateway, Taken], number: str
) -> None:
    gateway, taken = gateway_and_taken
    with pytest.raises(NotSent) as refusal:
        gateway.send(to=number, text="bonjour")
    assert refusal.value.is_final
    assert taken() == []


def test_no_failure_repeats_the_number_or_the_text(gateway_and_taken: tuple[SmsGateway, Taken]) -> None:
    gateway, _ = gateway_and_taken
    with pytest.raises(NotSent) as refusal:
        gateway.send(to="06 99 99 99 99", text="code 123456")
    assert "99" not in str(refusal.value)
    assert "123456" not in str(refusal.value)


def test_ovh_signs_with_the_clock_of_the_server(ovh_sms: OvhSms, ovh_server: OvhServer) -> None:
    ovh_sms.send(to=MOBILE, text="bonjour")
    assert ovh_server.asked == ["/1.0/auth/time", f"/1.0/sms/{ovh.SERVICE}/jobs"]


def test_a_wrong_secret_is_refused_but_may_be_put_right(ovh_sms: OvhSms, ovh_server: OvhServer) -> None:
    with pytest.raises(NotSent) as refusal:
        replace(ovh_sms, application_secret="wrong").send(to=MOBILE, text="bonjour")
    assert not refusal.value.is_final
    assert ovh_server.taken == []


def test_a_number_that_ovh_does_not_know_is_refused_for_good(ovh_sms: OvhSms) -> None:
    with pytest.raises(NotSent) as refusal:
        ovh_sms.send(to="+14155550123", text="bonjour")
    assert refusal.value.is_final


def test_a_redirect_is_never_followed(ovh_sms: OvhSms, ovh_server: OvhServer) -> None:
    ovh_server.answers_with = (307, {"Location": f"{ovh_server.endpoint}/elsewhere"}, b"")
    with pytest.raises(NotSent):
        ovh_sms.send(to=MOBILE, text="bonjour")
    assert "/1.0/elsewhere" not in ovh_server.asked


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"null", b"\xff\xfe"])
def test_an_answer_that_makes_no_sense_is_a_failure_to_try_again(
    ovh_sms: OvhSms, ovh_server: OvhServer, answer: bytes
) -> None:
    ovh_server.answers_with = (200, {}, answer)
    with pytest.raises(NotSent) as refusal:
        ovh_sms.send(to=MOBILE, text="bonjour")
    assert not refusal.value.is_final


def test_plain_http_is_refused_before_anything_leaves(ovh_sms: OvhSms, ovh_server: OvhServer) -> None:
    with pytest.raises(NotSent):
        replace(ovh_sms, endpoint=ovh_server.endpoint.replace("https", "http")).send(
            to=MOBILE, text="bonjour"
        )
    assert ovh_server.asked == []


def test_a_server_with_an_unknown_certificate_gets_nothing(ovh_sms: OvhSms, ovh_server: OvhServer) -> None:
    with pytest.raises(NotSent):
        replace(ovh_sms, tls=None).send(to=MOBILE, text="bonjour")
    assert ovh_server.asked == []


def test_the_keys_never_show_in_a_log(ovh_sms: OvhSms) -> None:
    assert ovh.APPLICATION_SECRET not in repr(ovh_sms)
    assert "'consumer'" not in repr(ovh_sms)
