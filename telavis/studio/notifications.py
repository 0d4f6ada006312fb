"""What the coordinators of a service are told of its forms, without naming service or form; the page behind the link does."""

from telavis.directory.actors import Actor
from telavis.notifications.actions import notify
from telavis.services.queries import coordinators_there
from telavis.studio.models import FormWork
from telavis.studio.workflow import Verb

TOLD: dict[Verb, tuple[str, str]] = {
    Verb.SUBMIT: (
        "Un formulaire attend une signature",
        "Un formulaire de votre service est soumis à la signature. Relisez-le, essayez ses cas, puis signez-le ou reprenez sa rédaction.",
    ),
    Verb.SIGN: (
        "Un formulaire est signé",
        "Un formulaire de votre service est signé. Il peut être publié, maintenant ou à une date.",
    ),
    Verb.PUBLISH: (
        "Un formulaire est publié",
        "Un nouveau formulaire de votre service est publié : c’est lui que l’on remplit à partir de maintenant.",
    ),
    Verb.WITHDRAW: (
        "Un formulaire est retiré",
        "Un formulaire de votre service est retiré. Le service demande de nouveau ce qu’il demandait avant.",
    ),
}
"""By verb: title and text."""


def tell_coordinators(work: FormWork, verb: Verb, *, by: Actor) -> None:
    """Those who are there, besides the one who did it."""
    title, text = TOLD[verb]
    roles = coordinators_there(work.healthcare_service_id)
    users = (role.practitioner.user for role in roles if role.practitioner_id != by.practitioner_id)
    path = f"/administration/formulaires/travaux/{work.pk}/"
    notify(to=[user for user in users if user], kind=f"form_{verb}", title=title, text=text, path=path)
