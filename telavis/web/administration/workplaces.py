"""Where somebody works: an establishment of the house is found and given, or ended, with its days."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.models import User
from telavis.administration import actions
from telavis.directory.models import Organization, PractitionerRole
from telavis.directory.queries import search_organizations
from telavis.values.french import date_words
from telavis.values.refused import Refused
from telavis.web.administration.access import for_administrators, page, words_kept
from telavis.web.administration.house_forms import LastDayOfMemberForm, WorkplaceForm
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.searches import keep_search
from telavis.web.recent_proof import needs_recent_proof

MOST_PLACES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Donner un lieu d’exercice")
def give_workplace(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What is posted as `q` finds establishments; the rest gives one of them."""
    here, account = "administration:give_workplace", get_object_or_404(User, pk=pk)
    if "q" in request.POST:
        return keep_search(request, here, "q", about=pk)
    text = words_kept(request, here)
    places = list(search_organizations(text).order_by("sort_key", "pk")[:MOST_PLACES]) if text else []
    initial = {"started_on": timezone.localdate()}
    form = WorkplaceForm(places, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and _given(request, account, places, form):
        return redirect("administration:account", pk)
    context = {"account": account, "form": form, "text": text, "places": places}
    return page(request, "accounts", "give_workplace", context)


def _given(request: ActorRequest, account: User, places: list[Organization], form: WorkplaceForm) -> bool:
    typed = dict(form.cleaned_data)
    chosen = typed.pop("organization")
    place = next(each for each in places if str(each.pk) == chosen)
    if not accepted(form, lambda: actions.give_workplace(account, place, by=request.actor, **typed)):
        return False
    begins = typed["started_on"]
    can = "peut" if begins <= timezone.localdate() else f"pourra, à partir du {date_words(begins)},"
    say_done(request, f"{account} {can} travailler depuis « {place} ».")
    return True


@require_POST
@for_administrators
@needs_recent_proof("Terminer ce lieu d’exercice")
def end_workplace(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The last day, typed beside the workplace."""
    with_account = PractitionerRole.objects.select_related("practitioner__user", "organization")
    role = get_object_or_404(with_account, pk=pk, practitioner__user__isnull=False)
    form = LastDayOfMemberForm(request.POST)

    def end() -> None:
        if not form.is_valid():
            raise Refused(str(form.errors["last_day"][0]))
        actions.end_workplace(role, form.cleaned_data["last_day"], by=request.actor)

    never_began = form.is_valid() and form.cleaned_data["last_day"] < role.started_on
    done = "est retiré, avant son premier jour," if never_began else "a un dernier jour"
    attempt(request, end, f"« {role.organization} » {done} pour {role.practitioner}.")
    return redirect("administration:account", role.practitioner.user_id)
