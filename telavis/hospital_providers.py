"""The file of the hospitals' identity providers, read and checked before anything starts (docs/operations/identity-providers.md)."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NEEDED = ("id", "label", "issuer", "client_id", "client_secret")
WORDS = (*NEEDED, "discovery", "scope", "finess")
LISTS = ("domains", "strong_acr", "strong_amr")
FLAGS = ("is_always_strong",)
TAKEN = "psc"
DISCOVERY = "/.well-known/openid-configuration"


class HospitalsFault(Exception):
    """The file cannot be used; the message says what to write instead."""


def read(path: str) -> list[dict[str, Any]]:
    """One row a hospital; no path, no hospital."""
    if not path:
        return []
    try:
        rows = json.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except OSError as fault:
        raise HospitalsFault(f"HOSPITAL_PROVIDERS: {path} cannot be read ({type(fault).__name__}).") from None
    except ValueError:
        raise HospitalsFault(f"HOSPITAL_PROVIDERS: {path} is not JSON.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise HospitalsFault(f"HOSPITAL_PROVIDERS: {path} must hold a list of objects, one a hospital.")
    hospitals = [_checked(row, number) for number, row in enumerate(rows, start=1)]
    ids = [row["id"] for row in hospitals]
    if len(set(ids)) < len(ids):
        raise HospitalsFault("HOSPITAL_PROVIDERS: two hospitals have the same id.")
    return hospitals


def _checked(row: dict[str, Any], number: int) -> dict[str, Any]:
    where = f"HOSPITAL_PROVIDERS, hospital {number}"
    if unknown := sorted(set(row) - {*WORDS, *LISTS, *FLAGS}):
        raise HospitalsFault(f"{where}: “{unknown[0]}” means nothing here.")
    for name in (each for each in NEEDED if not row.get(each)):
        raise HospitalsFault(f"{where}: “{name}” is missing.")
    for name in WORDS:
        if not isinstance(row.get(name, ""), str):
            raise HospitalsFault(f"{where}: “{name}” must be text.")
    for name in LISTS:
        if not isinstance(row.get(name, []), list) or not all(
            isinstance(each, str) for each in row.get(name, [])
        ):
            raise HospitalsFault(f"{where}: “{name}” must be a list of texts.")
    for name in FLAGS:
        if not isinstance(row.get(name, False), bool):
            raise HospitalsFault(f"{where}: “{name}” must be true or false.")
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,39}", row["id"]) or row["id"] == TAKEN:
        raise HospitalsFault(f"{where}: “id” is a short name in small letters, and not “{TAKEN}”.")
    row = {"discovery": row["issuer"].rstrip("/") + DISCOVERY, **row}
    for name in ("issuer", "discovery"):
        parts = urlsplit(row[name])
        if parts.scheme != "https" or not parts.hostname:
            raise HospitalsFault(f"{where}: “{name}” must be an https address.")
    lists = {name: tuple(row.get(name, [])) for name in LISTS}
    domains = tuple(domain.strip().lower().lstrip("@") for domain in lists["domains"])
    return {**row, **lists, "domains": domains}
