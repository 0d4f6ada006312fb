"""How each kind of setting that comes from outside is read, and the sentence that says what to write instead."""

import base64
import binascii
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

CONSOLE = "console"  # where a developer reads what would leave
LONGEST_TITLE = 60
KEY_BYTES = 32
KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
HOW_KEYS_ARE_WRITTEN = "write id:key,id:key, each key 32 random bytes in base64, the one to use first"
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


class EnvironmentFault(Exception):
    """A variable holds something that cannot be used; the message says what to write instead."""


def _flag(name: str, text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise EnvironmentFault(f"{name} is “{text}”: write 1 or 0.")


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise EnvironmentFault(f"{name} is “{text}”: write a whole number.")
    return int(text)


def _names(name: str, text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _address(name: str, text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise EnvironmentFault(
            f"{name} is “{text}”: write an address like https://telavis.example, without a path."
        )
    return text.rstrip("/")


def _database(name: str, text: str) -> str:
    try:
        parts = conninfo_to_dict(text) if text.startswith(("postgresql://", "postgres://")) else {}
    except ProgrammingError:
        parts = {}
    if text and not (parts.get("dbname") and str(parts.get("port", "0")).isdigit()):
        raise EnvironmentFault(f"{name} is not an address like postgresql://user:password@host:5432/telavis.")
    return text


def _email(name: str, text: str) -> str:
    if "@" not in text.strip("@") or " " in text:
        raise EnvironmentFault(f"{name} is “{text}”: write an e-mail address.")
    return text


def _title(name: str, text: str) -> str:
    shown = " ".join(text.split())
    if len(shown) > LONGEST_TITLE:
        raise EnvironmentFault(f"{name} is too long for a mail: write {LONGEST_TITLE} characters at most.")
    return shown


def _sms_gateway(name: str, text: str) -> str:
    if text not in ("", CONSOLE, "ovh"):
        raise EnvironmentFault(f"{name} is “{text}”: write ovh, console (for developers) or nothing.")
    return text


def _issuer(name: str, text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
        raise EnvironmentFault(f"{name} is “{text}”: write an https address, or nothing.")
    return text.rstrip("/")


def _psc_environment(name: str, text: str) -> str:
    if text not in ("production", "bas"):
        raise EnvironmentFault(f"{name} is “{text}”: write production, or bas for its sandbox.")
    return text


def _pem(what: str, *marks: str) -> Callable[[str, str], str]:
    """A file that is looked at when we start, so that a wrong path is a sentence and not a morning without sign-in."""

    def read(name: str, text: str) -> str:
        if not text:
            return ""
        path = Path(text).expanduser().resolve()
        try:
            content = path.read_text(encoding="latin-1")
        except OSError as fault:
            raise EnvironmentFault(
                f"{name} is “{text}”: it cannot be read ({type(fault).__name__})."
            ) from None
        if not all(mark in content for mark in marks):
            raise EnvironmentFault(f"{name} is “{text}”: the file must hold {what}, in PEM.")
        if "ENCRYPTED" in content:  # OpenSSL would ask a terminal that nobody reads, and wait
            raise EnvironmentFault(f"{name} is “{text}”: its key has a pass phrase; write one without.")
        return str(path)

    return read


def document_keys(name: str, text: str) -> dict[str, bytes]:
    """The keys that open documents, by their ids, the one in use first; between commas or one a line."""
    keys: dict[str, bytes] = {}
    for part in (each.strip() for each in re.split(r"[,\n]", text)):
        if not part or part.startswith("#"):
            continue
        key_id, _, written = part.partition(":")
        try:
            key = base64.b64decode(written.strip(), validate=True)
        except binascii.Error:
            key = b""
        if not KEY_ID.fullmatch(key_id) or len(key) != KEY_BYTES or key_id in keys:
            raise EnvironmentFault(f"{name} holds something else than keys: {HOW_KEYS_ARE_WRITTEN}.")
        keys[key_id] = key
    return keys


def _file_of_keys(name: str, text: str) -> dict[str, bytes]:
    if not text:
        return {}
    try:
        content = Path(text).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise EnvironmentFault(f"{name} is “{text}”: it cannot be read ({type(fault).__name__}).") from None
    keys = document_keys(name, content)
    if not keys:
        raise EnvironmentFault(f"{name} is “{text}”: there is no key in it; {HOW_KEYS_ARE_WRITTEN}.")
    return keys


def _level(name: str, text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise EnvironmentFault(f"{name} is “{text}”: write DEBUG, INFO, WARNING or ERROR.")
    return text.upper()


READERS: dict[str, Callable[[str, str], Any]] = {
    "text": lambda _, text: text,
    "folder": lambda _, text: Path(text).expanduser().resolve(),
    "flag": _flag,
    "number": _number,
    "names": _names,
    "address": _address,
    "database": _database,
    "e-mail": _email,
    "title": _title,
    "level": _level,
    "SMS gateway": _sms_gateway,
    "issuer": _issuer,
    "PSC environment": _psc_environment,
    "certificate": _pem("a certificate and its private key", "BEGIN CERTIFICATE-----", "PRIVATE KEY-----"),
    "private key": _pem("a private key", "PRIVATE KEY-----"),
    "keys": document_keys,
    "file of keys": _file_of_keys,
}
