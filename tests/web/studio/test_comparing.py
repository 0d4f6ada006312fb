"""Any two versions of a form, item by item."""

import pytest
from django.urls import reverse

from telavis.studio import actions
from tests.studio.working import new_work, part_of, published, work_on_a_type
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


def test_any_two_versions_of_a_form_are_compared_and_one_of_another_service_is_not_offered():
    first, by = work_on_a_type()
    first, _ = actions.add_item(first, "Fièvre", "boolean", inside=part_of(first), by=by)
    first = published(first, by)
    assert first.request_type is not None
    assert first.published is not None
    second = actions.start(first.healthcare_service, first.request_type, by=by)
    second, _ = actions.add_item(second, "Tabac", "boolean", inside=part_of(second), by=by)
    elsewhere = published(*new_work("Avis de cardiologie")).published
    assert elsewhere is not None
    assert by.role is not None
    client, address = desk_of(by.role), reverse("studio:compare", args=[second.pk])

    def added(**query: object) -> list[str]:
        answer = client.get(address, query)
        return [row.label for group in answer.context["groups"] for row in group["rows"]]

    assert added() == ["Tabac"]
    common = first.request_type.questionnaire.pk
    assert added(avant=common, apres=first.published.pk) == ["Fièvre"]
    assert added(avant=common) == ["Fièvre", "Tabac"]
    assert added(avant="travail") == []
    assert added(avant=elsewhere.pk, apres="x") == ["Tabac"]
