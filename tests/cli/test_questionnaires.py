"""`import_questionnaire` and `export_questionnaire`: what is said, written, and given back."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from telavis.questionnaires.actions import load_shipped
from telavis.questionnaires.models import Questionnaire, RequestType
from tests.questionnaires.foreign.reading import FOLDER, NAMES, adapted, original
from tests.questionnaires.forms import plain

pytestmark = pytest.mark.django_db

ADDRESS = "https://ailleurs.example/Questionnaire/visit-intake"


def said(command: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def file_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def given_back(canonical: str) -> Any:
    return json.loads(said("export_questionnaire", canonical))


def test_checking_tells_everything_and_writes_nothing():
    told = plain(said("import_questionnaire", file_of("visit_intake"), check=True))
    assert "reference : affiché autrement : on répond en texte libre : « pcp »" in told
    assert "Rien n’est écrit." in told
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize("name", NAMES)
def test_what_was_imported_is_given_back_as_it_came(name: str):
    said("import_questionnaire", file_of(name))
    said("import_questionnaire", file_of(name))
    form = adapted(name).form
    assert form is not None
    assert given_back(form.canonical) == original(name)
    assert Questionnaire.objects.get().published_at is not None


def test_the_forms_of_the_program_leave_and_come_back(tmp_path: Path):
    for request_type in load_shipped():
        canonical = f"{request_type.questionnaire.url}|{request_type.questionnaire.version}"
        file = given_back(canonical)
        assert file == request_type.questionnaire.definition
        (tmp_path / "form.json").write_text(json.dumps(file), "utf-8")
        said("import_questionnaire", tmp_path / "form.json")
    assert Questionnaire.objects.count() == RequestType.objects.count()


def test_a_type_of_request_asks_it_behind_what_every_request_asks():
    said("import_questionnaire", file_of("visit_intake"), type="visite")
    request_type = RequestType.objects.get(code="visite")
    asked = [item["linkId"] for item in request_type.questionnaire.definition["item"]]
    assert asked[0] == "section_question"
    assert asked[-1] == "no-smoke"
    assert given_back(ADDRESS) == original("visit_intake")


def test_what_was_imported_alone_is_not_proposed_to_requesters():
    said("import_questionnaire", file_of("visit_intake"))
    with pytest.raises(CommandError, match="déjà importée sans"):
        said("import_questionnaire", file_of("visit_intake"), type="visite")


def test_a_refused_form_says_why_and_ends_badly(tmp_path: Path):
    file = tmp_path / "form.json"
    out = StringIO()
    file.write_text(json.dumps({**original("visit_intake"), "subjectType": ["Device"]}), "utf-8")
    with pytest.raises(CommandError, match="rien n’est écrit"):
        call_command("import_questionnaire", file, stdout=out)
    assert "subjectType : refusé : il ne porte pas sur un patient" in plain(out.getvalue())
    assert not Questionnaire.objects.exists()


def test_the_same_version_with_another_content_is_refused(tmp_path: Path):
    said("import_questionnaire", file_of("visit_intake"))
    (tmp_path / "form.json").write_text(json.dumps({**original("visit_intake"), "title": "Autre"}), "utf-8")
    with pytest.raises(CommandError, match="donnez une nouvelle version"):
        said("import_questionnaire", tmp_path / "form.json")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "n’est pas du JSON : ligne 1"),
        (b"\xff", "n’est pas écrit en UTF-8"),
        (b'{"item": NaN}', "« NaN » n’est pas un nombre"),
        (b'{"item": 0.12345678901234567}', "plus de 15 chiffres"),
        (b'{"item": 12345678901234567890}', "plus de 15 chiffres"),
        (b'{"item": [{"linkId": "a", "type": "x", "type": "y"}]}', "« type » deux fois"),
        (
            b'{%s, "z": 1, "z": 2}' % b", ".join(b'"k%d": 1' % each for each in range(100_000)),
            "« z » deux fois",
        ),
        (b"[" * 100_000, "imbriqués"),
        (b" " * 2_000_001, "il en faut au plus 2 Mo"),
    ],
)
def test_a_file_that_says_nothing_clear_is_refused(tmp_path: Path, content: bytes, why: str):
    (tmp_path / "form.json").write_bytes(content)
    with pytest.raises(CommandError) as refused:
        said("import_questionnaire", tmp_path / "form.json")
    assert why in plain(str(refused.value))


def test_a_form_that_nobody_knows_is_not_exported():
    with pytest.raises(CommandError, match="Aucun formulaire"):
        said("export_questionnaire", ADDRESS)
