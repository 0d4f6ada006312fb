"""The texts of the site: published from the program's files, accepted by people."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import User
from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.registrations.models import LegalText, Registration, TextAcceptance, TextKind
from telavis.registrations.permissions import may_publish_texts
from telavis.registrations.queries.texts import are_all_in_force
from telavis.registrations.steps import NotAllowed, lock, move
from telavis.registrations.workflow import StepRefused, Verb
from telavis.values.french import date_words
from telavis.values.refused import Refused

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
def publish_text(kind: TextKind, body: str, in_force_on: date, *, follows: int, by: Actor) -> LegalText:
    """A new version, from a day that is not past; `follows` is the version that was read before writing this one."""
    last = _last_version(kind, by)
    if last and last.version != follows:
        raise Refused(
            f"La version {last.version} de ce texte vient d’être publiée : relisez-la avant d’écrire la suivante."
        )
    if in_force_on < timezone.localdate():
        raise Refused("Ce jour est passé : une version commence aujourd’hui ou plus tard.")
    if last and in_force_on < last.in_force_on:
        raise Refused(
            f"La version {last.version} commence le {date_words(last.in_force_on)} : celle-ci ne peut pas la précéder."
        )
    if last and " ".join(last.body.split()) == " ".join(body.split()):
        raise Refused(f"Ce texte est mot pour mot celui de la version {last.version} : rien n’a été publié.")
    text = LegalText.objects.create(
        kind=kind, version=follows + 1, in_force_on=in_force_on, body=body.strip()
    )
    trace(Act.PUBLISH_TEXT, by=by, kind="text", key=text.pk, label=str(text), after=in_force_on.isoformat())
    return text


@transaction.atomic
def withdraw_text(text: LegalText, *, by: Actor) -> None:
    """Only the last version, and only before its day: nobody can have accepted it."""
    last = _last_version(TextKind(text.kind), by)
    if last is None or last.pk != text.pk:
        raise Refused("Cette version est déjà retirée, ou une autre la suit.")
    if last.in_force_on <= timezone.localdate():
        raise Refused("Cette version est en vigueur : elle ne change plus. Publiez celle qui la remplace.")
    trace(
        Act.WITHDRAW_TEXT,
        by=by,
        kind="text",
        key=text.pk,
        label=str(text),
        before=last.in_force_on.isoformat(),
    )
    last.delete()


def _last_version(kind: TextKind, by: Actor) -> LegalText | None:
    """Held until the end of the transaction: of two who write the next one, one does."""
    if not may_publish_texts(by):
        raise NotAllowed
    held = LegalText.objects.select_for_update(of=("self",)).filter(kind=kind)
    return held.order_by("-version").first()


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
