"""Accounts are found by name, address, number or user name, twenty-five at a time."""

import pytest
from django.db import connection

from telavis.accounts.models import AccountRight, Right, Standing, User, plain_name
from telavis.administration.queries.accounts import accounts
from telavis.values.rpps import RPPS
from tests.factories import PractitionerFactory, UserFactory
from tests.registrations.applying import sent_registration

pytestmark = pytest.mark.django_db
NUMBER = str(RPPS.with_key("1099900900"))


def found(text: str, **options: str) -> list[str]:
    return [user.username for user in accounts(text, **options).page.rows]


@pytest.mark.parametrize(
    "text",
    ["elodie lefevre", "Lefèvre", "e.lefevre@", "99900900", "lefev", NUMBER, f"{NUMBER[:3]} {NUMBER[3:]}"],
)
def test_somebody_is_found(text: str):
    user = UserFactory(
        username="elodie.99900900", full_name="Dr Élodie Lefèvre", email="e.lefevre@exemple.fr"
    )
    PractitionerFactory(
        user=user, rpps=NUMBER, family_name="Lefèvre", given_name="Élodie", search_text="LEFEVRE ELODIE"
    )
    UserFactory(username="autre")
    assert found(text) == ["elodie.99900900"]


@pytest.mark.parametrize("text", ["helene coeur", "Hélène Cœur", "HELENE", "cœur"])
@pytest.mark.parametrize("name", ["Hélène Cœur", "Helene Coeur"])
def test_somebody_outside_the_directory_is_found_with_accents_or_without(name: str, text: str):
    UserFactory(username="h.c", full_name=name)
    UserFactory(username="autre", full_name="Paul Autre")
    assert found(text) == ["h.c"]


def test_a_name_is_searched_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    words = User.objects.annotate(name=plain_name()).filter(name__contains="LEFEVRE")
    assert "user_by_part_of_plain_name" in words.explain()


def test_who_waits_for_a_decision_is_found_by_the_number_they_gave():
    waiting = sent_registration()
    assert found(waiting.rpps) == [waiting.user.username]


def test_no_words_list_everybody_newest_first_by_pages_of_25():
    made = [UserFactory().username for _ in range(27)]
    first = accounts().page
    assert [user.username for user in first.rows] == made[:1:-1]
    assert found("", after=first.next) == [made[1], made[0]]


def test_a_view_narrows_the_list():
    UserFactory()
    UserFactory(username="ferme", standing=Standing.SUSPENDED)
    AccountRight.objects.create(user=UserFactory(username="porte"), right=Right.AUDITOR)
    assert found("", view="fermes") == ["ferme"]
    assert found("", view="droits") == ["porte"]


@pytest.mark.parametrize("after", ["x", "9" * 30, "²", "-1"])
def test_a_place_that_means_nothing_is_the_beginning(after: str):
    UserFactory(username="seul")
    assert found("", after=after) == ["seul"]
