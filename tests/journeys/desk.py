"""A person before a browser: reads French words, presses what bears them, and counts the gestures."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from telavis.demo.accounts import PASSWORD
from tests.jobs import work

REFERENCE = re.compile(r"(TE-\d\d-\w{4}-\w\w)")


@dataclass
class Desk:
    """One browser, one person."""

    page: Page
    site: str
    username: str
    has_scripts: bool = True
    gestures: int = 0

    def sign_in(self) -> None:
        """«Authentification forte», and the code that came by e-mail."""
        self.give_password()
        self.write("Code reçu", self.code())
        self.press("Me connecter")
        expect(self.heading(re.compile("^Bonjour "))).to_be_visible()

    def give_password(self) -> None:
        """As far as the code."""
        self.page.goto(self.site)
        expect(self.page.get_by_role("heading", name="Authentification forte")).to_be_visible()
        self.write("Identifiant", self.username)
        self.write("Mot de passe", PASSWORD)
        self.tick("par e-mail")
        self.press("Recevoir mon code")

    def code(self) -> str:
        """As a visitor of the demonstration reads it, in another tab."""
        work()
        with self.page.context.expect_page() as opened:
            self.follow(re.compile("parmi les messages"))
        tab = opened.value
        found = re.search(r"\b\d{3} \d{3}\b", tab.get_by_role("main").inner_text())
        tab.close()
        assert found, "no code among the messages"
        return found[0]

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        self.gestures += 1
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def press_first(self, beginning: str) -> None:
        """The first of several buttons whose names go on differently."""
        self.gestures += 1
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(beginning)}")).first.click()

    def tick_beginning(self, beginning: str) -> None:
        """A card whose name goes on with what it is for."""
        self.gestures += 1
        self.page.get_by_role("radio", name=re.compile(f"^{re.escape(beginning)}")).check()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        self.gestures += 1
        (within or self.page).get_by_role("link", name=name, exact=True).first.click()

    def write(self, label: str, words: str) -> None:
        self.gestures += 1
        self.page.get_by_label(_perhaps_optional(label)).fill(words)

    def tick(self, *names: str, under: str = "") -> None:
        """A box or a radio button, under the words of its question when several bear its name."""
        place = self.question(under) if under else self.page
        for name in names:
            self.gestures += 1
            box = place.get_by_role("radio", name=name, exact=True)
            box.or_(place.get_by_role("checkbox", name=name, exact=True)).check()

    def question(self, words: str) -> Locator:
        return self.page.get_by_role("group", name=_perhaps_optional(words))

    def heading(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=words)

    def menu(self, name: str) -> None:
        """Open a menu by the name of its button."""
        self.gestures += 1
        self.page.get_by_title(name, exact=True).click()

    def add_documents(self, *files: Path) -> None:
        """«Ajouter un document»: with scripts the button opens the choice, without them the page of documents."""
        names = [each.stem for each in files]
        if self.has_scripts:
            self.page.wait_for_load_state()  # before its scripts are there, the button leads to the page of documents
            with self.page.expect_file_chooser() as chooser:
                self.press("Ajouter un document")
            chooser.value.set_files(files)
        else:
            self.press("Ajouter un document")
            self.page.get_by_label("Fichiers à ajouter").set_input_files(files)
            self.press("Ajouter un document")
        documents = self.page.get_by_role("region", name="Documents")
        expect(documents.get_by_label("Titre du document")).to_have_count(len(names))
        work()
        if not self.has_scripts:
            self.follow("Retour à la demande")

    def goes_home(self) -> None:
        self.follow("Accueil")
        expect(self.heading(re.compile("^Bonjour "))).to_be_visible()

    def reference(self) -> str:
        """The reference that the page shows."""
        found = REFERENCE.search(self.page.get_by_role("main").inner_text())
        assert found, "the page shows no reference"
        return found[0]


def _perhaps_optional(words: str) -> re.Pattern[str]:
    """The words of a question, whether or not it must be answered."""
    return re.compile(rf"^{re.escape(words)}( \(facultatif\))?$")
