"""The settings that come from outside: read in their type, checked at start, told in the README."""

import base64
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from telavis import environment, settings
from telavis.cli import production
from telavis.environment import BASE_DIR, readme_table
from tests.operations.running import environ, supervisor

A_KEY = f"2026:{base64.b64encode(b'k' * 32).decode()}"
ANOTHER = f"2027:{base64.b64encode(b'l' * 32).decode()}"
WHOLE = {
    "DATABASE_URL": "postgresql://telavis:word@db.example/telavis",
    "SECRET_KEY": "x" * 64,
    "DOCUMENTS_KEYS": A_KEY,
    "PUBLIC_URL": "https://telavis.example",
    "OPERATOR_NAME": "Hôpital de l’Exemple",
    "CONTACT_EMAIL": "aide@hopital.example",
    "EMAIL_HOST": "smtp.hopital.example",
    "DEFAULT_FROM_EMAIL": "telavis@hopital.example",
}


def test_an_empty_environment_is_a_machine_of_ones_own():
    assert environment.faults({}) == []
    assert not environment.is_production({})


def test_a_whole_production_is_accepted():
    assert environment.faults(WHOLE) == []
    assert environment.is_production(WHOLE)


@pytest.mark.parametrize(
    ("told", "is_shown"),
    [
        ({"DEMO": "1"}, True),
        ({"DEMO": "1", "PUBLIC_URL": "http://localhost:9000"}, True),
        ({}, False),
        ({"DEMO": "1", "HOST": "0.0.0.0", "ALLOWED_HOSTS": "demo.example"}, False),  # noqa: S104
        ({"DEMO": "1", "PUBLIC_URL": "https://demo.example"}, False),
        ({"DEMO": "1", "TRUSTED_PROXIES": "1"}, False),
        ({"DEMO": "1", "ALLOWED_HOSTS": "demo.example"}, False),
    ],
)
def test_the_pages_that_show_codes_exist_where_nobody_else_can_come(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: dict[str, str], is_shown: bool
):
    for name in ("DEMO", "HOST", "PUBLIC_URL", "TRUSTED_PROXIES", "ALLOWED_HOSTS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, text in {"TELAVIS_DATA": str(tmp_path), **told}.items():
        monkeypatch.setenv(name, text)
    assert runpy.run_path(str(BASE_DIR / "telavis/settings.py"))["DEMO_PAGES"] is is_shown


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PORT", "eight thousand"),
        ("PORT", "٨"),
        ("DEBUG", "ture"),
        ("DATABASE_URL", "mysql://localhost/telavis"),
        ("DATABASE_URL", "postgresql://localhost:notaport:1/x"),
        ("DATABASE_URL", "postgresql://host"),
        ("PUBLIC_URL", "telavis.example"),
        ("PUBLIC_URL", "https://telavis.example/path"),
        ("CONTACT_EMAIL", "nobody"),
        ("OPERATOR_NAME", "x" * 61),
        ("LOG_LEVEL", "LOUD"),
        ("DOCUMENTS_KEYS", "2026"),
        ("DOCUMENTS_KEYS", "2026:c2hvcnQ="),
        ("DOCUMENTS_KEYS", "with space:" + A_KEY.partition(":")[2]),
        ("DOCUMENTS_KEYS", f"{A_KEY},{A_KEY}"),
        ("DOCUMENTS_KEYS_FILE", "/nowhere/keys"),
        ("DOCUMENTS_KEYS_FILE", __file__),
        ("PSC_ENCRYPTION_KEY", "/nowhere/key.pem"),
        ("PSC_ENCRYPTION_KEY", __file__),
        ("PSC_CERTIFICATE", __file__),
    ],
)
def test_what_cannot_be_is_named_in_one_sentence(name: str, wrong: str):
    (sentence,) = environment.faults({name: wrong})
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": environment.DEVELOPMENT_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DOCUMENTS_KEYS": ""}, "DOCUMENTS_KEYS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"CONTACT_EMAIL": ""}, "CONTACT_EMAIL"),
        ({"OPERATOR_NAME": " "}, "OPERATOR_NAME"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST"),
        ({"EMAIL_HOST": "console"}, "EMAIL_HOST"),
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL"),
        ({"PUBLIC_URL": "http://telavis.example"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PSC_CLIENT_ID": "telavis"}, "PSC_CLIENT_SECRET, PSC_CERTIFICATE"),
        ({"PSC_CLIENT_SECRET": "secret"}, "PSC_CLIENT_ID"),
    ],
)
def test_a_production_start_refuses_what_is_unsafe(change: dict[str, str], named: str):
    (sentence,) = environment.faults({**WHOLE, **change})
    assert named in sentence


def test_pro_sante_connect_is_spoken_to_by_a_certificate_in_place_of_a_secret(tmp_path: Path):
    certificate = tmp_path / "psc.pem"
    begin, end = "-----BEGIN ", "-----"
    certificate.write_text(f"{begin}CERTIFICATE{end}\n{begin}PRIVATE KEY{end}\n")
    named = {"PSC_CLIENT_ID": "telavis", "PSC_CERTIFICATE": str(certificate)}
    assert environment.faults({**WHOLE, **named}) == []
    certificate.write_text(f"{begin}CERTIFICATE{end}\n{begin}ENCRYPTED PRIVATE KEY{end}\n")
    (sentence,) = environment.faults({**WHOLE, **named})
    assert "pass phrase" in sentence


def test_the_keys_of_documents_are_a_value_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TELAVIS_DATA", str(tmp_path))
    for name in ("DOCUMENTS_KEYS", "DOCUMENTS_KEYS_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert list(environment.documents_keys()) == ["development"]
    (tmp_path / "documents_keys").write_text(f"{A_KEY}\n")
    assert environment.documents_keys() == {"2026": b"k" * 32}
    kept = tmp_path / "elsewhere"
    kept.write_text(f"# the newest first\n{ANOTHER}\n{A_KEY}\n")
    monkeypatch.setenv("DOCUMENTS_KEYS_FILE", str(kept))
    assert list(environment.documents_keys()) == ["2027", "2026"]
    monkeypatch.delenv("DOCUMENTS_KEYS_FILE")
    monkeypatch.setenv("DOCUMENTS_KEYS", f"{ANOTHER},{A_KEY}")
    assert list(environment.documents_keys()) == ["2027", "2026"]


def test_a_fault_of_the_keys_does_not_show_them():
    (sentence,) = environment.faults({"DOCUMENTS_KEYS": f"{A_KEY},rest"})
    assert A_KEY.partition(":")[2] not in sentence


def test_a_production_has_its_documents_keys_in_one_place(tmp_path: Path):
    kept = tmp_path / "keys"
    kept.write_text(A_KEY)
    assert environment.faults({**WHOLE, "DOCUMENTS_KEYS": "", "DOCUMENTS_KEYS_FILE": str(kept)}) == []
    (sentence,) = environment.faults({**WHOLE, "DOCUMENTS_KEYS_FILE": str(kept)})
    assert "both" in sentence


def test_listening_everywhere_asks_by_which_names():
    (sentence,) = environment.faults({"HOST": "0.0.0.0"})  # noqa: S104 it is refused
    assert "ALLOWED_HOSTS" in sentence
    assert environment.faults({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "box.example"}) == []  # noqa: S104


def test_a_password_with_signs_reaches_the_driver_whole():
    read = environment.database_settings("postgresql://a%40b:p%2Fw%3A@h:5433/d?sslmode=require")
    assert read == {
        "NAME": "d",
        "USER": "a@b",
        "PASSWORD": "p/w:",
        "HOST": "h",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require"},
    }


def test_the_socket_of_a_deep_folder_still_has_a_short_path():
    deep = Path("/") / ("d" * 200)
    assert len(str(environment.socket_folder(deep))) < environment.LONGEST_SOCKET_PATH
    assert environment.socket_folder(deep) != environment.socket_folder(deep / "other")


def test_every_fault_is_told_before_anything_starts(tmp_path: Path):
    refused = supervisor(tmp_path, PORT="eight", LOG_LEVEL="LOUD")
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_command_refuses_too_and_in_words(tmp_path: Path):
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env=environ(tmp_path, **{**WHOLE, "SECRET_KEY": "short"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert (
        refused.stderr.strip()
        == "Télavis: SECRET_KEY is too short: give a random one of 50 characters or more."
    )


@pytest.mark.django_db
def test_a_production_refuses_demonstration_accounts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(production, "is_production", lambda: True)
    monkeypatch.setattr(production, "fsync", lambda: "on")
    assert production.database_faults() == []
    get_user_model().objects.create_user("expert", full_name="Expert", is_demo=True)
    (sentence,) = production.database_faults()
    assert "demonstration accounts" in sentence


@pytest.mark.django_db
def test_a_production_refuses_a_server_that_may_lose_what_it_acknowledged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(production, "is_production", lambda: True)
    monkeypatch.setattr(production, "fsync", lambda: "off")
    (sentence,) = production.database_faults()
    assert "fsync" in sentence


def test_passwords_are_long_uncommon_and_kept_by_argon2():
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    validators = {
        each["NAME"].rsplit(".")[-1]: each.get("OPTIONS", {}) for each in settings.AUTH_PASSWORD_VALIDATORS
    }
    assert validators["MinimumLengthValidator"] == {"min_length": 12}
    assert "StretchedCommonPasswordValidator" in validators


def test_the_policy_accepts_nothing_inline():
    words = {word for words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in words}
    assert not words & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}


def test_the_readme_tells_every_setting():
    readme = (BASE_DIR / "README.md").read_text(encoding="utf-8")
    assert readme_table() in readme, "run `make fix`"


def test_every_setting_is_read_somewhere():
    code = "".join(path.read_text() for path in (BASE_DIR / "telavis").rglob("*.py"))
    unread = [
        each.name
        for each in environment.VARIABLES
        if code.count(f'"{each.name}"') < 2 and "S3" not in each.name
    ]
    assert unread == []
