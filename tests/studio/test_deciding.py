"""A form is submitted whole, signed by a physician who answers for it, and changes no more under that signature."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.audit.queries import acts_upon
from telavis.directory.permissions import NotAllowed
from telavis.notifications.models import Delivery, Notification
from telavis.services.models import MemberKind
from telavis.studio import actions
from telavis.studio.conditions import with_condition
from telavis.studio.models import FormWork
from telavis.studio.outline import must_find
from telavis.studio.workflow import State
from telavis.values.refused import Refused
from tests.administration.administering import administrator
from tests.factories import ExpertFactory, RoleFactory
from tests.questionnaires.calculation.test_beginning import SLOW
from tests.questionnaires.calculation.test_expressions import calculated
from tests.questionnaires.forms import item
from tests.studio.working import ANSWERS, new_work, part_of, signed

pytestmark = pytest.mark.django_db


def labels_inside(work: FormWork, part: str) -> list[str]:
    return [each["linkId"] for each in must_find(work.definition, part).item["item"]]


def test_what_is_left_to_repair_is_named_before_anybody_signs():
    work, by = new_work()
    work, _ = actions.add_item(work, "Examens", "section", by=by)
    with pytest.raises(Refused, match="Examens"):
        actions.submit(work, by=by)


def test_what_every_request_says_cannot_wait_for_another_answer():
    """Moved down into a part that is not always asked, it would hold every request back."""
    work, by = new_work()
    part = part_of(work)
    only_if = {"question": "motif", "operator": "exists", "answerBoolean": True}
    work, other = actions.add_item(work, "Examens", "section", by=by)
    work, _ = actions.add_item(work, "Lesquels", "text", inside=other, by=by)
    work = actions.edit_item(work, other, lambda item: with_condition(item, only_if), "posée", by=by)
    while work.definition["item"][-1]["item"][0]["linkId"] != "delai":
        work, _ = actions.rearrange(work, "delai", actions.Rearrangement.DOWN, by=by)
    with pytest.raises(Refused, match="est demandée toujours"):
        actions.submit(work, by=by)
    while work.definition["item"][-2]["linkId"] == part and "delai" not in labels_inside(work, part):
        work, _ = actions.rearrange(work, "delai", actions.Rearrangement.UP, by=by)
    assert actions.submit(work, by=by).state == State.SUBMITTED


def test_a_formula_that_is_too_slow_for_a_page_is_named_before_anybody_signs():
    work, by = new_work()
    part = work.definition["item"][-1]["item"]
    part += [item(f"q{place}", "string") for place in range(30)]
    part.append({**calculated("c", SLOW), "text": "Total"})
    work.save(update_fields=["definition"])
    with pytest.raises(Refused, match=r"Total.*la formule est trop longue"):
        actions.submit(work, by=by)


def test_the_other_coordinators_are_told_that_a_form_waits_for_a_signature_and_then_for_a_day():
    work, by = new_work()
    other, away = (ExpertFactory(service=work.healthcare_service, kind=MemberKind.COORDINATOR) for _ in "ab")
    stand_in, today = RoleFactory(), timezone.localdate()
    away.memberships.get().absences.create(substitute=stand_in, started_on=today, ended_on=today)
    signed(work, by)
    told = Notification.objects.filter(kind__startswith="form_").values_list("kind", "user")
    expected = {role.practitioner.user_id for role in (other, stand_in)}
    assert set(told) == {(kind, user) for kind in ("form_submit", "form_sign") for user in expected}
    assert not any(work.title in mail.body for mail in Delivery.objects.all())


def test_the_signature_says_who_and_the_journal_keeps_it():
    work, by = new_work()
    work = signed(work, by)
    assert by.role is not None
    assert work.signer == f"{by.role.practitioner.full_name}, RPPS {by.role.practitioner.rpps}"
    assert acts_upon(work.healthcare_service_id).first().detail["did"] == "sign_form"


def test_without_a_case_or_with_one_that_fails_nothing_is_signed():
    work, by = new_work()
    submitted = actions.submit(work, by=by)
    with pytest.raises(Refused, match="cas d’essai"):
        actions.sign(submitted, seen=submitted.revision, by=by)
    work = actions.rework(submitted, by=by)
    actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    work, _ = actions.add_item(work, "Fièvre", "boolean", inside=part_of(work), by=by)
    submitted = actions.submit(work, by=by)
    with pytest.raises(Refused, match="Toux"):
        actions.sign(submitted, seen=submitted.revision, by=by)
    work = actions.rework(submitted, by=by)
    actions.accept_case(work.cases.get(), by=by)
    assert signed(work, by).state == State.SIGNED


def test_who_has_no_rpps_or_another_profession_does_not_sign():
    work, by = new_work()
    actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    submitted = actions.submit(work, by=by)
    assert by.role is not None
    person = by.role.practitioner
    for change in ({"profession": "60"}, {"profession": "10", "rpps": ""}):
        for name, value in change.items():
            setattr(person, name, value)
        with pytest.raises(Refused):
            actions.sign(submitted, seen=submitted.revision, by=by)


def test_a_case_that_was_removed_meanwhile_is_not_accepted():
    work, by = new_work()
    case = actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    actions.remove_case(case, by=by)
    with pytest.raises(Refused, match="retiré entre-temps"):
        actions.accept_case(case, by=by)


def test_an_administrator_signs_nothing():
    work, by = new_work()
    actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    submitted = actions.submit(work, by=by)
    with pytest.raises(NotAllowed):
        actions.sign(submitted, seen=submitted.revision, by=administrator())


def test_what_was_signed_does_not_change_and_to_change_it_takes_the_signature_away():
    work, by = new_work()
    work = signed(work, by)
    with pytest.raises(Refused, match="reprenez"):
        actions.add_item(work, "Fièvre", "boolean", by=by)
    for change in ({"definition": {}}, {"use_for": "tout"}, {"not_for": "rien"}, {"prerequisites": "rien"}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            FormWork.objects.filter(pk=work.pk).update(**change)
    work = actions.rework(work, by=by)
    assert (work.state, work.signed_at, work.signer) == (State.EDITING, None, "")


def test_what_was_read_is_what_is_signed():
    work, by = new_work()
    actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    submitted = actions.submit(work, by=by)
    with pytest.raises(Refused, match="relisez"):
        actions.sign(submitted, seen=submitted.revision - 1, by=by)
