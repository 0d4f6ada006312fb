"""The page of the simulated Pro Santé Connect, where one chooses whom to be; it exists in the demonstration only."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from telavis.demo import simulated_people, simulated_psc
from telavis.gateways.openid import psc


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Whom to be; then back, with a code, or with a refusal."""
    asked = request.GET.dict()
    back = request.build_absolute_uri(reverse("login:provider_back", args=[psc.ID]))
    if asked.get("redirect_uri") != back or asked.get("client_id") != simulated_psc.CLIENT_ID:
        raise BadRequest("not the question of our client")
    if request.method != "POST":
        return render(request, "demo/pro_sante_connect.html", {"people": simulated_people.people()})
    person = simulated_people.find(request.POST.get("person", ""))
    if "cancel" in request.POST or person is None:
        answer = {"error": "access_denied"}
    else:
        answer = {"code": simulated_psc.give_code(person, asked)}
    return redirect(f"{back}?{urlencode({**answer, 'state': asked.get('state', '')})}")


@login_not_required
@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """The end of a session that this simulation does not keep: straight back."""
    return redirect(f"{reverse('login:left_provider')}?{urlencode({'state': request.GET.get('state', '')})}")
