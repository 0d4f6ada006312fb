"""A proven identity in a session: complete, for half an hour, and never in somebody else's words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from telavis.accounts.proven_identity import ProvenIdentity, ProvenWorkplace, forget_proof
from tests.identities import proven


def test_what_was_kept_comes_back_whole():
    identity = proven(workplaces=(ProvenWorkplace(name="Cabinet", town="Blaye"),), amr=("card", "pin"))
    session: dict[str, Any] = {}
    identity.to_session(session)
    assert ProvenIdentity.from_session(session) == identity


def test_nobody_was_proven_in_an_empty_session():
    assert ProvenIdentity.from_session({}) is None


def test_a_proof_is_forgotten_after_half_an_hour():
    session: dict[str, Any] = {}
    proven().to_session(session)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert ProvenIdentity.from_session(session) is None
    assert session == {}


def test_a_proof_is_forgotten_when_it_has_served():
    session: dict[str, Any] = {}
    proven().to_session(session)
    forget_proof(session)
    assert ProvenIdentity.from_session(session) is None


def test_a_name_is_shown_with_its_title():
    assert replace(proven(), title="Dr", given_name="Robert", family_name="Essai").full_name == (
        "Dr Robert Essai"
    )
