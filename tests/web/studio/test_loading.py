"""A FHIR file is checked, then loaded; what becomes of its elements is told, and a refused one changes nothing."""

import json
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from telavis.questionnaires.parsing import parse
from tests.web.studio.desk import Desk

FOREIGN = Path(__file__).parents[2] / "questionnaires" / "foreign"


def test_a_file_of_somebody_else_is_checked_then_loaded_then_undone_and_each_element_is_told(desk: Desk):
    def send(do: str, content: bytes) -> str:
        return desk.post("load", do=do, file=SimpleUploadedFile("formulaire.json", content))

    content, before = (FOREIGN / "visit_intake.json").read_bytes(), desk.work.definition
    page = send("check", content)
    assert ("peut être chargé" in page, desk.work.definition) == (True, before)
    page = send("load", content)
    assert "est chargé" in page
    assert any(fate in page for fate in ("Affiché autrement", "Ignoré à l’affichage"))
    read, theirs = parse(desk.work.definition), json.loads(content)
    assert read.by_id["delai"].is_stored_elsewhere
    assert {theirs["item"][0]["linkId"], "question"} <= read.by_id.keys()
    assert (read.url, read.title) == (before["url"], "Avis de pneumologie")
    assert desk.work.definition["derivedFrom"][0].startswith(theirs["url"])
    again = json.dumps(desk.work.definition).encode()
    assert "repris tel quel" in send("load", again)
    desk.post("undo")
    assert desk.work.definition == before


def test_a_file_that_is_refused_says_each_fault_and_changes_nothing(desk: Desk):
    before = desk.work.definition
    twice = [{"linkId": "poids", "text": "Poids", "type": kind} for kind in ("decimal", "colour")]
    wrong = {"resourceType": "Questionnaire", "url": "https://x.example/q", "status": "active", "item": twice}
    for content, words in (
        (json.dumps(wrong).encode(), "poids"),
        (b"{", "JSON"),
        (b"", "vide"),
        (b" " * 2_200_000, "pèse plus de 2"),
    ):
        page = desk.post("load", do="load", file=SimpleUploadedFile("formulaire.json", content))
        assert words in page
    assert "Choisissez un fichier" in desk.post("load", do="load")
    assert desk.work.definition == before
