"""Publishes the forms that come with the program; doing it twice changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.questionnaires.actions import VersionAlreadyPublished, load_shipped
from telavis.questionnaires.invalid import InvalidDefinition


class Command(BaseCommand):
    help = "Publie les formulaires livrés avec le programme (dans questionnaires/definitions/)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_shipped()
        except (VersionAlreadyPublished, InvalidDefinition) as refusal:
            raise CommandError(str(refusal)) from refusal
        for request_type in loaded:
            questionnaire = request_type.questionnaire
            self.stdout.write(f"{questionnaire}, {questionnaire.validation}")
