"""A page that can save no more, because its form has changed elsewhere: its words stay, and leaving warns of their loss."""

import pytest
from playwright.sync_api import Page, expect

from telavis.questionnaires.actions import open_response
from telavis.service_requests.models import ServiceRequest
from tests.web.compose.test_form_in_a_browser import draft, form, requester, state  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_leaving_warns_of_words_that_nothing_can_keep_any_more(
    form: Page,  # noqa: F811
    draft: ServiceRequest,  # noqa: F811
    complaints: list[str],
):
    asked: list[str] = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    assert draft.response is not None
    another = open_response(draft.response.questionnaire, earlier=draft.response)
    ServiceRequest.objects.filter(pk=draft.pk).update(response=another)
    form.get_by_label("Votre question précise").click()
    form.keyboard.type("perdue sans un mot")
    expect(state(form)).to_have_text("Pas enregistré")
    expect(form.locator("#meeting")).to_contain_text("copiez votre texte")
    form.reload()
    assert asked == ["beforeunload"]
    form.get_by_label("Votre question précise").click()
    form.reload()
    assert asked == ["beforeunload"], "what stands there now is kept"
    complaints.clear()
