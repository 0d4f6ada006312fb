"""Somebody is invited to prepare for a professional: who they are, two codes, a password; or, with an account, one press."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodeChannel, User
from telavis.delegations import actions
from telavis.delegations.actions.accept import AcceptanceRefused
from telavis.delegations.models import Invitation, Joining
from telavis.delegations.queries import open_invitation
from telavis.values.phones import Phone
from telavis.web.invitation.forms import JoinForm
from telavis.web.invitation.joining import (
    PAGE,
    code_id,
    forget,
    joining_in,
    keep,
    onward,
    page_of,
    seconds_to_wait,
    send,
)
from telavis.web.middleware import ActorRequest
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm
from telavis.web.pieces.new_password import NewPasswordForm

Step = Callable[[ActorRequest, Joining], HttpResponse]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who invites, and to what. Reading it changes nothing, however often and by whatever robot."""
    invitation = open_invitation(pk)
    if invitation is None:
        return render(request, "invitation/over.html", status=404)
    if request.user.is_authenticated:
        return render(request, "invitation/accept.html", {"invitation": invitation})
    named = {"given_name": invitation.given_name, "family_name": invitation.family_name}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=named)
    if request.method == "POST" and form.is_valid():
        typed = {"mobile": "", **form.cleaned_data}
        joining = actions.begin(invitation, **typed)
        keep(request, joining)
        return onward(request, joining)
    return render(request, "invitation/index.html", {"invitation": invitation, "form": form})


def of_this_browser(view: Step) -> Callable[[ActorRequest, UUID], HttpResponse]:
    """Whoever has only the address begins at its first page."""

    @wraps(view)
    def found(request: ActorRequest, pk: UUID) -> HttpResponse:
        invitation = open_invitation(pk)
        joining = joining_in(request, invitation) if invitation else None
        return view(request, joining) if joining else redirect("invitation:index", pk)

    return found


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_browser
def mail(request: ActorRequest, joining: Joining) -> HttpResponse:
    """The digits that came to the invited address."""
    return _code_page(request, joining, CodeChannel.MAIL)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_browser
def mobile(request: ActorRequest, joining: Joining) -> HttpResponse:
    """The digits that came by SMS."""
    return _code_page(request, joining, CodeChannel.SMS)


def _code_page(request: ActorRequest, joining: Joining, channel: CodeChannel) -> HttpResponse:
    if page_of(joining) != PAGE[channel]:
        return redirect(page_of(joining), joining.invitation_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _prove(request, joining, channel, form):
        return onward(request, joining)
    by_mail = channel == CodeChannel.MAIL
    context = {
        "form": form,
        "invitation": joining.invitation,
        "by_mail": by_mail,
        "sent_to": joining.invitation.email if by_mail else Phone(joining.mobile).display,
        "again_in": seconds_to_wait(request, channel),
        "channel": channel,
    }
    return render(request, "invitation/code.html", context)


def _prove(request: HttpRequest, joining: Joining, channel: CodeChannel, form: CodeForm) -> bool:
    try:
        key = code_id(request, channel) or joining.pk
        actions.prove(joining, channel, key, form.cleaned_data["code"])
    except (codes.CodeRefused, tries.TooManyTries) as refusal:
        form.add_error("code", words.of_refusal(refusal))
        return False
    return True


@login_not_required
@never_cache
@require_POST
@of_this_browser
def resend(request: ActorRequest, joining: Joining) -> HttpResponse:
    """Another code; the one before no longer opens."""
    channel = CodeChannel.SMS if request.POST.get("channel") == CodeChannel.SMS else CodeChannel.MAIL
    if page_of(joining) != PAGE[channel]:
        return redirect(page_of(joining), joining.invitation_id)
    if seconds_to_wait(request, channel):
        messages.info(request, words.just_sent(channel))
    elif send(request, joining, channel):
        messages.success(request, words.sent_again(channel))
    return redirect(PAGE[channel], joining.invitation_id)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_browser
def password(request: ActorRequest, joining: Joining) -> HttpResponse:
    """The last page: the account opens, and its holder signs in with it."""
    if page_of(joining) != "invitation:password":
        return redirect(page_of(joining), joining.invitation_id)
    name = f"{joining.given_name} {joining.family_name}"
    form = NewPasswordForm(User(full_name=name, email=joining.invitation.email), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.join(joining, password=form.cleaned_data["password"])
        except AcceptanceRefused as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("login:index")
        forget(request)
        return render(request, "invitation/done.html", {"user": user, "invitation": joining.invitation})
    return render(request, "invitation/password.html", {"form": form, "invitation": joining.invitation})


@require_POST
def accept(request: ActorRequest, pk: UUID) -> HttpResponse:
    """With the account that is signed in, when it is that of the invited address."""
    invitation = Invitation.objects.filter(pk=pk).first()
    if invitation is None:
        return render(request, "invitation/over.html", status=404)
    try:
        delegation = actions.accept(invitation, by=request.actor)
    except AcceptanceRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("home:index")
    who = delegation.delegator.practitioner.full_name
    messages.success(request, f"Vous pouvez maintenant préparer les demandes de {who}.")
    return redirect("delegates:prepare_for")
