"""An establishment of the register is taken into use once, and then belongs to its administrators."""

import pytest

from telavis.directory.actions import adopt_establishment
from telavis.directory.models import Organization, PublishedEstablishment
from tests.directory.extractions import SITE_SAMPLE, import_sites

pytestmark = pytest.mark.django_db


def published(name: str) -> PublishedEstablishment:
    import_sites(SITE_SAMPLE)
    return PublishedEstablishment.objects.get(name=name)


def test_it_is_here_as_it_is_published():
    site = published("CENTRE HOSPITALIER DE PORT-LAVANDE")
    organization = adopt_establishment(site)
    assert (organization.finess, organization.name, organization.kind) == (site.finess, site.name, "hospital")
    assert (organization.postcode, organization.town) == ("99120", "PORT LAVANDE")
    assert organization.search_text.startswith("CENTRE HOSPITALIER")
    assert organization.sort_key.startswith("CENTRE HOSPITALIER DE PORT LAVANDE")


def test_a_second_time_gives_the_same_and_keeps_what_was_corrected_here():
    site = published("EHPAD LES MIMOSAS")
    Organization.objects.filter(pk=adopt_establishment(site).pk).update(name="EHPAD Les Mimosas")
    assert adopt_establishment(site).name == "EHPAD Les Mimosas"
    assert Organization.objects.count() == 1


def test_a_number_that_nobody_can_dial_is_left_out():
    site = published("EHPAD LES MIMOSAS")
    site.phone = "12"
    assert adopt_establishment(site).phone == ""
