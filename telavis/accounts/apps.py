"""The room `accounts` for Django's registry."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "telavis.accounts"
    label = "accounts"
