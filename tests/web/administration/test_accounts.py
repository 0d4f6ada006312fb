"""The pages of accounts: found, read, acted upon."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.accounts.models import AccountRight, AuthenticatorApp, ExternalIdentity, Right, Standing, User
from telavis.administration import actions
from telavis.administration.models import AccessReset
from telavis.directory.models import Practitioner, PublishedProfessional
from telavis.services.models import MemberKind
from telavis.values.rpps import RPPS
from tests.administration.administering import administrator
from tests.factories import ExpertFactory, PractitionerFactory, RoleFactory, ServiceFactory, UserFactory
from tests.web.desks import desk_of, statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
HOME, LIST = "/administration/", "/administration/comptes/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(administrator(full_name="Anne Première").user)
    return client


def page_of(user: User, act: str = "") -> str:
    return f"{LIST}{user.pk}/{act}"


def test_the_home_of_the_administration_says_what_waits(desk: Client):
    other = administrator(full_name="Luc Second")
    actions.ask_reset(UserFactory(full_name="Dr Perdu"), reason="Rappelé au service.", by=other)
    shown = page(desk.get(HOME))
    for words in (
        "inscription à décider",
        "départ à vérifier",
        "Dr Perdu",
        "Rappelé au service",
        "Luc Second",
    ):
        assert words in shown


@pytest.mark.parametrize(("waiting", "counted"), [(25, "25"), (26, "25+")])
def test_the_home_says_when_more_wait_than_it_shows(desk: Client, waiting: int, counted: str):
    other = administrator(full_name="Luc Second")
    for _ in range(waiting):
        AccessReset.objects.create(
            user=UserFactory(),
            reason="Téléphone perdu.",
            asked_by_id=other.user.pk,
            asked_by_label="Luc Second",
        )
    shown = desk.get(HOME).content.decode()
    assert shown.count("Téléphone perdu.") == 25
    assert f'<span class="counter__number">{counted}</span><span>accès à remettre' in shown
    assert ("Les 25 premiers sont montrés" in shown) == (waiting > 25)


@pytest.mark.parametrize("why", ["left", "suspended", "referent left", "referent suspended"])
def test_an_open_service_whose_coordinator_or_referent_is_gone_waits_there_too(desk: Client, why: str):
    service = ServiceFactory(name="Cardiologie délaissée")
    ExpertFactory(service=service)
    assert "Cardiologie délaissée" not in page(desk.get(HOME))
    coordinator, referent = (
        service.memberships.get(kind=MemberKind.COORDINATOR).role,
        service.organization.referent,
    )
    who = referent if "referent" in why else coordinator
    if "suspended" not in why:
        who.ended_on = timezone.localdate() - timedelta(days=1)
        who.save(update_fields=["ended_on"])
    else:
        actions.suspend(who.practitioner.user, reason="Absence.", by=administrator())
    shown = page(desk.get(HOME))
    assert "Services sans coordinateur ou sans référent" in shown
    assert "Cardiologie délaissée" in shown
    assert ("Établissement sans référent" in shown) == why.startswith("referent")
    assert ("Sans coordinateur" in shown) != why.startswith("referent")
    assert len(statements(lambda: desk.get(HOME))) <= 12
    house = page(desk.get(f"/administration/etablissements/{service.organization_id}/"))
    assert ("n’y travaille plus" in house) == (why == "referent left")
    assert ("n’a plus de compte ouvert" in house) == (why == "referent suspended")


def test_a_coordinator_who_has_no_account_yet_coordinates(desk: Client):
    service = ServiceFactory(name="Cardiologie délaissée")
    Practitioner.objects.filter(roles__memberships__healthcare_service=service).update(user=None)
    assert "Cardiologie délaissée" not in page(desk.get(HOME))


def test_whoever_left_the_national_directory_is_shown_until_suspended(desk: Client):
    role = RoleFactory(practitioner__rpps=str(RPPS.with_key("1099900900")))
    who = role.practitioner
    PublishedProfessional.objects.create(
        national_id=RPPS(who.rpps).national_id, family_name="X", given_name="Y", profession="10",
        sort_key="X", fingerprint=1, first_seen_on=date(2026, 1, 1), left_on=date(2026, 11, 2),
    )  # fmt: skip
    assert "2 novembre 2026" in page(desk.get("/administration/departs/"))
    shown = page(desk.get(page_of(who.user)))
    assert "L’annuaire national ne connaît plus cette personne" in shown
    assert "Garder ce compte" in shown
    assert len(statements(lambda: desk.get(page_of(who.user)))) <= 12
    desk.post(page_of(who.user, "suspension/"), {"reason": "Départ."})
    assert "Personne n’est parti" in page(desk.get("/administration/departs/"))


def test_departures_go_on_after_twenty_five(desk: Client):
    for number in range(27):
        rpps = str(RPPS.with_key(f"10999009{number:02}"))
        PractitionerFactory(rpps=rpps)
        PublishedProfessional.objects.create(
            national_id=RPPS(rpps).national_id, family_name="X", given_name="Y", profession="10", sort_key="X",
            fingerprint=1, first_seen_on=date(2026, 1, 1), left_on=date(2026, 11, 2),
        )  # fmt: skip
    first = desk.get("/administration/departs/")
    assert "27&nbsp;personnes" in page(first)
    following = desk.get("/administration/departs/" + first.context["next_href"])
    both = [each.place for answer in (first, following) for each in answer.context["rows"]]
    assert len(both) == len(set(both)) == 27
    assert len(statements(lambda: desk.get("/administration/departs/"))) <= 12


def test_the_list_is_searched_by_words(desk: Client):
    UserFactory(full_name="Dr Élodie Lefèvre")
    UserFactory(full_name="Dr Autre Personne")
    shown = page(desk.post(LIST, {"q": "lefè"}, follow=True))
    assert "Élodie Lefèvre" in shown
    assert "Autre Personne" not in shown
    assert "Aucun compte" in page(desk.post(LIST, {"q": "personne-ne-porte-ce-nom"}, follow=True))


def test_the_name_that_is_searched_stands_in_no_address(desk: Client):
    for number in range(27):
        UserFactory(full_name=f"Dr Lefèvre {number}")
    results = desk.post(LIST, {"q": "lefèvre"})
    assert "lef" not in results.url.lower()
    shown = desk.get(results.url)
    further = LIST + shown.context["next_href"]
    assert "lef" not in further.lower()
    assert "Lefèvre" in page(desk.get(further))


def test_the_page_of_an_account_says_where_it_stands(desk: Client):
    role = RoleFactory(practitioner__user__expires_on=timezone.localdate() + timedelta(days=3))
    user = role.practitioner.user
    tries.count_try(tries.PASSWORD, user.username)
    AccountRight.objects.create(user=user, right=Right.AUDITOR)
    shown = page(desk.get(page_of(user)))
    for words in (
        user.username,
        user.email,
        str(role.organization),
        "Auditeur",
        "mots de passe",
        "ouvert, jusqu’au",
    ):
        assert words in shown


def test_it_says_what_opens_the_account(desk: Client):
    user = UserFactory()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    assert "aucune" in page(desk.get(page_of(user)))
    user.set_password("une-phrase-que-je-retiens")
    user.save(update_fields=["password"])
    ExternalIdentity.objects.create(user=user, provider="psc", issuer="https://x", subject="y")
    AuthenticatorApp.objects.create(user=user, name="Téléphone", sealed_secret="x", last_step=0)
    assert "mot de passe, application d’authentification, Pro Santé Connect" in page(desk.get(page_of(user)))


def test_suspending_asks_why_then_says_what_was_done_and_its_holder_reads_it(desk: Client):
    user = UserFactory(full_name="Dr Absent")
    theirs = Client()
    theirs.force_login(user)
    assert "Écrivez pourquoi" in page(desk.post(page_of(user, "suspension/"), {"reason": " "}))
    shown = page(desk.post(page_of(user, "suspension/"), {"reason": "Départ signalé."}, follow=True))
    assert "est suspendu et ses sessions sont fermées" in shown
    assert theirs.get("/").url.startswith("/connexion/")
    theirs.force_login(user)
    assert "Départ signalé." in page(theirs.get("/inscription/suivi/"))
    assert "Compte suspendu" in shown
    shown = page(desk.post(page_of(user, "reouverture/"), {"reason": "Revenu."}, follow=True))
    assert "est rouvert" in shown
    assert User.objects.get(pk=user.pk).standing == Standing.OPEN


@pytest.mark.parametrize(
    ("typed", "words"),
    [("31/02/2027", "n’existe pas"), ("demain", "Écrivez la date"), ("01/01/2020", "Ce jour est passé")],
)
def test_a_wrong_last_day_is_a_sentence(desk: Client, typed: str, words: str):
    user = UserFactory()
    answer = desk.post(page_of(user, "dernier-jour/"), {"day": typed, "reason": "x"}, follow=True)
    assert words in page(answer)
    assert User.objects.get(pk=user.pk).expires_on is None


def test_a_right_is_given_and_taken_by_buttons(desk: Client):
    user = UserFactory()
    assert "Choisissez un droit" in page(desk.post(page_of(user, "droits/"), {"right": "king"}))
    desk.post(page_of(user, "droits/"), {"right": "auditor"})
    assert "Retirer ce droit" in page(desk.get(page_of(user)))
    shown = page(desk.post(page_of(user, "droits/retrait/"), {"right": "auditor"}, follow=True))
    assert "n’a plus le droit" in shown
    assert desk.post(page_of(user, "droits/retrait/"), {"right": "king"}).status_code == 404


def test_one_asks_and_the_other_confirms(desk: Client):
    other, user = administrator(), UserFactory(full_name="Dr Perdu")
    second = Client()
    second.force_login(other.user)
    asked = page(desk.post(page_of(user, "remise-a-zero/"), {"reason": "Rappelé."}, follow=True))
    assert "un autre administrateur doit la confirmer" in asked
    assert "Confirmer la remise à zéro" not in asked
    shown = page(second.get(page_of(user)))
    assert "Confirmer la remise à zéro" in shown
    reset = user.resets.get()
    address = f"/administration/remises-a-zero/{reset.pk}/confirmation/"
    assert "Vous l’avez demandée" in page(desk.post(address, follow=True))
    shown = page(second.post(address, follow=True))
    assert "est remis à zéro" in shown
    assert "demandée par Anne Première" in shown
    assert "déjà confirmée" in page(second.post(address, follow=True))


def test_counted_tries_are_forgotten_by_a_button(desk: Client):
    user = UserFactory()
    tries.count_try(tries.PASSWORD, user.username)
    assert "Essais remis à zéro" in page(desk.post(page_of(user, "deblocage/"), follow=True))
    assert "Aucun échec en cours" in page(desk.get(page_of(user)))


def test_one_s_own_account_is_left_to_another(desk: Client):
    own = AccountRight.objects.get(user__full_name="Anne Première").user
    shown = page(desk.get(page_of(own)))
    assert "un autre administrateur agit sur lui" in shown
    assert "Suspendre le compte" not in shown
    assert "propre compte" in page(desk.post(page_of(own, "suspension/"), {"reason": "x"}, follow=True))


def test_these_pages_ask_a_dozen_times_at_most(desk: Client):
    role = RoleFactory()
    tries.count_try(tries.PASSWORD, role.practitioner.user.username)
    for number in range(5):
        AccountRight.objects.create(user=UserFactory(full_name=f"Dr {number}"), right=Right.AUDITOR)
    for address in (HOME, LIST, desk.post(LIST, {"q": "dr"}).url, page_of(role.practitioner.user)):
        asked = statements(lambda address=address: desk.get(address))
        assert len(asked) <= 12, f"{address}: {len(asked)}"


def test_nobody_else_finds_these_pages():
    doctor = desk_of(RoleFactory())
    assert {doctor.get(address).status_code for address in (HOME, LIST)} == {404}
