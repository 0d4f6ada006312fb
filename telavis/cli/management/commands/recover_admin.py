"""Gives an administrator who cannot sign in any more a new password; the journal of accesses keeps it."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from telavis.accounts.actions.administrators import recover_administrator
from telavis.accounts.models import User
from telavis.cli.console import at_the_console


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="an account that administers already")
        parser.add_argument(
            "--email", default="", help="where the codes go from now on, if the former address is lost"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, password = recover_administrator(
                options["username"], email=options["email"], by=at_the_console()
            )
        except User.DoesNotExist:
            raise CommandError(
                f"{options['username']} is no administrator: this command gives nobody rights."
            ) from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{user.username} signs in with the password {password} and changes it at once.")
