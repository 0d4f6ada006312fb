"""The room `web` for Django's registry."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "telavis.web"
    label = "web"

    def ready(self) -> None:
        """Let the clocks of a session start with it, before any page is asked for."""
        from telavis.web import session_limits  # noqa: F401
