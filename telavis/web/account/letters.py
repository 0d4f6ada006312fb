"""What is sent while somebody changes how they are reached, and once they have."""

from urllib.parse import urlsplit

from django.conf import settings

from telavis.accounts.models import CodeChannel, User
from telavis.notifications.actions import send_mail, send_sms
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic

CHANGED = {
    CodeChannel.MAIL: "L’adresse e-mail de votre compte vient d’être changée : celle-ci ne reçoit plus ni code ni message.",
    CodeChannel.SMS: "Le mobile de votre compte vient d’être changé : le précédent ne reçoit plus de code.",
}


def send_proof(to: str, channel: CodeChannel, digits: str) -> None:
    """The six digits; a link would be followed by mail scanners, digits are not."""
    shown = f"{digits[:3]} {digits[3:]}"
    if channel == CodeChannel.SMS:
        host = urlsplit(settings.PUBLIC_URL).hostname
        text = f"votre code pour changer de mobile est {shown}. Il vaut 10 minutes. Ne le donnez à personne."
        send_sms(to=to, text=f"{text}\n\n@{host} #{digits}", holds_a_secret=True)
        return
    words = [
        typographic("Votre code pour changer d’adresse e-mail :"),
        shown,
        "Il vaut 10 minutes et ne sert qu’une fois. Tapez-le dans la page où vous l’avez demandé.",
        typographic(
            "Vous n’avez rien demandé ? Quelqu’un s’est trompé d’adresse : ne donnez ce code à personne. "
            f"Si cela se répète, prévenez {settings.CONTACT_EMAIL}."
        ),
    ]
    send_mail(
        to=to, subject="votre code pour changer d’adresse", text="\n\n".join(words), holds_a_secret=True
    )


def tell_already_used(to: str) -> None:
    """To the holder of the address, whoever asked: one address opens one account."""
    send_mail(
        to=to,
        subject="cette adresse a déjà un compte",
        text=typographic(
            "Bonjour,\n\n"
            "Quelqu’un a voulu donner cette adresse e-mail à son compte. Elle est déjà celle d’un autre compte : "
            "rien n’a changé.\n\n"
            "C’est vous, et vous avez deux comptes ? Écrivez à "
            f"{settings.CONTACT_EMAIL} : nous les réunirons. Ce n’est pas vous ? Vous n’avez rien à faire."
        ),
    )


def tell_changed(user: User, channel: CodeChannel, former: str) -> None:
    """By what was theirs before it: who has taken an account over must not be the only one to know."""
    if channel == CodeChannel.MAIL:
        tell_of_security_change(user, CHANGED[channel], former_email=former)
    else:
        tell_of_security_change(user, CHANGED[channel], former_mobile=former)
