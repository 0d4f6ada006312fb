"""What administrators did, in words: one line for each trace."""

from dataclasses import dataclass
from datetime import date, datetime

from telavis.accounts.models import Right
from telavis.audit.administration import Act
from telavis.audit.models import AuditEvent
from telavis.values.french import date_words, typographic

ICON = "settings"


@dataclass(frozen=True)
class LogLine:
    """As `components/timeline.html` wants it, and as the file of the log says it."""

    icon: str
    text: str
    by: str
    when: datetime
    detail: str
    object: str


def line_of(event: AuditEvent) -> LogLine:
    return LogLine(
        icon=ICON,
        text=_what(event),
        by=event.user_label,
        when=event.occurred_at,
        detail=_detail(event.detail),
        object=event.object_label,
    )


def _what(event: AuditEvent) -> str:
    did = event.detail.get("did", "")
    return str(Act(did).label) if did in Act.values else event.get_action_display().capitalize()


def _detail(detail: dict[str, object]) -> str:
    """What was given with it: the reason, what changed, from what to what."""
    parts = []
    if right := detail.get("right"):
        parts.append(Right(right).label if right in Right.values else str(right))
    if changes := detail.get("changes"):
        parts.append(", ".join(f"{label} : « {old} » devient « {new} »" for label, old, new in changes))  # type: ignore[attr-defined]
    elif "before" in detail or "after" in detail:
        parts.append(f"{_said(detail.get('before'))} → {_said(detail.get('after'))}")
    if asked_by := detail.get("asked_by"):
        parts.append(f"demandée par {asked_by}")
    if day := detail.get("day"):
        parts.append(f"à partir du {_said(day)}")
    parts.extend(str(detail[key]) for key in ("what", "new_email", "reason") if detail.get(key))
    return typographic(" · ".join(parts))


def _said(value: object) -> str:
    """A day as one reads it; nothing is «aucun»."""
    if value in (None, ""):
        return "aucun"
    try:
        return date_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
