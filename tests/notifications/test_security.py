"""Whoever has an account is told of each change of its ways in, by what was theirs before it."""

from typing import Any

import pytest

from telavis.notifications.models import Channel, Delivery
from telavis.notifications.security import tell_of_security_change
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WHAT = "Le mot de passe de votre compte vient d’être changé."


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def sent() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.values_list("channel", "address"))


def test_the_letter_says_what_when_and_whom_to_warn_and_holds_nothing_to_follow(settings: Any):
    tell_of_security_change(UserFactory(email="claire@exemple.fr"), WHAT)
    letter = Delivery.objects.get()
    for words in (WHAT, "C’était le", "heure de Paris", "Ce n’est pas vous", settings.CONTACT_EMAIL):
        assert words in letter.body
    assert "/connexion" not in letter.body
    assert "/mon-compte" not in letter.body


def test_it_goes_to_the_former_address_and_to_the_former_mobile():
    user = UserFactory(email="nouvelle@exemple.fr", mobile="+33639980022")
    tell_of_security_change(user, WHAT, former_email="ancienne@exemple.fr")
    assert sent() == [(Channel.MAIL, "ancienne@exemple.fr")]
    tell_of_security_change(user, WHAT, former_mobile="+33639980011")
    assert (Channel.SMS, "+33639980011") in sent()
    assert (Channel.MAIL, "nouvelle@exemple.fr") in sent()


def test_without_an_address_it_goes_by_sms():
    user = UserFactory(email="premiere@exemple.fr", mobile="+33639980022")
    tell_of_security_change(user, WHAT, former_email="")
    assert sent() == [(Channel.SMS, "+33639980022")]


def test_who_cannot_be_reached_is_not_written_to():
    tell_of_security_change(UserFactory(email="", mobile=""), WHAT)
    assert sent() == []
