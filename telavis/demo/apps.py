"""The room `demo` for Django's registry."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "telavis.demo"
    label = "demo"
