"""From the bytes of a file to JSON that says one thing only: neither repeated names, nor numbers that are none."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any, NoReturn

from telavis.questionnaires import bounds
from telavis.questionnaires.invalid import WHOLE_FORM, InvalidDefinition
from telavis.values.french import number

_DIGITS = 15
"""What the database gives back exactly."""


def read_json(content: bytes) -> Any:
    """`InvalidDefinition` says what is wrong with the file."""
    if len(content) > bounds.FILE_BYTES:
        size, most = number(len(content) / 1_000_000, 1), number(bounds.FILE_BYTES / 1_000_000)
        _refuse(f"Ce fichier pèse {size} Mo ; il en faut au plus {most} Mo.")
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except UnicodeDecodeError:
        _refuse("Ce fichier n’est pas écrit en UTF-8.")
    except json.JSONDecodeError as fault:
        _refuse(f"Ce fichier n’est pas du JSON : ligne {fault.lineno}, colonne {fault.colno}.")
    except RecursionError:
        _refuse(f"Des éléments sont imbriqués sur plus de {bounds.NESTING} niveaux.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        _refuse(f"Un élément nomme « {twice[:80]} » deux fois.", read.get("linkId"))
    return read


def _decimal(text: str) -> float:
    if len(Decimal(text).as_tuple().digits) > _DIGITS:
        _refuse(f"Le nombre {text[:40]} a plus de {_DIGITS} chiffres.")
    return float(text)


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        _refuse(f"Le nombre {text[:40]}… a plus de {_DIGITS} chiffres.")
    return int(text)


def _constant(text: str) -> Any:
    _refuse(f"« {text} » n’est pas un nombre.")


def _refuse(sentence: str, link_id: Any = WHOLE_FORM) -> NoReturn:
    raise InvalidDefinition(link_id if isinstance(link_id, str) else WHOLE_FORM, sentence)
