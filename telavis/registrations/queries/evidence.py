"""What each source says, side by side, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from telavis.parameters.models import parameter
from telavis.registrations.likeness import Likeness, likeness
from telavis.registrations.models import Evidence, Registration, Source
from telavis.values.professions import profession_label, specialty_label

APPROVED_AT_ONCE = "registration_approved_at_once"
NAMES = ("family_name", "given_name")
COMPARED = ("rpps", "family_name", "given_name", "profession", "specialty")
LABELS = {
    "rpps": "Numéro RPPS",
    "family_name": "Nom d’exercice",
    "given_name": "Prénom d’exercice",
    "profession": "Profession",
    "specialty": "Spécialité",
}


@dataclass(frozen=True)
class Cell:
    """What one source says on one point; several lines for several workplaces."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One point on which the sources are compared."""

    label: str
    cells: tuple[Cell, ...]
    difference: str = ""
    """«diffère», «proche», or nothing."""


@dataclass(frozen=True)
class Comparison:
    """Columns and lines of the table that an administrator reads."""

    sources: tuple[str, ...]
    lines: tuple[Line, ...]
    chosen_place: str = ""
    """Where the applicant wants to work from; no source says that."""

    @property
    def differing(self) -> list[str]:
        """The points that differ, for the list."""
        return [line.label for line in self.lines if line.difference]


def evidence_of(registration: Registration) -> dict[Source, Evidence]:
    """By source, in the order of the sources."""
    rows = {Source(row.source): row for row in registration.evidence.all()}
    return {source: rows[source] for source in Source if source in rows}


def identity_of(registration: Registration) -> Evidence:
    """The row that tells who this is: proven, else known by the directory under that name, else typed."""
    return strongest(evidence_of(registration))


def strongest(rows: Mapping[Source, Evidence]) -> Evidence:
    """The same, of rows at hand."""
    if Source.PRO_SANTE_CONNECT in rows:
        return rows[Source.PRO_SANTE_CONNECT]
    return rows[Source.DIRECTORY] if _agree(rows) else rows[Source.TYPED]


def is_known(registration: Registration) -> bool:
    """The directory gives this number the name that was typed, or nearly."""
    return _agree(evidence_of(registration))


def _agree(rows: Mapping[Source, Evidence]) -> bool:
    typed, known = rows.get(Source.TYPED), rows.get(Source.DIRECTORY)
    if typed is None or known is None:
        return False
    return likeness(typed.family_name, known.family_name) != Likeness.DIFFERENT


def is_only_typed(registration: Registration) -> bool:
    """No source but the applicant: that nothing differs says nothing then."""
    return set(evidence_of(registration)) == {Source.TYPED}


def compare(registration: Registration) -> Comparison:
    rows = evidence_of(registration)
    lines = [_line(name, list(rows.values())) for name in COMPARED]
    return Comparison(
        sources=tuple(source.label for source in rows),
        lines=(*lines, _places(registration, rows)),
        chosen_place=registration.workplace.words if registration.workplace else "",
    )


def may_be_approved_at_once(registration: Registration) -> bool:
    """By the rule of the day; whatever it is, every point on which two sources speak must be the same.

    What the applicant has typed is no source that agrees: the directory, from which it can be copied, is public.
    """
    rows = evidence_of(registration)
    if compare(registration).differing:
        return False
    rules = parameter(APPROVED_AT_ONCE)
    if "pro_sante_connect" in rules and Source.PRO_SANTE_CONNECT in rows:
        return True
    return "two_sources" in rules and len(rows.keys() - {Source.TYPED}) > 1


def _line(name: str, rows: list[Evidence]) -> Line:
    said = [getattr(row, name) for row in rows]
    cells = tuple(Cell((_words(name, row),) if getattr(row, name) else ()) for row in rows)
    return Line(LABELS[name], cells, _difference(name, [each for each in said if each]))


def _difference(name: str, said: list[str]) -> str:
    """Between the first and each of the others; a source that says nothing contradicts nobody."""
    if name in NAMES:
        least = min((likeness(said[0], other) for other in said[1:]), default=Likeness.SAME)
        return {Likeness.DIFFERENT: "diffère", Likeness.CLOSE: "proche"}.get(least, "")
    return "diffère" if len(set(said)) > 1 else ""


def _words(name: str, row: Evidence) -> str:
    if name == "profession":
        return profession_label(row.profession)
    if name == "specialty":
        return specialty_label(row.profession, row.specialty) or row.specialty
    value: str = getattr(row, name)
    return value


def _places(registration: Registration, rows: dict[Source, Evidence]) -> Line:
    """The places that each source knows; the chosen one is new if none of them does."""
    chosen = registration.workplace
    known = [row for source, row in rows.items() if source != Source.TYPED]
    keys = {place.key for row in known for place in row.workplaces}
    cells = tuple(Cell(tuple(place.words for place in row.workplaces)) for row in rows.values())
    is_new = chosen is not None and bool(known) and chosen.key not in keys
    return Line("Lieu d’exercice", cells, "nouveau" if is_new else "")
