"""Linking an identity of a hospital to one's account: proved at the provider, then by signing in here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from telavis.accounts.actions import external_identities
from telavis.accounts.models import User
from telavis.accounts.proven_identity import ProvenIdentity, forget_proof
from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner
from telavis.gateways.openid import registry
from telavis.values.french import typographic
from telavis.values.names import tokens
from telavis.web.login import letters
from telavis.web.middleware import ActorRequest
from telavis.web.pieces import refusals as words

OTHER_PERSON = typographic(
    "Ce compte n’est pas celui de la personne qui vient d’être reconnue : il ne peut pas être relié ici."
)
TAKEN = typographic("Cette identité, ou ce compte, est déjà relié ailleurs : rien n’a changé.")


@login_not_required
@never_cache
@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """The hospital has recognised somebody whom no account here knows."""
    identity = ProvenIdentity.from_session(request.session)
    if identity is None:
        messages.info(request, words.NOTHING_UNDER_WAY)
        return redirect("login:index")
    context = {"identity": identity, "label": _label(identity)}
    return render(request, "login/unknown.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActorRequest) -> HttpResponse:
    """Signed in here, and proven there a moment ago: one press makes them one."""
    identity = ProvenIdentity.from_session(request.session)
    if identity is None:
        return redirect("home:index")
    if request.method == "POST":
        forget_proof(request.session)
        if "link" in request.POST:
            _link(request, identity)
        return redirect("home:index")
    is_theirs = may_be_linked(identity, request.user)
    context = {"identity": identity, "label": _label(identity), "is_theirs": is_theirs}
    return render(request, "login/link.html", context)


def may_be_linked(identity: ProvenIdentity, user: User) -> bool:
    """Another person may have left their proof in this browser: their family name would not be in the account's.

    Pro Santé Connect proves a number besides, which a namesake does not have.
    """
    if (
        identity.is_by_psc
        and not Practitioner.objects.filter(user=user, rpps=identity.rpps or "none").exists()
    ):
        return False
    return bool(tokens(identity.family_name)) and tokens(identity.family_name) <= tokens(user.full_name)


def _link(request: ActorRequest, identity: ProvenIdentity) -> None:
    label = _label(identity)
    if not may_be_linked(identity, request.user):
        messages.warning(request, OTHER_PERSON)
        return
    try:
        _link_and_tell(identity, request.actor, label)
    except external_identities.AlreadyLinked:
        messages.warning(request, TAKEN)
    else:
        messages.success(request, typographic(f"C’est relié : {label} ouvre désormais votre compte."))


@transaction.atomic
def _link_and_tell(identity: ProvenIdentity, actor: Actor, label: str) -> None:
    assert actor.user is not None  # noqa: S101 the page wants somebody signed in
    external_identities.link(identity, actor.user, by=actor)
    letters.tell_linked(actor.user, label)


def _label(identity: ProvenIdentity) -> str:
    provider = registry.find(identity.provider)
    return provider.label if provider else identity.provider
