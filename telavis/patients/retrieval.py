"""An INS asked of the national service: whether it may be, what came back beside what is recorded, what becomes of both."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from telavis.gateways.insi.port import Found, InsQuestion
from telavis.patients.models import IdentityVersion, InsSource, Sex
from telavis.patients.standing import ObtainedIns, Standing, standing_of
from telavis.patients.traits import Traits, traits_of
from telavis.values.birth_dates import Known
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form, normalise
from telavis.values.places import find_place


class MayNotAsk(InvalidValue):
    """The rules forbid to ask about this identity; the message says which one."""


@dataclass(frozen=True, slots=True)
class AnsweredTrait:
    """One trait as it is recorded, and as the service has it."""

    label: str
    recorded: str
    returned: str
    is_same: bool


def why_not_asked(version: IdentityVersion) -> str:
    """What forbids to ask about this identity; "" when nothing does."""
    if version.is_doubtful or version.is_fictitious:
        return "L’INS d’une identité douteuse ou fictive ne peut pas être demandée."
    if version.sex == Sex.INDETERMINATE:
        return "Le téléservice INSi ne connaît que les sexes féminin et masculin."
    if version.ins_source == InsSource.SERVICE:
        return "L’INS de cette identité vient déjà du téléservice."
    return ""


def question_about(version: IdentityVersion) -> InsQuestion:
    """The traits in the form of the service, or MayNotAsk."""
    if refusal := why_not_asked(version):
        raise MayNotAsk(refusal)
    return InsQuestion.of(
        birth_name=version.birth_name,
        given_name=version.first_given_name,
        sex=version.sex,
        birth_date=version.birth_date,
        birth_place_code=version.birth_place_code,
    )


def compared(version: IdentityVersion, found: Found) -> list[AnsweredTrait]:
    """Trait by trait; names are the same when the service writes them alike."""
    recorded, returned = traits_of(version), merged(version, found)
    traits = (
        (
            "Nom de naissance",
            recorded.birth_name,
            found.birth_name,
            recorded.birth_name == returned.birth_name,
        ),
        (
            *("Prénoms de naissance", recorded.given_names, found.given_names),
            recorded.given_names == returned.given_names,
        ),
        ("Sexe", recorded.sex.label, Sex(found.sex).label, recorded.sex == returned.sex),
        (
            *("Date de naissance", _date_words(recorded.birth_date, recorded.birth_date_known)),
            _date_words(found.born.day, found.born.known),
            recorded.birth_date == returned.birth_date,
        ),
        (
            *("Lieu de naissance", recorded.birth_place_label, _place_label(found.birth_place_code)),
            recorded.birth_place_code == returned.birth_place_code,
        ),
    )
    return [AnsweredTrait(*trait) for trait in traits]


def merged(version: IdentityVersion, found: Found) -> Traits:
    """What was typed where the service says the same, and what the service says elsewhere."""
    recorded = traits_of(version)
    same_list = normalise(recorded.given_names) == normalise(found.given_names)
    same_day = recorded.birth_date == found.born.day
    same_place = not found.birth_place_code or recorded.birth_place_code == found.birth_place_code
    return replace(
        recorded,
        birth_name=recorded.birth_name if _alike(recorded.birth_name, found.birth_name) else found.birth_name,
        given_names=recorded.given_names if same_list else found.given_names,
        first_given_name=recorded.first_given_name if same_list else _first(recorded, found),
        sex=Sex(found.sex),
        birth_date=found.born.day,
        birth_date_known=recorded.birth_date_known if same_day else found.born.known,
        birth_place_code=recorded.birth_place_code if same_place else found.birth_place_code,
        birth_place_label=recorded.birth_place_label if same_place else _place_label(found.birth_place_code),
    )


def with_ins(version: IdentityVersion, found: Found, *, at: datetime) -> Standing:
    """Its standing once a person has confirmed: retrieved, or qualified when a paper was checked."""
    return replace(standing_of(version), ins=ObtainedIns(found.ins, InsSource.SERVICE, at))


def _alike(typed: str, returned: str) -> bool:
    return ins_form(typed) == returned


def _first(recorded: Traits, found: Found) -> str:
    """The first given name that was said, when the list of the service begins so; else its first word."""
    begins = f"{normalise(found.given_names)} ".startswith(f"{normalise(recorded.first_given_name)} ")
    return recorded.first_given_name if begins else ""


def _date_words(day: date, known: Known) -> str:
    """With what nobody knows of it: «31/12/1950 (jour et mois inconnus)», beside the whole date of the service."""
    return f"{day:%d/%m/%Y}" if known is Known.WHOLE else f"{day:%d/%m/%Y} ({known.words})"


def _place_label(code: str) -> str:
    place = find_place(code)
    if not code:
        return "non précisé"
    return place.label if place else f"Code {code}"
