"""The two codes, typed by hand; the last one sends the registration."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodeChannel
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.workflow import StepRefused
from telavis.values.phones import Phone
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm
from telavis.web.registration.underway import code_id, onward, page_of, seconds_to_wait, send, under_way

PAGE = {CodeChannel.MAIL: "registration:mail", CodeChannel.SMS: "registration:mobile"}
PROVE = {CodeChannel.MAIL: actions.prove_mail, CodeChannel.SMS: actions.prove_mobile}


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """The digits that came by e-mail."""
    return _page(request, CodeChannel.MAIL)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def mobile(request: HttpRequest) -> HttpResponse:
    """The digits that came by SMS."""
    return _page(request, CodeChannel.SMS)


def _page(request: HttpRequest, channel: CodeChannel) -> HttpResponse:
    registration = under_way(request)
    if registration is None:
        return redirect("registration:state")
    if page_of(registration) != PAGE[channel]:
        return redirect(page_of(registration))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = _prove(request, registration, channel, form)
        if proved:
            return onward(request, proved)
    context = {
        "form": form,
        "by_mail": channel == CodeChannel.MAIL,
        "sent_to": registration.email if channel == CodeChannel.MAIL else Phone(registration.mobile).display,
        "again_in": seconds_to_wait(request, channel),
        "channel": channel,
    }
    return render(request, "registration/code.html", context)


def _prove(
    request: HttpRequest, registration: Registration, channel: CodeChannel, form: CodeForm
) -> Registration | None:
    try:
        typed = form.cleaned_data["code"]
        return PROVE[channel](registration, code_id(request, channel) or registration.pk, typed, by=APPLICANT)
    except (codes.CodeRefused, tries.TooManyTries) as refusal:
        form.add_error("code", words.of_refusal(refusal))
    except StepRefused as refusal:
        form.add_error("code", refusal.sentence)
    return None


@login_not_required
@never_cache
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Another code; the one before no longer opens."""
    registration = under_way(request)
    if registration is None:
        return redirect("registration:state")
    channel = CodeChannel.SMS if request.POST.get("channel") == CodeChannel.SMS else CodeChannel.MAIL
    if page_of(registration) != PAGE[channel]:
        return redirect(page_of(registration))
    if seconds_to_wait(request, channel):
        messages.info(request, f"Un code vient de partir {channel.label}\u202f: laissez-lui une demi-minute.")
    elif send(request, registration, channel):
        messages.success(request, f"Un nouveau code est parti {channel.label}. Le précédent ne vaut plus.")
    return redirect(PAGE[channel])
