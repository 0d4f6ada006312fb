"""The acts that an account's page offers: their words, their forms, and what each does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from telavis.accounts.models import Right, Standing, User
from telavis.administration import actions
from telavis.directory.actors import Actor
from telavis.web.administration.account_forms import LastDayForm, ReasonForm, ResetForm, RightForm

Do = Callable[[User, dict[str, Any], Actor], object]


@dataclass(frozen=True)
class Offered:
    """One act: its address, what the button says, what is asked before, what is said after."""

    path: str
    title: str
    button: str
    done: str
    form: type[forms.Form]
    do: Do
    hint: str = ""
    is_grave: bool = False


OFFERED: dict[str, Offered] = {
    "reopen": Offered(
        "reouverture",
        "Rouvrir le compte",
        "Rouvrir le compte",
        "Le compte de {who} est rouvert : un message vient de partir.",
        ReasonForm,
        lambda user, typed, by: actions.reopen(user, reason=typed["reason"], by=by),
    ),
    "keep": Offered(
        "maintien",
        "Garder ce compte",
        "Garder ce compte",
        "Le compte de {who} est gardé : il n’est plus parmi les départs à vérifier.",
        ReasonForm,
        lambda user, typed, by: actions.keep(user, reason=typed["reason"], by=by),
        hint="L’annuaire national ne connaît plus cette personne, et vous savez qu’elle exerce encore.",
    ),
    "suspend": Offered(
        "suspension",
        "Suspendre le compte",
        "Suspendre le compte",
        "Le compte de {who} est suspendu et ses sessions sont fermées : un message vient de partir.",
        ReasonForm,
        lambda user, typed, by: actions.suspend(user, reason=typed["reason"], by=by),
        hint="Ses sessions se ferment aussitôt. La personne peut se connecter pour lire le motif, rien d’autre.",
        is_grave=True,
    ),
    "set_last_day": Offered(
        "dernier-jour",
        "Fixer un dernier jour",
        "Enregistrer le dernier jour",
        "Le dernier jour du compte de {who} est enregistré : un message vient de partir.",
        LastDayForm,
        lambda user, typed, by: actions.set_last_day(user, typed["day"], reason=typed["reason"], by=by),
    ),
    "ask_reset": Offered(
        "remise-a-zero",
        "Remettre l’accès à zéro",
        "Demander la remise à zéro",
        "La remise à zéro est demandée : un autre administrateur doit la confirmer.",
        ResetForm,
        lambda user, typed, by: actions.ask_reset(user, by=by, **typed),
        hint="Pour qui a perdu son mot de passe et ses autres façons d’entrer. Un second administrateur confirme.",
        is_grave=True,
    ),
    "give_right": Offered(
        "droits",
        "Donner un droit",
        "Donner ce droit",
        "Le droit est donné à {who} : un message vient de partir.",
        RightForm,
        lambda user, typed, by: actions.give_right(user, Right(typed["right"]), by=by),
    ),
}
"""In the order of the page."""


def offered_to(user: User, *, has_left: bool = False) -> list[str]:
    """Those that make sense for this account now; the actions have the last word."""
    if not user.is_active or user.standing == Standing.PENDING:
        return []
    if not user.is_open:
        return ["reopen", "set_last_day"] if user.standing == Standing.OPEN else ["reopen", "ask_reset"]
    return [*(["keep"] if has_left else []), "suspend", "set_last_day", "ask_reset", "give_right"]


def forms_for(user: User, bound: dict[str, forms.Form], *, has_left: bool) -> list[dict[str, Any]]:
    """What the template shows; `bound` holds the form that was refused."""
    initial = {"set_last_day": {"day": user.expires_on}}
    return [
        {
            "route": f"administration:{name}",
            "offered": OFFERED[name],
            "form": bound.get(name) or OFFERED[name].form(auto_id=f"id_{name}_%s", initial=initial.get(name)),
        }
        for name in offered_to(user, has_left=has_left)
    ]
