"""The two addresses of a report."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import include, path

from telavis.audit.models import AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.reports import openings
from telavis.reports.render import Pdf, make_pdf
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.urls import urlpatterns as site
from telavis.web.thread import pdf
from tests.factories import RoleFactory, ServiceRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [
    path("dossiers/<str:reference>/pdf/", pdf.pdf),
    path("dossiers/<str:reference>/pdf/enregistrer/", pdf.save_pdf),
    path("", include(site)),
]


def desk_of(role: PractitionerRole) -> Client:
    client = Client()
    assert role.practitioner.user is not None
    client.force_login(role.practitioner.user)
    return client


@pytest.fixture
def answered() -> ServiceRequest:
    service_request: ServiceRequest = ServiceRequestFactory(answered=True)
    return service_request


@pytest.mark.parametrize(("end", "way"), [("", "inline"), ("enregistrer/", "attachment")])
def test_report_is_shown_or_saved_under_the_reference(answered: ServiceRequest, end: str, way: str) -> None:
    page = desk_of(answered.requester).get(f"/dossiers/{answered.reference}/pdf/{end}")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"] == f'{way}; filename="{answered.reference}.pdf"'
    assert "no-store" in page.headers["Cache-Control"]
    assert page.content.startswith(b"%PDF-")


def test_stranger_finds_nothing(answered: ServiceRequest) -> None:
    assert desk_of(RoleFactory()).get(f"/dossiers/{answered.reference}/pdf/").status_code == 404


def test_signed_out_is_sent_to_the_door(answered: ServiceRequest) -> None:
    page = Client().get(f"/dossiers/{answered.reference}/pdf/")
    assert page.headers["Location"].startswith("/connexion/")


def test_guess_of_a_browser_makes_nothing(answered: ServiceRequest) -> None:
    desk, address = desk_of(answered.requester), f"/dossiers/{answered.reference}/pdf/"
    assert desk.head(address).status_code == 405
    assert desk.get(address, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert not Transition.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_draft_leads_back_to_itself_with_a_sentence() -> None:
    draft = ServiceRequestFactory()
    page = desk_of(draft.requester).get(f"/dossiers/{draft.reference}/pdf/", follow=True)
    assert page.redirect_chain == [(f"/dossiers/{draft.reference}/", 302)]
    assert "Le PDF se crée une fois la demande envoyée." in page.content.decode()


def test_a_file_that_moves_while_its_pdf_is_drawn_says_so_where_one_makes_it_again(monkeypatch) -> None:
    answered = ServiceRequestFactory(answered=True)

    def meanwhile(*parts: object) -> Pdf:
        answered.touched_at += timedelta(seconds=1)
        answered.save(update_fields=["touched_at"])
        return make_pdf(*parts)

    monkeypatch.setattr(openings, "make_pdf", meanwhile)
    page = desk_of(answered.requester).get(f"/dossiers/{answered.reference}/pdf/", follow=True)
    assert page.redirect_chain == [(f"/dossiers/{answered.reference}/", 302)]
    assert openings.MOVED in page.content.decode()
