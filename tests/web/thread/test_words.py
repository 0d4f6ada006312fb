"""What one writes to the other side is kept while one writes, on two pages too, and goes once it has left."""

import re

import pytest

from telavis.service_requests.models import Message, ServiceRequest, WordsDraft
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory
from tests.service_requests.test_complements import asked_for, taken  # noqa: F401 (a fixture)
from tests.web.desks import member_desk, requester_desk, taker_desk
from tests.web.thread.test_complement import address

pytestmark = pytest.mark.django_db


def test_a_reply_by_its_questions_is_kept_and_comes_back_until_it_leaves(taken):  # noqa: F811
    held: ServiceRequest = asked_for(taken, "poids", "sang")
    desk = requester_desk(held)
    page = desk.get(address(held, "completer/")).content.decode()
    assert f'data-autosave="{address(held, "completer/brouillon/")}"' in page
    typed = {"poids": "82", "text": "Pesé ce matin.", "revision": "0", "tab": "a", "turn": "1"}
    told = desk.post(address(held, "completer/brouillon/"), typed).json()
    assert (told["revision"], told["refused"], told["news"]) == (1, [], [])
    page = desk.get(address(held, "completer/")).content.decode()
    assert 'value="82"' in page
    assert "Pesé ce matin.</textarea>" in page
    assert "Pesé" not in member_desk(held).get(address(held)).content.decode()
    desk.post(address(held, "completer/"), {**typed, "sang_k": "6,5", "sang_ecg": "normal", "revision": "1"})
    held.refresh_from_db()
    assert held.state != State.ON_HOLD
    assert not WordsDraft.objects.exists()
    late = desk.post(address(held, "completer/brouillon/"), {**typed, "turn": "2", "revision": "1"})
    assert (late.status_code, "Ce n’est plus possible" in late.json()["sentence"]) == (409, True)


def test_boxes_and_text_of_a_complement_are_brought_together_and_nothing_leaves_unread(taken):  # noqa: F811
    desk = taker_desk(taken)
    keep = address(taken, "complement/brouillon/")
    one = {
        "asked_items": ["", "poids"],
        "text": "Précisez le poids.",
        "revision": "0",
        "tab": "a",
        "turn": "1",
    }
    desk.post(keep, one)
    other = {"text": "Et la photo ?", "revision": "0", "tab": "b", "turn": "1"}
    told = desk.post(keep, other).json()
    assert list(told["replaced"]) == ["q-asked_items"]
    assert re.search('value="poids"[^>]*checked', told["replaced"]["q-asked_items"])
    assert "Précisez le poids." in told["rivals"]["q-text"]
    sent = {"asked_items": ["", "poids"], "text": "Et la photo ?", "revision": "2"}
    page = desk.post(address(taken, "complement/"), sent, follow=True).content.decode()
    assert "Rien n’est parti" in page
    assert re.search(r"Précisez le poids.\s*</blockquote>", page)
    mark = re.search(r'value="both:(\w+):text"', page)
    assert mark
    chosen = {**sent, "choose": f"both:{mark[1]}:text"}
    page = desk.post(address(taken, "complement/"), chosen, follow=True).content.decode()
    assert "Et la photo ?\n\nPrécisez le poids.</textarea>" in page
    assert not Message.objects.filter(service_request=taken).exists()
    unticked = {"asked_items": "", "revision": "3", "tab": "c", "turn": "1"}
    assert desk.post(keep, unticked).json()["revision"] == 4
    assert "asked_items" not in WordsDraft.objects.get().answers
    desk.post(address(taken, "complement/"), {"text": "Et la photo ?\n\nPrécisez.", "revision": "4"})
    assert Message.objects.get(service_request=taken).text.endswith("Précisez.")
    assert not WordsDraft.objects.exists()


@pytest.mark.parametrize(("trait", "word"), [("taken", "message/"), ("answered", "rouvrir/")])
def test_a_message_and_a_precision_are_kept_likewise_and_do_not_come_back_once_sent(trait, word):
    asked = ServiceRequestFactory(**{trait: True})
    desk = requester_desk(asked)
    keep = address(asked, f"{word}brouillon/")
    typed = {"text": "C’est le bras droit.", "revision": "0", "tab": "a", "turn": "1"}
    assert desk.post(keep, typed).json()["revision"] == 1
    assert "bras droit.</textarea>" in desk.get(address(asked, word)).content.decode()
    desk.post(address(asked, word), {**typed, "revision": "1", "turn": "2"})
    assert Message.objects.filter(service_request=asked, text="C’est le bras droit.").count() == 1
    late = desk.post(keep, {**typed, "revision": "1", "turn": "3"})
    assert late.status_code == 409
    assert not WordsDraft.objects.exists()
