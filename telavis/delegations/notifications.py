"""What the invited person and the one who invites are sent; a link leads to a page and consumes nothing."""

from django.conf import settings

from telavis.accounts.models import CodeChannel
from telavis.delegations.models import Invitation, Joining
from telavis.directory.models import Delegation
from telavis.notifications.actions import send_mail
from telavis.notifications.codes import send_proof_code
from telavis.values.french import date_words, typographic


def invite(invitation: Invitation) -> None:
    """No secret stands in the address: a code is sent to this mailbox when it is opened."""
    who = invitation.delegator
    words = (
        f"Bonjour {invitation.full_name},\n\n"
        f"{who.practitioner.full_name}, {who.organization.name}, vous invite à préparer ses demandes de téléexpertise "
        f"sur Télavis. Vous les préparez ; {who.practitioner.full_name} les relit et les envoie.\n\n"
        "Ouvrez la page ci-dessous pour répondre, dans les 14 jours. Un code vous y sera demandé, qui arrivera à cette "
        "adresse.\n\n"
        f"Vous ne connaissez pas cette personne ? Ne répondez pas, et prévenez {settings.CONTACT_EMAIL}."
    )
    send_mail(
        to=invitation.email,
        subject="une invitation à préparer des demandes",
        text=typographic(words),
        link=f"{settings.PUBLIC_URL}/invitation/{invitation.pk}/",
    )


def tell_accepted(delegation: Delegation) -> None:
    """The one who invited learns who has accepted, and how to stop it."""
    user = delegation.delegator.practitioner.user
    if user is None or not user.email:
        return
    until = f", jusqu’au {date_words(delegation.ended_on)}" if delegation.ended_on else ""
    words = (
        f"Bonjour {user},\n\n"
        f"{delegation.delegate.practitioner.full_name} peut maintenant préparer vos demandes{until}. "
        "Vous seul les envoyez.\n\n"
        "Ce n’est pas ce que vous vouliez ? Mettez-y fin sur la page « Mes délégués »."
    )
    send_mail(
        to=user.email,
        subject="votre invitation est acceptée",
        text=typographic(words),
        link=f"{settings.PUBLIC_URL}/delegues/",
    )


def send_code(joining: Joining, channel: CodeChannel, digits: str) -> None:
    to = joining.invitation.email if channel == CodeChannel.MAIL else joining.mobile
    send_proof_code(to, channel, digits, why="d’invitation")
