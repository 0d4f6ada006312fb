"""The forms of the dermatology: one that it has signed and published, and one that its coordinator is writing."""

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.questionnaires.models import RequestType
from telavis.questionnaires.parsing import parse
from telavis.services.models import MemberKind
from telavis.studio import actions
from telavis.studio.conditions import condition_of, with_condition

CASE = {
    "question": {"value": "Ce pansement convient-il ?"},
    "resume": {"value": "Ulcère de jambe depuis trois mois, soins un jour sur deux."},
}
PATIENT = {"age": 78, "gender": "female"}


def make_own_forms(service: HealthcareService, types: dict[str, RequestType]) -> None:
    """As its coordinator would, on the pages of the studio."""
    role = (
        service.memberships.select_related("role__practitioner__user").get(kind=MemberKind.COORDINATOR).role
    )
    coordinator = Actor(user=role.practitioner.user, role=role)
    _publish_wounds(service, types["plaies-cicatrisation"], coordinator)
    _begin_dermatology(service, types["dermatologie"], coordinator)


def _publish_wounds(service: HealthcareService, request_type: RequestType, by: Actor) -> None:
    work = actions.start(service, request_type, by=by)
    work, _ = actions.add_item(work, "Jours de passage de l’infirmier", "text", after="contexte", by=by)
    actions.keep_case(work, "Ulcère de jambe", CASE, PATIENT, by=by)
    work = actions.submit(work, by=by)
    work = actions.sign(work, seen=work.revision, by=by)
    actions.publish(work, by=by)


def _begin_dermatology(service: HealthcareService, request_type: RequestType, by: Actor) -> None:
    work = actions.start(service, request_type, by=by)
    work, asked = actions.add_item(
        work, "Protection solaire habituelle", "choice", after="derm_phototype", by=by
    )
    question = parse(work.definition).by_id["derm_categorie"]
    condition = condition_of(question, "=", "pigmentee")
    actions.edit_item(work, asked, lambda item: with_condition(item, condition), "condition ajoutée", by=by)
