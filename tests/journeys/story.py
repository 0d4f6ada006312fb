"""The whole of the memo's journey: asked, completed, answered, read, transferred, saved, closed."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.core import mail
from playwright.sync_api import expect

from telavis.notifications.models import Delivery
from tests.jobs import work
from tests.journeys.asking import QUESTION, STORY, Person, ask
from tests.journeys.desk import Desk
from tests.reports.reading import pages_of, squashed

WANTED = "Pouvez-vous préciser si la zébrure saigne ?"
GIVEN = "Elle n’a jamais saigné."
OPINION = "Exérèse de la zébrure en consultation."
TO_DO = "Surveiller la zébrure"
A_WORD = "Pour ta prochaine visite"
COLLEAGUE = "Dr Nadia Benali"


@dataclass
class People:
    """Who takes part, each in their own browser."""

    requester: Desk
    expert: Desk
    colleague: Desk


def tell(people: People, files: tuple[Path, Path]) -> None:
    """From the first sign-in to the transfer taken back."""
    patient = Person()
    people.requester.sign_in()
    reference = ask(people.requester, patient, files)
    people.requester.press("Envoyer maintenant")
    ask_for_more(people.expert, reference)
    complete(people.requester, reference)
    answer(people.expert, reference)
    read(people.requester, reference)
    transfer(people.requester)
    follow(people.colleague, reference)
    save(people.requester, reference)
    take_back_and_close(people.requester)
    find_nothing(people.colleague)
    no_mail_tells(patient, files)


def ask_for_more(expert: Desk, reference: str) -> None:
    expert.sign_in()
    expert.follow("Réception")
    expert.press(f"Prendre {reference}")
    expect(expert.heading(re.compile(reference))).to_be_visible()
    main = expert.page.get_by_role("main")
    expect(main).to_contain_text(QUESTION)
    expect(main).to_contain_text("QUENOUILLARD")
    expert.follow("Demander un complément")
    expert.write("Votre demande", WANTED)
    expert.press("Demander ce complément")
    expect(expert.page.get_by_role("main")).to_contain_text("Complément demandé")


def complete(requester: Desk, reference: str) -> None:
    is_told("requerant@telavis.example", "Un complément vous est demandé", reference)
    requester.goes_home()
    open_file(requester, "QUENOUILLARD Ysoline")
    expect(requester.page.get_by_text("L’expert attend un complément de votre part")).to_be_visible()
    expect(requester.page.get_by_role("main")).to_contain_text(WANTED)
    requester.follow("Répondre")
    requester.write("Votre complément", GIVEN)
    requester.press("Envoyer le complément")
    expect(requester.page.get_by_role("main")).to_contain_text(GIVEN)


def answer(expert: Desk, reference: str) -> None:
    is_told("expert@telavis.example", "Un complément est arrivé", reference)
    expert.follow("Réception")
    expert.follow(re.compile("^À moi"))
    open_file(expert, reference)
    expect(expert.page.get_by_role("main")).to_contain_text(GIVEN)
    expert.write("Réponse courte", OPINION)
    expert.tick("consultation", under="Décision")
    expert.write("Consultation sous quel délai", "sous 3 semaines")
    line = expert.question("Action 1")
    line.get_by_label("Quoi").fill(TO_DO)
    line.get_by_label("Qui").select_option("le patient")
    line.get_by_label("Quand").fill("chaque mois")
    expert.write("Recontacter si…", "Saignement ou extension.")
    expert.write("Pour le patient", "Une consultation est prévue.")
    expert.write("Hypothèse principale", "nævus atypique")
    expert.tick("moyenne", under="Certitude")
    expert.press("Signer et envoyer")
    expect(expert.page.get_by_text("Signé par Dr Paul Roux")).to_be_visible()


def read(requester: Desk, reference: str) -> None:
    """The mail, the mark on the home page, then the answer before anything else."""
    is_told("requerant@telavis.example", "Un avis est arrivé", reference)
    requester.goes_home()
    open_file(requester, "QUENOUILLARD Ysoline (avis non lu)")
    main = requester.page.get_by_role("main")
    expect(main.get_by_role("heading", level=2).first).to_have_text("Avis")
    for words in (OPINION, TO_DO, "Signé par Dr Paul Roux"):
        expect(main).to_contain_text(words)


def transfer(requester: Desk) -> None:
    requester.follow("Transférer")
    requester.write("Chercher un collègue", "benali")
    requester.press("Rechercher")
    requester.press(f"Choisir {COLLEAGUE}")
    expect(requester.heading("Ce que cette personne verra")).to_be_visible()
    requester.write("Un mot pour votre collègue", A_WORD)
    requester.press("Transférer le dossier")
    expect(requester.page.get_by_role("region", name="Suivi par")).to_contain_text(COLLEAGUE)


def follow(colleague: Desk, reference: str) -> None:
    is_told("consoeur@telavis.example", "Un dossier vous est transféré", reference)
    colleague.sign_in()
    open_file(colleague, "QUENOUILLARD Ysoline (avis non lu)")
    expect(colleague.page.get_by_role("main")).to_contain_text(OPINION)
    expect(colleague.page.get_by_role("link", name="Transférer")).to_have_count(0)


def save(requester: Desk, reference: str) -> None:
    """«Générer PDF», then «…», «Enregistrer»."""
    shown = requester.page.get_by_role("link", name="Générer PDF").get_attribute("href")
    report = requester.page.request.get(f"{requester.site}{shown}")
    assert report.headers["content-type"] == "application/pdf"
    assert report.headers["content-disposition"].startswith("inline")
    requester.menu("Autres actions")
    with requester.page.expect_download() as download:
        requester.follow("Enregistrer")
    assert download.value.suggested_filename == f"{reference}.pdf"
    printed = squashed("".join(pages_of(Path(download.value.path()).read_bytes())))
    for words in (reference, "QUENOUILLARD", QUESTION, WANTED, GIVEN, OPINION, TO_DO, "Dr Paul Roux"):
        assert squashed(words) in printed, f"«{words}» is not on paper"


def take_back_and_close(requester: Desk) -> None:
    requester.follow("Transférer")
    requester.press(f"Retirer {COLLEAGUE}")
    expect(requester.page.get_by_text("ne suit plus ce dossier")).to_be_visible()
    requester.follow("Retour au dossier")
    requester.press("Clore le dossier")
    expect(requester.page.get_by_role("button", name="Clore le dossier")).to_have_count(0)
    expect(requester.page.get_by_role("main")).to_contain_text("Close")


def find_nothing(colleague: Desk) -> None:
    response = colleague.page.reload()
    assert response
    assert response.status == 404
    colleague.follow("Aller à l’accueil")
    expect(colleague.page.get_by_text("QUENOUILLARD")).to_have_count(0)


def open_file(desk: Desk, words: str | re.Pattern[str]) -> None:
    row = desk.page.get_by_role("listitem").filter(has_text=words)
    desk.gestures += 1
    row.get_by_role("link").first.click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("TE-")


def is_told(address: str, subject: str, reference: str) -> None:
    """A mail with this subject and the reference has left."""
    work()
    told = Delivery.objects.filter(address=address, subject__contains=subject)
    assert told.count() == 1, f"{subject}: {list(Delivery.objects.values_list('address', 'subject'))}"
    assert reference in told.get().body


def no_mail_tells(patient: Person, files: tuple[Path, Path]) -> None:
    """Neither who is ill, nor of what, nor where they were sent."""
    work()
    written = [f"{each.subject}\n{each.body}\n{each.address}" for each in Delivery.objects.all()]
    written += [f"{each.subject}\n{each.body}" for each in mail.outbox]
    assert len(written) >= 8, "three codes, and a word at each step"
    canaries = [
        patient.family_name, patient.given_name, patient.number, patient.birth_date, "1954", " ans",
        "zébrure", QUESTION, STORY, OPINION, WANTED, GIVEN, A_WORD,
        "dermato", "vénéréo", "nævus", *(each.stem for each in files),
    ]  # fmt: skip
    for text in written:
        for canary in canaries:
            assert canary.lower() not in text.lower(), f"«{canary}» in: {text}"
