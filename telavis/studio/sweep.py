"""What happens by itself: forms are published at their moment, and drafts are brought to them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from telavis.directory.actors import Actor
from telavis.studio.actions import move_drafts, publish
from telavis.studio.models import FormWork
from telavis.studio.workflow import State
from telavis.values.refused import Refused

log = structlog.get_logger("telavis.studio")

SYSTEM = Actor.system()


def sweep(now: datetime) -> int:
    """All that is due at `now`; how much was done. Safe to run twice, or twice at once: each act locks its row."""
    due = FormWork.objects.filter(state=State.SCHEDULED, publish_at__lte=now).order_by("publish_at")
    done = sum(_apart(work, partial(publish, work, due=now, by=SYSTEM)) for work in due)
    behind = FormWork.objects.filter(
        state=State.PUBLISHED, moves_drafts=True, drafts_moved_at__isnull=True
    ).select_related("published")
    return done + sum(_apart(work, partial(move_drafts, work, by=SYSTEM)) for work in behind)


def _apart(work: FormWork, act: Callable[[], object]) -> bool:
    """What fails holds no other back, is logged by its key, and is tried again at the next run."""
    try:
        act()
    except Refused as refusal:
        log.warning("form_waits", work_id=str(work.pk), why=refusal.sentence)
        return False
    except Exception:
        log.exception("form_failed", work_id=str(work.pk))
        return False
    return True
