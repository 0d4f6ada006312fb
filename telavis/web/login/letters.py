"""What people are sent when they sign in, recover their account or change their password."""

from urllib.parse import urlsplit

from django.conf import settings

from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, User
from telavis.notifications.actions import send_mail, send_sms
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic

WHY = {
    CodePurpose.SIGN_IN: "de connexion",
    CodePurpose.RECOVER: "pour retrouver votre accès",
    CodePurpose.CONFIRM: "de confirmation",
}
NOT_YOU = {
    CodePurpose.SIGN_IN: (
        "Vous n’avez rien demandé ? Ne donnez ce code à personne et prévenez {contact} : "
        "quelqu’un connaît peut-être votre mot de passe."
    ),
    CodePurpose.RECOVER: (
        "Vous n’avez rien demandé ? Ne donnez ce code à personne : votre mot de passe n’a pas changé. "
        "Si cela se répète, prévenez {contact}."
    ),
    CodePurpose.CONFIRM: (
        "Vous n’avez rien demandé ? Ne donnez ce code à personne et prévenez sans attendre {contact} : "
        "quelqu’un connaît votre mot de passe et tient une session ouverte à votre nom."
    ),
}


def send_code(user: User, code: OneTimeCode, digits: str) -> None:
    """The six digits, in two groups of three; a link would be followed by mail scanners, digits are not."""
    why = WHY[CodePurpose(code.purpose)]
    shown = f"{digits[:3]} {digits[3:]}"
    if code.channel == CodeChannel.SMS:
        host = urlsplit(settings.PUBLIC_URL).hostname
        text = f"votre code {why} est {shown}. Il vaut 10 minutes. Ne le donnez à personne."
        # the last line lets a telephone offer the code to this site, and to no other
        send_sms(to=user.mobile, text=f"{text}\n\n@{host} #{digits}", holds_a_secret=True)
        return
    life = "Il vaut 10 minutes et ne sert qu’une fois. Tapez-le dans la page où vous l’avez demandé."
    not_you = NOT_YOU[CodePurpose(code.purpose)].format(contact=settings.CONTACT_EMAIL)
    text = "\n\n".join([typographic(f"Votre code {why} :"), shown, life, typographic(not_you)])
    send_mail(to=user.email, subject=f"votre code {why}", text=text, holds_a_secret=True)


def tell_linked(user: User, provider_label: str) -> None:
    """Another way in is a thing that its owner must know of."""
    tell_of_security_change(user, f"Votre compte peut désormais s’ouvrir par {provider_label}.")


def tell_recovery_code_used(user: User, left: int) -> None:
    """A paper that somebody may have found."""
    what = f"Un de vos codes de secours vient d’ouvrir votre compte. Il en reste {left}."
    tell_of_security_change(user, what)
