"""The page of the monthly reports."""

from datetime import date

import pytest

from telavis.statistics.models import ComplementReport
from tests.factories import ServiceFactory, coordinator_of
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


def test_a_coordinator_reads_the_figures_of_their_service():
    service = ServiceFactory()
    desk = desk_of(coordinator_of(service))
    assert "Pas encore de rapport" in desk.get("/activite/complements/").content.decode()
    items = [{"label": "Créatinine", "asked": 5, "given": 3}]
    form = {"title": "Néphrologie", "version": "1.2.0", "received": 40, "completed": 4, "items": items}
    ComplementReport.objects.create(healthcare_service=service, month=date(2026, 10, 1), forms=[form])
    page = desk.get("/activite/complements/").content.decode()
    for words in ("Octobre 2026", "Néphrologie", "Créatinine", "75\u202f%", "40\u00a0demandes reçues"):
        assert words in page
    assert "/activite/complements/" in desk.get("/activite/").content.decode()
