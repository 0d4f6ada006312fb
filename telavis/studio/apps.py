"""The room `studio` for Django's registry."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "telavis.studio"
    label = "studio"
