"""An authenticator application more: its secret shown as a picture and as text, then proved by its digits."""

import io

import qrcode
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from qrcode.image.svg import SvgPathImage

from telavis.accounts.actions import authenticator_apps
from telavis.accounts.models import Factor
from telavis.accounts.queries import allowed_factors
from telavis.accounts.sealing import BrokenSeal, seal, unseal
from telavis.notifications.security import tell_of_security_change
from telavis.values.french import typographic
from telavis.web.factors.arrivals import after_adding
from telavis.web.factors.forms import AppForm
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.next_page import safe_address
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account, sets_up_a_factor

PENDING = "pending_app"
"""In the session: the secret of the application that is being added, sealed."""
ADD = "Ajouter une application"
WRONG = typographic(
    "Ce code n’est pas le bon : vérifiez que le téléphone est à l’heure, puis tapez celui qu’il affiche."
)
NOT_ALLOWED = "Les applications d’authentification ne sont pas acceptées sur ce site."
ENOUGH = typographic(f"Vous avez déjà {authenticator_apps.MOST} applications : retirez-en une d’abord.")


@for_any_account
@sets_up_a_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof(ADD)
def add(request: ActorRequest) -> HttpResponse:
    """Scan, then type what the telephone shows."""
    if Factor.APP not in allowed_factors():
        messages.warning(request, NOT_ALLOWED)
        return redirect("factors:index")
    secret = _pending(request) or _begin(request)
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, form, secret):
        messages.success(request, "L’application est ajoutée.")
        return after_adding(request)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "secret": groups, "next": safe_address(request)}
    return render(request, "factors/add_app.html", context)


@for_any_account
@sets_up_a_factor
@never_cache
@require_safe
def picture(request: ActorRequest) -> HttpResponse:
    """The square that the telephone reads."""
    secret = _pending(request)
    if secret is None:
        raise Http404
    code = qrcode.QRCode(image_factory=SvgPathImage, border=4)
    code.add_data(authenticator_apps.address_of(secret, request.user))
    drawn = io.BytesIO()
    code.make_image().save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _keep(request: ActorRequest, form: AppForm, secret: str) -> bool:
    try:
        _add_and_tell(request, form.cleaned_data["code"], form.cleaned_data["name"], secret)
    except authenticator_apps.WrongAppCode:
        form.add_error("code", WRONG)
    except authenticator_apps.TooManyApps:
        form.add_error(None, ENOUGH)
    else:
        del request.session[PENDING]
    return form.is_valid()


@transaction.atomic
def _add_and_tell(request: ActorRequest, typed: str, name: str, secret: str) -> None:
    authenticator_apps.add(request.user, secret, typed, name=name, by=request.actor)
    what = f"Une application d’authentification vient d’être ajoutée à votre compte : « {name} »."
    tell_of_security_change(request.user, what)


def _begin(request: ActorRequest) -> str:
    secret = authenticator_apps.new_secret()
    request.session[PENDING] = seal(secret, owner=request.user.pk)
    return secret


def _pending(request: ActorRequest) -> str | None:
    try:
        return unseal(request.session.get(PENDING, ""), owner=request.user.pk)
    except BrokenSeal:
        return None
