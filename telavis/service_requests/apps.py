"""The room `service_requests` for Django's registry."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "telavis.service_requests"
    label = "service_requests"
