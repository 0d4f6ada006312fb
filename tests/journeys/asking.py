"""What a requester does, from «Créer une téléexpertise» to the confirmation (memo, section 3)."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from telavis.values.nir import NIR
from tests.journeys.desk import Desk

QUESTION = "Cette lésion en zébrure doit-elle être retirée, et sous quel délai ?"
STORY = "Lésion en zébrure du haut du dos, qui fonce depuis quatre mois."
NO_CLOSE_UP = "appareil en panne"


@dataclass(frozen=True)
class Person:
    """A patient whose traits appear nowhere else."""

    family_name: str = "Quenouillard"
    given_name: str = "Ysoline"
    birth_date: str = "12/03/1954"
    birth_place: str = "Bordeaux (33, Gironde)"
    number: str = str(NIR.with_key("2540333063001"))


def ask(desk: Desk, patient: Person, files: tuple[Path, Path]) -> str:
    """The whole way; returns the reference."""
    find_nobody(desk, patient)
    create_the_identity(desk, patient)
    obtain_consent(desk)
    choose_type_and_recipient(desk)
    fill_in(desk, files)
    return read_again_and_send(desk)


def find_nobody(desk: Desk, patient: Person) -> None:
    desk.follow("Créer une téléexpertise")
    expect(desk.heading("Recherche d’identité")).to_be_visible()
    desk.write("Nom", patient.family_name)
    desk.write("Prénom", patient.given_name)
    desk.write("Date de naissance", patient.birth_date)
    desk.press("Rechercher")
    expect(desk.heading("Aucun patient trouvé")).to_be_visible()


def create_the_identity(desk: Desk, patient: Person) -> None:
    desk.press("Création de l’identité")
    expect(desk.page.get_by_label("Nom de naissance")).to_have_value(patient.family_name)
    desk.tick("féminin")
    place = desk.page.get_by_role("combobox", name="Lieu de naissance")
    if desk.has_scripts:
        place.press_sequentially(patient.birth_place[:6], delay=20)
        desk.page.get_by_role("option", name=patient.birth_place).click()
    else:
        place.fill(patient.birth_place)
    desk.write("Numéro de sécurité sociale", patient.number)
    desk.press("Créer l’identité")


def obtain_consent(desk: Desk) -> None:
    expect(desk.heading("Demander le consentement du patient")).to_be_visible()
    desk.tick("oui, oral")
    desk.press("Suivant")


def choose_type_and_recipient(desk: Desk) -> None:
    expect(desk.heading("Veuillez sélectionner un type de demande")).to_be_visible()
    desk.page.get_by_role("radio", name=re.compile("^Dermatologie")).check()
    desk.press("Suivant")
    expect(desk.heading("Sélectionner un destinataire")).to_be_visible()
    desk.page.get_by_role("radio", name=re.compile("^Dermatologie")).check()
    desk.press("Sauvegarder")


def fill_in(desk: Desk, files: tuple[Path, Path]) -> None:
    expect(desk.page.get_by_label("Votre question précise")).to_be_visible()
    desk.add_documents(*files)
    _the_question(desk)
    _the_lesion(desk)
    desk.tick(files[0].stem, under="Photo de situation (région entière)")
    desk.page.get_by_text("Non disponible, parce que… : Gros plan net").click()
    desk.write("Pourquoi «\u202fGros plan net\u202f» n’est pas disponible", NO_CLOSE_UP)


def _the_question(desk: Desk) -> None:
    desk.write("Votre question précise", QUESTION)
    desk.tick("diagnostic", under="Nature de la question")
    desk.tick("≤ 7 jours", under="Délai souhaité")
    desk.tick("non", under="Sans cet avis, auriez-vous adressé le patient ?")
    desk.tick("cabinet", under="Lieu de prise en charge")
    desk.write("Histoire en 5 lignes", STORY)
    desk.write("Liste des traitements", "aucun")
    desk.tick("aucune connue", under="Allergies ou intolérances")


def _the_lesion(desk: Desk) -> None:
    desk.tick("lésion(s) pigmentée(s)", under="Type de problème")
    desk.tick("haut du dos", under="Localisation")
    desk.tick("< 6 mois", under="Depuis")
    desk.tick("unique", under="Nombre de lésions")
    desk.write("Plus grand diamètre, en mm", "8,5")
    desk.tick("change de couleur ou de forme", under="Évolution")
    desk.tick("aucun", under="Symptômes")
    desk.tick("asymétrie", "> 6 mm", under="Critères visuels")
    desk.tick("aucun", under="Facteurs de risque de cancer cutané")
    desk.tick("aucun", under="Signes généraux")
    desk.tick("Rien n’a été essayé")


def read_again_and_send(desk: Desk) -> str:
    desk.press("Relire et envoyer")
    expect(desk.heading("Relire et envoyer")).to_be_visible()
    page = desk.page.get_by_role("main")
    for words in (QUESTION, STORY, NO_CLOSE_UP, "QUENOUILLARD", "8,5"):
        expect(page).to_contain_text(words)
    desk.press("Envoyer à l’expert")
    expect(desk.heading("Votre demande est envoyée")).to_be_visible()
    return desk.reference()
