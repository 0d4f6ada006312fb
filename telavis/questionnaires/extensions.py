"""The extensions of one element of a Questionnaire."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from telavis.questionnaires import vocabulary as fhir

Json = Mapping[str, Any]


class Extensions:
    """The extensions of one element, by address."""

    def __init__(self, source: Json) -> None:
        self._all = source.get("extension", ())

    def all(self, url: str) -> list[Json]:
        return [each for each in self._all if each.get("url") == url]

    def first(self, url: str, value: str) -> Any:
        return next((each.get(value) for each in self.all(url)), None)

    def text(self, url: str, value: str) -> str:
        return self.first(url, value) or ""

    def codes(self, url: str) -> tuple[str, ...]:
        return tuple(each.get("valueCode", "") for each in self.all(url))

    def flag(self, url: str) -> bool:
        return self.first(url, "valueBoolean") is True

    def control(self) -> str:
        """The code of its itemControl, such as «slider»."""
        codings = (self.first(fhir.ITEM_CONTROL, "valueCodeableConcept") or {}).get("coding", ())
        return next((each.get("code", "") for each in codings), "")

    def number(self, url: str) -> Decimal | None:
        found = next(iter(self.all(url)), {})
        value = found.get("valueDecimal", found.get("valueInteger"))
        return None if value is None else Decimal(str(value))
