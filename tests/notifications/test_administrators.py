"""Who is told of what waits for an administrator."""

import pytest

from telavis.accounts.models import Standing
from telavis.notifications.administrators import tell_administrators
from tests.administration.administering import administrator
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db


def test_those_to_whom_the_house_is_open_and_not_the_one_who_acted():
    told, acted, suspended = administrator(), administrator(), administrator(standing=Standing.SUSPENDED)
    tell_administrators("du travail", "Du travail attend.", path="/administration/", besides=acted.user_id)
    letters = [len(mails_to(each.user.email)) for each in (told, acted, suspended) if each.user]
    assert letters == [1, 0, 0]
