"""What matched, in the words of a result, and whether the two boxes let it through."""

from telavis.patients.date_slips import DateHow
from telavis.patients.likeness import How, Likeness
from telavis.patients.ranking import Ranked
from telavis.patients.terms import SearchTerms

SAME_NUMBER = "numéro de sécurité sociale identique"

_NAMES = {
    How.PART: "une partie du {name}",
    How.SOUND: "{name}\u202f: phonétique",
    How.SLIP: "{name} proche",
    How.NEAR: "{name} approchant",
    How.OTHER: "{name} différent",
}
_DATES = {
    DateHow.SWAPPED: "date\u202f: jour et mois inversés",
    DateHow.ONE_DIGIT: "date\u202f: un chiffre diffère",
    DateHow.SAME_YEAR: "date\u202f: seule l’année est la même",
    DateHow.TWO_DIGITS: "date\u202f: deux chiffres diffèrent",
    DateHow.OTHER: "date différente",
}


def reason(found: Ranked, terms: SearchTerms) -> str:
    """«nom, prénom et date identiques», or what is not: «prénom proche, date : un chiffre diffère»."""
    differing = ["nom et prénom inversés"] if found.is_swapped else []
    for name, like, is_typed in (("nom", found.last, terms.last), ("prénom", found.given, terms.given)):
        if is_typed and like.how in _NAMES:
            differing.append(_NAMES[like.how].format(name=name))
    if found.is_used_name and found.last.how is How.SAME:
        differing.append("par le nom utilisé")
    if found.is_other_given and found.given.how is How.SAME:
        differing.append("par un autre prénom")
    if found.date in _DATES:
        differing.append(_DATES[found.date])
    return ", ".join(differing) or _all_the_same(terms)


def passes(found: Ranked, terms: SearchTerms) -> bool:
    """«Approchante» lets slips through, «Phonétique» sounds; with neither, only the same words pass."""
    if terms.approximate and terms.phonetic:
        return True
    if found.is_swapped or found.date in _DATES:
        return terms.approximate and _passes(found.last, terms) and _passes(found.given, terms)
    return _passes(found.last, terms) and _passes(found.given, terms)


def looks_the_same(found: Ranked) -> bool:
    """Somebody about to be created may be they: the same day, or a year alone, and names that are or sound the same."""
    names = (found.last, found.given)
    alike = all(like.how in (How.SAME, How.PART) or like.sounds_alike for like in names)
    return found.date in (DateHow.SAME, DateHow.SAME_YEAR) and alike


def _passes(like: Likeness, terms: SearchTerms) -> bool:
    is_same = like.how in (How.SAME, How.PART)
    return is_same or (terms.phonetic and like.sounds_alike) or (terms.approximate and like.reads_alike)


def _all_the_same(terms: SearchTerms) -> str:
    typed = [("nom", terms.last), ("prénom", terms.given), ("date", terms.birth_date)]
    words = [word for word, value in typed if value]
    if len(words) == 1:
        return f"{words[0]} identique"
    return f"{', '.join(words[:-1])} et {words[-1]} identiques"
