"""The texts that everybody accepts: their versions, the next one seen before it is published."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from telavis.registrations import actions
from telavis.registrations.models import LegalText, TextKind
from telavis.registrations.queries.texts import texts_in_force, versions_of
from telavis.web.administration.access import for_administrators, page
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.value_fields import FutureDayField
from telavis.web.recent_proof import needs_recent_proof

LONGEST_TEXT = 60_000


class TextForm(forms.Form):
    """The whole text, and its first day."""

    body = forms.CharField(
        label="Texte",
        max_length=LONGEST_TEXT,
        help_text="Une ligne vide sépare deux paragraphes ; un paragraphe qui commence par ## est un titre.".replace(
            " ;", "\u202f;"
        ),
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": "Écrivez le texte."},
    )
    in_force_on = FutureDayField(
        label="En vigueur le",
        help_text="JJ/MM/AAAA. Ce jour-là, chacun la lit et l’accepte à sa prochaine connexion.",
        error_messages={"required": "Écrivez à partir de quel jour."},
    )
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)


@require_safe
@for_administrators
def texts(request: ActorRequest) -> HttpResponse:
    """Each text with its versions: to come, in force, replaced."""
    today, present = timezone.localdate(), {text.pk for text in texts_in_force()}
    kinds = [
        {
            "kind": kind.value,
            "title": kind.label,
            "versions": [
                {"text": text, "is_present": text.pk in present, "is_coming": text.in_force_on > today}
                for text in versions_of(kind)
            ],
        }
        for kind in TextKind
    ]
    return page(request, "texts", "texts", {"kinds": kinds})


@require_safe
@for_administrators
def text(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One version, as people read it."""
    found = get_object_or_404(LegalText, pk=pk)
    is_coming = found.in_force_on > timezone.localdate()
    return page(request, "texts", "text", {"text": found, "is_coming": is_coming})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@needs_recent_proof("Publier un texte")
def new_text(request: ActorRequest, kind: str) -> HttpResponse:
    """The next version, begun from the last one: written, seen as it will be, published."""
    if kind not in TextKind.values:
        raise Http404
    last = next(iter(versions_of(TextKind(kind))), None)
    initial = {"body": last.body if last else "", "follows": last.version if last else 0}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    is_read = request.method == "POST" and form.is_valid()
    if is_read and request.POST.get("do") == "publish" and _publish(request, TextKind(kind), form):
        return redirect("administration:texts")
    context: dict[str, Any] = {"form": form, "kind": TextKind(kind), "seen": None}
    if is_read:
        context["seen"] = LegalText(
            kind=kind,
            version=form.cleaned_data["follows"] + 1,
            body=form.cleaned_data["body"],
            in_force_on=form.cleaned_data["in_force_on"],
        )
    return page(request, "texts", "new_text", context)


def _publish(request: ActorRequest, kind: TextKind, form: TextForm) -> bool:
    published = accepted(form, lambda: actions.publish_text(kind, by=request.actor, **form.cleaned_data))
    if published:
        say_done(request, f"« {published} » est publiée.")
    return bool(published)


@require_POST
@for_administrators
@needs_recent_proof("Retirer cette version")
def withdraw_text(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Before its day."""
    found = get_object_or_404(LegalText, pk=pk)
    attempt(request, lambda: actions.withdraw_text(found, by=request.actor), f"« {found} » est retirée.")
    return redirect("administration:texts")
