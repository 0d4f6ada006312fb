"""What a form says of what is drawn: sliders, parts of a whole, curves; and why one of them cannot be."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import Definition, Item, Kind, Series, Source
from telavis.questionnaires.extensions import Extensions
from telavis.questionnaires.invalid import Fault
from telavis.questionnaires.parts import all_are_parts

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY)


def drawn(kind: Kind, extensions: Extensions) -> dict[str, Any]:
    """The fields of an `Item` that tell what is drawn for it."""
    return {
        "slider_step": _slider_step(kind, extensions),
        "whole": extensions.number(fhir.PARTS_OF),
        "trends": tuple(_series(Extensions(each)) for each in extensions.all(fhir.TREND)),
    }


def faults_of_drawn(form: Definition) -> Iterator[Fault]:
    for item in form.walk():
        if form.row_of(item.link_id) and (item.whole is not None or item.trends):
            yield Fault(
                item.link_id, "Dans une liste, ni parts d’un tout ni courbe : elles sont à placer autour."
            )
        if item.whole is not None and not (item.kind is Kind.GROUP and all_are_parts(item.children)):
            yield Fault(item.link_id, "Les parts d’un tout sont un groupe de nombres, et rien d’autre.")
        if item.whole is not None and item.whole <= 0:
            yield Fault(item.link_id, "Le tout que des parts font ensemble est plus grand que zéro.")
        for link_id in _strange_points(form, item):
            yield Fault(
                item.link_id,
                f"Une courbe ne peut pas être tracée de « {link_id} » : il y faut des nombres et des dates.",
            )


def _slider_step(kind: Kind, extensions: Extensions) -> Decimal | None:
    """Without bounds there is nothing to slide between: the number is typed."""
    is_bounded = all(extensions.number(each) is not None for each in (fhir.MIN_VALUE, fhir.MAX_VALUE))
    if extensions.control() != "slider" or kind not in (Kind.INTEGER, Kind.DECIMAL) or not is_bounded:
        return None
    return extensions.number(fhir.SLIDER_STEP) or Decimal(1)


def _series(parts: Extensions) -> Series:
    points = [Extensions(each) for each in parts.all("point")]
    names = ("value", "day", "times")
    sources = (Source(*(point.text(name, "valueString") for name in names)) for point in points)
    return Series(parts.text("label", "valueString"), parts.text("unit", "valueString"), tuple(sources))


def _strange_points(form: Definition, item: Item) -> Iterator[str]:
    """linkIds that are not there, or not of the kind that a curve needs."""
    for source in (source for series in item.trends for source in series.sources):
        needed: dict[str, tuple[Kind, ...]] = {source.value: _NUMBERS}
        needed |= {source.day: (Kind.DATE,)} if source.day else {}
        needed |= {source.times: _NUMBERS} if source.times else {}
        for link_id, kinds in needed.items():
            named = form.by_id.get(link_id)
            if named is None or named.kind not in kinds:
                yield link_id
