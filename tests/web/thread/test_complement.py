"""A complement by its questions, on the pages: ticked by the expert, answered one by one by the requester."""

import pytest

from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from tests.service_requests.test_complements import asked_for, taken  # noqa: F401 (a fixture)
from tests.web.desks import requester_desk, taker_desk

pytestmark = pytest.mark.django_db


def address(service_request: ServiceRequest, word: str = "") -> str:
    return f"/dossiers/{service_request.reference}/{word}"


def test_beside_what_is_missing_one_press_asks_for_it(taken):  # noqa: F811
    desk = taker_desk(taken)
    assert "complement/?question=2" in desk.get(address(taken)).content.decode()
    page = desk.get(address(taken, "complement/?question=2")).content.decode()
    (ticked,) = [line for line in page.replace("<input", "\n<input").splitlines() if " checked" in line]
    assert 'value="poids"' in ticked
    desk.post(address(taken, "complement/"), {"asked_items": ["poids"], "text": ""})
    taken.refresh_from_db()
    assert taken.state == State.ON_HOLD
    assert taken.messages.get().asked_items == ["poids"]
    page = desk.get(address(taken)).content.decode()
    assert "— demandé" in page
    assert "question=2" not in page


def test_neither_question_nor_word_asks_nothing(taken):  # noqa: F811
    page = taker_desk(taken).post(address(taken, "complement/"), {"text": " "}).content.decode()
    assert "Écrivez ce dont vous avez besoin pour répondre." in page


def test_where_one_of_several_is_enough_none_is_called_optional(taken):  # noqa: F811
    page = taker_desk(taken).get(address(taken, "complement/")).content.decode()
    assert "l’un des deux suffit" in page
    assert "(facultatif)" not in page
    held = asked_for(taken, "poids", "sexe", "photo")
    page = requester_desk(held).get(address(held, "completer/")).content.decode()
    assert "cela suffit" in page
    assert "(facultatif)" not in page


def test_the_requester_answers_the_very_questions(taken):  # noqa: F811
    held = asked_for(taken, "poids", "sang", "photo")
    desk = requester_desk(held)
    page = desk.get(address(held, "completer/")).content.decode()
    assert 'name="poids"' in page
    assert 'name="sang_k"' in page
    assert 'name="photo"' not in page
    assert "À joindre ci-dessous" in page
    desk.post(address(held, "completer/"), {"poids": "82", "sang_k": "6,5", "sang_ecg": "normal", "text": ""})
    page = desk.get(address(held)).content.decode()
    assert "Poids\u202f: 82" in page
    assert "reçu en complément à l’instant\u202f: Potassium\u202f: 6,5, ECG\u202f: normal" in page


def test_an_answer_that_cannot_be_read_is_told_and_nothing_leaves(taken):  # noqa: F811
    held = asked_for(taken, "poids")
    page = requester_desk(held).post(address(held, "completer/"), {"poids": "lourd", "text": ""})
    assert "« Poids » attend un nombre entier" in page.content.decode().replace("\u202f", " ")
    assert 'value="lourd"' in page.content.decode()
    held.refresh_from_db()
    assert held.state == State.ON_HOLD


def test_a_line_more_sends_nothing(taken):  # noqa: F811
    held = asked_for(taken, "poids")
    requester_desk(held).post(address(held, "completer/"), {"poids": "82", "text": "", "go": "add:poids"})
    held.refresh_from_db()
    assert held.state == State.ON_HOLD
