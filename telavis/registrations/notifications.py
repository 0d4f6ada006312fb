"""What the applicant, the administrators and the holder of an account are told; links lead to pages and consume nothing."""

from urllib.parse import urlsplit

from django.conf import settings

from telavis.accounts.models import CodeChannel, User
from telavis.gateways import sms
from telavis.notifications.actions import send_mail, send_sms
from telavis.notifications.administrators import tell_administrators
from telavis.notifications.codes import not_you, send_proof_code
from telavis.registrations.models import Registration
from telavis.registrations.workflow import Verb
from telavis.values.french import date_words, typographic

TOLD: dict[Verb, tuple[str, str, str]] = {
    Verb.SUBMIT: (
        "votre inscription est enregistrée",
        "Votre inscription est enregistrée. Elle attend sa validation : vous recevrez un message dès qu’elle sera décidée.",
        "votre inscription est enregistree et attend sa validation. Un message suivra.",
    ),
    Verb.APPROVE: (
        "votre inscription est validée",
        "Votre inscription est validée : vous pouvez vous connecter et demander un avis.",
        "votre inscription est validée. Connectez-vous sur {host}.",
    ),
    Verb.REFUSE: (
        "votre inscription n’est pas validée",
        "Votre inscription n’a pas été validée. Connectez-vous pour lire pourquoi et comment continuer.",
        "votre inscription n’est pas validée. Connectez-vous sur {host} pour lire pourquoi.",
    ),
    Verb.ASK: (
        "une question sur votre inscription",
        "Avant de valider votre inscription, l’équipe vous pose une question. Connectez-vous pour la lire et y répondre.",
        "une question vous est posée sur votre inscription. Connectez-vous sur {host} pour y répondre.",
    ),
    Verb.ASK_PROOF: (
        "un justificatif pour votre inscription",
        "Avant de valider votre inscription, l’équipe vous demande un justificatif. Connectez-vous pour lire lequel et le joindre.",
        "un justificatif vous est demandé pour votre inscription. Connectez-vous sur {host} pour le joindre.",
    ),
    Verb.REMIND: (
        "votre inscription attend votre réponse",
        "L’équipe attend votre réponse jusqu’au {day} inclus. Connectez-vous pour la donner. Ensuite, votre inscription sera close.",
        "votre inscription attend votre réponse jusqu'au {day}. Connectez-vous sur {host}.",
    ),
    Verb.LAPSE: (
        "votre inscription est close",
        "Votre inscription est close : la question de l’équipe est restée sans réponse. Connectez-vous pour la suite.",
        "votre inscription est close, faute de réponse. Connectez-vous sur {host}.",
    ),
}
"""By verb: subject, mail, SMS."""


def tell_applicant(registration: Registration, verb: Verb) -> None:
    """A mail, and an SMS where one can leave and the mobile is proved; to what the account has since, if it has changed."""
    subject, text, short = TOLD[verb]
    day = date_words(registration.answer_by) if registration.answer_by else ""
    whom = registration.user or registration
    username = registration.user.username if registration.user else ""
    name = f"Votre identifiant est « {username} » ; votre adresse e-mail convient aussi."
    words = f"Bonjour,\n\n{text.format(day=day)}\n\n{name}\n\n{not_you()}"
    send_mail(
        to=whom.email,
        subject=subject,
        text=typographic(words),
        link=f"{settings.PUBLIC_URL}/connexion/",
    )
    is_proved = registration.mobile_proved_at or whom.mobile != registration.mobile
    if whom.mobile and is_proved and sms.is_available():
        send_sms(to=whom.mobile, text=short.format(host=_host(), day=day))


def tell_who_decides(subject: str = "une inscription attend") -> None:
    tell_administrators(
        subject, "Une inscription attend votre décision.", path="/administration/inscriptions/"
    )


def tell_holder(user: User) -> None:
    """Somebody applies with the address or the number of an account that exists: its holder, or not."""
    words = (
        f"Bonjour {user},\n\n"
        "Une inscription vient d’être demandée avec votre adresse e-mail ou votre numéro RPPS. Vous avez déjà un "
        "compte : connectez-vous avec lui, ou retrouvez-le par « J’ai oublié mon identifiant ou mon mot de passe »."
        f"\n\n{not_you()}"
    )
    send_mail(
        to=user.email,
        subject="vous avez déjà un compte",
        text=typographic(words),
        link=f"{settings.PUBLIC_URL}/connexion/",
    )


def send_mail_code(registration: Registration, digits: str) -> None:
    send_proof_code(registration.email, CodeChannel.MAIL, digits, why="d’inscription")


def send_mobile_code(registration: Registration, digits: str) -> None:
    send_proof_code(registration.mobile, CodeChannel.SMS, digits, why="d’inscription")


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""
