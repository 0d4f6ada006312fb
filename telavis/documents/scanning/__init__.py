"""Reading the datamatrix on a photograph, in a child process with the limits of every other file (decision 10)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from telavis.documents.limits import MAX_FILE_SIZE
from telavis.values.refused import Refused

PROGRAM = Path(__file__).resolve().parents[3]
WALL_SECONDS = 12
"""Somebody waits for the page."""


class UnreadablePhoto(Refused):
    """Nothing was read; the sentence tells what to do."""


def read_datamatrices(file: IO[bytes]) -> list[str]:
    """The texts of the symbols that this picture shows, or UnreadablePhoto. Of a file too heavy no more is read."""
    photo = file.read(MAX_FILE_SIZE + 1)
    if len(photo) > MAX_FILE_SIZE:
        raise UnreadablePhoto("Cette photo est trop lourde : reprenez-la en plus petit.")
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
        raise UnreadablePhoto("Cette photo demande trop de travail : reprenez-la de plus près.") from None
    found = json.loads(child.stdout) if child.returncode == 0 else None
    if found is None:
        raise UnreadablePhoto("Ce fichier n’est pas une photo lisible : joignez une image JPEG ou PNG.")
    if not found:
        raise UnreadablePhoto(
            "Aucun datamatrix n’a été lu : reprenez la photo de plus près, à plat et sans reflet."
        )
    return [str(text) for text in found]
