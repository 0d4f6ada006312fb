"""The virus scan, against a daemon on loopback (docs/domain/documents.md, 33)."""

from io import BytesIO

import pytest

from telavis.gateways import antivirus
from tests.gateways.clam_daemon import EICAR, clam_daemon


@pytest.fixture
def daemon(settings):
    with clam_daemon() as server:
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server


def test_without_a_setting_nothing_is_scanned(settings):
    settings.CLAMD = ""
    assert not antivirus.is_set()


def test_a_virus_is_named_and_a_sound_file_is_not(daemon):
    assert antivirus.found_in(BytesIO(b"a" * 100_000 + EICAR)) == "Eicar-Test"
    assert antivirus.found_in(BytesIO(b"a" * 100_000)) == ""


@pytest.mark.parametrize(
    "says", [b"INSTREAM size limit exceeded. ERROR\n", b"stream: no memory ERROR\n", b"\n", b"?"]
)
def test_what_is_no_answer_is_told_apart(daemon, says):
    daemon.says = says
    with pytest.raises(antivirus.AntivirusSilent):
        antivirus.found_in(BytesIO(b"a"))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense"])
def test_nobody_there_is_silence(settings, address):
    settings.CLAMD = address
    with pytest.raises(antivirus.AntivirusSilent):
        antivirus.found_in(BytesIO(b"a"))
