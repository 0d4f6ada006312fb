"""Somebody who has a factor already."""

from django.urls import reverse

from telavis.accounts.actions import authenticator_apps, passkeys
from telavis.accounts.actions.authenticator_apps import digits_at, step_now
from telavis.accounts.models import AuthenticatorApp, Passkey, User
from telavis.directory.actors import actor_for
from tests.device import Device

SECRET = authenticator_apps.new_secret()


def a_passkey(user: User, device: Device | None = None) -> Passkey:
    options, question = passkeys.ask_to_enrol(user)
    said = (device or Device()).make(options)
    return passkeys.enrol(user, str(question.pk), said, name="Ordinateur", by=actor_for(user))


def an_app(user: User) -> AuthenticatorApp:
    """Added a while ago: the code of now has not served."""
    app = authenticator_apps.add(user, SECRET, digits_now(), name="Téléphone", by=actor_for(user))
    AuthenticatorApp.objects.filter(pk=app.pk).update(last_step=0)
    return app


def digits_now(steps: int = 0) -> str:
    """What the telephone shows."""
    return digits_at(SECRET, step_now() + steps)


OWN = ("factors:index", "factors:add_passkey", "factors:passkey_question", "factors:offer", "factors:add_app")
OWN += ("factors:recovery_codes", "login:confirm_passkey")
OF_ONE = ("factors:passkey", "factors:remove_passkey", "factors:app", "factors:remove_app")


def address_of_one(name: str, user: User) -> str:
    """The page of a factor of this person, made for the purpose."""
    return reverse(name, args=[(a_passkey(user) if "passkey" in name else an_app(user)).pk])
