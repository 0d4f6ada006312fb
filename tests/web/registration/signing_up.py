"""What the tests of these pages share: each page, filled in as a person would."""

from typing import Any

from django.test import Client

from telavis.registrations.models import Registration
from telavis.registrations.queries.texts import texts_in_force
from tests.jobs import work_here
from tests.registrations.applying import EMAIL, NUMBER, PASSWORD
from tests.web.signing_in import newest_digits

MOBILE_TYPED = "06 39 98 00 77"


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def without_token(shown: str) -> str:
    return "\n".join(line for line in shown.splitlines() if "csrf" not in line.lower())


def boxes() -> dict[str, str]:
    """Both ticked, with the versions that stand beside them."""
    return {text.kind: str(text.pk) for text in texts_in_force()}


def give_number(client: Client, rpps: str = NUMBER, name: str = "Dubois", **fields: str) -> Any:
    typed = {"rpps": rpps, "family_name": name, **boxes(), **fields}
    return client.post("/inscription/", typed, follow=True)


def choose_first_place(client: Client, **fields: str) -> Any:
    registration = Registration.objects.latest("started_at")
    known = registration.evidence.filter(source="directory").first()
    place = known.workplaces[0].key if known and known.places else "cabinet"
    return client.post("/inscription/lieu/", {"place": place, "do": "continue", **fields}, follow=True)


def give_contact(client: Client, **fields: str) -> Any:
    typed = {"email": EMAIL, "mobile": MOBILE_TYPED, "password": PASSWORD, **fields}
    answer = client.post("/inscription/compte/", typed, follow=True)
    work_here("registrations.send_code")
    return answer


def type_mail_code(client: Client, code: str = "") -> Any:
    answer = client.post("/inscription/adresse/", {"code": code or newest_digits()}, follow=True)
    work_here("registrations.send_code")
    return answer


def type_mobile_code(client: Client, code: str = "") -> Any:
    return client.post("/inscription/mobile/", {"code": code or newest_digits()}, follow=True)


def sign_up(client: Client, rpps: str = NUMBER, name: str = "Dubois", **contact: str) -> Any:
    """The whole way."""
    give_number(client, rpps, name)
    choose_first_place(client)
    give_contact(client, **contact)
    type_mail_code(client)
    return type_mobile_code(client)
