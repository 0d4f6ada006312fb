"""What reuniting two accounts of one person would do, told before anything is done."""

from dataclasses import dataclass
from hashlib import blake2b

from telavis.accounts.models import ExternalIdentity, Standing, User
from telavis.administration.queries.accounts import practitioner_of, roles_of
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.registrations.likeness import Likeness, likeness


@dataclass(frozen=True)
class Plan:
    """`stays` keeps its ways in; `closes` is closed for ever, and what hangs on it moves."""

    stays: User
    closes: User
    kept: Practitioner | None
    """The professional of the account that stays."""
    gone: Practitioner | None
    """The one of the account that closes, if it has one."""
    roles: tuple[PractitionerRole, ...]
    twins: dict[PractitionerRole, PractitionerRole]
    """Workplaces that both have: the former gives way to the latter."""
    identities: tuple[ExternalIdentity, ...]
    """Those that will open the account that stays."""
    refusal: str
    """Why it cannot be; empty when it can."""

    @property
    def moves_professional(self) -> bool:
        """The professional as a whole, with everything that is theirs."""
        return self.gone is not None and self.kept is None

    @property
    def moves_roles(self) -> bool:
        return self.gone is not None and self.kept is not None

    @property
    def mark(self) -> str:
        """What was shown, to recognise that it has changed since."""
        parts = [
            *(self.stays.pk, self.closes.pk, self.kept and self.kept.pk, self.gone and self.gone.pk),
            *(f"{role.pk}{role.ended_on}" for role in self.roles),
            *(identity.pk for identity in self.identities),
        ]
        return blake2b(repr([str(part) for part in parts]).encode(), digest_size=12).hexdigest()


def plan_of(stays: User, closes: User) -> Plan:
    kept, gone = practitioner_of(stays), practitioner_of(closes)
    roles = tuple(sorted(roles_of(gone), key=lambda role: role.pk))
    present = {role.organization_id: role for role in roles_of(kept) if role.ended_on is None}
    twins = {
        role: present[role.organization_id]
        for role in roles
        if role.ended_on is None and role.organization_id in present
    }
    held = set(ExternalIdentity.objects.filter(user=stays).values_list("provider", flat=True))
    identities = ExternalIdentity.objects.filter(user=closes).exclude(provider__in=held).order_by("pk")
    return Plan(
        stays, closes, kept, gone, roles, twins, tuple(identities), _refusal(stays, closes, kept, gone)
    )


def _refusal(stays: User, closes: User, kept: Practitioner | None, gone: Practitioner | None) -> str:
    if stays.pk == closes.pk:
        return "C’est le même compte : choisissez-en un autre."
    if not closes.is_active:
        return "Ce compte est déjà réuni à un autre."
    if Standing.PENDING in (stays.standing, closes.standing):
        return "L’un des deux attend la décision de son inscription : décidez-la d’abord."
    if not stays.is_open:
        return "Le compte qui reste n’est pas ouvert : rouvrez-le d’abord, ou gardez l’autre."
    if kept and gone and kept.rpps and gone.rpps and kept.rpps != gone.rpps:
        return "Leurs numéros RPPS sont différents : ce sont deux personnes."
    if likeness(_family_name(stays, kept), _family_name(closes, gone)) == Likeness.DIFFERENT:
        return "Leurs noms de famille sont différents : rien ne dit que c’est la même personne."
    return ""


def _family_name(user: User, practitioner: Practitioner | None) -> str:
    """As the directory has it; of an account without a professional the whole name, among which it is."""
    return practitioner.family_name if practitioner else user.full_name
