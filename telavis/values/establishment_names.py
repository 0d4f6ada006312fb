"""Names of health establishments, brought to the words by which somebody looks for them.

Registers, letters and people abbreviate differently; both what is stored and what is typed pass through the same rules, in
this order. Each rule has its examples and its counter-examples in `tests/values/test_establishment_names.py`.

1. Signs: no accent, no ligature, capitals; hyphens, apostrophes and strokes part words; «C.H.U.» and «C H U» are «CHU».
2. Abbreviated words: CTRE → CENTRE, HOP → HOPITAL, ST → SAINT, CLIN → CLINIQUE…; HOPITAUX is HOPITAL.
3. Small words (DE, LA, D, SUR…) weigh nothing.
4. Phrases: CENTRE HOSPITALIER UNIVERSITAIRE → CHU, SOINS DE SUITE ET DE RÉADAPTATION → SMR…
5. Names that changed: CHR, CHRU and CHU are one key; SSR and SMR too; MAISON DE RETRAITE is EHPAD.
"""

import re
from collections.abc import Iterator

from telavis.values.names import unaccented

_PART = re.compile("[A-Z0-9]+")
SMALL_WORDS = frozenset(
    {
        *("D", "DE", "DU", "DES", "L", "LA", "LE", "LES", "ET", "A", "AU", "AUX", "EN", "SUR", "S", "SOUS"),
        *("LES", "LEZ", "POUR", "DANS"),
    }
)
_WORDS = {
    **dict.fromkeys(("CTRE", "CTR", "CENT"), "CENTRE"),
    **dict.fromkeys(("HOP", "HOPIT", "HOPITAUX"), "HOPITAL"),
    **dict.fromkeys(("HOSP", "HOSPIT", "HOSPITAL", "HOSPITALIERE", "HOSPITALIERS"), "HOSPITALIER"),
    **dict.fromkeys(("UNIV", "UNIVERS", "UNIVERSITAIRES"), "UNIVERSITAIRE"),
    **dict.fromkeys(("REG", "REGION", "REGIONALE"), "REGIONAL"),
    **dict.fromkeys(("INTERCOM", "INTERCOMM", "INTERCOMMUNALE"), "INTERCOMMUNAL"),
    **dict.fromkeys(("CLIN", "CLINIQ"), "CLINIQUE"),
    **dict.fromkeys(("POLYCLIN", "POLYCL"), "POLYCLINIQUE"),
    **dict.fromkeys(("ETAB", "ETS", "ETABL", "ETBT"), "ETABLISSEMENT"),
    **dict.fromkeys(("RES", "RESID"), "RESIDENCE"),
    **dict.fromkeys(("INST", "INSTIT"), "INSTITUT"),
    **dict.fromkeys(("DR", "DOCT"), "DOCTEUR"),
    **dict.fromkeys(("PR", "PROF"), "PROFESSEUR"),
    **dict.fromkeys(("PLURIPROF", "PLURIPRO", "PLURIDISCIPLINAIRE"), "PLURIPROFESSIONNELLE"),
    **dict.fromkeys(("READAPT", "REEDUCATION", "REEDUC"), "READAPTATION"),
    "ST": "SAINT", "STE": "SAINTE", "STS": "SAINTS", "MAIS": "MAISON", "MED": "MEDICAL", "NTRE": "NOTRE",
    "GAL": "GENERAL", "PERS": "PERSONNES", "HEBERGT": "HEBERGEMENT", "SPE": "SPECIALISE",
}  # fmt: skip
# The longest first, since «centre hospitalier» begins them all; small words are gone when they are looked for.
_PHRASES = {
    "CENTRE HOSPITALIER REGIONAL UNIVERSITAIRE": "CHU",
    "CENTRE HOSPITALIER UNIVERSITAIRE": "CHU",
    "CENTRE HOSPITALIER REGIONAL": "CHU",
    "CENTRE HOSPITALIER INTERCOMMUNAL": "CHI",
    "CENTRE HOSPITALIER SPECIALISE": "CHS",
    "CENTRE HOSPITALIER": "CH",
    "ETABLISSEMENT HEBERGEMENT PERSONNES AGEES DEPENDANTES": "EHPAD",
    "HEBERGEMENT PERSONNES AGEES DEPENDANTES": "EHPAD",
    "MAISON RETRAITE": "EHPAD",
    "SOINS SUITE READAPTATION": "SMR",
    "SOINS MEDICAUX READAPTATION": "SMR",
    "SOINS SUITE": "SMR",
    "HOSPITALISATION DOMICILE": "HAD",
    "SERVICE SOINS INFIRMIERS DOMICILE": "SSIAD",
    "MAISON SANTE PLURIPROFESSIONNELLE": "MSP",
    "MAISON ACCUEIL SPECIALISEE": "MAS",
    "FOYER ACCUEIL MEDICALISE": "FAM",
    "CENTRE MEDICO PSYCHOLOGIQUE": "CMP",
    "CENTRE LUTTE CONTRE CANCER": "CLCC",
    "UNITE SOINS LONGUE DUREE": "USLD",
    "NOTRE DAME": "ND",
}
_SAME = {"CHR": "CHU", "CHRU": "CHU", "CHG": "CH", "CHIC": "CHI", "SSR": "SMR", "MDR": "EHPAD"}
_ACRONYMS = frozenset({*_PHRASES.values(), *_SAME})
_LONG_FORMS = {
    acronym: tuple(
        dict.fromkeys(
            word for phrase, short in _PHRASES.items() if short == acronym for word in phrase.split()
        )
    )
    for acronym in _ACRONYMS
}
_LONGEST = max(len(phrase.split()) for phrase in _PHRASES)
_BY_WORDS = {tuple(phrase.split()): acronym for phrase, acronym in _PHRASES.items()}


