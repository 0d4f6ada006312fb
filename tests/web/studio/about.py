"""The pages of the form studio, each with a work to be about, and what is typed there."""

from typing import Any

from django.urls import reverse

from telavis.directory.models import HealthcareService
from telavis.studio import actions
from telavis.studio.models import FormWork
from tests.studio.working import ANSWERS, coordinator, part_of, published, signed

SEEN = ("studio:index", "studio:work", "studio:export", "studio:compare", "studio:preview")
"""Administrators see them too."""
CHANGED = tuple(
    f"studio:{name}"
    for name in (
        *("describe", "rearrange", "undo", "add", "item", "condition", "change_rule", "calculation"),
        *("case", "load", "decide", "sign", "publish"),
    )
)
OF_A_SERVICE = ("studio:new_type", "studio:begin")
ABOUT = (*SEEN[1:], *CHANGED, "studio:withdraw")
FIELDS: dict[str, tuple[str, ...]] = {
    "studio:new_type": ("title", "description"),
    "studio:describe": ("title", "description", "use_for", "not_for", "prerequisites"),
    "studio:rearrange": ("do",),
    "studio:undo": ("unknown",),
    "studio:begin": ("unknown",),
    "studio:add": ("label", "kind"),
    "studio:item": ("label", "short_label", "hint", "kind", "max_length", "example", "is_required", "seen"),
    "studio:condition": ("comparison", "value", "sentence"),
    "studio:change_rule": ("do",),
    "studio:calculation": ("expression", "source"),
    "studio:preview": ("motif", "delai", "essai-age", "essai-gender", "essai-name", "essai-do"),
    "studio:case": ("do",),
    "studio:load": ("do",),
    "studio:decide": ("verb",),
    "studio:sign": ("seen",),
    "studio:publish": ("day", "drafts"),
    "studio:withdraw": ("reason",),
}
READ_ONLY = {"studio:index", "studio:work", "studio:export", "studio:compare"}


def work_of(service: HealthcareService) -> FormWork:
    """One more type of request that this service is making."""
    by, number = coordinator(service), service.form_works.count() + 1
    work = actions.start_new_type(service, f"Avis de pneumologie {number}", "Toux et souffle.", by=by)
    work, _ = actions.add_item(work, "Motif", "text", inside=part_of(work), by=by)
    return work


def address_about(name: str, service: HealthcareService) -> str:
    if name == "studio:index":
        return reverse(name)
    if name == "studio:new_type":
        return reverse(name, args=[service.pk])
    if name == "studio:begin":
        return reverse(name, args=[service.pk, service.offers.order_by("pk")[0].request_type_id])
    work = _in_its_state(name, work_of(service))
    more: list[Any] = []
    if name in ("studio:item", "studio:condition", "studio:change_rule", "studio:calculation"):
        more = ["motif"]
    if name == "studio:case":
        more = [actions.keep_case(work, "Toux", ANSWERS, {}, by=coordinator(service)).pk]
    return reverse(name, args=[work.pk, *more])


def _in_its_state(name: str, work: FormWork) -> FormWork:
    by = coordinator(work.healthcare_service)
    if name == "studio:publish":
        return signed(work, by)
    if name == "studio:withdraw":
        return published(work, by)
    return work
