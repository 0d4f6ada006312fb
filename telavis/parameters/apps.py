"""The room `parameters` for Django's registry."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "telavis.parameters"
    label = "parameters"
