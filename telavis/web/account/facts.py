"""What the account page shows: who I am and who says so, how I am reached, what opens my account, where I am signed in."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from telavis.accounts.models import OpenSession, Right, User
from telavis.audit.models import AuditAction
from telavis.audit.queries import sign_ins_of
from telavis.directory.models import Delegation, PractitionerRole
from telavis.gateways import sms
from telavis.registrations.models import Source
from telavis.registrations.queries.evidence import identity_of
from telavis.registrations.queries.queue import registration_of
from telavis.values.devices import shortened
from telavis.values.french import plural, typographic
from telavis.values.phones import Phone
from telavis.values.professions import profession_label, specialty_label
from telavis.web.account.identities import identities_of
from telavis.web.account.sessions import refused_since
from telavis.web.middleware import ActorRequest

TOLD_BY = {
    Source.PRO_SANTE_CONNECT: "Ces informations viennent de Pro Santé Connect.",
    Source.DIRECTORY: "Ces informations viennent de l’annuaire national.",
    Source.TYPED: "Ces informations sont celles de votre inscription.",
}
BY_INVITATION = "Ces informations sont celles de l’invitation que vous avez acceptée."
GIVEN_HERE = "Ces informations ont été données par l’équipe de Télavis."


def about(request: ActorRequest) -> dict[str, Any]:
    """All of it, in a handful of questions to the database."""
    user = request.user
    identities = identities_of(user)
    return {
        "facts": _facts(request),
        "source": _source(user, is_by_psc=any(each["is_psc"] for each in identities)),
        "contact": _contact(user),
        "identities": identities,
        "open_sessions": _open_sessions(user),
        "last_sign_in": _last_sign_in(user),
        "refused_since": refused_since(user),
    }


def _facts(request: ActorRequest) -> list[dict[str, Any]]:
    role = request.actor.role
    facts: list[dict[str, Any]] = _profession(role) if role else []
    where = " ; ".join(str(place.organization) for place in request.workplaces)
    label = "Lieux d’exercice" if len(request.workplaces) > 1 else "Lieu d’exercice"
    places = [{"label": label, "value": typographic(where)}] if where else []
    rights = [{"label": "Droit", "value": right.label} for right in Right if request.actor.has(right)]
    return [*facts, *places, *rights] or [{"label": "Nom affiché", "value": request.user.full_name}]


def _profession(role: PractitionerRole) -> list[dict[str, Any]]:
    who = role.practitioner
    label = specialty_label(who.profession, who.specialty) or profession_label(who.profession)
    number = [{"label": "Numéro RPPS", "value": who.rpps}] if who.rpps else []
    return [*([{"label": "Profession", "value": label}] if who.profession else []), *number]


def _source(user: User, *, is_by_psc: bool) -> str:
    """Pro Santé Connect tells it anew at each sign-in; else what was known when the registration was decided."""
    if is_by_psc:
        return TOLD_BY[Source.PRO_SANTE_CONNECT]
    registration = registration_of(user.pk)
    if registration is None or not registration.evidence.exists():
        was_invited = Delegation.objects.filter(delegate__practitioner__user=user, invitation__isnull=False)
        return BY_INVITATION if was_invited.exists() else GIVEN_HERE
    return TOLD_BY[Source(identity_of(registration).source)]


def _contact(user: User) -> list[dict[str, str]]:
    mobile = Phone(user.mobile).display if user.mobile else ""
    change_mobile = reverse("account:mobile") if sms.is_available() else ""
    return [
        {"label": "Adresse e-mail", "value": user.email, "address": reverse("account:mail")},
        {"label": "Mobile", "value": mobile, "address": change_mobile},
    ]


def _open_sessions(user: User) -> str:
    count = OpenSession.objects.filter(
        user=user, handle__isnull=False, expire_date__gt=timezone.now()
    ).count()
    return f"{plural(count, 'session ouverte', 'sessions ouvertes')}."


def _last_sign_in(user: User) -> dict[str, Any] | None:
    event = sign_ins_of(user.pk).filter(action=AuditAction.SIGN_IN).first()
    return {"when": event.occurred_at, "place": shortened(event.address)} if event else None
