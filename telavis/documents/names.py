"""The names of files: typed by anybody, so never used as a path, and cleaned before they are shown."""

import unicodedata
from pathlib import PurePath

from telavis.documents.limits import FILE_NAME_LENGTH, TITLE_LENGTH

UNNAMED = "Document"
_NOT_ON_A_DISK = '/\\:*?"<>|'
_HIDDEN = ("C",)
"""Unicode categories of control characters, direction marks, lone surrogates."""


def clean_text(text: str) -> str:
    """One line of visible characters: no NUL, no line end, nothing that turns the direction of reading."""
    visible = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", text))
    shown = "".join(each for each in visible if unicodedata.category(each)[0] not in _HIDDEN)
    return " ".join(shown.split())


def clean_file_name(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return clean_text(last)[-FILE_NAME_LENGTH:] or UNNAMED


def name_on_disk(title: str) -> str:
    """The title as the name of a file that somebody saves: letters of every language, and nothing a disk refuses."""
    shown = "".join("-" if each in _NOT_ON_A_DISK else each for each in clean_text(title))
    return shown.strip(". ") or UNNAMED


def title_for(file_name: str) -> str:
    """The title proposed for a file: its name without the ending."""
    return clean_text(PurePath(file_name).stem)[:TITLE_LENGTH] or UNNAMED
