"""Somebody applies: what they claim, what the directory says, and the texts they accept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from telavis.accounts.actions import tries
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.directory.actors import Actor
from telavis.directory.places import Place
from telavis.registrations.actions.sweep import abandon
from telavis.registrations.actions.texts import accept_texts
from telavis.registrations.models import Evidence, LegalText, Registration, Source
from telavis.registrations.sources import find_professional
from telavis.registrations.steps import move
from telavis.registrations.workflow import States, Verb


@dataclass(frozen=True)
class Claim:
    """What is typed on the first page."""

    rpps: str
    family_name: str


def start(
    claim: Claim | ProvenIdentity,
    *,
    texts: Iterable[LegalText],
    instead_of: Registration | None = None,
    address: str,
    by: Actor,
) -> Registration:
    """A new registration; the one that this browser had begun is abandoned. Raises TooManyTries."""
    tries.count_try(tries.SIGN_UP_FROM_ADDRESS, address)
    with transaction.atomic():
        if instead_of is not None and instead_of.state in States.UNDER_WAY:
            abandon(instead_of, by=by)
        registration = Registration.objects.create(rpps=claim.rpps)
        move(registration, Verb.START, by=by)
        accept_texts(registration, texts, by=by)
        _note_evidence(registration, claim)
    return registration


def _note_evidence(registration: Registration, claim: Claim | ProvenIdentity) -> None:
    if isinstance(claim, ProvenIdentity):
        _note_proof(registration, claim)
    else:
        Evidence.objects.create(
            registration=registration, source=Source.TYPED, rpps=claim.rpps, family_name=claim.family_name
        )
    known = find_professional(claim.rpps) if claim.rpps else None
    if known is not None:
        Evidence.objects.create(
            registration=registration,
            source=Source.DIRECTORY,
            rpps=claim.rpps,
            title=known.title,
            family_name=known.family_name,
            given_name=known.given_name,
            profession=known.profession,
            specialty=known.specialty,
            places=[place.facts() for place in known.places],
        )


def _note_proof(registration: Registration, proven: ProvenIdentity) -> None:
    """Nothing is typed of what was proved."""
    Evidence.objects.create(
        registration=registration,
        source=Source.PRO_SANTE_CONNECT,
        rpps=proven.rpps,
        title=proven.title[:10],
        family_name=proven.family_name[:100],
        given_name=proven.given_name[:100],
        profession=proven.profession,
        specialty=proven.specialty,
        places=[Place.proven(place, of=proven.full_name).facts() for place in proven.workplaces],
        detail=proven.facts(),
    )
