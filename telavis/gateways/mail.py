"""Mail, by the SMTP server of the settings."""

import smtplib
import sys
from dataclasses import dataclass
from email.utils import formatdate, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from telavis.environment_readers import CONSOLE
from telavis.gateways.sending import NotSent

TIME_LIMIT = 10.0
REFUSED_FOR_GOOD = range(500, 600)


@dataclass(frozen=True)
class Mail:
    """A mail as it leaves. `key` makes its Message-ID, so that the same mail sent twice shows once."""

    key: UUID
    to: str
    subject: str
    text: str
    html: str = ""


def send(mail: Mail) -> None:
    """Hand one mail to the server, or raise NotSent."""
    if not settings.EMAIL_HOST:
        raise NotSent("aucun serveur de messagerie n’est réglé (EMAIL_HOST)")
    message = _message(mail)
    if settings.EMAIL_HOST == CONSOLE:
        print(f"MAIL {mail.to} {message.subject}\n{mail.text}\n", file=sys.stderr, flush=True)
        return
    try:
        message.connection = get_connection(timeout=TIME_LIMIT)
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        raise NotSent(_refused(codes[0]), is_final=codes[0] in REFUSED_FOR_GOOD) from None
    except smtplib.SMTPResponseException as refusal:
        # the answer's own words may repeat the address: only its code is kept
        is_about_the_mail = isinstance(refusal, smtplib.SMTPDataError | smtplib.SMTPSenderRefused)
        is_final = is_about_the_mail and refusal.smtp_code in REFUSED_FOR_GOOD
        raise NotSent(_refused(refusal.smtp_code), is_final=is_final) from None
    except (OSError, smtplib.SMTPException) as failure:
        raise NotSent(f"serveur de messagerie injoignable ({type(failure).__name__})") from None


def _message(mail: Mail) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.key}@{domain}>",
            "Date": formatdate(localtime=True),
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _refused(code: int) -> str:
    return f"refusé par le serveur de messagerie ({code})"
