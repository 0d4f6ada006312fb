"""What a sign-in that went no further is told: what happened, and how to go on."""

from dataclasses import dataclass

from django.conf import settings

from telavis.gateways.openid.faults import AnswerRefused, Declined, OpenIDFault, ProviderUnavailable, TooWeak
from telavis.gateways.openid.providers import Provider
from telavis.values.french import typographic


@dataclass(frozen=True)
class Refusal:
    """One page: its title, its sentences, its HTTP status."""

    title: str
    text: str
    status: int
    again: bool = True
    """Whether trying once more may help."""


def not_begun_here(provider: Provider) -> Refusal:
    return _refusal(
        "Recommencez la connexion",
        f"Cette connexion par {provider.label} n’a pas commencé dans ce navigateur, a déjà servi ou a trop "
        "attendu. Rien n’a été ouvert.",
        400,
    )


def of_fault(fault: OpenIDFault, provider: Provider) -> Refusal:
    """By its kind; what exactly was wrong stays in the log."""
    name = provider.label
    match fault:
        case ProviderUnavailable():
            return _refusal(
                f"{name} ne répond pas",
                f"La connexion par {name} est impossible pour l’instant. Réessayez dans quelques minutes, ou "
                "connectez-vous autrement : vos dossiers sont là.",
                503,
            )
        case Declined():
            return _refusal(
                "Connexion abandonnée",
                f"{name} n’a pas confirmé votre identité, ou vous avez renoncé. Rien n’a été ouvert.",
                403,
            )
        case TooWeak():
            return _refusal(
                "Authentification trop faible",
                f"{name} vous a reconnu par un moyen moins sûr que celui que nous demandons. Recommencez avec "
                "votre carte CPS ou l’application e-CPS.",
                403,
            )
        case AnswerRefused():
            return _refusal(
                f"La réponse de {name} a été refusée",
                "Elle ne passe pas nos contrôles de sécurité : rien n’a été ouvert. Réessayez ; si cela se "
                f"répète, écrivez à {settings.CONTACT_EMAIL}.",
                403,
            )
    raise TypeError(fault)


def no_clinical_right(provider: Provider) -> Refusal:
    return _refusal(
        "Aucune profession de santé enregistrée",
        f"{provider.label} confirme votre identité, mais n’indique aucun exercice d’une profession de santé. "
        "Télavis ne vous ouvre donc aucun dossier. Si vous exercez, faites corriger votre situation auprès de "
        f"votre ordre ou de l’Annuaire Santé. Une question ? Écrivez à {settings.CONTACT_EMAIL}.",
        403,
        again=False,
    )


def linked_otherwise(provider: Provider) -> Refusal:
    return _refusal(
        "Cette identité ne peut pas ouvrir ce compte",
        f"Le compte qui porte votre numéro est déjà relié à une autre identité {provider.label}. Écrivez à "
        f"{settings.CONTACT_EMAIL} : une personne vérifiera avec vous.",
        403,
        again=False,
    )


def _refusal(title: str, text: str, status: int, *, again: bool = True) -> Refusal:
    return Refusal(typographic(title), typographic(text), status, again)
