"""What the members of a service are told of what an administrator does to it."""

from django.conf import settings

from telavis.accounts.models import User, is_open_account
from telavis.directory.models import holds_on
from telavis.notifications.actions import send_mail
from telavis.services.models import MemberKind, Membership
from telavis.values.french import date_words, typographic


def tell_of_member(member: Membership) -> None:
    """A place opens files: the new member and the coordinators learn who has it from now on."""
    service, who = member.healthcare_service, member.role.practitioner
    text = (
        f"{who} a une place dans « {service.name} » ({member.get_kind_display()}), à partir du "
        f"{date_words(member.started_on)}. Un administrateur la lui a donnée.\n\nVous ne l’attendiez pas ? Prévenez sans "
        f"attendre {settings.CONTACT_EMAIL}."
    )
    coordinating = Membership.objects.filter(
        holds_on(),
        holds_on(prefix="role__"),
        healthcare_service=service,
        kind=MemberKind.COORDINATOR,
    )
    told = User.objects.filter(is_open_account()).exclude(email="")
    reached = {
        *told.filter(practitioner__roles__memberships__in=coordinating),
        *told.filter(practitioner=who),
    }
    for user in sorted(reached, key=lambda each: each.pk):
        send_mail(
            to=user.email,
            subject="un nouveau membre dans un service",
            text=typographic(f"Bonjour {user},\n\n{text}"),
            link=f"{settings.PUBLIC_URL}/",
        )
