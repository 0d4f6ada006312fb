"""The room `questionnaires` for Django's registry."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "telavis.questionnaires"
    label = "questionnaires"
