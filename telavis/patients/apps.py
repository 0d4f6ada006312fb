"""The room `patients` for Django's registry."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    name = "telavis.patients"
    label = "patients"
