"""The end of a session, under an open page: warned, put off, or opened again by the same person over that page.

The page's own script asks these addresses (telavis/static/js/session.js); without it the next click leads to sign-in.
"""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.actions import passkeys, passwords, tries
from telavis.accounts.models import User
from telavis.accounts.queries import second_factors
from telavis.values.french import typographic
from telavis.web import session_limits
from telavis.web.login.forms import ResumeForm
from telavis.web.login.passkeys import open_session, proved_by
from telavis.web.login.proofs import REFUSED
from telavis.web.login.stages import WISH, CodeStage
from telavis.web.login.views import REFUSALS, about_code, send_again
from telavis.web.pieces import code_channel
from telavis.web.pieces import refusals as words
from telavis.web.pieces.code_form import CodeForm

NO_CODE = typographic(
    "Votre mot de passe est le bon, mais un code ne suffit pas cette fois : utilisez votre clé d’accès, "
    "ou connectez-vous dans un autre onglet."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """How long this session still lasts, and whose it is. By POST: «Rester connecté»."""
    if request.method == "POST" and request.user.is_authenticated:
        session_limits.renew(request)
    return _state(request)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """The password of the person for whom the page was made; nobody else's opens it."""
    if request.user.is_authenticated:
        return _state(request)
    user = _holder(request)
    is_sent = "password" in request.POST
    form = ResumeForm(
        request.POST if is_sent else None, initial={"channel": code_channel.remembered(request)}
    )
    if user is not None and is_sent and form.is_valid() and _is_right(request, user, form):
        request.session[REFUSED] = user.refused_before
        perform_password_login(request, {}, Login(user=user, state={WISH: form.wished_channel.value}))
        return _ask_for_code(request, user)
    return _show_password(request, user, form)


@login_not_required
@never_cache
@require_POST
def resume_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey of the person for whom the page was made."""
    if request.user.is_authenticated:
        return _state(request)
    user = _holder(request)
    try:
        proved = proved_by(request)
    except passkeys.PasskeyRefused as refusal:
        messages.error(request, words.of_passkey(refusal))
        return _show_password(request, user)
    if proved != user:
        messages.error(request, words.PASSKEY_OF_ANOTHER)
        return _show_password(request, user)
    open_session(request, proved, "")
    return _opened(request, proved)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_POST
def resume_code(request: HttpRequest) -> HttpResponse:
    """The six digits, or another code; then the session is open again under the page."""
    if request.user.is_authenticated:
        return _state(request)
    user, stage = _holder(request), CodeStage.under_way(request)
    if user is None or stage is None or stage.user != user:
        messages.info(request, words.NOTHING_UNDER_WAY)
        return _show_password(request, user)
    if "again" in request.POST:
        send_again(request, stage)
        return _ask_for_code(request, user)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            refused_before = stage.check(form.cleaned_data["code"])
        except REFUSALS as refusal:
            form.add_error("code", words.of_refusal(refusal))
        else:
            request.session[REFUSED] = request.session.get(REFUSED, 0) + refused_before
            stage.exit()
            return _opened(request, user)
    return _show(request, "login/resume_code.html", {"form": form, **about_code(stage)})


def _holder(request: HttpRequest) -> User | None:
    """The person whose page it is."""
    key = session_limits.marked(request.POST.get("person", ""))
    return User.objects.filter(pk=key).first() if key else None


def _is_right(request: HttpRequest, user: User, form: ResumeForm) -> bool:
    try:
        passwords.check_credentials(
            user,
            typed_name=user.username,
            password=form.cleaned_data["password"],
            address=request.META["REMOTE_ADDR"],
        )
    except passwords.WrongPassword:
        form.add_error("password", "Ce n’est pas le mot de passe de ce compte.")
    except tries.TooManyTries as refusal:
        form.add_error("password", words.too_many_passwords(refusal))
    return form.is_valid()


def _ask_for_code(request: HttpRequest, user: User) -> HttpResponse:
    """The second step, or the first one again where no code could leave: the messages say why."""
    stage = CodeStage.under_way(request)
    if stage is None:
        return _show_password(request, user)
    if not stage.is_sent and not stage.ways.has_app:
        messages.info(request, NO_CODE)
        return _show_password(request, user)
    return _show(request, "login/resume_code.html", {"form": CodeForm(), **about_code(stage)})


def _opened(request: HttpRequest, user: User) -> HttpResponse:
    """Open, unless the last stage has turned the person away: it then says why."""
    if request.user.is_authenticated:
        list(messages.get_messages(request))  # that the session had ended is no news any more
        return _state(request)
    return _show_password(request, user)


def _show_password(request: HttpRequest, user: User | None, form: ResumeForm | None = None) -> HttpResponse:
    """The first step, with the passkey in its place where this person has one."""
    by_passkey = user is not None and second_factors(user).has_passkey
    context: dict[str, object] = {"form": form or ResumeForm(), "person": user, "by_passkey": by_passkey}
    return _show(request, "login/resume_password.html", context)


def _show(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A step, within the dialog; that a form was not kept is no news, as its page is still there."""
    not_kept = typographic(session_limits.NOT_KEPT)
    told = [message for message in messages.get_messages(request) if message.message != not_kept]
    return render(request, template, {"mark": request.POST.get("person", ""), "messages": told, **context})


def _state(request: HttpRequest) -> JsonResponse:
    who = session_limits.mark_of(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse(
        {
            "left": session_limits.seconds_left(request),
            "renewable": session_limits.may_be_renewed(request),
            "person": who,
            "token": get_token(request),
        }
    )
