"""The room `notifications` for Django's registry."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "telavis.notifications"
    label = "notifications"
