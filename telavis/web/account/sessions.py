"""My sessions, each of which I may close, and the journal of my sign-ins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from telavis.accounts.actions import codes, tries
from telavis.accounts.actions import sessions as closing
from telavis.accounts.models import OpenSession, User
from telavis.accounts.sessions import HANDLE
from telavis.audit.actions import record
from telavis.audit.models import AuditAction, AuditEvent
from telavis.audit.queries import sign_ins_of
from telavis.values.devices import shortened
from telavis.values.french import moment, plural
from telavis.web.account.identities import provider_label
from telavis.web.middleware import ActorRequest
from telavis.web.standing import for_any_account

SHOWN = 20
FACTORS = {
    "password": "mot de passe",
    "code": "code",
    "passkey": "clé d’accès",
    "app": "application",
    "recovery_code": "code de secours",
}


@for_any_account
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Where I am signed in, and when I was."""
    mine = OpenSession.objects.filter(
        user=request.user, handle__isnull=False, expire_date__gt=timezone.now()
    ).order_by("-acted_at")
    context = {
        "sessions": mine,
        "this": request.session.get(HANDLE),
        "refused_since": refused_since(request.user),
        "journal": [_line(event) for event in sign_ins_of(request.user.pk)[:SHOWN]],
    }
    return render(request, "account/sessions.html", context)


@for_any_account
@require_POST
@transaction.atomic
def close(request: ActorRequest) -> HttpResponse:
    """«Fermer cette session»: on the other device, the next act asks to sign in."""
    try:
        handle = UUID(request.POST.get("session", ""))
    except ValueError:
        raise Http404 from None
    if str(handle) == request.session.get(HANDLE) or not closing.close(request.user, handle):
        raise Http404
    record(AuditAction.SIGN_OUT, by=request.actor, detail={"by": "another session"})
    messages.success(request, "Cette session est fermée.")
    return redirect("account:sessions")


@for_any_account
@require_POST
@transaction.atomic
def close_all(request: ActorRequest) -> HttpResponse:
    """«Me déconnecter partout», here too."""
    closing.close_all(request.user)
    record(AuditAction.SIGN_OUT, by=request.actor, detail={"by": "everywhere"})
    logout(request, show_message=False)
    messages.success(request, "Vous êtes déconnecté de tous vos appareils.")
    return redirect("login:index")


def _line(event: AuditEvent) -> dict[str, object]:
    """What happened, how and from where."""
    words = {**FACTORS, "openid": provider_label(event.detail.get("provider", ""))}
    factors = [words.get(factor, factor) for factor in event.detail.get("factors", [])]
    return {
        "when": event.occurred_at,
        "what": event.get_action_display(),
        "how": " et ".join(factors),
        "place": shortened(event.address),
        "refused": _refused_before(event.detail),
    }


def refused_since(user: User) -> str:
    """Passwords and codes that did not open, since the last that did: the owner's mistakes, or somebody else's."""
    counts = codes.counts_of_sign_in(user)
    count = tries.failures(*counts)
    last = tries.last_refused(*counts) if count else None
    if last is None or last.refused_at is None:
        return ""
    return f"{_refused(count, last.refused_at, last.refused_from)}, depuis votre dernière connexion."


def _refused_before(detail: dict[str, Any]) -> str:
    """What stands beside a sign-in that came after refusals."""
    if not detail.get("refused") or "last_refused" not in detail:
        return ""
    last = detail["last_refused"]
    return f"après {_refused(detail['refused'], datetime.fromisoformat(last['at']), last['from'])}"


def _refused(count: int, last_at: datetime, last_from: str) -> str:
    """«3 essais refusés (le dernier hier à 14 h 02, réseau 192.0.2.…)»."""
    when = moment(last_at, timezone.localtime())
    network = f", réseau {last_from}" if last_from else ""
    last = f"le dernier {when}" if count > 1 else when
    return f"{plural(count, 'essai refusé', 'essais refusés')} ({last}{network})"
