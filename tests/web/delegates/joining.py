"""What the tests of delegates share: an invitation, and each page of its answer, filled in as a person would."""

from typing import Any

from django.test import Client
from django.utils import timezone

from telavis.delegations import actions
from telavis.delegations.models import Invitation, Joining
from telavis.directory.models import PractitionerRole
from tests.factories import actor
from tests.jobs import work_here
from tests.web.signing_in import newest_digits

EMAIL, MOBILE_TYPED, PASSWORD = "luce@exemple.fr", "06 39 98 00 78", "une-phrase-que-je-retiens"


def invited(doctor: PractitionerRole, *, email: str = EMAIL, **dates: Any) -> Invitation:
    """As the doctor types it."""
    days = {"starts_on": timezone.localdate(), "ends_on": None, **dates}
    return actions.invite(given_name="Luce", family_name="Aubépine", email=email, **days, by=actor(doctor))


def begun(invitation: Invitation) -> Joining:
    """Somebody has the link, and has typed who they are."""
    return actions.begin(invitation, given_name="Luce", family_name="Aubépine", mobile="+33639980078")


def words(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def at(invitation: Invitation, page: str = "") -> str:
    return f"/invitation/{invitation.pk}/{page}"


def begin(client: Client, invitation: Invitation, **typed: str) -> Any:
    fields = {"given_name": "Luce", "family_name": "Aubépine", "mobile": MOBILE_TYPED, **typed}
    answer = client.post(at(invitation), fields, follow=True)
    work_here("delegations.send_code")
    return answer


def type_mail_code(client: Client, invitation: Invitation, code: str = "") -> Any:
    answer = client.post(at(invitation, "adresse/"), {"code": code or newest_digits()}, follow=True)
    work_here("delegations.send_code")
    return answer


def type_mobile_code(client: Client, invitation: Invitation, code: str = "") -> Any:
    return client.post(at(invitation, "mobile/"), {"code": code or newest_digits()}, follow=True)


def choose_password(client: Client, invitation: Invitation, password: str = PASSWORD) -> Any:
    return client.post(
        at(invitation, "mot-de-passe/"), {"password": password, "again": password}, follow=True
    )


def join(client: Client, invitation: Invitation) -> Any:
    """The whole way."""
    begin(client, invitation)
    type_mail_code(client, invitation)
    type_mobile_code(client, invitation)
    return choose_password(client, invitation)
