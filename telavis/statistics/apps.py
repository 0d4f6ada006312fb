"""The room `statistics` for Django's registry."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "telavis.statistics"
    label = "statistics"
