"""Mail through a real SMTP server on loopback."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from telavis.gateways import mail
from telavis.gateways.sending import NotSent
from telavis.values.keys import new_key
from tests.smtp_server import SmtpServer, body_of


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpServer]:
    server = SmtpServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@telavis.example"
    server.start()
    yield server
    server.stop()


def a_mail(**changes: str) -> mail.Mail:
    words = {"to": "claire@exemple.fr", "subject": "Un avis est arrivé", "text": "Œdème, été : « lisez »."}
    return mail.Mail(key=new_key(), **{**words, **changes})


def test_a_mail_arrives_with_its_accents(smtp: SmtpServer) -> None:
    mail.send(a_mail(html="<p>Œdème</p>"))
    (received,) = smtp.taken
    assert smtp.receivers == ["claire@exemple.fr"]
    assert received["Subject"] == "Un avis est arrivé"
    assert body_of(received, "plain").strip() == "Œdème, été : « lisez »."
    assert body_of(received, "html").strip() == "<p>Œdème</p>"


def test_the_same_mail_sent_twice_has_the_same_identity(smtp: SmtpServer) -> None:
    twice = a_mail()
    mail.send(twice)
    mail.send(twice)
    assert {message["Message-ID"] for message in smtp.taken} == {f"<{twice.key}@telavis.example>"}


def test_a_subject_of_two_lines_adds_no_header(smtp: SmtpServer) -> None:
    mail.send(a_mail(subject="Avis\r\nBcc: autre@exemple.fr"))
    (received,) = smtp.taken
    assert received["Subject"] == "Avis Bcc: autre@exemple.fr"
    assert received["Bcc"] is None


def test_a_server_that_is_down_may_be_tried_again(smtp: SmtpServer) -> None:
    smtp.stop()
    with pytest.raises(NotSent) as failure:
        mail.send(a_mail())
    assert not failure.value.is_final


@pytest.mark.parametrize(("answer", "is_final"), [("550 no such user", True), ("451 come back later", False)])
def test_a_refused_address_is_final_when_the_server_says_so(
    smtp: SmtpServer, answer: str, *, is_final: bool
) -> None:
    smtp.answer_to_receiver = f"{answer} claire@exemple.fr"
    with pytest.raises(NotSent) as failure:
        mail.send(a_mail())
    assert failure.value.is_final is is_final
    assert "claire" not in str(failure.value)


def test_a_server_that_never_answers_is_left(
    smtp: SmtpServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        monkeypatch.setattr(mail, "TIME_LIMIT", 0.2)
        with pytest.raises(NotSent):
            mail.send(a_mail())


def test_without_a_server_in_the_settings_the_mail_waits(smtp: SmtpServer, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with pytest.raises(NotSent) as failure:
        mail.send(a_mail())
    assert not failure.value.is_final


def test_a_developer_reads_a_mail_where_the_program_speaks(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_HOST = "console"
    mail.send(a_mail())
    assert a_mail().to in (said := capsys.readouterr().err)
    assert a_mail().text in said
