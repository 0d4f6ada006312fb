"""Makes an administrator: asks on a terminal, else reads TELAVIS_ADMIN_USERNAME, _EMAIL and _PASSWORD."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from telavis.accounts.actions.administrators import create_administrator
from telavis.cli.console import at_the_console
from telavis.environment import value


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        username = self._answer("TELAVIS_ADMIN_USERNAME", "Identifier: ")
        email = self._answer("TELAVIS_ADMIN_EMAIL", "E-mail address (it receives the codes): ")
        password = self._answer("TELAVIS_ADMIN_PASSWORD", "Password (12 characters or more): ", hidden=True)
        try:
            user = create_administrator(
                username=username, full_name=username, email=email, password=password, by=at_the_console()
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{user.username} may sign in and administer.")

    def _answer(self, name: str, question: str, *, hidden: bool = False) -> str:
        given = str(value(name))
        if given:
            return given
        if not sys.stdin.isatty():
            raise CommandError(f"There is no terminal to ask on: set {name}.")
        return getpass.getpass(question) if hidden else input(question)
