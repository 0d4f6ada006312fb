"""Who opened, searched, downloaded or changed what belongs to a request, and when."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from telavis.audit.queries import accesses_to
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.values.references import InvalidReference, Reference


class Command(BaseCommand):
    help = "List every access to a request: its file, its documents, its PDF. One line each, oldest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="like TE-26-K7M4-9Q")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reference = Reference.parse(options["reference"])
        except InvalidReference as fault:
            raise CommandError(str(fault)) from fault
        # The journal outlives an erased draft, so it is asked rather than the request.
        line = Transition.objects.filter(reference=reference).values_list("service_request_id").first()
        # A draft that nobody has sent has no line yet, and is opened by those who prepare it.
        found = line or ServiceRequest.objects.filter(reference=reference).values_list("pk").first()
        if found is None:
            raise CommandError(f"No request has the reference {reference}.")
        for access in accesses_to(found[0]):
            when = timezone.localtime(access.occurred_at)
            told = (access.get_action_display(), access.object_label, access.user_label, access.role_label)
            for_whom = f" (pour {access.on_behalf_of_label})" if access.on_behalf_of_label else ""
            self.stdout.write(
                f"{when:%Y-%m-%d %H:%M:%S}  {'  '.join(part for part in told if part)}{for_whom}"
            )