def key_words(name: str) -> list[str]:
    """The words of a name once the rules have passed, in their order.

    «Ctre Hospitalier Univ. de Saint-Étienne» → CHU SAINT ETIENNE · «C.H. St-Brieuc» → CH SAINT BRIEUC
    A name of small words only keeps them: «La Source» → SOURCE, «Les» → LES.
    """
    words = [_WORDS.get(word, word) for word in raw_words(name)]
    heavy = [word for word in words if word not in SMALL_WORDS]
    return list(_shortened(heavy or words))


def raw_words(name: str) -> list[str]:
    """The words as they are written, in capitals without accents; single letters that spell an acronym are one word."""
    return list(_spelled_out(_PART.findall(unaccented(name))))


def name_key(name: str) -> str:
    """The key words in one text: two writings of one name have the same."""
    return " ".join(key_words(name))


def search_words(*texts: str) -> str:
    """All the words by which these names, towns and numbers are found, once each: key words, words as written, and the
    long form of each acronym, so that «centre hosp» already finds a «CH» while it is being typed.
    """
    found: dict[str, None] = {}
    for text in texts:
        short = key_words(text)
        found.update(dict.fromkeys(short))
        found.update(dict.fromkeys(word for word in raw_words(text) if word not in SMALL_WORDS))
        for word in short:
            found.update(dict.fromkeys(_LONG_FORMS.get(word, ())))
    return " ".join(found)


def typed_words(text: str) -> list[tuple[str, ...]]:
    """What somebody typed, word by word, each with its other reading: «st» may be SAINT or begin STRASBOURG."""
    words = key_words(text)
    last = (raw_words(text) or [""])[-1]
    return [
        (word, last) if place == len(words) - 1 and not word.startswith(last) else (word,)
        for place, word in enumerate(words)
    ]


def _spelled_out(words: list[str]) -> Iterator[str]:
    """«C H U BREST» → CHU BREST; «D H» stays two letters."""
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and len(words[end]) == 1:
            end += 1
        # the longest acronym that begins here: «C H L ARBRESLE» is CH, then L
        length = next(
            (size for size in range(end - place, 1, -1) if "".join(words[place : place + size]) in _ACRONYMS),
            1,
        )
        yield "".join(words[place : place + length])
        place += length


def _shortened(words: list[str]) -> Iterator[str]:
    """Phrases give way to their acronym, the longest first."""
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 1, -1):
            acronym = _BY_WORDS.get(tuple(words[place : place + length]))
            if acronym:
                yield acronym
                place += length
                break
        else:
            yield _SAME.get(words[place], words[place])
            place += 1
