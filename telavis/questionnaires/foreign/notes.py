"""The findings of one import, as they come."""

from collections.abc import Collection
from typing import Any

from telavis.questionnaires.foreign.findings import Fate, Finding
from telavis.questionnaires.foreign.knowledge import fate_of, short_name
from telavis.questionnaires.foreign.texts import TRANSLATION, TURNING, dicts, text_of

Json = dict[str, Any]


class Notes:
    """What there is to know, in the order of the file."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def tell(self, link_id: str, element: str, fate: Fate, sentence: str = "") -> None:
        self.findings.append(Finding(link_id, element, fate, sentence))

    def otherwise(self, link_id: str, element: str, sentence: str) -> None:
        self.tell(link_id, element, Fate.OTHERWISE, sentence)

    def tell_unread(self, source: Json, read: Collection[str], link_id: str) -> None:
        """Elements that nobody reads, and the extensions of all."""
        for name, value in source.items():
            if name.startswith("_") and isinstance(value, dict):
                self._tell_beside(value, link_id)
            elif name not in read and name != "modifierExtension":
                self.tell(link_id, name, Fate.IGNORED)
        self.tell_extensions(source, link_id)

    def tell_extensions(self, source: Json, link_id: str) -> None:
        for each in dicts(source.get("extension")):
            if found := fate_of(text_of(each, "url")):
                self.tell(link_id, short_name(text_of(each, "url")), *found)

    def tell_turning(self, text: str, link_id: str) -> None:
        if TURNING.search(text):
            self.otherwise(link_id, "text", "sans les caractères qui retournent le sens de lecture")

    def _tell_beside(self, source: Json, link_id: str) -> None:
        for each in dicts(source.get("extension")):
            if text_of(each, "url") == TRANSLATION:
                self.otherwise(link_id, "translation", "la traduction française quand il y en a une")
            elif found := fate_of(text_of(each, "url")):
                self.tell(link_id, short_name(text_of(each, "url")), *found)
