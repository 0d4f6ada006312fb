"""How much two identities look like one person: the evidence of all traits, and in words what is the same and what is not.

Names and date are weighed as in a search (`ranking.py`), each with its slips; sex, birth place and numbers add or take away.
"""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from telavis.patients.date_slips import DateHow
from telavis.patients.likeness import How
from telavis.patients.models import IdentityVersion, Sex
from telavis.patients.ranking import Ranked, Ranking, Row
from telavis.patients.reasons import SAME_NUMBER, looks_the_same, reason
from telavis.patients.search_keys import normalised_given, normalised_last
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import Traits, traits_of
from telavis.values.places import NOWHERE

LIKELY = 27.0
"""Of 46: below it two people of one family, or of one common name, are more likely than one person twice."""
SAME_PLACE, OTHER_PLACE = 4.0, -4.0
NUMBER, OTHER_NUMBER = 8.0, -6.0
OTHER_SEX = -4.0
OTHER_INS = -20.0
UNKNOWN_PLACES = frozenset({"", NOWHERE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Likened:
    """What is compared of somebody."""

    id: UUID | None
    terms: SearchTerms
    row: Row
    used_name: str
    sex: Sex
    place: str
    number: str
    ins: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, traits: Traits, key: UUID | None = None, ins: tuple[str, str] = ("", "")) -> Self:
        names = normalised_last(traits), normalised_given(traits)
        return cls(
            id=key,
            terms=terms_of(traits),
            row=Row(key or UUID(int=0), *names, traits.birth_date),
            used_name=traits.used_name,
            sex=traits.sex,
            place=traits.birth_place_code,
            number=str(traits.billing_nir or ""),
            ins=ins,
        )

    @classmethod
    def of_version(cls, version: IdentityVersion) -> Self:
        return cls.of(traits_of(version), version.patient_id, (version.ins_oid, version.ins_matricule))


@dataclass(frozen=True, slots=True)
class Resemblance:
    score: float
    names: Ranked
    words: str
    is_one_name: bool
    """The same day, or a year of which nobody knows more, and names that are or sound the same."""
    same_number: bool

    @property
    def is_likely(self) -> bool:
        """Worth showing to a person before creating, or to the identity desk afterwards."""
        return self.score >= LIKELY


def terms_of(traits: Traits) -> SearchTerms:
    """Name, first name and date, as the search is asked for them."""
    return SearchTerms(last=traits.birth_name, given=traits.first_given_name, birth_date=traits.birth_date)


def resemblance(one: Likened, other: Likened) -> Resemblance:
    """The same in both orders: a used name of one that is the birth name of the other is found from one side only."""
    judged = [
        (Ranking(one.terms).judge(other.row), one.terms),
        (Ranking(other.terms).judge(one.row), other.terms),
    ]
    names, terms = max(judged, key=lambda each: each[0].score)
    same_number = bool(one.number) and one.number == other.number
    beside = [
        _place(one.place, other.place),
        (OTHER_SEX, "sexe différent") if one.sex != other.sex else (0.0, ""),
        _number(one.number, other.number, names),
        (OTHER_INS, "INS différentes")
        if all(one.ins) and all(other.ins) and one.ins != other.ins
        else (0.0, ""),
    ]
    return Resemblance(
        score=names.score + sum(points for points, _ in beside),
        names=names,
        words=", ".join(
            [
                *([SAME_NUMBER] if same_number else []),
                reason(names, terms),
                *filter(None, (words for _, words in beside)),
            ]
        ),
        is_one_name=looks_the_same(names),
        same_number=same_number,
    )


def _place(one: str, other: str) -> tuple[float, str]:
    if one in UNKNOWN_PLACES or other in UNKNOWN_PLACES:
        return 0.0, ""
    return (
        (SAME_PLACE, "même lieu de naissance") if one == other else (OTHER_PLACE, "autre lieu de naissance")
    )


def _number(one: str, other: str, names: Ranked) -> tuple[float, str]:
    """A child has the number of a parent: it says something of people whose first names are alike only."""
    if not (one and other):
        return 0.0, ""
    if one != other:
        return OTHER_NUMBER, "numéros différents"
    is_somebody_else = names.given.how is How.OTHER or names.date is DateHow.OTHER
    return (0.0 if is_somebody_else else NUMBER), ""
