"""The room `directory` for Django's registry."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "telavis.directory"
    label = "directory"
