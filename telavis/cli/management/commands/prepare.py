"""Brings the database, the texts, the forms, the static files and, in a demonstration, its data up to date; refuses an unsafe production."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from telavis.cli import static_files
from telavis.cli.production import database_faults
from telavis.patients.tasks import renew_soon
from telavis.questionnaires.actions import VersionAlreadyPublished, load_shipped
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.registrations.actions import publish_shipped


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if faults := database_faults():
            raise CommandError("\n".join(faults))
        publish_shipped()
        try:
            load_shipped()
        except (VersionAlreadyPublished, InvalidDefinition) as refusal:
            raise CommandError(str(refusal)) from refusal
        renew_soon()
        static_files.gather()
        if settings.DEMO and "load_demo" in get_commands():
            call_command("load_demo", stdout=self.stdout)
