"""The texts of the site: published from the program's files, accepted by people."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.directory.actors import Actor
from telavis.registrations.models import LegalText, Registration, TextAcceptance
from telavis.registrations.queries.texts import are_all_in_force
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import StepRefused, Verb

FOLDER = Path(__file__).parent.parent / "texts"
REPLACED = "Une nouvelle version de ces textes vient de paraître : lisez-la, puis cochez de nouveau."


@transaction.atomic
def publish_shipped(folder: Path = FOLDER) -> list[LegalText]:
    """The files `<kind>-<version>.txt`, whose first line is their day; what was published never changes."""
    published = []
    for path in sorted(folder.glob("*.txt")):
        kind, version = path.stem.rsplit("-", 1)
        day, _, body = path.read_text("utf-8").partition("\n")
        text, _ = LegalText.objects.get_or_create(
            kind=kind,
            version=int(version),
            defaults={"in_force_on": date.fromisoformat(day.strip()), "body": body.strip()},
        )
        published.append(text)
    return published


@transaction.atomic
def accept_texts(registration: Registration, texts: Iterable[LegalText], *, by: Actor) -> Registration:
    """Both boxes, each with the version that stood beside it."""
    read = list(texts)
    if not read or not are_all_in_force(read):
        raise StepRefused(REPLACED)
    registration = lock(registration)
    move(registration, Verb.ACCEPT_TEXTS, by=by, text=", ".join(str(text) for text in read))
    now = timezone.now()
    TextAcceptance.objects.bulk_create(
        TextAcceptance(text=text, registration_id=registration.pk, accepted_at=now) for text in read
    )
    return registration


@transaction.atomic
def accept_texts_again(user: User, texts: Iterable[LegalText]) -> None:
    """Somebody with an account accepts the versions that came since."""
    now = timezone.now()
    TextAcceptance.objects.bulk_create(
        TextAcceptance(text=text, user_id=user.pk, accepted_at=now) for text in texts
    )
