"""The room `web` for Django's registry."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "telavis.web"
    label = "web"
