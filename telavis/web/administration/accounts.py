"""Accounts: found, read, and what an administrator does to them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.accounts.models import Right, User
from telavis.administration import actions
from telavis.administration.queries import accounts as reading
from telavis.administration.queries.waiting import left_on, reset_of
from telavis.audit.models import AuditEvent
from telavis.audit.queries import acts_upon, sign_ins_of
from telavis.directory.models import Practitioner
from telavis.values.devices import shortened
from telavis.values.french import date_words, typographic
from telavis.values.phones import Phone
from telavis.values.professions import profession_label
from telavis.web.administration.access import for_administrators, page, words_kept
from telavis.web.administration.account_acts import OFFERED, forms_for
from telavis.web.administration.log_words import line_of
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.pieces.paging import address_with, read_after, ways_on
from telavis.web.pieces.searches import MARK, keep_search
from telavis.web.recent_proof import needs_recent_proof

SIGN_INS, ACTS = 10, 10
VIEWS = {"": "Tous", "fermes": "Non ouverts", "droits": "Avec un droit"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def accounts(request: ActorRequest) -> HttpResponse:
    """Newest first, or those who fit the words, which travel by POST: a person's name never stands in an address."""
    if request.method == "POST":
        return keep_search(request, "administration:accounts", "q")
    text, mark = words_kept(request, "administration:accounts"), request.GET.get(MARK, "")
    view = request.GET.get("vue", "")
    found = reading.accounts(text, view=view, after=read_after(request))
    context = {
        "text": text,
        "view": view,
        "found": found,
        "tabs": [
            {"text": words, "href": address_with(**{MARK: mark}, vue=key), "current": key == view}
            for key, words in VIEWS.items()
        ],
        **ways_on(request, found.page.next, vue=view),
    }
    return page(request, "accounts", "accounts", context)


@require_safe
@for_administrators
def account(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All that the house knows of one way in, and nothing of what it was used for."""
    return _page(request, get_object_or_404(reading.with_ways_in(), pk=pk), {})


def _page(request: ActorRequest, user: User, bound: dict[str, forms.Form]) -> HttpResponse:
    practitioner = reading.practitioner_of(user)
    is_own = user.pk == request.user.pk
    gone = left_on(practitioner) if user.is_open else None
    context = {
        "account": user,
        "is_own": is_own,
        "facts": _facts(user, practitioner),
        "workplaces": reading.workplaces_of(practitioner),
        "has_professional": practitioner is not None,
        "ways_in": reading.ways_in_of(user),
        "today": timezone.localdate(),
        "rights": reading.rights_in(user),
        "acts_query": f"?par={user.pk}",
        "tries": reading.tries_at(user),
        "sign_ins": [_sign_in(event) for event in sign_ins_of(user.pk)[:SIGN_INS]],
        "acts": [line_of(event) for event in acts_upon(user.pk)[:ACTS]],
        "reset": reset_of(user),
        "left_on": gone,
        "offered": [] if is_own else forms_for(user, bound, has_left=gone is not None),
        "refused": next(iter(bound.values()), None),
    }
    return page(request, "accounts", "account", context)


def _facts(user: User, practitioner: Practitioner | None) -> list[dict[str, str]]:
    facts = [
        {"label": "État", "value": standing_words(user)},
        {"label": "Identifiant", "value": user.username},
        {"label": "Adresse e-mail", "value": user.email or "aucune"},
        {"label": "Mobile", "value": Phone(user.mobile).display if user.mobile else "aucun"},
        {"label": "Façons d’entrer", "value": reading.ways_into(user)},
        {"label": "Créé le", "value": date_words(timezone.localtime(user.created_at))},
    ]
    if practitioner:
        facts += [
            {"label": "Profession", "value": profession_label(practitioner.profession)},
            {"label": "RPPS", "value": practitioner.rpps or "aucun"},
        ]
    return facts


def standing_words(user: User) -> str:
    """«ouvert jusqu’au 3 mars 2027»."""
    if not user.is_active:
        return typographic("fermé : réuni à un autre compte")
    if user.has_expired:
        return f"arrivé à son dernier jour, le {date_words(user.expires_on)}" if user.expires_on else ""
    until = f", jusqu’au {date_words(user.expires_on)}" if user.expires_on else ""
    return f"{user.get_standing_display()}{until}"


def _sign_in(event: AuditEvent) -> dict[str, Any]:
    return {"icon": "sign-in", "text": event.get_action_display().capitalize(), "when": event.occurred_at,
            "detail": f"réseau {shortened(event.address)}" if event.address else ""}  # fmt: skip


def acting(name: str) -> Callable[..., HttpResponse]:
    """The view of one of the acts of `OFFERED`: its form, then the action."""
    offered = OFFERED[name]

    @require_POST
    @for_administrators
    @needs_recent_proof(offered.button)
    def act(request: ActorRequest, pk: UUID) -> HttpResponse:
        user = get_object_or_404(reading.with_ways_in(), pk=pk)
        form = offered.form(request.POST, auto_id=f"id_{name}_%s")
        if not form.is_valid():
            return _page(request, user, {name: form})
        attempt(
            request,
            lambda: offered.do(user, form.cleaned_data, request.actor),
            offered.done.format(who=user),
        )
        return redirect("administration:account", pk)

    return act


@require_POST
@for_administrators
@needs_recent_proof("Retirer ce droit")
def take_right(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The button beside each right."""
    user = get_object_or_404(User, pk=pk)
    if request.POST.get("right") not in Right.values:
        raise Http404
    right = Right(request.POST["right"])
    attempt(
        request,
        lambda: actions.take_right(user, right, by=request.actor),
        f"{user} n’a plus le droit « {right.label} » : un message vient de partir.",
    )
    return redirect("administration:account", pk)


@require_POST
@for_administrators
@needs_recent_proof("Remettre les essais à zéro")
def unblock(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The button beside the counted tries."""
    user = get_object_or_404(User, pk=pk)
    attempt(
        request,
        lambda: actions.unblock(user, by=request.actor),
        f"Les essais de {user} sont remis à zéro.",
    )
    return redirect("administration:account", pk)
