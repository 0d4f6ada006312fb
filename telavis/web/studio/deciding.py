"""From a form that is written to what the service asks: submit, sign, publish, withdraw."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from telavis.studio import actions
from telavis.studio.models import FormWork
from telavis.studio.workflow import Verb
from telavis.values.french import date_words
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.studio.access import by_a_coordinator, for_the_studio, of_a_work
from telavis.web.studio.forms import PublicationForm, WithdrawalForm
from telavis.web.studio.work import work_page

DECISIONS = {
    Verb.SUBMIT.value: (actions.submit, "Le formulaire est soumis à la signature."),
    Verb.REWORK.value: (
        actions.rework,
        "La rédaction est reprise : la signature, s’il y en avait une, est retirée.",
    ),
    Verb.ABANDON.value: (
        actions.abandon,
        "Le travail est abandonné : ce que le service demande n’a pas changé.",
    ),
}


@require_POST
@by_a_coordinator
def decide(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`verb`: submit, rework or abandon."""
    decision = DECISIONS.get(request.POST.get("verb", ""))

    def act() -> object:
        if decision is None:
            raise Refused("Ce geste n’est pas reconnu.")
        return decision[0](work, by=request.actor)

    attempt(request, act, decision[1] if decision else "")
    return redirect("studio:work", work.pk)


@require_POST
@for_the_studio
@needs_recent_proof("Signer le formulaire")
@by_a_coordinator
def sign(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`seen`: the revision that was on the page."""
    text = request.POST.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 10 else -1
    attempt(request, lambda: actions.sign(work, seen=seen, by=request.actor), "Le formulaire est signé.")
    return redirect("studio:work", work.pk)


@require_POST
@for_the_studio
@needs_recent_proof("Publier le formulaire")
@by_a_coordinator
def publish(request: ActorRequest, work: FormWork) -> HttpResponse:
    """Now, or at a day."""
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return work_page(request, work, publication=form)
    moment, moves = form.moment, form.cleaned_data["drafts"] == "move"
    if moment:
        attempt(
            request,
            lambda: actions.schedule(work, moment, moves_drafts=moves, by=request.actor),
            f"Le formulaire sera publié le {date_words(form.cleaned_data['day'])}.",
        )
    else:
        attempt(
            request,
            lambda: actions.publish(work, moves_drafts=moves, by=request.actor),
            "Le formulaire est publié : le service le demande dès maintenant.",
        )
    return redirect("studio:work", work.pk)


@require_POST
@for_the_studio
@needs_recent_proof("Retirer le formulaire")
@of_a_work
def withdraw(request: ActorRequest, work: FormWork) -> HttpResponse:
    """The service asks again what it asked before."""
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return work_page(request, work, withdrawal=form)
    reason = form.cleaned_data["reason"]
    attempt(
        request,
        lambda: actions.withdraw(work, reason=reason, by=request.actor),
        "Le formulaire est retiré : le service demande de nouveau ce qu’il demandait avant.",
    )
    return redirect("studio:work", work.pk)
