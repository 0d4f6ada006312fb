"""The room `documents` for Django's registry."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "telavis.documents"
    label = "documents"
