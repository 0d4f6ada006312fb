"""The patient one chooses is one that was shown: each row of a search carries a sealed token, for this person, for a while."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict

from telavis.directory.actors import Actor
from telavis.patients.queries import PatientRow
from telavis.patients.traits import Traits
from telavis.values.keys import new_key

HOLDS_FOR = timedelta(hours=2)
_signer = TimestampSigner(salt="telavis.web.compose.choices")


def token(patient_id: UUID, actor: Actor) -> str:
    return _signer.sign(f"{actor.user_id}/{patient_id}")


def read_token(text: str, actor: Actor) -> UUID | None:
    """The patient, or None when the token is forged, somebody else's, or too old."""
    try:
        owner, _, patient_id = _signer.unsign(text, max_age=HOLDS_FOR).partition("/")
    except BadSignature:
        return None
    return UUID(patient_id) if owner == str(actor.user_id) else None


def choosable(rows: list[PatientRow], actor: Actor) -> list[dict[str, Any]]:
    """Rows as they are shown, each with the token by which it is chosen."""
    return [{"patient": row, "token": token(row.id, actor)} for row in rows]


def seen(posted: QueryDict, actor: Actor) -> dict[str, UUID]:
    """Those whom the page has shown as alike, by their tokens; it sends them along, and further ones may follow."""
    shown = {text: read_token(text, actor) for text in posted.getlist("vu")}
    return {text: key for text, key in shown.items() if key}


def shown_alike(rows: list[PatientRow], posted: QueryDict, actor: Actor) -> dict[str, Any]:
    """What `compose/_alike.html` shows, and the tokens of those whom it has shown before."""
    now = {row.id for row in rows}
    before = [text for text, key in seen(posted, actor).items() if key not in now]
    return {"alike": choosable(rows, actor), "seen": before}


def read_key(text: str | None) -> UUID:
    """The key that a form carries from page to page; a new one when there is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return new_key()


def draft_key(key: UUID, patient_id: UUID) -> UUID:
    """The same form about the same patient is one draft; about another patient, another draft."""
    return uuid5(NAMESPACE_OID, f"draft/{key}/{patient_id}")


def patient_key(key: UUID, traits: Traits) -> UUID:
    """The same form with the same traits is one patient; corrected after going back, another attempt."""
    return uuid5(NAMESPACE_OID, f"patient/{key}/{traits!r}")
