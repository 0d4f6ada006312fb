"""My account: password, codes, workplace."""

from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import AccountRight, Right, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Delivery
from tests.factories import OrganizationFactory, PractitionerFactory, RoleFactory
from tests.web.desks import statements
from tests.web.signing_in import PASSWORD, sign_in, somebody

pytestmark = pytest.mark.django_db
NEW = "une-autre-phrase-solide"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def claire(client: Client) -> User:
    user = somebody()
    sign_in(client)
    return user


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ")


def change(client: Client, present: str = PASSWORD, new: str = NEW) -> Any:
    typed = {"present": present, "password": new, "again": new}
    return client.post("/mon-compte/mot-de-passe/", typed, follow=True)


def test_the_page_shows_who_one_is(client: Client, claire: User) -> None:
    shown = page(client.get("/mon-compte/"))
    for words in (
        "claire@exemple.fr",
        "06\u00a000\u00a000\u00a000\u00a000",
        "Changer mon mot de passe",
        "Se déconnecter",
    ):
        assert words in shown


def test_the_page_says_what_somebody_without_a_workplace_may(client: Client, claire: User) -> None:
    assert "Nom affiché" in page(client.get("/mon-compte/"))
    AccountRight.objects.create(user=claire, right=Right.AUDITOR)
    assert "auditeur" in page(client.get("/mon-compte/"))


def test_the_page_asks_the_database_a_dozen_questions_at_most(client: Client, claire: User) -> None:
    RoleFactory(practitioner=PractitionerFactory(user=claire))
    for address in ("/mon-compte/", "/mon-compte/sessions/"):
        asked = statements(lambda address=address: client.get(address))
        assert len(asked) <= 12, asked


def test_a_new_password_keeps_this_session_and_closes_the_others(client: Client, claire: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    assert "Votre mot de passe est changé" in page(change(client))
    claire.refresh_from_db()
    assert claire.check_password(NEW)
    assert client.get("/mon-compte/").status_code == 200
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert AuditEvent.objects.filter(action=AuditAction.CHANGE_PASSWORD).count() == 1
    assert "Ce n’est pas vous" in Delivery.objects.latest("queued_at").body


def test_the_present_password_is_asked_and_its_tries_are_counted(client: Client, claire: User) -> None:
    for _ in range(5):
        assert "Ce n’est pas votre mot de passe actuel" in page(change(client, present="pas le bon"))
    assert "Trop d’essais" in page(change(client))
    claire.refresh_from_db()
    assert claire.check_password(PASSWORD)


def test_a_weak_password_is_refused(client: Client, claire: User) -> None:
    assert "trop courant" in page(change(client, new="passwordpassword"))


def test_the_way_one_likes_is_ticked_at_the_next_sign_in(client: Client, claire: User) -> None:
    client.post("/mon-compte/codes/", {"channel": "mail"})
    client.post("/connexion/sortie/")
    ticked = [line for line in page(client.get("/connexion/")).splitlines() if "checked" in line]
    assert len(ticked) == 1
    assert 'value="mail"' in ticked[0]


def test_an_unknown_way_gets_a_sentence(client: Client, claire: User) -> None:
    answer = client.post("/mon-compte/codes/", {"channel": "pigeon"})
    assert answer.status_code == 200
    claire.refresh_from_db()
    assert claire.code_channel == "sms"


def test_one_switches_between_ones_own_workplaces(client: Client, claire: User) -> None:
    practitioner = PractitionerFactory(user=claire)
    first, second = (
        RoleFactory(practitioner=practitioner, organization=OrganizationFactory(name=name, sort_key=name))
        for name in ("Cabinet A", "Clinique B")
    )
    assert page(client.get("/mon-compte/")).count("<small>Cabinet A</small>") == 1
    answer = client.post(
        "/mon-compte/lieu/",
        {"workplace": str(second.pk)},
        headers={"Referer": "http://testserver/mon-compte/"},
        follow=True,
    )
    assert answer.redirect_chain == [("http://testserver/mon-compte/", 302)]
    assert "<small>Clinique B</small>" in page(answer)
    assert client.session["workplace"] == str(second.pk) != str(first.pk)


def test_somebody_elses_workplace_does_not_exist(client: Client, claire: User) -> None:
    theirs = RoleFactory()
    for wished in (str(theirs.pk), "", "x\x00", "1"):
        assert client.post("/mon-compte/lieu/", {"workplace": wished}).status_code == 404


def test_a_foreign_page_is_not_returned_to(client: Client, claire: User) -> None:
    mine = RoleFactory(practitioner=PractitionerFactory(user=claire))
    answer = client.post(
        "/mon-compte/lieu/", {"workplace": str(mine.pk)}, headers={"Referer": "https://mal.example/"}
    )
    assert answer["Location"] == "/"
