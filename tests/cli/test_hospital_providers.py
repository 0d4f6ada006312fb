"""The file of the hospitals: right, or one sentence that says what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from telavis import hospital_providers
from telavis.gateways.openid.providers import Provider
from telavis.hospital_providers import HospitalsFault

RIGHT = {
    "id": "chu-aquilon",
    "label": "CHU d’Aquilon",
    "issuer": "https://login.chu-aquilon.example/adfs",
    "client_id": "telavis",
    "client_secret": "secret",
    "domains": ["@CHU-Aquilon.example"],
    "strong_amr": ["mfa"],
    "finess": "990000109",
}


def read(tmp_path: Path, content: Any) -> list[dict[str, Any]]:
    file = tmp_path / "hospitals.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return hospital_providers.read(str(file))


def test_no_file_is_no_hospital():
    assert hospital_providers.read("") == []


def test_a_right_row_makes_a_provider(tmp_path: Path):
    provider = Provider(**read(tmp_path, [RIGHT])[0])
    assert provider.discovery == "https://login.chu-aquilon.example/adfs/.well-known/openid-configuration"
    assert (provider.domains, provider.strong_amr) == (("chu-aquilon.example",), ("mfa",))
    assert "secret" not in repr(provider)


def test_the_example_of_the_manual_is_right(tmp_path: Path):
    manual = Path("docs/operations/identity-providers.md").read_text(encoding="utf-8")
    assert read(tmp_path, manual.split("```json")[1].split("```")[0])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("{", "is not JSON"),
        ({}, "must hold a list"),
        (["x"], "must hold a list"),
        ([{**RIGHT, "colour": "blue"}], "“colour” means nothing"),
        ([{**RIGHT, "client_secret": ""}], "“client_secret” is missing"),
        ([{**RIGHT, "scope": 3}], "“scope” must be text"),
        ([{**RIGHT, "domains": "chu.example"}], "“domains” must be a list"),
        ([{**RIGHT, "is_always_strong": "yes"}], "“is_always_strong” must be true or false"),
        ([{**RIGHT, "id": "psc"}], "“id” is a short name"),
        ([{**RIGHT, "id": "CHU d’Aquilon"}], "“id” is a short name"),
        ([{**RIGHT, "issuer": "http://login.chu-aquilon.example"}], "“issuer” must be an https address"),
        ([RIGHT, RIGHT], "two hospitals have the same id"),
    ],
    ids=str,
)
def test_each_fault_is_one_sentence(wrong: Any, words: str, tmp_path: Path):
    with pytest.raises(HospitalsFault, match=words):
        read(tmp_path, wrong)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(HospitalsFault, match="cannot be read"):
        hospital_providers.read(str(tmp_path / "nowhere.json"))
