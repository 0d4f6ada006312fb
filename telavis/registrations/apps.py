"""The room `registrations` for Django's registry."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "telavis.registrations"
    label = "registrations"
