"""Two coordinators at the same moment, each with a connection of their own: one does, the other reads why not."""

import pytest

from telavis.audit.queries import acts_upon
from telavis.questionnaires.models import Questionnaire
from telavis.services.models import MemberKind
from telavis.studio import actions
from telavis.studio.workflow import State
from tests.administration.test_at_once import at_once
from tests.factories import ExpertFactory, actor
from tests.studio.working import ANSWERS, work_on_a_type

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_coordinators_one_signs_one_publishes_and_one_begins_the_next_work():
    work, by = work_on_a_type()
    other = actor(ExpertFactory(service=work.healthcare_service, kind=MemberKind.COORDINATOR))
    assert other.role is not None
    other.role.practitioner.rpps = "10999999999"
    actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    work = actions.submit(work, by=by)

    assert at_once(
        *(lambda by=each: actions.sign(work, seen=work.revision, by=by) for each in (by, other))
    ) == [
        "Refused",
        "done",
    ]
    came = at_once(lambda: actions.publish(work, by=by), lambda: actions.rework(work, by=other))
    work.refresh_from_db()
    assert came == ["Refused", "done"]
    if work.state == State.EDITING:  # the other was first: what was signed is not published
        work = actions.submit(work, by=by)
        work = actions.sign(work, seen=work.revision, by=by)
        actions.publish(work, by=by)
    assert Questionnaire.objects.filter(url=work.definition["url"]).count() == 1
    assert acts_upon(work.healthcare_service_id).filter(detail__did="publish_form").count() == 1

    service, request_type = work.healthcare_service, work.request_type
    assert request_type is not None
    came = at_once(*(lambda by=each: actions.start(service, request_type, by=by) for each in (by, other)))
    assert came == ["Refused", "done"]
