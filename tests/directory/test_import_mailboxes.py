"""The MSSanté correspondence: who is written to at which secure address."""

from pathlib import Path

import pytest

from telavis.directory.models import PublishedMailbox
from tests.directory.extractions import (
    MAILBOX_SAMPLE,
    counts,
    import_people,
    mailbox,
    mailbox_file,
    rpps,
)

pytestmark = pytest.mark.django_db


def reached_at(national_id: str) -> list[str]:
    present = PublishedMailbox.objects.filter(national_id=national_id, left_on__isnull=True)
    return sorted(present.values_list("address", flat=True).distinct())


def test_the_sample_is_read_whole_and_a_second_time_changes_nothing():
    assert counts(import_people(MAILBOX_SAMPLE)) == (5, 0, 0, 0)
    assert counts(import_people(MAILBOX_SAMPLE)) == (0, 0, 0, 0)


def test_somebody_is_reached_at_all_their_addresses():
    import_people(MAILBOX_SAMPLE)
    assert reached_at(f"8{rpps(1)}") == [
        "camille.lefevre@aquilon.mssante.example",
        "camille.lefevre@medecin.mssante.example",
    ]


def test_a_mailbox_of_a_structure_has_no_holder():
    import_people(MAILBOX_SAMPLE)
    box = PublishedMailbox.objects.get(address="dermatologie@aquilon.mssante.example")
    assert (box.kind, box.national_id, box.structure_id) == ("ORG", "", "1990000101")
    assert (box.service, box.takes_paperless) == ("Dermatologie", True)


def test_nobody_is_written_to_at_a_closed_address(tmp_path: Path):
    import_people(mailbox_file(tmp_path, mailbox("a@b.example", "8x"), mailbox("c@b.example", "8x")))
    import_people(mailbox_file(tmp_path, mailbox("c@b.example", "8x")), accept_losses=True)
    assert reached_at("8x") == ["c@b.example"]


def test_an_unreadable_address_and_a_box_of_nobody_are_refused(tmp_path: Path):
    path = mailbox_file(tmp_path, mailbox("no address", "8x"), mailbox("a@b.example"))
    summary = import_people(path, accept_losses=True)
    assert [why for _, why in summary.account.first_refusals] == [
        "adresse de messagerie illisible",
        "boîte sans titulaire ni structure",
    ]
