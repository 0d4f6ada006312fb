"""Where the applicant works, and who they are where the directory does not know it."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.directory.places import Place
from telavis.registrations.models import Evidence, Registration, Source
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


@transaction.atomic
def choose_workplace(
    registration: Registration, place: Place, *, given_name: str = "", profession: str = "", by: Actor
) -> Registration:
    """The place; first name and profession only of somebody whom no other source names."""
    registration = lock(registration)
    move(registration, Verb.CHOOSE_WORKPLACE, by=by)
    registration.place = place.facts()
    registration.save(update_fields=["place", "state"])
    if given_name or profession:
        typed = Evidence.objects.filter(registration=registration, source=Source.TYPED)
        typed.update(given_name=given_name, profession=profession)
    return registration
