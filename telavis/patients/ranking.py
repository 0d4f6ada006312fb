"""Why a patient was found, and how near they are to what was typed."""

from enum import Enum

from rapidfuzz.distance import JaroWinkler

from telavis.patients.models import Patient
from telavis.patients.search_keys import glued, sounds_of
from telavis.patients.terms import SearchTerms
from telavis.values.names import tokens


class Why(Enum):
    """From the surest to the least sure, each with its words."""

    NUMBER = "numéro de sécurité sociale identique"
    SAME = "nom identique"
    SOUND = "phonétique"
    NEAR = "nom proche"

    @property
    def rank(self) -> int:
        return list(Why).index(self)


def why_found(patient: Patient, terms: SearchTerms) -> Why:
    if terms.number and patient.billing_nir == terms.number:
        return Why.NUMBER
    if _is_said(patient.last_words, terms.last) and _is_said(patient.given_words, terms.given):
        return Why.SAME
    same_last = not terms.last or set(patient.phonetic_last) & set(sounds_of(terms.last))
    same_given = not terms.given or set(patient.phonetic_given) & set(sounds_of(terms.given))
    return Why.SOUND if same_last and same_given else Why.NEAR


def closeness(patient: Patient, terms: SearchTerms) -> float:
    """From 0 to 2: how near the spellings are, the last name then the first."""
    return _nearest(patient.last_words, terms.last) + _nearest(patient.given_words, terms.given)


def _is_said(words: list[str], name: str) -> bool:
    if not name:
        return True
    parts = tokens(name) - {glued(name)}
    return glued(name) in words or (bool(parts) and parts <= set(words))


def _nearest(words: list[str], name: str) -> float:
    wanted = glued(name)
    if not wanted or not words:
        return 0
    return max(float(JaroWinkler.normalized_similarity(wanted, word)) for word in words)
