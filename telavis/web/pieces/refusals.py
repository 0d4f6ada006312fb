"""The sentences that answer a refused sign-in: what happened, and how to go on."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from telavis.accounts.actions import authenticator_apps, codes, passkeys, recovery_codes, tries
from telavis.accounts.models import CodeChannel
from telavis.values.french import plural, typographic

WRONG_CREDENTIALS = typographic("Identifiant ou mot de passe incorrect. Vérifiez les deux, puis réessayez.")
NOTHING_UNDER_WAY = typographic("Cette connexion a trop attendu ou est déjà faite : recommencez ici.")
PASSKEY_OF_ANOTHER = "Cette clé d’accès est celle d’un autre compte."

RESCUE_REFUSED = typographic(
    "Ce mot de passe ne vaut pas : il a déjà servi, il a plus de 15 minutes, ou il est mal recopié. "
    "Le serveur peut en donner un autre."
)


def of_refusal(
    refusal: codes.CodeRefused | authenticator_apps.AppCodeRefused | tries.TooManyTries,
) -> str:
    """Why a code does not open."""
    match refusal:
        case tries.TooManyTries():
            return _wait(refusal.until, "Trop de codes incorrects.")
        case authenticator_apps.AppCodeUsed():
            return "Ce code a déjà servi. Attendez que l’application en affiche un autre."
        case authenticator_apps.AppCodeRefused():
            return typographic("Ce code n’est pas celui de l’application : tapez celui qu’elle affiche.")
        case codes.WrongCode(left=0) | codes.CodeBurnt():
            return typographic("Ce code a été essayé cinq fois : il ne vaut plus. Demandez un nouveau code.")
        case codes.WrongCode():
            return typographic(f"Ce code n’est pas le bon. Il vous reste {plural(refusal.left, 'essai')}.")
        case codes.CodeUsed():
            return "Ce code a déjà servi. Demandez un nouveau code."
        case _:
            return typographic("Ce code a plus de 10 minutes : il ne vaut plus. Demandez un nouveau code.")


def of_recovery_code(refusal: recovery_codes.WrongRecoveryCode | tries.TooManyTries) -> str:
    """Why a recovery code does not open."""
    if isinstance(refusal, tries.TooManyTries):
        return _wait(refusal.until, "Trop de codes incorrects.")
    return typographic("Ce code de secours ne vaut pas : il a déjà servi, ou il est mal recopié.")


def of_passkey(refusal: passkeys.PasskeyRefused) -> str:
    """Why a passkey does not open; which of the reasons is for the log, except that one waited too long."""
    if isinstance(refusal, passkeys.PasskeyTooLate):
        return typographic("La demande avait trop attendu : recommencez.")
    return typographic(
        "Cette clé d’accès n’ouvre aucun compte ici. Connectez-vous par un autre moyen, "
        "puis voyez vos clés dans « Mon compte »."
    )


def only_by_provider() -> str:
    return typographic(
        "Votre mot de passe vient d’être changé par un code reçu. Un autre code reçu de la même façon ne suffit pas : "
        "connectez-vous par Pro Santé Connect ou par votre établissement."
    )


def unreachable() -> str:
    return typographic(
        "Ce compte n’a ni adresse e-mail ni mobile : "
        f"écrivez à {settings.CONTACT_EMAIL} pour qu’il puisse recevoir un code."
    )


def too_many_passwords(refusal: tries.TooManyTries) -> str:
    if refusal.until is None:
        return typographic(
            "Trop d’essais : cet identifiant est bloqué. Choisissez un nouveau mot de passe par "
            "« J’ai oublié mon identifiant ou mon mot de passe », ou écrivez à "
            f"{settings.CONTACT_EMAIL}."
        )
    return _wait(refusal.until, "Trop d’essais.")


def too_many_codes(refusal: tries.TooManyTries) -> str:
    return _wait(refusal.until, "Plusieurs codes vous ont déjà été envoyés.")


def just_sent(channel: CodeChannel) -> str:
    return f"Un code vient de partir {channel.label}\u202f: laissez-lui une demi-minute."


def sent_again(channel: CodeChannel) -> str:
    return f"Un nouveau code est parti {channel.label}. Le précédent ne vaut plus."


def too_many_sign_ups(refusal: tries.TooManyTries) -> str:
    return _wait(refusal.until, "Trop d’inscriptions ont été commencées depuis votre réseau.")


def _wait(until: datetime | None, what: str) -> str:
    if until is None:
        return f"{what} Pour débloquer votre compte, écrivez à {settings.CONTACT_EMAIL}."
    minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
    return typographic(f"{what} Réessayez dans {plural(minutes, 'minute')}.")
