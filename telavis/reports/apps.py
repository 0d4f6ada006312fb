"""The room `reports` for Django's registry."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "telavis.reports"
    label = "reports"
