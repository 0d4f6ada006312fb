"""`manage.py unblock_account IDENTIFIANT`: forget the failed tries of an account (docs/domain/sign-in.md, rules 11 and 13)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from telavis.accounts.actions.unblocking import unblock
from telavis.accounts.models import User


class Command(BaseCommand):
    help = "Laisse de nouveau essayer un compte bloqué après trop d’échecs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="IDENTIFIANT", help="nom d’utilisateur du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"].strip().lower()).first()
        if user is None:
            raise CommandError("Aucun compte n’a cet identifiant.")
        unblock(user)
        self.stdout.write(f"{user.username} : les essais sont remis à zéro.")
