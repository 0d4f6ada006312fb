"""«Confirmez que c’est vous»: what counts as a recent proof, how another one is given, and what waits meanwhile."""

import time
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import AccountRight, Right, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Delivery
from telavis.parameters.models import Parameter
from telavis.registrations.models import Registration
from telavis.registrations.workflow import State
from tests.factories import OrganizationFactory, RoleFactory
from tests.jobs import work_here
from tests.registrations.applying import known_professional, submit
from tests.web.signing_in import PASSWORD, forget_proof, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db
CONFIRM, CODE = "/connexion/confirmation/", "/connexion/confirmation/code/"
GUARDED = "/mon-compte/mot-de-passe/"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def claire(client: Client) -> User:
    user = somebody()
    AccountRight.objects.create(user=user, right=Right.ADMINISTRATOR)
    sign_in(client)
    return user


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ")


def confirm(client: Client, address: str, **typed: str) -> Any:
    """Both steps, from the address to which a guarded page has led."""
    answer = client.post(address, {"password": PASSWORD, "channel": "mail", **typed})
    return client.post(answer.url, {"code": newest_digits()})


def is_asked(answer: Any) -> bool:
    return answer.status_code == 302 and answer.url.startswith(CONFIRM)


# --- what is a proof ---------------------------------------------------------------------------------------------
def test_a_sign_in_counts_for_five_minutes_and_no_longer(client: Client, claire: User):
    proved_at = client.session["proved"]["at"]
    with time_machine.travel(proved_at + 5 * 60 - 1, tick=False):
        assert client.get(GUARDED).status_code == 200
    with time_machine.travel(proved_at + 5 * 60 + 1, tick=False):
        assert is_asked(client.get(GUARDED))


def test_how_old_it_may_be_is_a_dated_setting(client: Client, claire: User):
    Parameter.objects.create(key="recent_proof_minutes", valid_from="2026-01-01", value=15)
    forget_proof(client, 14 * 60)
    assert client.get(GUARDED).status_code == 200


def test_a_proof_of_the_future_is_none(client: Client, claire: User):
    forget_proof(client, -60)
    assert is_asked(client.get(GUARDED))


def test_the_proof_of_another_person_or_of_another_session_is_none(client: Client, claire: User):
    elsewhere = Client()
    sign_in(elsewhere)
    forget_proof(client)
    assert elsewhere.get(GUARDED).status_code == 200
    assert is_asked(client.get(GUARDED))
    session = client.session
    session["proved"] = {"who": "somebody else", "at": int(time.time())}
    session.save()
    assert is_asked(client.get(GUARDED))


def test_a_forgotten_password_set_anew_proves_nothing(client: Client, claire: User):
    """One code opened it: the session is flushed, and the next one begins with both factors."""
    forget_proof(client)
    client.post("/connexion/oubli/", {"identifier": "claire", "channel": "mail"})
    work_here("login.send_recovery_code")
    client.post("/connexion/oubli/code/", {"code": newest_digits()})
    assert is_asked(client.get(GUARDED)), "a recovery code is no proof"
    new = "une-autre-phrase-solide"
    client.post("/connexion/oubli/mot-de-passe/", {"password": new, "again": new})
    assert client.get(GUARDED).url.startswith("/connexion/?next=")


# --- giving it again ---------------------------------------------------------------------------------------------
def test_password_then_code_lead_to_the_page_that_was_wished_for(client: Client, claire: User):
    forget_proof(client)
    asked = client.get(GUARDED)
    assert "Confirmez que c’est vous" in page(client.get(asked.url))
    before = client.session.session_key
    assert confirm(client, asked.url).url == GUARDED
    assert client.get(GUARDED).status_code == 200
    assert client.session.session_key != before, "a key that was stolen before must not profit"
    assert AuditEvent.objects.get(action=AuditAction.CONFIRM).detail == {"factors": ["password", "code"]}


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/administration/?page=2", "/administration/?page=2"),
        ("http://testserver/mon-compte/adresse/", "/mon-compte/"),
        ("http://testserver/connexion/code/", "/mon-compte/"),
        ("https://ailleurs.example/administration/", "/mon-compte/"),
        ("javascript:alert(1)", "/mon-compte/"),
        ("", "/mon-compte/"),
    ],
)
def test_who_does_not_confirm_goes_back_to_the_page_they_left_never_to_one_that_asks_again(
    client: Client, claire: User, came_from: str, back: str
):
    forget_proof(client)
    asked = client.get(GUARDED, headers={"Referer": came_from}).url
    assert f'href="{back}"' in page(client.get(asked))


