"""My account: who I am here, my password, how my codes arrive, where I work from."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.accounts.actions import passwords, preferences, tries
from telavis.accounts.models import CodeChannel
from telavis.accounts.sessions import HANDLE
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.values.french import typographic
from telavis.web.account.facts import about
from telavis.web.account.forms import ChangePasswordForm, CodeChannelForm
from telavis.web.middleware import WORKPLACE, ActorRequest
from telavis.web.pieces import code_channel, refusals
from telavis.web.pieces.new_password import change_password
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account


@for_any_account
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """What the platform knows of me."""
    return _index(request, CodeChannelForm(request.user))


def _index(request: ActorRequest, form: CodeChannelForm) -> HttpResponse:
    return render(request, "account/index.html", {"form": form, **about(request)})


@for_any_account
@require_POST
def codes(request: ActorRequest) -> HttpResponse:
    """How my codes arrive."""
    form = CodeChannelForm(request.user, request.POST)
    if not form.is_valid():
        return _index(request, form)
    channel = CodeChannel(form.cleaned_data["channel"])
    preferences.choose_code_channel(request.user, channel)
    messages.success(
        request, typographic(f"À la prochaine connexion, « {channel.label} » sera coché d’avance.")
    )
    response = redirect("account:index")
    code_channel.remember(response, channel)
    return response


@require_POST
def workplace(request: ActorRequest) -> HttpResponse:
    """Where I work from: what is stamped on my next acts."""
    wished = request.POST.get("workplace")
    chosen = next((place for place in request.workplaces if str(place.pk) == wished), None)
    if chosen is None:
        raise Http404
    request.session[WORKPLACE] = str(chosen.pk)
    messages.success(request, typographic(f"Vous travaillez maintenant depuis : {chosen.organization}."))
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(came_from if is_ours else "/")


@for_any_account
@never_cache
@sensitive_post_parameters("present", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Changer mon mot de passe")
def password(request: ActorRequest) -> HttpResponse:
    """My password: the present one, then the new one twice."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _present_is_right(request, form):
        _change(request, form.cleaned_data["password"])
        messages.success(request, "Votre mot de passe est changé. Vos autres sessions sont fermées.")
        return redirect("account:index")
    return render(request, "account/password.html", {"form": form})


def _present_is_right(request: ActorRequest, form: ChangePasswordForm) -> bool:
    user = request.user
    try:
        passwords.check_credentials(
            user,
            typed_name=user.username,
            password=form.cleaned_data["present"],
            address=request.META["REMOTE_ADDR"],
        )
    except passwords.WrongPassword:
        form.add_error("present", "Ce n’est pas votre mot de passe actuel.")
    except tries.TooManyTries as refusal:
        form.add_error("present", refusals.too_many_passwords(refusal))
    return form.is_valid()


@transaction.atomic
def _change(request: ActorRequest, new: str) -> None:
    change_password(request.user, new, but=request.session.get(HANDLE))
    record(AuditAction.CHANGE_PASSWORD, by=request.actor)
    update_session_auth_hash(request, request.user)
