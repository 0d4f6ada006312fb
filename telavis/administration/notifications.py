"""What the holder of an account is told, and administrators of those who left; links lead to pages and consume nothing."""

from collections.abc import Iterable

from django.conf import settings

from telavis.accounts.models import User
from telavis.notifications.actions import send_mail
from telavis.notifications.administrators import tell_administrators
from telavis.values.french import plural, typographic


def tell_holder(user: User, subject: str, text: str, *, also: Iterable[str] = ()) -> None:
    """A mail about what was done to their account, to a lost address too; whoever did not expect it knows whom to call."""
    words = f"Bonjour {user},\n\n{text}\n\nUne question, ou une erreur ? Écrivez à {settings.CONTACT_EMAIL}."
    for address in sorted({user.email, *also} - {""}):
        send_mail(
            to=address,
            subject=subject,
            text=typographic(words),
            link=f"{settings.PUBLIC_URL}/connexion/",
        )


def tell_of_departures(count: int) -> None:
    """Nothing closes by itself: somebody has to look."""
    tell_administrators(
        "des départs à vérifier",
        f"{plural(count, 'personne')} dont le compte est ouvert {'manque' if count == 1 else 'manquent'} dans la dernière "
        "extraction de l’annuaire national. Ouvrez chaque compte, puis suspendez-le ou gardez-le.",
        path="/administration/departs/",
    )
