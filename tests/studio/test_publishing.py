"""A signed form becomes what the service asks: once, at its moment; drafts keep theirs or come along; it can be withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.notifications.models import Notification
from telavis.questionnaires.models import Questionnaire, QuestionnaireStatus
from telavis.service_requests.models import ServiceRequest
from telavis.services.models import ServiceOffer
from telavis.studio import actions
from telavis.studio.models import FormWork
from telavis.studio.sweep import SYSTEM, sweep
from telavis.studio.workflow import State
from telavis.values.refused import Refused
from tests.administration.administering import administrator
from tests.factories import ServiceFactory, ServiceRequestFactory
from tests.studio.working import coordinator, new_work, part_of, published, signed, work_on_a_type

pytestmark = pytest.mark.django_db


def offer_of(work: FormWork) -> ServiceOffer:
    return ServiceOffer.objects.get(
        healthcare_service=work.healthcare_service, request_type=work.request_type
    )


def test_what_is_published_is_what_was_signed_and_the_service_asks_it():
    work, by = work_on_a_type()
    work = published(work, by)
    made = offer_of(work).questionnaire
    assert made is not None
    assert (made.definition, made.version, made.status) == (work.definition, "1", QuestionnaireStatus.ACTIVE)
    assert made.validation.startswith(f"validé par {work.signer}, le ")


def test_a_form_that_was_not_signed_is_not_published():
    work, by = new_work()
    with pytest.raises(Refused):
        actions.publish(work, by=by)
    with pytest.raises(Refused):
        actions.publish(actions.submit(work, by=by), by=by)


def test_a_new_type_of_request_comes_with_its_form():
    work, by = new_work("Avis de pneumologie")
    work = published(work, by)
    assert work.request_type is not None
    assert (work.request_type.title, work.request_type.questionnaire) == (
        "Avis de pneumologie",
        work.published,
    )
    assert offer_of(work).questionnaire == work.published


@pytest.mark.parametrize("change", [
    {"definition": {}}, {"validated_by": "Dr Personne"}, {"validated_on": None}, {"title": "Autre"}, {"published_at": None},
])  # fmt: skip
def test_a_published_version_keeps_its_words_its_signature_and_its_day(change: dict[str, Any]):
    work, by = work_on_a_type()
    work = published(work, by)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Questionnaire.objects.filter(pk=work.published_id).update(**change)


def test_another_service_that_takes_the_form_up_does_not_see_how_it_was_tried():
    made, by = new_work()
    made = published(made, by)
    assert (made.request_type, made.cases.count()) != (None, 0)
    other = ServiceFactory()
    other.offers.create(request_type=made.request_type)
    theirs = actions.start(other, made.request_type, by=coordinator(other))
    assert (theirs.base, theirs.cases.count()) == (made.published, 0)


def test_the_next_version_replaces_the_former_one_and_withdrawing_it_brings_that_back():
    first, by = work_on_a_type()
    first = published(first, by)
    assert first.request_type is not None
    second = actions.start(first.healthcare_service, first.request_type, by=by)
    assert second.cases.get().name == "Toux"
    second, _ = actions.add_item(second, "Fièvre", "boolean", inside=part_of(second), by=by)
    actions.accept_case(second.cases.get(), by=by)
    second = published(second, by)
    former = first.published
    assert former is not None
    former.refresh_from_db()
    assert (second.definition["version"], former.status) == ("2", QuestionnaireStatus.RETIRED)
    withdrawn = actions.withdraw(second, reason="Trop long.", by=administrator())
    former.refresh_from_db()
    assert (withdrawn.state, offer_of(first).questionnaire) == (State.WITHDRAWN, former)
    assert former.status == QuestionnaireStatus.ACTIVE


def test_withdrawing_the_only_form_of_its_own_leaves_the_service_the_common_one():
    work, by = work_on_a_type()
    work = published(work, by)
    actions.withdraw(work, reason="Erreur.", by=by)
    assert offer_of(work).questionnaire is None


def test_it_is_published_at_its_moment_and_once_even_if_two_sweeps_run():
    work, by = work_on_a_type()
    moment = timezone.now() + timedelta(hours=2)
    actions.schedule(signed(work, by), moment, moves_drafts=False, by=by)
    assert sweep(moment - timedelta(minutes=1)) == 0
    assert [sweep(moment), sweep(moment)] == [1, 0]
    work.refresh_from_db()
    assert (work.state, offer_of(work).questionnaire) == (State.PUBLISHED, work.published)


def draft_to(work: FormWork) -> ServiceRequest:
    return ServiceRequestFactory(healthcare_service=work.healthcare_service, request_type=work.request_type)


def test_a_publication_that_was_put_off_while_the_sweep_came_to_it_waits():
    work, by = work_on_a_type()
    tomorrow = timezone.now() + timedelta(days=1)
    work = actions.schedule(signed(work, by), tomorrow, moves_drafts=False, by=by)
    with pytest.raises(Refused, match="a changé"):
        actions.publish(work, due=timezone.now(), by=SYSTEM)
    work.refresh_from_db()
    assert work.state == State.SCHEDULED
    assert actions.publish(work, by=by).state == State.PUBLISHED, "a coordinator need not wait"


def test_running_drafts_keep_their_form_unless_the_publisher_says_otherwise():
    work, by = work_on_a_type()
    draft = draft_to(work)
    published(work, by)
    sweep(timezone.now())
    draft.refresh_from_db()
    assert draft.response.questionnaire == draft.request_type.questionnaire


def test_drafts_that_come_along_keep_what_was_typed_and_their_requesters_are_told():
    work, by = work_on_a_type()
    draft, sent = (
        draft_to(work),
        ServiceRequestFactory(
            sent=True, healthcare_service=work.healthcare_service, request_type=work.request_type
        ),
    )
    asked = sent.response.questionnaire
    work = published(work, by, moves_drafts=True)
    assert [sweep(timezone.now()), sweep(timezone.now())] == [1, 0]
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (draft.response.questionnaire, sent.response.questionnaire) == (work.published, asked)
    assert draft.response.answers == {"question": {"value": "Faut-il retirer cette lésion ?"}}
    told = Notification.objects.get(kind="form_changed")
    assert (told.user, told.reference) == (draft.requester.practitioner.user, draft.reference)


def test_no_draft_goes_back_to_a_version_that_was_replaced_before_the_sweep():
    work, by = work_on_a_type()
    first = published(work, by, moves_drafts=True)
    again = actions.start(work.healthcare_service, first.request_type, by=by)
    second = published(again, by)
    draft = draft_to(second)
    sweep(timezone.now())
    draft.refresh_from_db()
    assert draft.response.questionnaire != first.published
