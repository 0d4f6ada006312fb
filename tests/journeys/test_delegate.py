"""A doctor invites somebody of the practice, who prepares a request that the doctor sends."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from telavis.demo.accounts import PASSWORD
from telavis.demo.registrations import accept_texts
from telavis.notifications.models import Delivery
from telavis.service_requests.models import Transition
from tests.jobs import work
from tests.journeys.asking import (
    Person,
    choose_type_and_recipient,
    create_the_identity,
    fill_in,
    find_nobody,
    obtain_consent,
)
from tests.journeys.desk import Desk
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]

OpenDesk = Callable[[str], Desk]
EMAIL, MOBILE, DOCTOR = "maya.lenormand@exemple.fr", "06 39 98 00 56", "Dr Claire Martin"


def test_invited_signed_up_prepared_and_sent(open_desk: OpenDesk, files: tuple[Path, Path]):
    accept_texts(timezone.now())
    doctor, delegate = open_desk("requerant"), open_desk("nobody yet")
    doctor.sign_in()
    invite(doctor)
    sign_up(delegate, link_of_the_mail())
    sign_in_and_accept_the_texts(delegate)
    prepare(delegate, files)
    send(doctor)
    expect(doctor.page.get_by_role("main")).to_contain_text(doctor.reference())
    lines = Transition.objects.filter(reference=doctor.reference()).order_by("id")
    assert [(line.verb, line.user_label, line.on_behalf_of_label[: len(DOCTOR)]) for line in lines] == [
        ("prepare", "Maya Lenormand", DOCTOR),
        ("send", DOCTOR, ""),
    ]


def invite(doctor: Desk) -> None:
    doctor.page.goto(f"{doctor.site}/mon-compte/")
    doctor.follow("Mes délégués")
    doctor.write("Prénom", "Maya")
    doctor.write("Nom", "Lenormand")
    doctor.write("Adresse e-mail", EMAIL)
    doctor.press("Envoyer l’invitation")
    expect(doctor.page.get_by_text("invitation envoyée")).to_be_visible()
    doctor.page.get_by_role("button", name="Fermer").click()
    is_sound(doctor.page)


def link_of_the_mail() -> str:
    work()
    found = re.search(r"/invitation/[0-9a-f-]{36}/", Delivery.objects.get(address=EMAIL).body)
    assert found
    return found[0]


def sign_up(delegate: Desk, address: str) -> None:
    delegate.page.goto(delegate.site + address)
    expect(delegate.page.get_by_label("Nom", exact=True)).to_have_value("Lenormand")
    is_sound(delegate.page)
    delegate.write("Téléphone mobile", MOBILE)
    delegate.press("Recevoir mon code")
    for how in ("par e-mail", "par SMS"):
        expect(delegate.heading(f"Entrez le code reçu {how}")).to_be_visible()
        is_sound(delegate.page)
        delegate.write("Code reçu", delegate.code())
        delegate.press("Continuer")
    expect(delegate.heading("Choisissez votre mot de passe")).to_be_visible()
    is_sound(delegate.page)
    delegate.write("Nouveau mot de passe", PASSWORD)
    delegate.write("Le même, encore une fois", PASSWORD)
    delegate.press("Ouvrir mon compte")
    expect(delegate.heading("Votre compte est ouvert")).to_be_visible()
    is_sound(delegate.page)


def sign_in_and_accept_the_texts(delegate: Desk) -> None:
    delegate.username = EMAIL
    delegate.give_password()
    delegate.write("Code reçu", delegate.code())
    delegate.press("Me connecter")
    delegate.tick("Termes et conditions d’utilisation du Portail", "Consentement au traitement des données")
    delegate.press("Continuer")
    expect(delegate.page.get_by_role("banner")).to_contain_text(f"pour {DOCTOR}")


def prepare(delegate: Desk, files: tuple[Path, Path]) -> None:
    patient = Person()
    find_nobody(delegate, patient)
    create_the_identity(delegate, patient)
    obtain_consent(delegate)
    choose_type_and_recipient(delegate)
    fill_in(delegate, files)
    delegate.press("Relire")
    expect(delegate.heading("Relire")).to_be_visible()
    expect(delegate.page.get_by_role("button", name="Envoyer à l’expert")).to_have_count(0)
    is_sound(delegate.page)
    delegate.press(f"Prévenir {DOCTOR}")
    expect(delegate.page.get_by_text(f"Un message est parti à {DOCTOR}")).to_be_visible()


def send(doctor: Desk) -> None:
    doctor.goes_home()
    draft = doctor.page.get_by_role("listitem").filter(has_text="préparé par Maya Lenormand, à envoyer")
    is_sound(doctor.page)
    draft.get_by_role("link").click()
    doctor.press("Relire et envoyer")
    doctor.press("Envoyer à l’expert")
    expect(doctor.heading("Votre demande est envoyée")).to_be_visible()
