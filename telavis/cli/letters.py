"""What the people concerned are told when somebody acts at the server's console."""

from django.conf import settings

from telavis.accounts.actions.administrators import other_administrators
from telavis.accounts.models import User
from telavis.notifications.actions import send_mail
from telavis.values.french import typographic


def tell_of_rescue(user: User, *, former_email: str) -> int:
    """To the other administrators, and to the account's own addresses; how many letters leave."""
    addresses = {former_email, user.email, *other_administrators(user).values_list("email", flat=True)} - {""}
    for address in sorted(addresses):
        send_mail(
            to=address,
            subject="un accès de secours a été ouvert",
            text=typographic(
                "Bonjour,\n\n"
                f"Un accès de secours au compte d’administrateur « {user.username} » vient d’être ouvert depuis la "
                "console du serveur. Le mot de passe de ce compte ne vaut plus et ses sessions sont fermées.\n\n"
                "Personne de votre équipe ne l’a fait ? Quelqu’un d’autre a la main sur le serveur : "
                f"prévenez sans attendre {settings.CONTACT_EMAIL}."
            ),
        )
    return len(addresses)
