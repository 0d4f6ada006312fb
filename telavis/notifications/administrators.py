"""What those who administer are told, whichever room has something for them."""

from uuid import UUID

from django.conf import settings

from telavis.accounts.models import Right, User, is_open_account
from telavis.notifications.actions import send_mail
from telavis.values.french import typographic


def tell_administrators(subject: str, text: str, *, path: str, besides: UUID | None = None) -> None:
    """No name of anybody: the page behind the address tells it to those who may read it."""
    others = User.objects.filter(is_open_account(), rights__right=Right.ADMINISTRATOR).exclude(email="")
    for user in others.exclude(pk=besides).order_by("pk") if besides else others.order_by("pk"):
        send_mail(
            to=user.email,
            subject=subject,
            text=typographic(f"Bonjour {user},\n\n{text}"),
            link=f"{settings.PUBLIC_URL}{path}",
        )
