"""The room `services` for Django's registry."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "telavis.services"
    label = "services"
