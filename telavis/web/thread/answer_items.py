"""The parts of an opinion on its page: each with its field, and the texts of another page that wait beside it."""

from dataclasses import dataclass

from django.forms import BoundField

from telavis.web.pieces.form_fields import Rival


@dataclass(frozen=True)
class Look:
    """How a field is drawn, where its kind does not tell."""

    show_as: str = ""
    kind: str = ""
    hint: str = ""


PLAIN = Look()
LOOKS = {
    "decision": Look(show_as="chips"),
    "decision_delay": Look(kind="medium"),
    "certainty": Look(show_as="chips"),
    "photo_quality": Look(show_as="chips", hint="De 1 (inexploitable) à 5 (parfaite)."),
    "information_quality": Look(show_as="chips", hint="De 1 (insuffisante) à 5 (complète)."),
}
FOLDED = ("sources", "photo_quality", "information_quality")
"""What few write."""


@dataclass(frozen=True)
class AnswerItem:
    """One question of the page, under the names that `components/form/rivals.html` knows."""

    link_id: str
    short_label: str
    field: BoundField | None
    """None: the lines of actions, which are drawn by themselves."""
    rivals: tuple[Rival, ...] = ()

    @property
    def look(self) -> Look:
        return LOOKS.get(self.link_id, PLAIN)

    @property
    def is_plain(self) -> bool:
        """One of several of which one is enough: to call each of them optional would say that none is needed."""
        enough: frozenset[str] = (
            getattr(self.field.form, "one_is_enough", frozenset()) if self.field else frozenset()
        )
        return self.link_id in enough

    @property
    def is_multiple(self) -> bool:
        """Boxes: none that is ticked is an answer too."""
        return self.field is not None and self.field.widget_type == "ticks"

    @property
    def is_told(self) -> bool:
        """There is something to see to."""
        return bool(self.rivals) or bool(self.field and self.field.errors)
