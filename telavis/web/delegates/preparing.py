"""«Pour qui préparez-vous ?»: the delegate chooses, and may change their mind."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from telavis.directory.actors import delegators_of
from telavis.values.professions import is_health_professional
from telavis.web.middleware import ON_BEHALF_OF, ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_for(request: ActorRequest) -> HttpResponse:
    """Those who delegate to this person today; a professional may also act for themselves again."""
    role = request.actor.role
    if role is None:
        raise PermissionDenied
    delegators = delegators_of(role)
    if request.method == "POST":
        return _choose(request, {str(each.pk): str(each) for each in delegators})
    context = {
        "delegators": delegators,
        "chosen": request.actor.on_behalf_of_id,
        "may_ask_alone": is_health_professional(role.practitioner.profession),
    }
    return render(request, "delegates/prepare_for.html", context)


def _choose(request: ActorRequest, delegators: dict[str, str]) -> HttpResponse:
    wished = request.POST.get("pour", "")
    if wished == "moi":
        request.session.pop(ON_BEHALF_OF, None)
        messages.success(request, "Vous travaillez maintenant pour vous-même.", "toast")
    elif wished in delegators:
        request.session[ON_BEHALF_OF] = wished
        messages.success(request, f"Vous préparez maintenant pour {delegators[wished]}.", "toast")
    else:
        raise Http404
    return redirect("home:index")
