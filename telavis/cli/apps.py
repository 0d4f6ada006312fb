"""The room `cli` for Django's registry."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "telavis.cli"
    label = "cli"
