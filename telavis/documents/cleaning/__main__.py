"""The child process: `python -m telavis.documents.cleaning ORIGINAL FOLDER` says in JSON what became of the file."""

import json
import sys
from pathlib import Path

from telavis.documents.cleaning import cage
from telavis.documents.refusals import FileRefused, Refusal

NOT_INSTALLED = 70
"""Exit status when a decoder is missing: the machine is to blame, not the file."""


def main(original: Path, folder: Path) -> dict[str, object]:
    cage.enter()
    try:
        return clean_file(original, folder)
    except FileRefused as refused:
        return {"refusal": refused.refusal.value}
    except MemoryError:
        return {"refusal": Refusal.TOO_MUCH_WORK.value}
    except ImportError as missing:
        print(missing, file=sys.stderr)
        sys.exit(NOT_INSTALLED)


def clean_file(original: Path, folder: Path) -> dict[str, object]:
    # The decoders are loaded inside the cage.
    from telavis.documents.cleaning.kinds import HEAD, FileKind, kind_of

    with original.open("rb") as file:
        kind = kind_of(file.read(HEAD))
    if kind is None:
        raise FileRefused(Refusal.WRONG_TYPE)
    if kind == FileKind.PDF:
        from telavis.documents.cleaning.pdfs import clean_pdf

        return clean_pdf(original, folder).to_json()
    if kind == FileKind.DICOM:
        from telavis.documents.cleaning.dicom import clean_dicom

        return clean_dicom(original, folder).to_json()
    from telavis.documents.cleaning.images import clean_image

    return clean_image(original, folder, kind).to_json()


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
