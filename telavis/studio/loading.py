"""A FHIR file brought into the studio: read with all its faults, and put behind what every request asks."""

from dataclasses import replace

from telavis.questionnaires.calculation.expressions import check
from telavis.questionnaires.catalogue import with_common_part
from telavis.questionnaires.foreign.adapting import Adapted, adapt
from telavis.questionnaires.foreign.files import read_json
from telavis.questionnaires.foreign.findings import Fate, Finding
from telavis.questionnaires.invalid import Fault, InvalidDefinition
from telavis.questionnaires.parsing import parse
from telavis.studio.models import FormWork
from telavis.studio.outline import COMMON_PART, Json, find, holds_common_part


def adapted_file(work: FormWork, content: bytes) -> Adapted:
    """The form of the file as this work would ask it, or why not; nothing is written."""
    try:
        adapted = adapt(read_json(content))
    except InvalidDefinition as refused:
        return Adapted({}, _refused(refused.faults))
    if adapted.form is None:
        return adapted
    definition = _as_of(work, adapted.definition, adapted.form.canonical)
    try:
        form = parse(definition)
        check(form)
    except InvalidDefinition as refused:
        return replace(adapted, findings=(*adapted.findings, *_refused(refused.faults)), form=None)
    return replace(adapted, definition=definition, form=form)


def _as_of(work: FormWork, definition: Json, canonical: str) -> Json:
    """The questions are those of the file; the address, the version and the title stay those of the work."""
    whole = definition if _asks_the_common_part(definition) else with_common_part(definition)
    made = {**whole, "title": work.title, "status": "draft"}
    if definition.get("url") != work.definition["url"]:  # else it left from this very work, and comes home
        made["derivedFrom"] = [canonical]
    return {**made, **{name: work.definition[name] for name in ("url", "version") if name in work.definition}}


def _asks_the_common_part(definition: Json) -> bool:
    places = [find(definition, link_id) for link_id in COMMON_PART]
    return all(place is not None and holds_common_part(place.item) for place in places)


def _refused(faults: tuple[Fault, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(each.link_id, "", Fate.REFUSED, each.sentence) for each in faults)
