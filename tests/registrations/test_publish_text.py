"""The next version of a text is published for a day; what is in force never changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.audit.queries import acts_upon
from telavis.directory.actors import Actor
from telavis.registrations import actions
from telavis.registrations.models import LegalText, TextKind
from telavis.registrations.queries.texts import texts_due, texts_in_force
from tests.administration.administering import sentence
from tests.factories import UserFactory
from tests.registrations.applying import an_administrator

pytestmark = pytest.mark.django_db
TERMS = TextKind.TERMS


@pytest.fixture(autouse=True)
def shipped() -> None:
    actions.publish_shipped()


def publish(
    body: str = "Nouveau texte.", *, days: int = 0, follows: int = 1, by: Actor | None = None
) -> LegalText:
    day = timezone.localdate() + timedelta(days=days)
    return actions.publish_text(TERMS, body, day, follows=follows, by=by or an_administrator())


def due(user: User) -> list[str]:
    return [text.body for text in texts_due(user.pk)]


def test_a_version_of_today_is_asked_of_everybody():
    user = UserFactory()
    actions.accept_texts_again(user, texts_in_force())
    assert due(user) == []
    text = publish()
    assert (text.version, due(user)) == (2, ["Nouveau texte."])
    assert acts_upon(text.pk).get().detail["did"] == "publish_text"


def test_a_version_to_come_is_asked_of_nobody_yet_and_may_be_withdrawn():
    user = UserFactory()
    actions.accept_texts_again(user, texts_in_force())
    text = publish(days=3)
    assert due(user) == []
    actions.withdraw_text(text, by=an_administrator())
    assert LegalText.objects.filter(kind=TERMS).count() == 1


def test_what_is_in_force_is_never_withdrawn():
    in_force = next(text for text in texts_in_force() if text.kind == TERMS)
    assert "en vigueur" in sentence(lambda: actions.withdraw_text(in_force, by=an_administrator()))


def test_of_two_who_write_the_next_version_one_reads_the_other_s_first():
    publish("Celui de la première.")
    assert "vient d’être publiée" in sentence(lambda: publish("Celui de la seconde.", follows=1))


def test_a_day_that_is_past_or_before_the_last_version_is_refused():
    assert "est passé" in sentence(lambda: publish(days=-1))
    publish(days=9)
    assert "ne peut pas la précéder" in sentence(lambda: publish("Encore.", days=3, follows=2))


def test_the_same_words_are_no_new_version():
    body = LegalText.objects.get(kind=TERMS, version=1).body
    assert "mot pour mot" in sentence(lambda: publish(f"  {body}\n"))


def test_only_an_administrator_publishes():
    with pytest.raises(PermissionDenied):
        publish(by=Actor(user=UserFactory()))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_is_in_force(change: str):
    actions.publish_shipped()
    rows = LegalText.objects.filter(in_force_on__lte=timezone.localdate())
    act = {"update": lambda: rows.update(body="Autre chose."), "delete": rows.delete}[change]
    with (
        pytest.raises(IntegrityError, match="registrations_legaltext_is_fixed_once_in_force"),
        transaction.atomic(),
    ):
        act()


def test_what_is_to_come_may_still_change():
    tomorrow = timezone.localdate() + timedelta(days=1)
    text = LegalText.objects.create(kind=TERMS, version=99, in_force_on=tomorrow, body="À venir.")
    LegalText.objects.filter(pk=text.pk).update(body="Corrigé.")
    assert text.delete()[0] == 1
