"""Whether rows and files agree: every row has its files, every file its row, every hash is right. Nothing is repaired."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telavis.documents.keeping import opened
from telavis.documents.models import Document, Upload
from telavis.gateways import object_store
from telavis.gateways.key_ring import KeyMissing
from telavis.gateways.sealed_files import DamagedFile

ON_ITS_WAY = timedelta(hours=1)
"""A file is written before its row: one this young may still get it."""
HASHES = {"original_key": "original_sha256", "rendition_key": "rendition_sha256"}
BATCH = 500
READ_AT_ONCE = 1024**2


@dataclass
class Check:
    """One look at everything; what was found stands in the counts when it is over."""

    now: datetime
    reads_files: bool = True
    documents: int = 0
    files: int = 0
    _known: set[str] = field(default_factory=set)
    _digests: dict[str, str] = field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        """One line for each; no name and no title, a log may keep it."""
        there = dict(object_store.kept_keys())
        self.files = len(there)
        for document in Document.objects.order_by("pk").iterator(chunk_size=BATCH):
            self.documents += 1
            yield from self._faults_of(document, there)
        for upload in Upload.objects.prefetch_related("pieces").iterator(chunk_size=BATCH):
            self._known.update(upload.kept_keys)
            lost = [key for key in upload.kept_keys if not object_store.store().exists(key)]
            if lost and Upload.objects.filter(pk=upload.pk).exists():
                yield f"upload {upload.pk}: {len(lost)} pieces are lost"
        for key, since in there.items():
            if key not in self._known and since < self.now - ON_ITS_WAY:
                yield f"file {key}: no row knows it"

    def _faults_of(self, document: Document, there: dict[str, datetime]) -> Iterator[str]:
        for name in document.KEYS:
            key = getattr(document, name)
            if not key:
                continue
            self._known.add(key)
            # a file that came since the store was listed is there too
            if key not in there and not object_store.store().exists(key):
                if self._is_still_there(document, name):
                    yield f"document {document.pk}: {name} {key} is lost"
            elif self.reads_files and (fault := self._misread(document, name, key)):
                yield f"document {document.pk}: {name} {key} {fault}"

    def _is_still_there(self, document: Document, name: str) -> bool:
        """Not erased, nor sealed anew, since it was read."""
        return Document.objects.filter(pk=document.pk, **{name: getattr(document, name)}).exists()

    def _misread(self, document: Document, name: str, key: str) -> str:
        try:
            digest = self._digests.get(key) or self._digest(document, key)
        except FileNotFoundError:
            return "is lost" if self._is_still_there(document, name) else ""
        except DamagedFile as damage:
            return f"is damaged ({damage})"
        except KeyMissing as missing:
            return f"cannot be opened ({missing})"
        self._digests[key] = digest
        wanted = getattr(document, HASHES[name]) if name in HASHES else digest
        return "" if digest == wanted else "is not the file that was put there"

    def _digest(self, document: Document, key: str) -> str:
        digest = hashlib.sha256()
        with opened(document, key) as file:
            while block := file.read(READ_AT_ONCE):
                digest.update(block)
        return digest.hexdigest()
