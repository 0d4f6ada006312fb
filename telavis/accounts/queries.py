"""By which factors somebody may prove who they are today (docs/domain/factors.md)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from telavis.accounts.models import (
    AuthenticatorApp,
    CodeChannel,
    ExternalIdentity,
    Factor,
    Passkey,
    RecoveryCode,
    Right,
    User,
    rights_of,
)
from telavis.gateways import sms
from telavis.gateways.openid import registry
from telavis.gateways.openid.providers import Provider
from telavis.parameters.models import Parameter, parameter

SIGN_IN_FACTORS = "sign_in_factors"
CHANNELS = {CodeChannel.SMS: Factor.SMS, CodeChannel.MAIL: Factor.MAIL}


@dataclass(frozen=True)
class SecondFactors:
    """What this person may show after their password."""

    has_passkey: bool
    has_app: bool
    has_recovery_code: bool
    channels: tuple[CodeChannel, ...]
    may_set_up_by_mail: bool = False
    """No other way is left: a code by e-mail then opens the pages where one is set up, and nothing else."""

    @property
    def has_strong(self) -> bool:
        return self.has_passkey or self.has_app

    @property
    def sendable(self) -> tuple[CodeChannel, ...]:
        """By which ways a code may be sent."""
        return (CodeChannel.MAIL,) if self.may_set_up_by_mail else self.channels

    def channel(self, wish: str) -> CodeChannel | None:
        """The channel that was wished for, else the one there is."""
        return next((each for each in self.sendable if each == wish), next(iter(self.sendable), None))


def allowed_factors(*, on: date | None = None) -> frozenset[Factor]:
    """Those that the operator allows on that day."""
    return frozenset(Factor(value) for value in parameter(SIGN_IN_FACTORS, on=on) if value in Factor.values)


def mail_ends_on() -> date | None:
    """The day from which a code by e-mail is no longer enough, if such a day has been set."""
    later = Parameter.objects.filter(key=SIGN_IN_FACTORS, valid_from__gt=timezone.localdate())
    for row in later.order_by("valid_from"):
        if Factor.MAIL not in row.value:
            return row.valid_from
    return None


def second_factors(user: User) -> SecondFactors:
    """What stands open to this account now."""
    allowed = allowed_factors()
    has_passkey = Factor.PASSKEY in allowed and Passkey.objects.filter(user=user).exists()
    has_app = Factor.APP in allowed and AuthenticatorApp.objects.filter(user=user).exists()
    has_recovery_code = RecoveryCode.objects.filter(user=user, used_at__isnull=True).exists()
    has_strong = has_passkey or has_app
    channels = channels_of(user, allowed)
    if user.recovered_by:
        channels = _beside_the_recovery(user, channels, has_strong=has_strong)
    has_none = not (has_strong or channels or (user.recovered_by and providers_of(user)))
    return SecondFactors(
        has_passkey,
        has_app,
        has_recovery_code,
        channels,
        may_set_up_by_mail=has_none and bool(user.email),
    )


def channels_of(user: User, allowed: frozenset[Factor] | None = None) -> tuple[CodeChannel, ...]:
    """By which ways a code reaches this person and is taken; never by e-mail for an administrator."""
    allowed = allowed_factors() if allowed is None else allowed
    reached = {
        CodeChannel.SMS: bool(user.mobile) and sms.is_available(),
        CodeChannel.MAIL: bool(user.email) and Right.ADMINISTRATOR not in rights_of(user.pk),
    }
    return tuple(channel for channel, is_so in reached.items() if is_so and CHANNELS[channel] in allowed)


def _beside_the_recovery(
    user: User, channels: tuple[CodeChannel, ...], *, has_strong: bool
) -> tuple[CodeChannel, ...]:
    """A code gave the password: none that is sent is enough besides where there is more, else not by the same way."""
    if has_strong:
        return ()
    others = tuple(each for each in channels if each != user.recovered_by)
    return others if others or providers_of(user) else channels


def providers_of(user: User) -> list[Provider]:
    """Those that open this account and by themselves may prove two factors: by them it is shown that it is still they."""
    linked = ExternalIdentity.objects.filter(user=user).order_by("linked_at")
    found = (registry.find(each) for each in linked.values_list("provider", flat=True))
    return [provider for provider in found if provider and provider.may_prove_two_factors]


def has_strong_factor(user: User) -> bool:
    """A passkey or an application, whether or not it is allowed today."""
    return Passkey.objects.filter(user=user).exists() or AuthenticatorApp.objects.filter(user=user).exists()
