"""Every door that wants a recent proof, whoever built it: without one it neither opens nor takes anything."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.architecture.test_urls import walk
from tests.factories import ServiceRequestFactory
from tests.web.personas import make_cast
from tests.web.signing_in import forget_proof
from tests.web.test_permissions import DOORS, address_of

pytestmark = pytest.mark.django_db
PEOPLE = ("administrator", "coordinator", "requester", "identity_desk")


def guarded() -> set[str]:
    return {
        f"{place}:{pattern.name}"
        for place, _, pattern in walk(get_resolver())
        if getattr(pattern.callback, "needs_recent_proof", False)
    }


def test_none_opens_nor_takes_anything_without_a_recent_proof():
    cast = make_cast(ServiceRequestFactory(taken=True))
    cast.sign_in(PEOPLE)
    browsers = {who: cast.browser(who) for who in PEOPLE}
    for browser in browsers.values():
        forget_proof(browser)
    asked, wrong = set(), []
    for name in sorted(guarded()):
        door = address_of(name, cast)
        for who, browser in browsers.items():
            if who not in (DOORS[name].opens_to or PEOPLE):
                continue  # shut to them whatever they prove
            for method in ("get", "post"):
                got = _knock(browser, method, door)
                if got == "confirm":
                    asked.add(name)
                elif got not in (403, 404, 405):
                    wrong.append(f"{method} {name} by {who}: {got}")
    assert not wrong
    assert asked == guarded()


def test_each_of_them_is_a_door_of_the_matrix():
    assert guarded() <= set(DOORS)


def _knock(browser: Client, method: str, door: str) -> Any:
    with transaction.atomic():
        answer = getattr(browser, method)(door)
        transaction.set_rollback(True)
    is_asked = answer.status_code == 302 and answer.url.startswith("/connexion/confirmation/")
    return "confirm" if is_asked else answer.status_code
