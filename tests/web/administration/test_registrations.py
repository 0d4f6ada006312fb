"""The administrator's queue and the decision, by their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import AccountRight, Right, User
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.workflow import State
from telavis.values.french import date_words
from tests.factories import PractitionerFactory, RoleFactory, UserFactory
from tests.registrations.applying import (
    NUMBER,
    OTHER_NUMBER,
    an_administrator,
    begin,
    known_professional,
    sent_registration,
    submit,
)
from tests.web.desks import desk_of, statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
LIST = "/administration/inscriptions/"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(an_administrator().user)
    return client


def page_of(registration: Registration, verb: str = "") -> str:
    return f"{LIST}{registration.pk}/{verb}"


def test_the_list_says_who_waits_since_when_and_what_differs(desk: Client):
    known_professional(family_name="Perrin")
    submit()
    shown = page(desk.get(LIST))
    for words in ("Jeanne Dubois", "Nom d’exercice : diffère", "À décider"):
        assert words in shown


def test_a_clear_one_says_so(desk: Client):
    known_professional()
    registration = submit()
    assert "Les sources sont d’accord" in page(desk.get(LIST))
    assert "Rien ne diffère et personne ne lui ressemble" in page(desk.get(page_of(registration)))


def test_a_question_left_without_an_answer_says_until_when_then_that_nobody_refused(desk: Client):
    now = timezone.now()
    registration = actions.ask(submit(), question="Exercez-vous encore ?", by=an_administrator())
    last_day = actions.remind(registration, now=now, by=SYSTEM).answer_by
    assert last_day
    said = date_words(last_day).replace("\u00a0", " ")
    assert f"réponse attendue jusqu’au {said}" in page(desk.get(LIST))
    actions.lapse(registration, now=now + timedelta(days=15), by=SYSTEM)
    for shown in (page(desk.get(f"{LIST}?vue=decidees")), page(desk.get(page_of(registration)))):
        assert "Close sans réponse, " in shown
        assert "Refusée par" not in shown
    late = page(desk.post(page_of(registration, "refus/"), {"reason": "Inconnue."}, follow=True))
    assert "est déjà close, sans réponse" in late


def test_the_evidence_stands_side_by_side(desk: Client):
    known_professional(family_name="Perrin")
    shown = page(desk.get(page_of(submit())))
    for words in ("Saisi", "Annuaire", "Dubois", "Perrin", "diffère", NUMBER, "(prouvée)"):
        assert words in shown


def test_who_might_be_the_same_person_is_named(desk: Client):
    who = known_professional()
    who.user = UserFactory(full_name="Dr Jeanne Dubois", username="jeanne")
    who.save(update_fields=["user"])
    registration = submit()
    assert "Doublon possible" in page(desk.get(LIST))
    shown = page(desk.get(page_of(registration)))
    assert "Peut-être la même personne" in shown
    assert "même RPPS" in shown
    assert "Ce numéro RPPS a déjà un compte" in shown
    assert "Valider l’inscription" not in shown


def test_more_namesakes_than_are_shown_are_counted(desk: Client):
    known_professional()
    registration = submit()
    for _ in range(23):
        PractitionerFactory(family_name="Dubois", given_name="Jeanne")
    shown = page(desk.get(page_of(registration)))
    assert shown.count("nom proche</span>") == 20
    assert "Et 3 autres, de nom proche" in shown


def test_approving_opens_the_account_and_leads_back_to_the_list(desk: Client):
    known_professional()
    registration = submit()
    answer = desk.post(page_of(registration, "validation/"), follow=True)
    assert "Le compte de Dr Jeanne Dubois est ouvert" in page(answer)
    assert "Aucune inscription n’attend" in page(answer)
    assert User.objects.get(pk=registration.user_id).is_open


def test_the_second_administrator_reads_who_was_first(desk: Client):
    registration = actions.approve(submit(), by=an_administrator())
    answer = desk.post(page_of(registration, "refus/"), {"reason": "Trop tard."}, follow=True)
    assert "a déjà validée cette inscription" in page(answer)
    registration.refresh_from_db()
    assert registration.state == State.APPROVED


def test_a_refusal_says_why(desk: Client):
    registration = submit()
    assert "Écrivez pourquoi vous refusez" in page(
        desk.post(page_of(registration, "refus/"), {"reason": " "})
    )
    desk.post(page_of(registration, "refus/"), {"reason": "Inconnue."})
    assert "Refusée par" in page(desk.get(f"{LIST}?vue=decidees"))


def test_a_question_keeps_it_in_the_list(desk: Client):
    registration = submit()
    assert "Écrivez votre question" in page(desk.post(page_of(registration, "question/"), {}))
    desk.post(page_of(registration, "question/"), {"question": "Où ?"})
    assert "Question posée, réponse attendue" in page(desk.get(LIST))


def test_one_s_own_registration_is_left_to_somebody_else():
    registration = submit()
    registration.user.standing = "open"
    registration.user.save(update_fields=["standing"])
    AccountRight.objects.create(user=registration.user, right=Right.ADMINISTRATOR)
    own = Client()
    own.force_login(registration.user)
    shown = page(own.get(page_of(registration)))
    assert "un autre administrateur la décidera" in shown
    assert "Valider l’inscription" not in shown
    assert own.post(page_of(registration, "validation/")).status_code == 403


def test_what_is_still_typed_is_nobodys_to_read(desk: Client):
    assert desk.get(page_of(begin())).status_code == 404


def test_the_way_there_is_shown_to_administrators_only(desk: Client):
    assert "Administration" in page(desk.get("/"))
    doctor = desk_of(RoleFactory())
    assert "Administration" not in page(doctor.get("/"))
    assert doctor.get(LIST).status_code == 404


def test_a_longer_list_asks_no_more_questions(desk: Client):
    known_professional()
    submit()
    few = len(statements(lambda: desk.get(LIST)))
    for number in range(4):
        submit(OTHER_NUMBER, "Petit", email=f"p{number}@exemple.fr", mobile=f"+3363998010{number}")
    assert len(statements(lambda: desk.get(LIST))) <= few + 1


def test_a_long_queue_goes_on_after_twenty_five_within_a_dozen_questions(desk: Client):
    for _ in range(27):
        sent_registration()
    first = desk.get(LIST)
    assert "27" in page(first)
    assert len(first.context["rows"]) == 25
    assert len(desk.get(LIST + first.context["next_href"]).context["rows"]) == 2
    assert len(statements(lambda: desk.get(LIST))) <= 12


def test_whom_no_source_knows_is_not_called_clear(desk: Client):
    registration = sent_registration()
    assert "Absent de l’annuaire" in page(desk.get(LIST))
    shown = page(desk.get(page_of(registration)))
    assert "Aucune source ne connaît cette personne" in shown
    assert "Rien ne diffère" not in shown
