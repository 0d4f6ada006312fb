"""A passkey more: asked of the device, kept, told; and the page that proposes the first one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.actions import factors, passkeys
from telavis.accounts.models import Factor, Passkey
from telavis.accounts.queries import allowed_factors
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic
from telavis.web.factors.arrivals import after_adding
from telavis.web.factors.forms import default_name
from telavis.web.middleware import ActorRequest
from telavis.web.pieces import passkey_answers
from telavis.web.pieces.next_page import safe_address
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account, sets_up_a_factor

ADD = "Ajouter une clé d’accès"
NOT_ALLOWED = "Les clés d’accès ne sont pas acceptées sur ce site."
REFUSED = typographic("La clé d’accès n’a pas été ajoutée : la demande avait trop attendu. Recommencez.")
ENOUGH = typographic(f"Vous avez déjà {passkeys.MOST} clés d’accès : retirez-en une d’abord.")


@for_any_account
@sets_up_a_factor
@never_cache
@require_POST
def question(request: ActorRequest) -> JsonResponse:
    """What the device is asked; asked by the page's script when its button is pressed."""
    return passkey_answers.ask(*passkeys.ask_to_enrol(request.user))


@for_any_account
@sets_up_a_factor
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof(ADD)
def add(request: ActorRequest) -> HttpResponse:
    """What a passkey is, and a button; by POST, what the device has made."""
    if Factor.PASSKEY not in allowed_factors():
        messages.warning(request, NOT_ALLOWED)
        return redirect("factors:index")
    if request.method == "POST":
        return _add(request)
    return render(request, "factors/add_passkey.html", {"next": safe_address(request)})


def _add(request: ActorRequest) -> HttpResponse:
    try:
        passkey = _keep(request)
    except passkeys.TooManyPasskeys:
        messages.warning(request, ENOUGH)
    except passkeys.PasskeyRefused:
        messages.error(request, REFUSED)
    else:
        messages.success(request, typographic(f"La clé d’accès « {passkey.name} » ouvre votre compte."))
        return after_adding(request)
    return redirect("factors:add_passkey")


@transaction.atomic
def _keep(request: ActorRequest) -> Passkey:
    passkey = passkeys.enrol(
        request.user,
        passkey_answers.asked(request),
        passkey_answers.answer(request),
        name=default_name(request.headers.get("User-Agent", "")),
        by=request.actor,
    )
    tell_of_security_change(
        request.user, f"Une clé d’accès vient d’être ajoutée à votre compte : « {passkey.name} »."
    )
    return passkey


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ActorRequest) -> HttpResponse:
    """After two sign-ins by code: the next ones may be shorter. «Plus tard» is heard for thirty days."""
    after = safe_address(request) or "/"
    if request.method == "POST":
        factors.decline_passkey(request.user)
        return HttpResponseRedirect(after)
    if not factors.should_be_offered_a_passkey(request.user):
        return HttpResponseRedirect(after)
    return render(request, "factors/offer.html", {"next": after})
