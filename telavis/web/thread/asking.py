"""The verbs that need words: each has a small page of its own, which works without JavaScript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.journal import has_just_done
from telavis.service_requests.workflow import Note, StepRefused, Verb
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.rendering import is_read_by_a_person
from telavis.web.thread.finding import check_is_theirs, is_the_moment, opened, too_late, visible
from telavis.web.thread.words import has_chosen, is_all_shown, words_of

Act = Callable[[ServiceRequest, Mapping[str, Any]], object]
More = Callable[[ActorRequest, ServiceRequest], dict[str, Any]]
MakeForm = Callable[[ServiceRequest, Any], forms.Form]


@dataclass(frozen=True)
class Asking:
    """What the page of one verb says."""

    event: Verb | Note
    title: str
    text: str
    button: str
    done: str
    icon: str = ""
    is_danger: bool = False
    takes_files: bool = False
    more: More | None = None
    """What the page shows beside the form, while it is the moment."""
    then: str = ""
    """The page to go to when the file is no longer theirs; empty: back to the file."""
    told: Callable[[ServiceRequest], str] | None = None
    """Instead of `done`, where who is told depends on the request as it is now."""


def ask_and_do(
    request: ActorRequest, reference: str, asking: Asking, make_form: MakeForm, act: Act
) -> HttpResponse:
    """Show the page, or do the verb with what it was told. A refusal keeps what was typed."""
    service_request = visible(request, reference)
    check_is_theirs(request, service_request, asking.event)
    if has_chosen(request, service_request, asking.event):
        return redirect(request.path)
    form = make_form(service_request, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, service_request, asking, form)
    try:
        if not is_all_shown(request, service_request, asking.event):
            return redirect(request.path)
        act(service_request, form.cleaned_data)
    except StepRefused as refusal:
        if has_just_done(service_request, asking.event, _words(form), by=request.actor):
            return _done(request, service_request, asking)
        messages.warning(request, refusal.sentence)
        return show(request, service_request, asking, form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return show(request, service_request, asking, form)
    return _done(request, service_request, asking)


def _done(request: ActorRequest, service_request: ServiceRequest, asking: Asking) -> HttpResponse:
    actions.forget_words(service_request, asking.event, by=request.actor)
    done = asking.told(visible(request, service_request.reference)) if asking.told else asking.done
    messages.success(request, done, "toast")
    return redirect(asking.then) if asking.then else redirect("thread:file", service_request.reference)


def _words(form: forms.Form) -> str:
    """What the person wrote, under the name that each verb gives it."""
    return str(form.cleaned_data.get("text") or form.cleaned_data.get("reason") or "")


def show(
    request: ActorRequest, service_request: ServiceRequest, asking: Asking, form: forms.Form, **more: Any
) -> HttpResponse:
    """The page of a verb: it shows a patient, so it opens the file."""
    if request.method != "POST" and not is_read_by_a_person(request):
        return HttpResponse(status=204)
    service_request = opened(request, service_request.reference)
    in_time = is_the_moment(service_request, asking.event)
    if not in_time and request.method != "POST":
        messages.warning(request, too_late(service_request))
        return redirect("thread:file", service_request.reference)
    context = {"service_request": service_request, "asking": asking, "form": form, "in_time": in_time, **more}
    if in_time:
        context["words"] = words_of(request, service_request, asking.event, form)
    if in_time and asking.more:
        context |= asking.more(request, service_request)
    return render(request, "thread/asking.html", context)
