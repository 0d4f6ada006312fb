"""Gives an administrator who cannot sign in any more a word for one use; the journal of accesses keeps it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from telavis.accounts.actions.administrators import recover_administrator
from telavis.accounts.models import User
from telavis.cli.console import at_the_console
from telavis.cli.letters import tell_of_rescue


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="an account that administers already")
        parser.add_argument(
            "--email", default="", help="where the codes go from now on, if the former address is lost"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name = options["username"].strip().lower()
        former = User.objects.filter(username=name).values_list("email", flat=True).first() or ""
        try:
            user, code, word = recover_administrator(name, email=options["email"], by=at_the_console())
        except User.DoesNotExist:
            raise CommandError(f"{name} is no administrator: this command gives nobody rights.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        told = tell_of_rescue(user, former_email=former)
        self.stdout.write(
            f"{user.username} opens {settings.PUBLIC_URL}{reverse('login:rescue')} "
            f"before {timezone.localtime(code.expires_at):%H:%M} and types:\n\n    {word}\n\n"
            "It serves once, for choosing a new password; signing in then asks for a code as always. "
            f"Letters about it: {told}."
        )
