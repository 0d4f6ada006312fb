"""What does not come in, and what every answer tells the browser."""

from collections.abc import Callable

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from telavis import urls as house
from tests.factories import RoleFactory
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db
RULES = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def raises(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("essai/403/", raises(PermissionDenied())),
    path("essai/404/", raises(Http404())),
    path("essai/400/", raises(BadRequest("MARQUE-CLINIQUE"))),
    path("essai/500/", raises(ValueError("MARQUE-CLINIQUE"))),
    *house.urlpatterns,
]
handler400, handler500 = house.handler400, house.handler500
MISSES = [f"/essai/{status}/" for status in (400, 403, 404, 500)]


@pytest.fixture
def desk() -> Client:
    client = desk_of(RoleFactory())
    client.raise_request_exception = False
    return client


@override_settings(ROOT_URLCONF="tests.web.test_door")
@pytest.mark.parametrize("address", ["/", "/connexion/", "/rien/", "/sante/vif", *MISSES])
def test_every_answer_carries_the_rules_of_the_house(address: str, desk: Client):
    response = desk.get(address)
    assert {name: response[name] for name in RULES} == RULES
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in response["Cache-Control"]
    assert response["Permissions-Policy"]


@override_settings(ROOT_URLCONF="tests.web.test_door")
@pytest.mark.parametrize("address", MISSES)
def test_no_refusal_repeats_what_went_wrong(address: str, desk: Client):
    page = desk.get(address).text
    assert 'lang="fr"' in page
    assert "En cas de difficulté" in page
    assert "MARQUE-CLINIQUE" not in page


def test_a_host_that_is_not_ours_is_refused_under_the_same_rules():
    response = Client().get("/connexion/", headers={"Host": "exemple.invalid"})
    assert response.status_code == 400
    assert "exemple.invalid" not in response.text
    assert {name: response[name] for name in RULES} == RULES
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused_in_french():
    client = Client(enforce_csrf_checks=True)
    client.force_login(RoleFactory().practitioner.user)
    response = client.post("/recherche/", {"texte": "x"})
    assert response.status_code == 403
    assert "Rien n’a été enregistré." in response.text
