"""What a proven identity opens: its account, the sign-up pages, or a page that says why nothing does."""

from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from telavis.accounts.actions import codes, external_identities, tries
from telavis.accounts.actions.external_identities import AlreadyLinked
from telavis.accounts.models import ExternalIdentity, User
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.directory.actions import take_over
from telavis.directory.actors import actor_for
from telavis.directory.models import Practitioner
from telavis.gateways.openid.client import Proof
from telavis.gateways.openid.providers import Provider
from telavis.web.login import letters, provider_words
from telavis.web.login.provider_words import Refusal
from telavis.web.login.stages import PROVEN, WISH

OPENID = "openid"
FIRST = ("password", OPENID, "passkey")
"""With what a sign-in begins; what was recorded before belongs to one that was given up."""
PROVIDER_SESSION = "openid_session"
REFUSED = "refused_before"
"""In the session during a sign-in: how many passwords and codes had been refused before the right ones."""


def arrive(
    request: HttpRequest, provider: Provider, proof: Proof, identity: ProvenIdentity, *, after: str
) -> HttpResponse | Refusal:
    """Somebody comes back from the provider, proven."""
    linked = external_identities.find_linked(identity)
    user = linked.user if linked else _holder_of_number(identity)
    if _has_lost_their_profession(identity, user):
        return provider_words.no_clinical_right(provider)
    if user is None:
        return _stranger(request, identity)
    try:
        linked = linked or _link_by_number(identity, user, provider)
    except AlreadyLinked:
        return provider_words.linked_otherwise(provider)
    _refresh(linked, identity)
    keep_provider_session(request.session, provider, proof.id_token)
    is_strong = provider.counts_as_second_factor(proof.acr, proof.amr)
    record_authentication(
        request,
        user,
        method=OPENID,
        provider=provider.id,
        acr=proof.acr,
        amr=list(proof.amr),
        is_strong=is_strong,
        authenticated_at=proof.authenticated_at,
    )
    state = {PROVEN: is_strong, WISH: user.code_channel}
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=after or None, state=state))
    return answer


def proved_at(request: HttpRequest, user: User) -> int:
    """When they last showed at the provider who they are: its session may have been open; 0 where it does not say."""
    moments = [each.get("authenticated_at", 0) for each in get_authentication_records(request, user)]
    return int(moments[-1]) if moments else 0


def how_one_came(request: HttpRequest, user: User) -> dict[str, Any]:
    """For the journal: by which factors this session was opened, and after how many refusals."""
    refused = request.session.pop(REFUSED, 0)
    return {**_factors(request, user), **(_refusals(user, refused) if refused else {})}


def _refusals(user: User, count: int) -> dict[str, object]:
    last = tries.last_refused(*codes.counts_of_sign_in(user))
    if last is None or last.refused_at is None:
        return {"refused": count}
    return {"refused": count, "last_refused": {"at": last.refused_at.isoformat(), "from": last.refused_from}}


def _factors(request: HttpRequest, user: User) -> dict[str, Any]:
    records = get_authentication_records(request, user)
    firsts = [at for at, each in enumerate(records) if each["method"] in FIRST]
    shown = records[firsts[-1] if firsts else 0 :]
    detail: dict[str, Any] = {"factors": [each["method"] for each in shown]}
    for each in shown:
        detail |= {name: each[name] for name in ("provider", "acr", "amr", "channel") if name in each}
    return detail


def keep_provider_session(session: SessionBase, provider: Provider, id_token: str) -> None:
    """The token that names the session at the provider, to leave it too."""
    session[PROVIDER_SESSION] = {"provider": provider.id, "id_token": id_token}


def _holder_of_number(identity: ProvenIdentity) -> User | None:
    """The account whose professional number Pro Santé Connect has just proved; an e-mail address proves nothing."""
    if not identity.is_by_psc or not identity.rpps:
        return None
    return User.objects.filter(practitioner__rpps=identity.rpps).first()


def _has_lost_their_profession(identity: ProvenIdentity, user: User | None) -> bool:
    """Pro Santé Connect knows the person and no profession: nothing clinical opens to them."""
    if not identity.is_by_psc or identity.is_professional:
        return False
    return user is None or Practitioner.objects.filter(user=user).exclude(profession="").exists()


def _stranger(request: HttpRequest, identity: ProvenIdentity) -> HttpResponse:
    """Nobody's account yet: the proof waits in the session, under a new key."""
    request.session.cycle_key()
    identity.to_session(request.session)
    if not identity.is_by_psc:
        return redirect("login:unknown")
    return redirect("registration:start")


@transaction.atomic
def _link_by_number(identity: ProvenIdentity, user: User, provider: Provider) -> ExternalIdentity:
    linked = external_identities.link(identity, user, by=actor_for(user))
    letters.tell_linked(user, provider.label)
    return linked


@transaction.atomic
def _refresh(linked: ExternalIdentity, identity: ProvenIdentity) -> None:
    """What the provider says today is what is shown from now on."""
    before = external_identities.note_seen(linked, identity)
    if identity.is_by_psc:
        take_over(linked.user, identity, before=before)
