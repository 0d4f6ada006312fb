"""Taking somebody's ways in away takes two: one administrator asks, another one confirms (docs/decisions/0023)."""

from django.db import transaction
from django.db.models.functions import Lower

from telavis.accounts.actions.resetting import forget_ways_in
from telavis.accounts.models import User
from telavis.administration.actions.two_persons import check_second, check_waiting, lapse, settle
from telavis.administration.models import AccessReset, AskedState
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account, open_administrators, stand_as_administrator
from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.notifications.administrators import tell_administrators
from telavis.values.refused import Refused


@transaction.atomic
def ask_reset(account: User, *, reason: str, new_email: str = "", by: Actor) -> AccessReset:
    """Nothing changes yet; the holder and the other administrators are told."""
    asker, user = stand_as_administrator(by), lock_account(account, by=by)
    if not user.is_active:
        raise Refused("Ce compte a été réuni à un autre : il n’a plus d’accès.")
    if open_administrators() <= {asker, user.pk}:
        raise Refused(
            "Il faut deux administrateurs en plus de la personne concernée : donnez d’abord ce droit à quelqu’un. Un "
            "administrateur seul qui a perdu son accès revient par la commande recover_admin, sur le serveur."
        )
    waiting = AccessReset.objects.filter(user=user, state=AskedState.WAITING).first()
    if waiting and not lapse(waiting):
        raise Refused(f"{waiting.asked_by_label} l’a déjà demandée : un autre administrateur peut confirmer.")
    _check_free(new_email, user)
    reset = AccessReset.objects.create(
        user=user, reason=reason, new_email=new_email, asked_by_id=asker, asked_by_label=by.user_label
    )
    trace(
        Act.ASK_RESET, by=by, kind="account", key=user.pk, label=str(user), reason=reason, new_email=new_email
    )
    _tell_of_asking(user, by)
    return reset


@transaction.atomic
def confirm_reset(asked: AccessReset, *, by: Actor) -> AccessReset:
    """Every way in is gone, and a new address holds."""
    reset, user = _lock(asked, by=by)
    check_second(reset, by=by)
    former = user.email
    if reset.new_email:
        _check_free(reset.new_email, user)
        user.email = reset.new_email
        user.save(update_fields=["email"])
    forget_ways_in(user)
    settle(reset, AskedState.CONFIRMED, by=by)
    trace(
        Act.CONFIRM_RESET, by=by, kind="account", key=user.pk, label=str(user), asked_by=reset.asked_by_label
    )
    tell_holder(
        user,
        "votre accès est remis à zéro",
        f"Votre mot de passe ne vaut plus et vos sessions sont fermées. Votre identifiant est « {user.username} ». "
        "Choisissez un nouveau mot de passe par « J’ai oublié mon identifiant ou mon mot de passe ».",
        also=[former],
    )
    return reset


@transaction.atomic
def abandon_reset(asked: AccessReset, *, by: Actor) -> AccessReset:
    """By the one who asked, or by another who does not agree."""
    reset, user = _lock(asked, by=by)
    settle(reset, AskedState.ABANDONED, by=by)
    trace(Act.ABANDON_RESET, by=by, kind="account", key=user.pk, label=str(user))
    return reset


def _lock(asked: AccessReset, *, by: Actor) -> tuple[AccessReset, User]:
    user = lock_account(asked.user, by=by)
    reset = AccessReset.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    check_waiting(reset)
    return reset, user


def _check_free(email: str, user: User) -> None:
    same = User.objects.annotate(lowered=Lower("email")).filter(lowered=email.lower())
    if email and same.exclude(pk=user.pk).exists():
        raise Refused("Cette adresse e-mail est celle d’un autre compte : vérifiez-la.")


def _tell_of_asking(user: User, by: Actor) -> None:
    tell_holder(
        user,
        "une remise à zéro de votre accès est demandée",
        "Un administrateur demande que votre mot de passe et vos façons de vous connecter soient remis à zéro ; un second "
        "doit le confirmer. Vous n’avez rien demandé ? Prévenez-nous sans attendre.",
    )
    tell_administrators(
        "une remise à zéro attend votre confirmation",
        "Un administrateur demande la remise à zéro d’un accès : elle attend la confirmation d’un second.",
        path="/administration/",
        besides=by.user_id,
    )
