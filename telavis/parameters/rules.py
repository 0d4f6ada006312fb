"""What each dated setting may be: its words, its unit, its bounds, and how a typed value is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telavis.values.french import join_words, number, plural, typographic
from telavis.values.invalid import InvalidValue


class InvalidSetting(InvalidValue):
    """A refused value; the sentence says which ones are taken."""


DAY = 24
"""Hours."""


@dataclass(frozen=True)
class Whole:
    """One number, counted in a unit."""

    unit: str
    least: int
    most: int
    parts: Mapping[str, str] = field(default_factory=lambda: {"value": "Valeur"})
    choices: Mapping[str, str] = field(default_factory=dict)

    def read(self, typed: Mapping[str, Any]) -> int:
        return self._whole(str(typed.get("value", "")), "")

    def words(self, value: Any) -> str:
        if abs(value) <= 1:
            return f"{value} {self.unit.removesuffix('s')}"
        said = plural(value, self.unit, self.unit)
        is_whole_days = self.unit == "heures" and value > DAY and value % DAY == 0
        return f"{said} ({plural(value // DAY, 'jour')})" if is_whole_days else said

    def shown(self, value: Any) -> dict[str, Any]:
        """What the form begins with."""
        return {"value": value}

    @property
    def expected(self) -> str:
        of = "d’" if self.unit[0] in "aeh" else "de "
        return f"Écrivez un nombre entier {of}{self.unit}, en chiffres."

    def _whole(self, text: str, where: str) -> int:
        digits = "".join(text.split())
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
            raise InvalidSetting(f"{where}{self.expected}")
        if not self.least <= int(digits) <= self.most:
            bounds = f"de {number(self.least)} à {number(self.most)} {self.unit}"
            raise InvalidSetting(f"{where}Ce réglage va {bounds} ; vous avez écrit {number(int(digits))}.")
        return int(digits)


@dataclass(frozen=True)
class ByRank(Whole):
    """A number for each rank, that never falls from one rank to the next."""

    def read(self, typed: Mapping[str, Any]) -> dict[str, int]:  # type: ignore[override]
        value = {
            part: self._whole(str(typed.get(part, "")), f"« {label} » : ")
            for part, label in self.parts.items()
        }
        if list(value.values()) != sorted(value.values()):
            raise InvalidSetting(
                "Le délai d’un rang ne peut pas être plus court que celui d’un rang plus urgent."
            )
        return value

    def words(self, value: Any) -> str:
        said = (f"{label} : {super(ByRank, self).words(value[part])}" for part, label in self.parts.items())
        return typographic(" · ".join(said))

    def shown(self, value: Any) -> dict[str, Any]:
        return dict(value)


@dataclass(frozen=True)
class Several:
    """Any of some choices, perhaps none; where `needs` says something, one at least of those it speaks of."""

    choices: Mapping[str, str]
    none: str
    needs: tuple[str, ...] = ()
    needs_because: str = ""
    unit: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: {"value": "Ce qui suffit"})

    def read(self, typed: Mapping[str, Any]) -> list[str]:
        wished: Sequence[str] = typed.get("value") or []
        if unknown := set(wished) - set(self.choices):
            raise InvalidSetting(f"Ce choix n’existe pas : {', '.join(sorted(unknown))[:60]}.")
        if self.needs and not set(self.needs) & set(wished):
            raise InvalidSetting(self.needs_because)
        return [choice for choice in self.choices if choice in wished]

    def words(self, value: Any) -> str:
        return join_words([self.choices.get(each, each) for each in value], "ou") or self.none

    def shown(self, value: Any) -> dict[str, Any]:
        return {"value": value}


Rule = Whole | ByRank | Several


@dataclass(frozen=True)
class Setting:
    """One key: where it stands on the page, what it is for, and its rule."""

    group: str
    title: str
    purpose: str
    rule: Rule


RANKS = {"1": "Moins de 24 h", "2": "Moins de 72 h", "3": "7 jours au plus", "4": "Pas urgent"}
REQUESTS, SIGN_UP, SIGN_IN = "Demandes", "Inscriptions", "Connexion"
SETTINGS: dict[str, Setting] = {
    "promised_hours": Setting(
        REQUESTS,
        "Délai promis",
        "Le délai annoncé au requérant selon l’urgence ; au-delà, la demande est en retard et le responsable est prévenu.",
        ByRank("heures", 1, 2160, RANKS),
    ),
    "undo_seconds": Setting(
        REQUESTS,
        "Annuler un envoi",
        "Le temps pendant lequel une demande qui vient de partir se rappelle d’un geste. Les plus urgentes partent aussitôt.",
        Whole("secondes", 0, 120),
    ),
    "complement_reminder_hours": Setting(
        REQUESTS,
        "Rappel d’un complément",
        "Le temps laissé au requérant avant de lui rappeler que l’expert attend un complément.",
        Whole("heures", 1, 720),
    ),
    "close_days": Setting(
        REQUESTS,
        "Clôture d’une demande répondue",
        "Après la réponse, le temps au bout duquel la demande se clôt d’elle-même.",
        Whole("jours", 1, 365),
    ),
    "reopen_days": Setting(
        REQUESTS,
        "Réouverture",
        "Le temps pendant lequel le requérant peut rouvrir une demande close.",
        Whole("jours", 0, 365),
    ),
    "bin_days": Setting(
        REQUESTS,
        "Corbeille",
        "Le temps de garde d’un brouillon mis à la corbeille ; il est ensuite effacé.",
        Whole("jours", 1, 365),
    ),
    "registration_approved_at_once": Setting(
        SIGN_UP,
        "Validation sans attendre",
        "Ce qui suffit à ouvrir un compte sans qu’un administrateur le décide. Rien de coché : tout passe par vous.",
        Several(
            {"pro_sante_connect": "Pro Santé Connect", "two_sources": "Deux sources d’accord"},
            none="rien : un administrateur décide toujours",
        ),
    ),
    "registration_usual_days": Setting(
        SIGN_UP,
        "Délai annoncé",
        "Le délai habituel de validation, en jours ouvrés, tel que l’inscrit le lit.",
        Whole("jours", 1, 60),
    ),
    "registration_reminder_days": Setting(
        SIGN_UP,
        "Rappel d’une question",
        "Après une question ou un justificatif demandé, le temps au bout duquel l’inscrit qui n’a pas répondu est relancé.",
        Whole("jours", 1, 90),
    ),
    "registration_unanswered_days": Setting(
        SIGN_UP,
        "Question sans réponse",
        "Le temps laissé pour répondre après ce rappel ; l’inscription est ensuite close, et l’inscrit prévenu.",
        Whole("jours", 1, 365),
    ),
    "registration_abandoned_days": Setting(
        SIGN_UP,
        "Inscription inachevée",
        "Le temps après lequel une inscription commencée et jamais envoyée est effacée.",
        Whole("jours", 1, 365),
    ),
    "registration_refused_days": Setting(
        SIGN_UP,
        "Inscription refusée",
        "Le temps de garde d’une inscription refusée, pour qu’on puisse répondre à la personne.",
        Whole("jours", 1, 3650),
    ),
    "registration_proof_days": Setting(
        SIGN_UP,
        "Justificatif d’une inscription",
        "Le temps de garde d’un justificatif après la décision ; il est ensuite effacé.",
        Whole("jours", 0, 365),
    ),
    "sign_in_factors": Setting(
        SIGN_IN,
        "Moyens de connexion acceptés",
        "Ce qui prouve, avec ou sans mot de passe, que c’est la bonne personne. L’e-mail est le plus faible ; il ne vaut "
        "jamais pour un administrateur. Qui n’a que lui le jour où il s’arrête ajoute un autre moyen avant de continuer.",
        Several(
            {
                "passkey": "Clé d’accès",
                "app": "Application d’authentification",
                "sms": "Code par SMS",
                "mail": "Code par e-mail",
            },
            none="aucun",
            needs=("passkey", "app"),
            needs_because="Gardez la clé d’accès ou l’application : sans elles, un administrateur ne pourrait plus entrer.",
            parts={"value": "Ce qui est accepté"},
        ),
    ),
    "patient_searches_an_hour": Setting(
        SIGN_IN,
        "Recherches de patients en nombre",
        "Le nombre de recherches d’un même compte en une heure au-delà duquel les administrateurs sont prévenus. "
        "Une recherche qui se précise pendant la saisie compte à chaque fois.",
        Whole("recherches", 20, 5000),
    ),
    "recent_proof_minutes": Setting(
        SIGN_IN,
        "«\u202fConfirmez que c’est vous\u202f»",
        "Après une preuve d’identité, le temps pendant lequel un acte important ne la redemande pas.",
        Whole("minutes", 1, 60),
    ),
}
"""In the order of the page. A key that is not here is shown and not changed: its values come with the program."""
