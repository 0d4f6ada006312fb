"""A question is added, and changed on a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from telavis.questionnaires.definition import Definition, Item
from telavis.studio import actions
from telavis.studio.actions import mark_of
from telavis.studio.alarms import alarms_in_words
from telavis.studio.checking import readable
from telavis.studio.conditions import conditions_in_words
from telavis.studio.items import CALCULATED, ItemFacts, facts_of, kind_of
from telavis.studio.models import FormWork
from telavis.studio.outline import find, holds_common_part, must_find
from telavis.studio.queries import kind_words
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, say_done
from telavis.web.pieces.questionnaire import anchor
from telavis.web.studio.access import by_a_coordinator
from telavis.web.studio.forms import NewItemForm
from telavis.web.studio.item_form import ItemForm, options_formset, options_of

CALCULABLE = ("integer", "decimal", "text", CALCULATED)


def found_item(work: FormWork, link_id: str) -> tuple[Definition, Item]:
    """404 for what is not, or no longer, in the form."""
    definition = readable(work.definition)
    item = definition.by_id.get(link_id)
    if item is None:
        raise Http404
    return definition, item


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def add(request: ActorRequest, work: FormWork) -> HttpResponse:
    """`apres` or `dans` say where; without either, a new part at the end."""
    after, inside = (request.GET.get(name, "") for name in ("apres", "dans"))
    beside = next(
        (place.item for each in (after, inside) if each and (place := find(work.definition, each))), None
    )
    form = NewItemForm(request.POST if request.method == "POST" else None, is_section=beside is None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        where = {"after": after, "inside": "" if after else inside} if beside else {}
        made = accepted(
            form, lambda: actions.add_item(work, typed["label"], typed["kind"], **where, by=request.actor)
        )
        if made:
            return redirect("studio:item", work.pk, made[1])
    context = {"work": work, "form": form, "beside": beside, "is_inside": bool(inside and not after)}
    return render(request, "studio/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_coordinator
def item(request: ActorRequest, work: FormWork, link_id: str) -> HttpResponse:
    """All that is said of one question; conditions, alarms and the calculation are pages beside it."""
    definition, read = found_item(work, link_id)
    source = must_find(work.definition, link_id).item
    facts = facts_of(source)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(facts, data, seen=mark_of(source))
    options = options_formset(facts, data) if facts.kind in ("choice", "choices") else None
    if data is not None and form.is_valid() and (options is None or options.is_valid()):
        chosen = (
            options_of(options, {each.code for each in facts.options})
            if options is not None
            else list(facts.options)
        )
        if _changed(request, work, link_id, form, form.changed_facts(chosen)):
            return redirect(f"{reverse('studio:work', args=[work.pk])}#{anchor(link_id)}")
    context = {
        "work": work,
        "item": read,
        "kind": kind_words(read),
        "form": form,
        "options": options,
        "conditions": conditions_in_words(definition, read),
        "alarms": alarms_in_words(definition, read),
        "mark": mark_of(source),
        "is_fixed": not work.is_editable or holds_common_part(source),
        "may_calculate": kind_of(source) in CALCULABLE and definition.row_of(link_id) is None,
    }
    return render(request, "studio/item.html", context)


def _changed(request: ActorRequest, work: FormWork, link_id: str, form: ItemForm, facts: ItemFacts) -> bool:
    seen = form.cleaned_data["seen"]
    try:
        actions.change_item(work, link_id, facts, seen=seen, by=request.actor)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    say_done(request, f"« {facts.label} » est enregistrée.")
    return True
