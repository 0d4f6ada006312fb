"""Three minutes: fewer than twelve fields, none of them twice."""

import re

import pytest
from django.test import Client

from telavis.registrations.models import Registration
from tests.registrations.applying import UNKNOWN_NUMBER, known_professional
from tests.web.registration.signing_up import (
    choose_first_place,
    give_contact,
    give_number,
    page,
    type_mail_code,
)

pytestmark = pytest.mark.django_db
NEVER_TYPED = {"csrfmiddlewaretoken", "words"}
"""A token, and a search that may be passed over."""


def asked_on(answer: object) -> set[str]:
    """What a page wants to be typed, chosen or ticked."""
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page(answer))
    shown = [each for each in fields if 'type="hidden"' not in each]
    return {name for each in shown for name in re.findall(r'\bname="([^"]+)"', each)} - NEVER_TYPED


def test_somebody_whom_the_directory_knows_fills_in_eleven_fields_at_most_and_none_twice(client: Client):
    known_professional()
    pages = [
        asked_on(client.get("/inscription/")),
        asked_on(give_number(client)),
        asked_on(choose_first_place(client)),
        asked_on(give_contact(client)),
        asked_on(type_mail_code(client)),
    ]
    assert pages[3] == pages[4] == {"code"}, "two codes, one for each address"
    assert all(pages)
    assert sum(map(len, pages)) <= 11
    asked_once = [name for names in pages[:3] for name in names]
    assert len(asked_once) == len(set(asked_once))
    assert Registration.objects.get().state == "proving"


def test_somebody_whom_nobody_knows_fills_in_eleven_at_most_besides_the_codes_they_receive(client: Client):
    who = {"given_name": "Jeanne", "profession": "10", "address": "3 rue Haute, 99230 Valmont"}
    pages = [
        asked_on(client.get("/inscription/")),
        asked_on(give_number(client, UNKNOWN_NUMBER)),
        asked_on(choose_first_place(client, **who)),
    ]
    codes = [asked_on(give_contact(client)), asked_on(type_mail_code(client))]
    assert codes == [{"code"}, {"code"}]
    assert {"given_name", "profession"} <= pages[1], "what nobody else says"
    asked_once = [name for names in pages for name in names]
    assert len(asked_once) == len(set(asked_once)) <= 11
