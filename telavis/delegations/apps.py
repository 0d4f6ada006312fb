"""The room `delegations` for Django's registry."""

from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "telavis.delegations"
    label = "delegations"
