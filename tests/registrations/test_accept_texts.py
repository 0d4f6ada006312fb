"""The two texts: each with its version, asked again when a newer one is in force."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.registrations import actions
from telavis.registrations.models import LegalText, TextAcceptance, TextKind
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.texts import texts_due, texts_in_force
from telavis.registrations.workflow import StepRefused
from tests.factories import UserFactory
from tests.registrations.applying import begin, submit

pytestmark = pytest.mark.django_db


def newer(kind: str = TextKind.TERMS, *, in_days: int = 0) -> LegalText:
    day = timezone.localdate() + timedelta(days=in_days)
    return LegalText.objects.create(kind=kind, version=2, in_force_on=day, body="## Nouveau\n\nUn texte.")


def test_both_texts_are_shipped_and_publishing_twice_changes_nothing():
    first, again = actions.publish_shipped(), actions.publish_shipped()
    assert {text.kind for text in first} == set(TextKind.values)
    assert [text.pk for text in first] == [text.pk for text in again]
    assert all(len(list(text.blocks)) > 5 for text in first)


def test_a_published_version_keeps_its_words(tmp_path: Path):
    actions.publish_shipped()
    (tmp_path / "terms-1.txt").write_text("2020-01-01\nautre chose", encoding="utf-8")
    actions.publish_shipped(tmp_path)
    assert "autre chose" not in LegalText.objects.get(kind=TextKind.TERMS).body


def test_what_is_accepted_is_kept_with_version_and_moment():
    registration = begin()
    kept = TextAcceptance.objects.filter(registration_id=registration.pk)
    assert {each.text.kind for each in kept} == set(TextKind.values)
    assert all(each.text.version == 1 and each.accepted_at for each in kept)


def test_an_acceptance_is_never_changed():
    begin()
    with pytest.raises(IntegrityError), transaction.atomic():
        TextAcceptance.objects.update(accepted_at=timezone.now())


def test_one_text_alone_is_not_enough():
    registration = begin()
    with pytest.raises(StepRefused):
        actions.accept_texts(registration, texts_in_force()[:1], by=APPLICANT)


def test_a_version_replaced_while_it_was_read_is_asked_again():
    registration = begin()
    read = texts_in_force()
    newer()
    with pytest.raises(StepRefused, match="nouvelle version"):
        actions.accept_texts(registration, read, by=APPLICANT)


def test_who_signed_up_owes_nothing_until_a_newer_version_is_in_force():
    user = submit().user
    assert texts_due(user.pk) == []
    newer(in_days=1)
    assert texts_due(user.pk) == []
    LegalText.objects.filter(version=2).update(in_force_on=timezone.localdate())
    assert [text.version for text in texts_due(user.pk)] == [2]


def test_accepting_again_is_enough():
    user = UserFactory()
    actions.publish_shipped()
    due = texts_due(user.pk)
    assert len(due) == 2
    actions.accept_texts_again(user, due)
    assert texts_due(user.pk) == []
