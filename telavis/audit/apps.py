"""The room `audit` for Django's registry."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "telavis.audit"
    label = "audit"
