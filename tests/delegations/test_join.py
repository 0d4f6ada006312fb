"""A new account opens once both addresses are proved, and not before."""

from typing import Any

import pytest
from django.utils import timezone

from telavis.accounts.models import User
from telavis.delegations import actions
from telavis.delegations.actions.accept import AcceptanceRefused
from telavis.delegations.models import Joining
from tests.factories import RoleFactory, UserFactory
from tests.web.delegates.joining import EMAIL, PASSWORD, begun, invited

pytestmark = pytest.mark.django_db


@pytest.fixture
def joining(settings: Any) -> Joining:
    """Where SMS can leave."""
    settings.DEMO = True
    return begun(invited(RoleFactory()))


@pytest.mark.parametrize("proved", [(), ("email_proved_at",), ("mobile_proved_at",)])
def test_what_is_not_proved_opens_nothing(joining: Joining, proved: tuple[str, ...]):
    for column in proved:
        setattr(joining, column, timezone.now())
    with pytest.raises(AcceptanceRefused, match="Prouvez"):
        actions.join(joining, password=PASSWORD)
    assert not User.objects.filter(email=EMAIL).exists()


def test_of_two_who_prove_one_address_at_once_one_gets_it(joining: Joining):
    UserFactory(email=EMAIL.upper())
    joining.email_proved_at = joining.mobile_proved_at = timezone.now()
    with pytest.raises(AcceptanceRefused, match="déjà un compte"):
        actions.join(joining, password=PASSWORD)
    assert User.objects.filter(email__iexact=EMAIL).count() == 1
