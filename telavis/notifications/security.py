"""Whoever has an account is told of each change of its ways in, by what was theirs before it; nothing in it can be followed."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.gateways import sms
from telavis.notifications.actions import send_mail, send_sms
from telavis.values.french import date_words, time_words, typographic

SUBJECT = "un changement sur votre compte"


@transaction.atomic
def tell_of_security_change(
    user: User, what: str, *, former_email: str | None = None, former_mobile: str = ""
) -> None:
    """`what` is a sentence: «Le mot de passe de votre compte vient d’être changé.»

    By mail, and by SMS to a mobile that is no longer theirs; without an e-mail address, by SMS alone.
    """
    email = user.email if former_email is None else former_email
    if email:
        send_mail(to=email, subject=SUBJECT, text=_letter(user, what))
    mobile = former_mobile or ("" if email else user.mobile)
    if mobile and sms.is_available():
        send_sms(
            to=mobile, text=f"{what} Ce n’est pas vous ? Prévenez sans attendre {settings.CONTACT_EMAIL}."
        )


def _letter(user: User, what: str) -> str:
    now = timezone.localtime()
    return typographic(
        f"Bonjour {user},\n\n{what}\n\n"
        f"C’était le {date_words(now)} à {time_words(now)}, heure de Paris.\n\n"
        f"Ce n’est pas vous ? Prévenez sans attendre {settings.CONTACT_EMAIL}."
    )
