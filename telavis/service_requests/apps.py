"""The room `service_requests` for Django's registry."""

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "telavis.service_requests"
    label = "service_requests"

    def ready(self) -> None:
        """Hear what becomes of documents and of colleagues; imported here, once the models are there."""
        from telavis.directory import announcements as people
        from telavis.documents import announcements as files
        from telavis.service_requests.actions.document_refused import document_refused
        from telavis.service_requests.actions.professionals_united import professionals_united

        files.document_refused.connect(document_refused)
        people.professionals_united.connect(professionals_united)
