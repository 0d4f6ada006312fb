"""«Mes délégués»: who prepares for me, who is invited to, and the end of it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from telavis.accounts.actions import tries
from telavis.delegations import actions
from telavis.delegations.models import Invitation
from telavis.delegations.permissions import may_delegate
from telavis.delegations.queries import delegations_given, delegations_held, invitations_waiting
from telavis.directory.models import Delegation
from telavis.values.french import typographic
from telavis.web.delegates.forms import InviteForm
from telavis.web.middleware import ActorRequest
from telavis.web.recent_proof import needs_recent_proof

TOO_MANY = typographic("Vingt invitations sont déjà parties aujourd’hui : reprenez demain.")


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Those who prepare for me, and those for whom I prepare."""
    return _index(request, InviteForm(request.user.email))


def _index(request: ActorRequest, form: InviteForm) -> HttpResponse:
    if request.actor.role is None:
        raise PermissionDenied
    context = {
        "form": form,
        "may_delegate": may_delegate(request.actor),
        "delegations": delegations_given(request.actor),
        "invitations": invitations_waiting(request.actor),
        "held": delegations_held(request.actor),
    }
    return render(request, "delegates/index.html", context)


@require_POST
@needs_recent_proof("Envoyer l’invitation")
def invite(request: ActorRequest) -> HttpResponse:
    """A mail leaves; nobody learns whether this address has an account."""
    if not may_delegate(request.actor):
        raise PermissionDenied
    form = InviteForm(request.user.email, request.POST)
    if not form.is_valid():
        return _index(request, form)
    try:
        invitation = actions.invite(**form.cleaned_data, by=request.actor)
    except tries.TooManyTries:
        form.add_error(None, TOO_MANY)
        return _index(request, form)
    messages.success(request, f"L’invitation est partie à {invitation.email}.", "toast")
    return redirect("delegates:index")


@require_POST
def withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Its address leads nowhere any more."""
    mine = Invitation.objects.filter(delegator__practitioner_id__in=request.actor.own_ids)
    invitation = actions.withdraw(get_object_or_404(mine, pk=pk), by=request.actor)
    if invitation.accepted_at:
        messages.warning(
            request, typographic("Cette invitation vient d’être acceptée : mettez fin à la délégation.")
        )
    else:
        messages.success(request, "L’invitation est retirée.", "toast")
    return redirect("delegates:index")


@require_POST
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """At once, by either of the two."""
    own = request.actor.own_ids
    mine = Delegation.objects.filter(
        Q(delegator__practitioner_id__in=own) | Q(delegate__practitioner_id__in=own)
    )
    actions.end(get_object_or_404(mine, pk=pk), by=request.actor)
    messages.success(request, "Cette délégation est terminée.", "toast")
    return redirect("delegates:index")
