"""Taking an establishment of the register into use here, once."""

from django.db import transaction

from telavis.directory.actions.indexing import index_organization
from telavis.directory.models import Organization, PublishedEstablishment
from telavis.values.phones import InvalidPhone, Phone


@transaction.atomic
def adopt_establishment(published: PublishedEstablishment) -> Organization:
    """The establishment as people here work in it; the one that is here already is left as its administrators made it."""
    organization, is_new = Organization.objects.get_or_create(
        finess=published.finess,
        defaults={
            "name": published.name[:200],
            "kind": published.kind,
            "address_line": published.address_line[:200],
            "postcode": published.postcode,
            "town": published.town[:100],
            "phone": _phone(published.phone),
        },
    )
    if is_new:
        index_organization(organization)
    return organization


def _phone(text: str) -> str:
    """A number that the register has wrong is no number."""
    try:
        return Phone.parse(text)
    except InvalidPhone:
        return ""
