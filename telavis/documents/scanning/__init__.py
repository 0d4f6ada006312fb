"""Reading the datamatrix on a photograph, in a child process with the limits of every other file (decision 10)."""

import json
import os
import subprocess
import sys
from pathlib import Path

from telavis.documents.limits import MAX_FILE_SIZE

PROGRAM = Path(__file__).resolve().parents[3]
WALL_SECONDS = 12
"""Somebody waits for the page."""


class UnreadablePhoto(Exception):
    """Nothing was read; the sentence tells what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_datamatrices(photo: bytes) -> list[str]:
    """The texts of the symbols that this picture shows, or UnreadablePhoto."""
    if len(photo) > MAX_FILE_SIZE:
        raise UnreadablePhoto("Cette photo est trop lourde\u202f: reprenez-la en plus petit.")
    try:
        child = subprocess.run(
            [sys.executable, "-s", "-P", "-m", "telavis.documents.scanning"],
            input=photo,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            cwd=os.sep,
            # The environment holds secrets: it stays here.
            env={"PYTHONPATH": str(PROGRAM), "PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise UnreadablePhoto(
            "Cette photo demande trop de travail\u202f: reprenez-la de plus près."
        ) from None
    found = json.loads(child.stdout) if child.returncode == 0 else None
    if found is None:
        raise UnreadablePhoto("Ce fichier n’est pas une photo lisible\u202f: joignez une image JPEG ou PNG.")
    if not found:
        raise UnreadablePhoto(
            "Aucun datamatrix n’a été lu\u202f: reprenez la photo de plus près, à plat et sans reflet."
        )
    return [str(text) for text in found]