def test_the_page_that_was_left_is_one_of_this_site_and_lasts_until_the_form_leaves(
    client: Client, claire: User
):
    forget_proof(client)
    account = f"/administration/comptes/{claire.pk}/"
    asked = client.post(f"{account}deblocage/", headers={"Referer": f"http://testserver{account}"}).url
    assert f'href="{account}"' in page(client.get(confirm(client, asked).url))
    elsewhere = client.get(f"{CONFIRM}suite/?{urlencode({'depuis': '//ailleurs.example/'})}", follow=True)
    assert "ailleurs.example" not in page(elsewhere)


def test_one_factor_alone_is_not_enough(client: Client, claire: User):
    forget_proof(client)
    address = client.get(GUARDED).url
    client.post(address, {"password": PASSWORD, "channel": "mail"})
    assert is_asked(client.get(GUARDED))
    other = Client()
    sign_in(other)
    forget_proof(other)
    answer = other.post(CODE, {"code": newest_digits()}, follow=True)
    assert "Mot de passe" in page(answer), "the code of another session does not open this one"
    assert is_asked(other.get(GUARDED))


def test_a_wrong_password_is_counted_as_at_the_door(client: Client, claire: User):
    forget_proof(client)
    address = client.get(GUARDED).url
    for _ in range(5):
        assert "Ce n’est pas votre mot de passe" in page(
            client.post(address, {"password": "non", "channel": "mail"})
        )
    assert "Trop d’essais" in page(client.post(address, {"password": PASSWORD, "channel": "mail"}))


def test_five_wrong_codes_burn_it(client: Client, claire: User):
    forget_proof(client)
    code_page = client.post(client.get(GUARDED).url, {"password": PASSWORD, "channel": "mail"}).url
    digits = newest_digits()
    for _ in range(5):
        client.post(code_page, {"code": wrong(digits)})
    assert "essayé cinq fois" in page(client.post(code_page, {"code": digits}))
    assert is_asked(client.get(GUARDED))


def test_a_code_to_sign_in_does_not_confirm(client: Client, claire: User):
    forget_proof(client)
    code_page = client.post(client.get(GUARDED).url, {"password": PASSWORD, "channel": "mail"}).url
    Client().post("/connexion/", {"identifier": "claire", "password": PASSWORD, "channel": "mail"})
    assert "Ce code n’est pas le bon" in page(client.post(code_page, {"code": newest_digits()}))


def test_two_tabs_share_one_code_and_the_second_goes_on_without_another(client: Client, claire: User):
    forget_proof(client)
    first, second = client.get(GUARDED).url, client.get(f"{GUARDED}?onglet=2").url
    code_page = client.post(first, {"password": PASSWORD, "channel": "mail"}).url
    messages = Delivery.objects.count()
    assert client.get(second).url.startswith(CODE)
    assert Delivery.objects.count() == messages
    assert client.post(code_page, {"code": newest_digits()}).url == GUARDED
    assert client.post(f"{CODE}?next={GUARDED}%3Fonglet%3D2", {"code": newest_digits()}).url == (
        f"{GUARDED}?onglet=2"
    )


def test_another_code_makes_the_first_one_void(client: Client, claire: User):
    forget_proof(client)
    code_page = client.post(client.get(GUARDED).url, {"password": PASSWORD, "channel": "mail"}).url
    first = newest_digits()
    assert "laissez-lui une demi-minute" in page(client.post(code_page, {"again": "mail"}, follow=True))
    client.post(code_page, {"again": "sms"})
    if newest_digits() != first:
        assert "n’est pas le bon" in page(client.post(code_page, {"code": first}))
    assert client.post(code_page, {"code": newest_digits()}).url == GUARDED


