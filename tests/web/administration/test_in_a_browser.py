"""The pages of the administration as they are seen: by day and by night, on a desk and on a phone."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from telavis.administration import actions
from telavis.registrations import actions as registrations
from telavis.services.actions import set_offer
from tests.administration.administering import administrator
from tests.factories import RequestTypeFactory, RoleFactory, ServiceFactory, UserFactory
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_the_administration_are_sound(page: Page, live_server: Any):
    by = administrator(full_name="Anne Première")
    registrations.publish_shipped()
    service, lost = ServiceFactory(), UserFactory(full_name="Dr Perdu")
    said = {"use_for": "Lésions", "not_for": "", "prerequisites": ""}
    set_offer(service, RequestTypeFactory(), by=by, **said)
    actions.ask_reset(lost, reason="Rappelé au service.", by=administrator())
    role = RoleFactory(organization=service.organization)
    client = Client()
    client.force_login(by.user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    account, other = lost.pk, role.practitioner.user.pk
    for path in (
        "",
        f"comptes/{account}/",
        f"comptes/{account}/doublon/?avec={other}",
        f"etablissements/{service.organization_id}/",
        f"services/{service.pk}/",
        f"services/{service.pk}/membres/nouveau/",
        "textes/nouveau/terms/",
        "reglages/registration_approved_at_once/",
        "journal/",
    ):
        page.goto(f"{live_server.url}/administration/{path}")
        assert page.locator("h1").count() == 1, path
        is_sound(page)
