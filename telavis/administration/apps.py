"""The room `administration` for Django's registry."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "telavis.administration"
    label = "administration"
