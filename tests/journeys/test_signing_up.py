"""The memo's second section, whole: from «Je m’inscris» to the first blank request, with and without JavaScript."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from telavis.demo.accounts import PASSWORD
from telavis.demo.registrations import accept_texts
from telavis.directory.models import Practitioner
from telavis.notifications.models import Delivery
from tests.jobs import work
from tests.journeys.conftest import desks
from tests.journeys.desk import Desk
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]

OpenDesk = Callable[[str], Desk]
Look = Callable[[Desk], None]
EMAIL, MOBILE = "a.courtepaille@exemple.fr", "06 39 98 00 55"
MOST_FIELDS = 11


@pytest.fixture
def texts(demonstration: None) -> None:
    """In force, and accepted by those who have an account."""
    accept_texts(timezone.now())


@pytest.fixture
def open_plain_desk(
    demonstration: None, live_server: Any, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[OpenDesk]:
    yield from desks(live_server.url, browser, {**browser_context_args, "java_script_enabled": False})


def somebody_of_the_directory() -> Practitioner:
    """At work here, without an account."""
    return Practitioner.objects.filter(user=None, profession="10", roles__isnull=False).order_by("pk")[0]


def number_and_boxes(desk: Desk, who: Practitioner) -> None:
    desk.page.goto(f"{desk.site}/connexion/")
    desk.follow("Je m’inscris")
    desk.write("Numéro RPPS", who.rpps)
    desk.write("Nom d’exercice", who.family_name.upper())
    desk.tick("Termes et conditions d’utilisation du Portail", "Consentement au traitement des données")


def another_workplace(desk: Desk) -> None:
    expect(desk.heading("Où exercez-vous")).to_be_visible()
    field = desk.page.get_by_label("Chercher un établissement")
    if desk.has_scripts:
        field.press_sequentially("mimosas", delay=20)
    else:
        field.fill("mimosas")
        desk.press("Chercher")
    place = desk.page.get_by_role("radio", name=re.compile("^EHPAD Les Mimosas"))
    place.check()


def contact(desk: Desk) -> None:
    expect(desk.heading("Comment vous joindre")).to_be_visible()
    desk.write("Adresse e-mail", EMAIL)
    desk.write("Téléphone mobile", MOBILE)
    desk.page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)


def sign_up(desk: Desk, who: Practitioner, look: Look = lambda desk: None) -> int:
    """The five pages; returns how many fields they had in all, a choice among places being one."""
    number_and_boxes(desk, who)
    look(desk)
    count = fields_of(desk)
    desk.press("Continuer")
    another_workplace(desk)
    look(desk)
    count += fields_of(desk)
    desk.press("Continuer")
    contact(desk)
    look(desk)
    count += fields_of(desk)
    desk.press("Recevoir mon code")
    for heading, button in (
        ("Entrez le code reçu par e-mail", "Continuer"),
        ("Entrez le code reçu par SMS", "Envoyer mon inscription"),
    ):
        expect(desk.heading(heading)).to_be_visible()
        look(desk)
        count += fields_of(desk)
        desk.write("Code reçu", desk.code())
        desk.press(button)
    expect(desk.heading("Votre inscription est envoyée")).to_be_visible()
    look(desk)
    return count


def fields_of(desk: Desk) -> int:
    """What stands to be filled in on this page."""
    radios = desk.page.locator("main").get_by_role("radio").count()
    others = sum(
        desk.page.locator("main").get_by_role(role).count() for role in ("textbox", "checkbox", "combobox")
    )
    return others + bool(radios)


def approve(admin: Desk, who: Practitioner, look: Look = lambda desk: None) -> None:
    admin.sign_in()
    admin.follow("Administration")
    admin.follow("Inscriptions")
    look(admin)
    admin.follow(who.full_name)
    expect(admin.heading(who.full_name)).to_be_visible()
    look(admin)
    admin.press("Valider l’inscription")
    expect(admin.page.get_by_text(f"Le compte de {who.full_name} est ouvert")).to_be_visible()


def begin_a_request(desk: Desk) -> None:
    work()
    assert (
        Delivery.objects.filter(address=EMAIL, subject__contains="votre inscription est validée").count() == 1
    )
    desk.username = EMAIL
    desk.sign_in()
    desk.follow("Créer une téléexpertise")
    expect(desk.page.get_by_label("Nom", exact=True)).to_have_value("")


def look_well(desk: Desk) -> None:
    is_sound(desk.page)


def test_from_je_m_inscris_to_the_first_blank_request(open_desk: OpenDesk, texts: None):
    who = somebody_of_the_directory()
    applicant, admin = open_desk("nobody yet"), open_desk("admin")
    assert sign_up(applicant, who, look_well) <= MOST_FIELDS
    approve(admin, who, look_well)
    begin_a_request(applicant)


def test_the_same_without_javascript(open_plain_desk: OpenDesk, texts: None):
    who = somebody_of_the_directory()
    applicant, admin = open_plain_desk("nobody yet"), open_plain_desk("admin")
    sign_up(applicant, who)
    approve(admin, who)
    begin_a_request(applicant)


def test_who_waits_signs_in_and_reads_where_it_stands(open_desk: OpenDesk, texts: None):
    desk = open_desk("nobody yet")
    sign_up(desk, somebody_of_the_directory())
    later = open_desk(EMAIL)
    later.give_password()
    later.write("Code reçu", later.code())
    later.press("Me connecter")
    expect(later.heading("Votre inscription est envoyée")).to_be_visible()
    later.page.goto(f"{later.site}/demandes/nouvelle/")
    expect(later.heading("Votre inscription est envoyée")).to_be_visible()
    later.press("Se déconnecter")
    expect(later.page.get_by_text("Vous êtes déconnecté")).to_be_visible()
