"""The child process: a picture on the standard input, the texts of its symbols in JSON on the standard output."""

import json
import sys

from telavis.documents.cleaning import cage


def main() -> list[str] | None:
    cage.enter()
    photo = sys.stdin.buffer.read()
    # The decoders are loaded inside the cage.
    from telavis.documents.cleaning.kinds import HEAD, FileKind, kind_of
    from telavis.documents.scanning.symbols import texts_in

    kind = kind_of(photo[:HEAD])
    return texts_in(photo, kind.name) if kind in (FileKind.JPEG, FileKind.PNG) else None


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