@pytest.mark.parametrize("wished", ["https://mal.example/", "//mal.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client: Client, claire: User, wished: str):
    assert client.get(CONFIRM, {"next": wished}).url == "/"


def test_a_page_without_anything_under_way_begins_anew(client: Client, claire: User):
    forget_proof(client)
    assert is_asked(client.get(CODE))
    assert is_asked(client.get("/connexion/confirmation/suite/"))


# --- a form that was sent too late -------------------------------------------------------------------------------
def test_what_was_typed_waits_and_leaves_with_one_press(client: Client, claire: User):
    known_professional()
    registration = submit()
    refuse = f"/administration/inscriptions/{registration.pk}/refus/"
    forget_proof(client)
    asked = client.post(refuse, {"reason": "Inconnue <de> l’ordre."})
    assert is_asked(asked)
    assert "Refuser l’inscription" in page(client.get(asked.url))
    waits = client.get(confirm(client, asked.url).url)
    shown = page(waits)
    assert f'action="{refuse}"' in shown
    assert "Inconnue &lt;de&gt; l’ordre." in shown
    registration.refresh_from_db()
    assert registration.state == State.WAITING, "nothing is done before the press"
    form = waits.context["waiting"]
    client.post(refuse, {**dict(form.fields), "interrupted": form.key})
    assert Registration.objects.get(pk=registration.pk).state == State.REFUSED
    assert "interrupted" not in client.session or not client.session["interrupted"]


def test_a_choice_among_what_was_found_comes_back_to_its_results(client: Client, claire: User):
    role = RoleFactory()
    place = OrganizationFactory(name="Clinique des Tilleuls", search_text="CLINIQUE TILLEULS")
    found = client.post(f"/administration/comptes/{role.practitioner.user_id}/lieu/", {"q": "tilleuls"}).url
    forget_proof(client)
    typed = {"organization": str(place.pk), "started_on": f"{timezone.localdate():%d/%m/%Y}"}
    late = client.post(found, typed)
    shown = page(client.get(confirm(client, late.url).url))
    assert f'action="{found}"' in shown
    assert "peut travailler depuis" in page(client.post(found, typed, follow=True))


def test_the_words_of_a_late_search_do_not_wait(client: Client, claire: User):
    here = f"/administration/comptes/{RoleFactory().practitioner.user_id}/lieu/"
    forget_proof(client)
    asked = client.post(here, {"q": "tilleuls"}).url
    assert asked.startswith(f"{CONFIRM}?{urlencode({'next': here})}")
    assert "tilleuls" not in asked
    assert "tilleuls" not in str(dict(client.session))


def test_no_password_waits_in_a_session(client: Client, claire: User):
    forget_proof(client)
    answer = client.post(GUARDED, {"present": PASSWORD, "password": "x" * 14, "again": "x" * 14})
    assert is_asked(answer)
    assert "n’est pas gardé" in page(client.get(answer.url))
    assert "interrupted" not in client.session
    assert confirm(client, answer.url).url == GUARDED


def test_what_is_too_long_does_not_wait(client: Client, claire: User):
    known_professional()
    refuse = f"/administration/inscriptions/{submit().pk}/refus/"
    forget_proof(client)
    assert "n’est pas gardé" in page(client.post(refuse, {"reason": "x" * 20_001}, follow=True))
    assert "interrupted" not in client.session


def test_what_waits_is_forgotten_after_a_quarter_of_an_hour(client: Client, claire: User):
    known_professional()
    forget_proof(client)
    asked = client.post(f"/administration/inscriptions/{submit().pk}/validation/")
    session = client.session
    session["interrupted"] = [{**session["interrupted"][0], "at": int(time.time()) - 16 * 60}]
    session.save()
    assert confirm(client, asked.url).url == "/"


def test_a_part_of_a_page_is_refused_without_a_page_in_its_place(client: Client, claire: User):
    forget_proof(client)
    answer = client.get(GUARDED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (403, b"")


# --- the doors ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["validation", "refus"])
def test_a_decision_waits_for_the_proof(client: Client, claire: User, verb: str):
    known_professional()
    registration = submit()
    forget_proof(client)
    assert is_asked(
        client.post(f"/administration/inscriptions/{registration.pk}/{verb}/", {"reason": "Non."})
    )
    registration.refresh_from_db()
    assert registration.state == State.WAITING
