"""What an expert answers, as plain values: drafted, checked before signing, shown, drawn in the PDF."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models


class Certainty(models.TextChoices):
    LOW = "low", "faible"
    MEDIUM = "medium", "moyenne"
    HIGH = "high", "forte"


class Decision(models.TextChoices):
    STAY = "stay", "suivi sur place"
    TESTS_FIRST = "tests_first", "examens puis nouvel avis"
    CONSULTATION = "consultation", "consultation"
    URGENT = "urgent", "urgent < 24 h"
    ADMISSION = "admission", "hospitalisation"
    OUT_OF_SCOPE = "out_of_scope", "hors champ"


class Doer(models.TextChoices):
    """Who does an action."""

    REQUESTER = "requester", "le requérant"
    SERVICE = "service", "le service expert"
    NURSE = "nurse", "l’infirmier"
    PATIENT = "patient", "le patient"


@dataclass(frozen=True)
class ActionLine:
    """One thing to do: what, who, when, and on which condition («si… alors…»)."""

    what: str
    who: str = Doer.REQUESTER.value
    when: str = ""
    condition: str = ""

    @property
    def who_in_words(self) -> str:
        return str(Doer(self.who).label) if self.who in Doer.values else self.who


@dataclass(frozen=True)
class Opinion:
    """The content of an answer, the same for a draft and for a signed one."""

    short_answer: str = ""
    hypothesis: str = ""
    certainty: str = ""
    actions: tuple[ActionLine, ...] = ()
    decision: str = ""
    decision_delay: str = ""
    warning_signs: str = ""
    for_patient: str = ""
    sources: str = ""
    photo_quality: int | None = None
    information_quality: int | None = None

    @classmethod
    def of(cls, row: Any) -> "Opinion":
        """Read the columns of an `Answer` or an `AnswerDraft`."""
        columns = {each.name: getattr(row, each.name) for each in fields(cls)}
        return cls(**{**columns, "actions": tuple(ActionLine(**line) for line in columns["actions"])})

    @property
    def decision_in_words(self) -> str:
        """«consultation, sous 3 semaines»."""
        label = str(Decision(self.decision).label) if self.decision in Decision.values else "non choisie"
        return f"{label}, {self.decision_delay}" if self.decision_delay else label

    @property
    def certainty_in_words(self) -> str:
        return str(Certainty(self.certainty).label) if self.certainty in Certainty.values else ""

    def columns(self) -> dict[str, Any]:
        """The columns to write."""
        return {**asdict(self), "actions": [asdict(line) for line in self.actions]}

    def problems(self) -> dict[str, str]:
        """What is missing before this can be signed: a sentence for each field."""
        found: dict[str, str] = {}
        if not self.short_answer.strip():
            found["short_answer"] = "Écrivez la réponse courte : c’est ce qui sera lu en premier."
        if not any(line.what.strip() for line in self.actions):
            found["actions"] = "Indiquez au moins une action : ce qu’il faut faire, qui et quand."
        if self.decision not in Decision.values:
            found["decision"] = "Choisissez une décision."
        if self.decision == Decision.CONSULTATION and not self.decision_delay.strip():
            found["decision_delay"] = "Indiquez sous quel délai la consultation est souhaitable."
        if not self.warning_signs.strip():
            found["warning_signs"] = "Indiquez dans quels cas vous recontacter."
        return found
