"""The fingerprint covers what is clinical and nothing else. docs/domain/report.md, rules 8 to 11."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from telavis.reports.canonical import canonical_json, fingerprint
from telavis.reports.content import Report
from tests.reports import examples


def test_same_content_has_the_same_fingerprint_whenever_and_for_whomever_it_is_made() -> None:
    report = examples.report()
    older = replace(report.patient, age="72 ans")
    made_at = report.made_at + timedelta(days=400)
    later = replace(report, made_at=made_at, made_by="Somebody else", journal=(), patient=older)
    assert canonical_json(later) == canonical_json(report)


def test_canonical_json_is_sorted_utf8_without_spaces() -> None:
    written = canonical_json(examples.report())
    facts = json.loads(written)
    again = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert written == again.encode()
    assert "L’HÉRITIER".encode() in written


def test_fingerprint_is_the_sha256_of_the_bytes() -> None:
    written = canonical_json(examples.report())
    assert fingerprint(written) == hashlib.sha256(written).hexdigest()


def test_moments_are_written_in_utc() -> None:
    facts = json.loads(canonical_json(examples.report()))
    assert facts["sent_at"] == "2026-03-02T13:02:00.000000Z"
    assert facts["patient"]["birth_date"] == "1954-03-12"


def changed_answer(report: Report) -> Report:
    assert report.answer is not None
    return replace(report, answer=replace(report.answer, short_answer="Autre avis"))


def changed_document(report: Report) -> Report:
    first, *others = report.documents
    return replace(report, documents=(replace(first, sha256="e" * 64), *others))


@pytest.mark.parametrize(
    "change",
    [
        changed_answer,
        changed_document,
        lambda report: replace(report, question="Autre question"),
        lambda report: replace(report, sections=report.sections[:1]),
        lambda report: replace(report, patient=replace(report.patient, version_number=3)),
        lambda report: replace(report, exchange=report.exchange[:1]),
        lambda report: replace(report, consent=replace(report.consent, answer="oui, écrit")),
        lambda report: replace(report, is_in_error=True),
    ],
)
def test_any_clinical_change_changes_the_fingerprint(change: object) -> None:
    report, _files = examples.with_photographs()
    changed = change(report)  # type: ignore[operator]
    assert canonical_json(changed) != canonical_json(report)


def test_lone_surrogates_do_not_stop_the_writing() -> None:
    assert b"\\ud800" in canonical_json(examples.report(question="a\ud800b"))
