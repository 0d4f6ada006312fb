"""What a killed process left unsealed in the temporary folder is taken away."""

import os
import tempfile
from datetime import timedelta

from django.utils import timezone

from telavis.documents.left_open import WORKSHOP, sweep_left_open


def test_what_a_killed_process_left_is_taken_away_and_the_rest_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    two_hours_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    (tmp_path / f"{WORKSHOP}old").mkdir()
    (tmp_path / f"{WORKSHOP}old" / "original").write_bytes(b"a patient")
    (tmp_path / f"{WORKSHOP}at-work").mkdir()
    for name in ("tmpabc.upload.pdf", "somebody-else.pdf"):
        (tmp_path / name).write_bytes(b"a patient")
    for name in (f"{WORKSHOP}old", "tmpabc.upload.pdf", "somebody-else.pdf"):
        os.utime(tmp_path / name, (two_hours_ago, two_hours_ago))
    assert sweep_left_open(timezone.now()) == 2
    assert {path.name for path in tmp_path.iterdir()} == {f"{WORKSHOP}at-work", "somebody-else.pdf"}
