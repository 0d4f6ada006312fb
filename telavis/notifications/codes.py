"""The code that proves an address to somebody who has no account yet; typed by hand, since links are followed by robots."""

from urllib.parse import urlsplit

from django.conf import settings

from telavis.accounts.models import CodeChannel
from telavis.notifications.actions import send_mail, send_sms
from telavis.values.french import typographic

NOT_YOU = "Vous n’avez rien demandé ? Ne répondez pas et ne donnez aucun code ; si cela se répète, prévenez {contact}."


def send_proof_code(to: str, channel: CodeChannel, digits: str, *, why: str) -> None:
    """The six digits, in two groups of three; `why`: «d’inscription»."""
    shown = f"{digits[:3]} {digits[3:]}"
    if channel == CodeChannel.SMS:
        host = urlsplit(settings.PUBLIC_URL).hostname or ""
        text = f"votre code {why} est {shown}. Il vaut 10 minutes. Ne le donnez à personne."
        send_sms(to=to, text=f"{text}\n\n@{host} #{digits}", holds_a_secret=True)
        return
    words = [
        typographic(f"Votre code {why} :"),
        shown,
        "Il vaut 10 minutes et ne sert qu’une fois. Tapez-le dans la page où vous l’avez demandé.",
        not_you(),
    ]
    send_mail(to=to, subject=f"votre code {why}", text="\n\n".join(words), holds_a_secret=True)


def not_you() -> str:
    return typographic(NOT_YOU.format(contact=settings.CONTACT_EMAIL))
