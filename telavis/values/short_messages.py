"""The characters of an SMS: within the GSM alphabet 160 of them fit into one, beyond it 70."""

import unicodedata

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
_SIMPLER = {
    "\u202f": " ",
    "\u00a0": " ",
    "’": "'",
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "œ": "oe",
    "Œ": "OE",
}


def plain(text: str) -> str:
    """The same words in the GSM alphabet: «Hôpital d’Œuvre» becomes «Hopital d'OEuvre»; é and à stay."""
    return "".join(each if each in GSM else _SIMPLER.get(each) or _bare(each) for each in text)


def _bare(character: str) -> str:
    """A letter without its accent; what has no such letter is left as it is."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in GSM else character
