"""`manage.py import_questionnaire FILE`: a form of somebody else, and what becomes of each of its elements."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from telavis.questionnaires.actions import VersionAlreadyPublished, import_version
from telavis.questionnaires.foreign.adapting import Adapted, adapt
from telavis.questionnaires.foreign.files import read_json
from telavis.questionnaires.foreign.findings import together
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.values.french import plural, typographic


class Command(BaseCommand):
    help = "Importe un Questionnaire FHIR R4 venu d’ailleurs, et dit ce qu’il advient de chaque élément."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="un fichier JSON")
        parser.add_argument("--check", action="store_true", help="lit et dit tout, n’écrit rien")
        parser.add_argument(
            "--type",
            type=_code,
            metavar="CODE",
            help="le propose sous ce type de demande, après le tronc commun ; le type est créé au besoin",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            original = read_json(options["file"].read_bytes())
        except (OSError, InvalidDefinition) as refusal:
            raise CommandError(str(refusal)) from refusal
        adapted = adapt(original)
        self._tell(adapted)
        if adapted.form is None:
            raise CommandError("Ce formulaire est refusé : rien n’est écrit.")
        if options["check"]:
            self.stdout.write("Ce formulaire peut être importé. Rien n’est écrit.")
            return
        try:
            imported = import_version(adapted, original, request_type=options["type"] or "")
        except (InvalidDefinition, VersionAlreadyPublished) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(typographic(f"Importé : {imported}, {imported.validation}."))

    def _tell(self, adapted: Adapted) -> None:
        for line in together(adapted.findings):
            self.stdout.write(str(line))
        if adapted.form is not None:
            items = plural(len(adapted.form.by_id), "élément")
            self.stdout.write(typographic(f"{adapted.form.title} ({adapted.form.canonical}) : {items}."))


def _code(text: str) -> str:
    try:
        validate_slug(text)
    except ValidationError as fault:
        raise ArgumentTypeError("des lettres sans accent, des chiffres, des tirets") from fault
    return text
