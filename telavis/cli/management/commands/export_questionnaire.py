"""`manage.py export_questionnaire URL[|VERSION]`: the FHIR file of a form, on the standard output."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.questionnaires.queries import exported, find_version
from telavis.values.french import typographic


class Command(BaseCommand):
    help = "Écrit le Questionnaire FHIR d’un formulaire : tel qu’il est venu d’ailleurs, ou tel qu’il a été fait ici."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("canonical", metavar="URL[|VERSION]", help="sans version : la dernière publiée")

    def handle(self, *args: Any, **options: Any) -> None:
        questionnaire = find_version(options["canonical"])
        if questionnaire is None:
            raise CommandError(typographic(f"Aucun formulaire n’est connu sous « {options['canonical']} »."))
        self.stdout.write(json.dumps(exported(questionnaire), ensure_ascii=False, indent=2))
