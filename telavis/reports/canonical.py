"""One exact writing of what a report shows, and its fingerprint.

The same clinical content gives the same bytes whenever, wherever and by whomever the PDF is made: the moment of making,
the patient's age on that day and the journal, which grows by one line with each PDF, stay out. See docs/domain/report.md, rules 8 to 11.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from telavis.reports.content import NOT_COVERED, Report

FORMAT = "telavis-report-1"

_COVERED = (
    *("reference", "request_type", "form", "is_in_error", "patient", "consent", "requester", "prepared_by"),
    *("service", "addressed_to", "urgency", "sent_at", "question", "sections", "exchange"),
    *("answer", "earlier_answers"),
)
_COVERED_OF_A_DOCUMENT = ("number", "title", "sha256", "question", "pages")

_COVERED_WHEN_SAID = {"unknown_of_birth_date", "is_homonym"}
"""They came later: a PDF made before them, of the same content, keeps its fingerprint."""


def canonical_json(report: Report) -> bytes:
    """Sorted keys, UTF-8, no space, moments in UTC to the microsecond."""
    facts: dict[str, Any] = {name: getattr(report, name) for name in _COVERED}
    facts["format"] = FORMAT
    facts["patient"] = {
        name: value
        for name, value in _plain(report.patient).items()
        if name not in ("age", "datamatrix") and (value or name not in _COVERED_WHEN_SAID)
    }
    facts["documents"] = [
        {name: getattr(document, name) for name in _COVERED_OF_A_DOCUMENT}
        | ({"annotations": document.annotations} if document.annotations else {})
        for document in report.documents
    ]
    written = json.dumps(_plain(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "backslashreplace")


def fingerprint(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        covered = [each for each in fields(value) if not each.metadata.get(NOT_COVERED)]
        return {each.name: _plain(getattr(value, each.name)) for each in covered}
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value
