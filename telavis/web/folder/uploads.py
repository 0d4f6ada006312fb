"""Reading what a browser sends: on disk as it comes, and never more of a file than is allowed."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from telavis.documents.limits import MAX_FILE_SIZE, MAX_FILES

LONGEST_BODY = MAX_FILES * MAX_FILE_SIZE + 1024**2


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
        if self.files_begun > MAX_FILES:
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


def files_of(request: HttpRequest) -> "list[UploadedFile[Any]]":
    return [file for file in request.FILES.getlist("files") if file.name]
