"""Where sessions are kept: Django's own store, with in plain columns whose they are and from where."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

OPENED_AT, ACTED_AT = "opened_at", "acted_at"
HANDLE, DEVICE, PLACE = "handle", "device", "place"
"""In the session: by what its owner names it (never its key, which opens it), and where they sit."""


class SessionStore(DatabaseStore):
    """Named by the setting SESSION_ENGINE."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        from telavis.accounts.models import OpenSession

        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.handle = data.get(HANDLE)
        row.device = data.get(DEVICE, "")
        row.place = data.get(PLACE, "")
        if ACTED_AT in data:
            row.acted_at = datetime.fromtimestamp(data[ACTED_AT], UTC)
        return row
