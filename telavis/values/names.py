"""Names of people and places: kept as typed, and from that the forms to search, sort, show and send to the INS service.

Source of the INS form: SEL-MP-043 v05.00.01, §2 and §3.4.1.
"""

import re
import unicodedata
from itertools import pairwise

from telavis.values.french import NO_BREAK
from telavis.values.invalid import InvalidValue

# Letters that Unicode does not decompose into a plain letter and an accent.
_LIGATURES = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Đ": "D", "Ð": "D", "Ł": "L", "Ħ": "H", "Þ": "TH", "Ŋ": "NG"}
)
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_HYPHENS = re.compile("[\u2010-\u2013]")
_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile("[A-Z]+")
# Small words that are lost, added or glued from one register to the next.
_PARTICLES = frozenset(
    {
        *("D", "DE", "DU", "DES", "DA", "DO", "DOS", "DI", "DEL", "DELLA", "L", "LE", "LA", "LES", "LO"),
        *("EL", "AL", "BEN", "BENT", "BINT", "BOU", "ABD", "IBN", "VAN", "VON", "DEN", "DER", "TEN", "ZU"),
        *("DIT", "DITE", "EPOUSE", "EPOUX", "EP", "NEE", "VEUVE", "VVE", "O", "MC", "MAC", "N", "M"),
    }
)
_SAINTS = {"ST": "SAINT", "STE": "SAINTE"}


class InvalidName(InvalidValue):
    """The name cannot be written as asked; its message tells the reader what to correct."""


def nfc(text: str) -> str:
    """The text with each accented letter in one character, and no space at its ends or twice inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unaccented(text: str) -> str:
    """In capitals, without accents or ligatures, all the rest as it was: «Œuvre-Noé» → «OEUVRE-NOE»."""
    if text.isascii():
        return text.upper()
    decomposed = unicodedata.normalize("NFD", text.upper().translate(_LIGATURES))
    return "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")


def normalise(name: str) -> str:
    """The form in which names are compared: capitals without accents, words parted by one space.

    «d’Argent» → «D ARGENT» · «Jean--Noël» → «JEAN NOEL» · «Cæsar» → «CAESAR» · «Weiß» → «WEISS»
    """
    plain = unaccented(name)
    if plain.isascii():  # nearly always, and ten times as fast
        return " ".join(_PLAIN_WORD.findall(plain))
    return " ".join("".join(sign if sign.isalpha() else " " for sign in plain).split())


def sort_key(name: str, *others: str) -> str:
    """A text whose plain order of characters is the French order of these names: sort by it, never by a collation.

    First letters and digits without accents, word by word («Le Gall» before «Leblanc», a particle counts as a word:
    «de La Tour» is under D), field by field; then, only to part equal ones, the accents («Cote», «Coté», «Côte»).
    Fields are joined by two spaces and the accents by three: both come before any other continuation.
    """
    fields = (name, *others)
    plain = "  ".join(" ".join(_PART.findall(unaccented(field))) for field in fields)
    exact = "  ".join(nfc(field).upper() for field in fields)
    return plain if exact == plain else f"{plain}   {exact}"


def ins_form(name: str, *, given: bool = False) -> str:
    """The form of the INS service: A-Z, space, apostrophe and hyphen; what has no equivalent is refused, not dropped.

    García-Hämmadi → GARCIA-HAMMADI · Œuvre → OEUVRE · Cæsar → CAESAR · d’argent → D'ARGENT
    """
    written = _HYPHENS.sub("-", _APOSTROPHES.sub("'", unaccented(nfc(name))))
    stranger = re.search(r"[^A-Z '\-]", written)
    if stranger:
        raise InvalidName(f"Le caractère « {stranger[0]} » n’existe pas dans une identité: corrigez le nom.")
    if not re.search("[A-Z]", written):
        raise InvalidName("Écrivez le nom: il ne contient aucune lettre.")
    if written.startswith("-"):
        raise InvalidName("Un nom ne commence pas par un trait d’union.")
    if "''" in written or " '" in written or "' " in written:
        raise InvalidName("Gardez une seule apostrophe, sans espace avant ni après.")
    if given and "--" in written:
        raise InvalidName("Un prénom ne contient pas deux traits d’union de suite.")
    if given and written.endswith(("-", "'")):
        raise InvalidName("Un prénom ne finit pas par un trait d’union ou une apostrophe.")
    return written


def display_name(last: str, first: str) -> str:
    """As everyone reads it in France: «LE GALL Anne-Marie», capitals keep their accents.

    A first name received in capitals, as from the INS service, is written small again; otherwise it stays as typed.
    """
    first = nfc(first)
    return nfc(f"{nfc(last).upper()} {first.title() if _is_shouted(first) else first}")


def _is_shouted(name: str) -> bool:
    return name.isupper() and sum(map(str.isalpha, name)) > 1


def initials(last: str, first: str) -> str:
    """For lists that must not name the patient: («Martin-Dubois», «Anne-Marie») → «A.-M. M.-D.»."""
    return NO_BREAK.join(filter(None, (_initials_of(first), _initials_of(last))))


def _initials_of(name: str) -> str:
    first_words = (_WORD.search(part) for part in _HYPHENS.sub("-", nfc(name).upper()).split("-"))
    return "-".join(f"{word[0][0]}." for word in first_words if word)


def words_of(name: str) -> list[str]:
    """The words of a name in their order, saints in full: «St-Clair» → SAINT, CLAIR · «l’Œil» → L, OEIL."""
    return [_SAINTS.get(word, word) for word in normalise(name).split()]


def glued(name: str) -> str:
    """All the words of a name in one: «de La Tour» → DELATOUR, «St-Clair» → SAINTCLAIR; "" if it has no letter."""
    return "".join(words_of(name))


def tokens(name: str) -> set[str]:
    """The words by which a name may be looked for: each but its particles, a particle glued to its word, all glued.

    «de La Tour» → TOUR, LATOUR, DELATOUR · «St-Clair» → SAINT, CLAIR, SAINTCLAIR · «Le» → LE
    """
    words = words_of(name)
    found = {word for word in words if word not in _PARTICLES}
    found |= {
        before + word for before, word in pairwise(words) if before in _PARTICLES and word not in _PARTICLES
    }
    return found | {"".join(words)} if words else set()
