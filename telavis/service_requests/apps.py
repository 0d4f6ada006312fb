"""The room `service_requests` for Django's registry."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "telavis.service_requests"
    label = "service_requests"

    def ready(self) -> None:
        """Hear what becomes of the documents of a request; imported here, once the models are there."""
        from telavis.documents.announcements import document_refused as announcement
        from telavis.service_requests.actions.document_refused import document_refused

        announcement.connect(document_refused)
