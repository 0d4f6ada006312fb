"""Reading what a browser sends: on disk as it comes, and never more of a file than is allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from telavis.documents.limits import MAX_FILE_SIZE, MAX_FORM_FILES
from telavis.documents.models import Document
from telavis.documents.names import clean_file_name
from telavis.documents.refusals import FileRefused, Refusal, sentence

LONGEST_BODY = MAX_FORM_FILES * MAX_FILE_SIZE + 1024**2


@dataclass(frozen=True)
class RefusedFile:
    name: str
    sentence: str


TOO_LONG = RefusedFile("Cet envoi", sentence(Refusal.TOO_HEAVY))
NOTHING_CHOSEN = RefusedFile("", "Choisissez au moins un fichier, puis ajoutez-le.")


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Gives up a file at the first byte too many; the others of the same form go on."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.files_begun = 0
        self.too_heavy: list[str] = []
        self.too_many: list[str] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files_begun += 1
        if self.files_begun > MAX_FORM_FILES:
            self.too_many.append(self.file_name or "")
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > MAX_FILE_SIZE:
            self.too_heavy.append(self.file_name or "")
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def is_too_long(request: HttpRequest) -> bool:
    """What the browser announces could not be kept anyway: not one byte of it is read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdigit() or int(announced) > LONGEST_BODY


def take(
    request: HttpRequest, add: "Callable[[UploadedFile[Any]], Document]"
) -> tuple[list[Document], list[RefusedFile]]:
    """Add each file that came; those that were refused, and why, when none came that is a refusal too."""
    added, refused = [], _refused_while_reading(request)
    for file in (each for each in request.FILES.getlist("files") if each.name):
        try:
            added.append(add(file))
        except FileRefused as error:
            refused.append(RefusedFile(clean_file_name(file.name or ""), error.sentence))
    return added, refused or ([] if added else [NOTHING_CHOSEN])


def _refused_while_reading(request: HttpRequest) -> list[RefusedFile]:
    request.FILES  # noqa: B018 the body is read when its files are first asked for
    return [
        RefusedFile(clean_file_name(name), sentence(why))
        for handler in request.upload_handlers
        if isinstance(handler, BoundedUploadHandler)
        for names, why in (
            (handler.too_heavy, Refusal.TOO_HEAVY),
            (handler.too_many, Refusal.TOO_MANY_AT_ONCE),
        )
        for name in names
    ]
