"""Somebody of the identity desk at their browser, and a pair that waits."""

import pytest
from django.test import Client

from telavis.accounts.models import AccountRight, Right
from telavis.patients import duplicates
from telavis.patients.models import LikelyDuplicate
from tests.factories import UserFactory
from tests.patients.factories import patient


def new_desk(full_name: str = "Camille Vasseur") -> Client:
    """The browser of one more person of the identity desk."""
    user = UserFactory(full_name=full_name)
    AccountRight.objects.create(user=user, right=Right.IDENTITY_DESK)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(db: None) -> Client:
    return new_desk()


@pytest.fixture
def pair(db: None) -> LikelyDuplicate:
    """Jeanne Durand, and Jeanne Durant born the same day."""
    patient()
    patient(birth_name="Durant", given_names="Jeanne")
    duplicates.sweep()
    return LikelyDuplicate.objects.get()
