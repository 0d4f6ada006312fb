"""Consent, type and recipient of a draft."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ConsentForm, ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import Absence, ServiceOffer
from tests.factories import (
    ExpertFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
)

pytestmark = pytest.mark.django_db

AGREED = {"how": "oral", "giver": "patient", "on": "02/03/2026", "reason": ""}


def text(response: HttpResponse) -> str:
    return response.content.decode()


def at(name: str, draft: ServiceRequest) -> str:
    return reverse(f"compose:{name}", args=[draft.pk])


def offer(draft: ServiceRequest | None = None, **traits: str) -> ServiceOffer:
    """A published service that answers a type; the type of the draft if one is given."""
    request_type = draft.request_type if draft else RequestTypeFactory()
    made: ServiceOffer = ServiceOffer.objects.create(
        healthcare_service=ServiceFactory(), request_type=request_type, **traits
    )
    return made


NOT_THERE = "01a2063d-0000-7000-8000-000000000000"
"""A key of nothing: the same at each collection, since two processes share the tests."""


@pytest.fixture
def typed(draft: ServiceRequest) -> ServiceRequest:
    """A draft whose type is chosen, and which no service answers yet."""
    draft.consent_form = ConsentForm.ORAL
    draft.request_type = RequestTypeFactory(code="infectio", title="Maladies infectieuses")
    draft.save(update_fields=["consent_form", "request_type"])
    return draft


def test_every_page_shows_whose_request_it_is(desk: Client, typed: ServiceRequest):
    for name in ("patient", "consent", "type", "recipient"):
        page = text(desk.get(at(name, typed)))
        assert "DURAND" in page
        assert "12/03/1954" in page
        assert "Retour" in page or name == "patient"


def test_the_agreement_is_kept_and_leads_to_the_type(desk: Client, draft: ServiceRequest):
    answer = desk.post(at("consent", draft), AGREED)
    assert answer.headers["Location"] == at("type", draft)
    draft.refresh_from_db()
    assert (draft.consent_form, draft.consent_giver, str(draft.consent_on)) == (
        "oral",
        "patient",
        "2026-03-02",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"how": ""}, "Dites si le patient a accepté, et comment."),
        ({"how": "maybe"}, "choix valide"),
        ({"giver": ""}, "Dites qui a répondu."),
        ({"on": ""}, "Saisissez la date de l’accord."),
        ({"on": "31/02/2026"}, "n’existe pas"),
        ({"on": "02/03/2096"}, "avenir"),
        ({"how": "impossible"}, "Écrivez pourquoi"),
        ({"how": "impossible", "reason": "x" * 10_000}, "300 caractères"),
    ],
)
def test_next_says_what_is_missing(
    desk: Client, draft: ServiceRequest, changes: dict[str, str], sentence: str
):
    page = text(desk.post(at("consent", draft), {**AGREED, **changes}))
    assert page.count(sentence) == 2
    draft.refresh_from_db()
    assert draft.consent_form == ""


def test_impossible_is_kept_with_its_reason(desk: Client, draft: ServiceRequest):
    desk.post(at("consent", draft), {**AGREED, "how": "impossible", "reason": "patient inconscient"})
    draft.refresh_from_db()
    assert (draft.consent_form, draft.consent_giver, draft.consent_reason) == (
        "impossible",
        "",
        "patient inconscient",
    )


def test_a_refusal_ends_the_draft(desk: Client, draft: ServiceRequest):
    answer = desk.post(at("consent", draft), {**AGREED, "how": "refused"}, follow=True)
    draft.refresh_from_db()
    assert (draft.state, draft.consent_form) == (State.DISCARDED, ConsentForm.REFUSED)
    assert "Le patient refuse" in text(answer)


BACK = {"go": "back"}


def test_back_from_the_agreement_keeps_it(desk: Client, draft: ServiceRequest):
    answer = desk.post(at("consent", draft), {**AGREED, **BACK})
    assert answer.headers["Location"] == at("patient", draft)
    draft.refresh_from_db()
    assert (draft.consent_form, str(draft.consent_on)) == ("oral", "2026-03-02")


def test_back_from_a_refusal_keeps_it_and_ends_nothing(desk: Client, draft: ServiceRequest):
    desk.post(at("consent", draft), {**AGREED, **BACK, "how": "refused"})
    draft.refresh_from_db()
    assert (draft.state, draft.consent_form) == (State.DRAFT, ConsentForm.REFUSED)


def test_back_from_a_page_where_nothing_was_said_asks_for_nothing(desk: Client, draft: ServiceRequest):
    today = timezone.localdate().strftime("%d/%m/%Y")
    untouched = {"giver": "patient", "on": today, "reason": "", **BACK}
    assert desk.post(at("consent", draft), untouched).headers["Location"] == at("patient", draft)
    assert desk.post(at("type", draft), BACK).headers["Location"] == at("consent", draft)


def test_back_from_what_cannot_be_kept_leaves_it_on_the_page(desk: Client, draft: ServiceRequest):
    page = text(desk.post(at("consent", draft), {**AGREED, **BACK, "on": "31/02/2026"}))
    assert "n’existe pas" in page
    assert 'value="31/02/2026"' in page


def test_back_from_the_type_keeps_it(desk: Client, draft: ServiceRequest):
    request_type = offer().request_type
    answer = desk.post(at("type", draft), {"type": str(request_type.pk), **BACK})
    assert answer.headers["Location"] == at("consent", draft)
    draft.refresh_from_db()
    assert draft.request_type == request_type


def test_back_from_the_recipient_keeps_them(desk: Client, typed: ServiceRequest):
    service = offer(typed).healthcare_service
    expert = ExpertFactory(service=service)
    ticked = {"service": str(service.pk), f"expert-{service.pk}": str(expert.pk), **BACK}
    assert desk.post(at("recipient", typed), ticked).headers["Location"] == at("type", typed)
    typed.refresh_from_db()
    assert (typed.healthcare_service, typed.addressed_to) == (service, expert)
    assert desk.post(at("recipient", typed), BACK).headers["Location"] == at("type", typed)


def test_types_are_those_that_somebody_answers(desk: Client, draft: ServiceRequest):
    answered = offer().request_type
    RequestTypeFactory(title="Personne n’y répond")
    page = text(desk.get(at("type", draft)))
    assert str(answered.pk) in page
    assert "Personne n’y répond" not in page


def test_the_type_is_chosen_and_leads_to_the_recipient(desk: Client, draft: ServiceRequest):
    request_type = offer().request_type
    answer = desk.post(at("type", draft), {"type": str(request_type.pk)})
    assert answer.headers["Location"] == at("recipient", draft)
    draft.refresh_from_db()
    assert draft.request_type == request_type


@pytest.mark.parametrize("sent", ["", "x", "\x00", NOT_THERE])
def test_no_type_or_a_wrong_one_gets_a_sentence(desk: Client, draft: ServiceRequest, sent: str):
    offer()
    page = text(desk.post(at("type", draft), {"type": sent}))
    assert "error-summary" in page
    draft.refresh_from_db()
    assert draft.request_type is None


def test_without_a_type_there_is_no_recipient_to_choose(desk: Client, draft: ServiceRequest):
    assert desk.get(at("recipient", draft)).headers["Location"] == at("type", draft)


def test_a_service_says_what_it_is_for_and_how_fast_it_answers(desk: Client, typed: ServiceRequest):
    made = offer(
        typed, use_for="Antibiothérapie difficile", not_for="Sepsis grave", prerequisites="Hémocultures"
    )
    for _ in range(3):
        now = timezone.now()
        asked = ServiceRequestFactory(sent=True, healthcare_service=made.healthcare_service)
        ServiceRequest.objects.filter(pk=asked.pk).update(
            sent_at=now - timedelta(hours=5),
            visible_at=now - timedelta(hours=5),
            answered_at=now,
            touched_at=now,
        )
    page = text(desk.get(at("recipient", typed)))
    for words in ("Antibiothérapie difficile", "Sepsis grave", "Hémocultures", "répond en 5\u00a0h"):
        assert words in page


def test_the_only_service_is_chosen_already(desk: Client, typed: ServiceRequest):
    made = offer(typed)
    page = text(desk.get(at("recipient", typed)))
    assert "Un seul service répond" in page
    card = page[page.index(f'value="{made.healthcare_service_id}"') :]
    assert "checked" in card[: card.index(">")]


def test_of_two_services_none_is_chosen(desk: Client, typed: ServiceRequest):
    offer(typed)
    offer(typed)
    page = text(desk.get(at("recipient", typed)))
    assert "Un seul service" not in page
    assert " checked" not in page


def test_filters_keep_what_fits(desk: Client, typed: ServiceRequest):
    here, there = offer(typed).healthcare_service, offer(typed).healthcare_service
    page = text(desk.get(at("recipient", typed), {"organization": str(here.organization_id)}))
    assert f'value="{here.pk}"' in page
    assert f'value="{there.pk}"' not in page
    part = desk.get(at("recipient", typed), {"words": "zzz"}, headers={"HX-Request": "true"})
    assert "Aucun service ne correspond" in text(part)
    assert "<html" not in text(part)


def test_a_service_already_ticked_stays_ticked_when_the_list_is_filtered(desk: Client, typed: ServiceRequest):
    ticked = offer(typed).healthcare_service
    offer(typed)
    page = text(desk.get(at("recipient", typed), {"service": str(ticked.pk)}))
    card = page[page.index(f'value="{ticked.pk}"') :]
    assert "checked" in card[: card.index(">")]


def test_a_named_expert_stays_chosen_when_the_list_is_filtered(desk: Client, typed: ServiceRequest):
    service = offer(typed).healthcare_service
    expert = ExpertFactory(service=service)
    offer(typed)
    shown = {"service": str(service.pk), f"expert-{service.pk}": str(expert.pk)}
    page = text(desk.get(at("recipient", typed), shown))
    option = page[page.index(f'value="{expert.pk}"') :]
    assert "selected" in option[: option.index(">")]


@pytest.mark.parametrize("wrong", ["x", NOT_THERE])
def test_a_filter_that_means_nothing_filters_nothing(desk: Client, typed: ServiceRequest, wrong: str):
    made = offer(typed)
    page = text(desk.get(at("recipient", typed), {"organization": wrong, "specialty": wrong}))
    assert str(made.healthcare_service_id) in page


def test_the_service_and_a_named_expert_are_kept(desk: Client, typed: ServiceRequest):
    service = offer(typed).healthcare_service
    expert = ExpertFactory(service=service)
    sent = {"service": str(service.pk), f"expert-{service.pk}": str(expert.pk)}
    answer = desk.post(at("recipient", typed), sent)
    assert answer.headers["Location"] == at("resume", typed)
    typed.refresh_from_db()
    assert (typed.healthcare_service, typed.addressed_to) == (service, expert)


def test_an_absent_expert_is_said_to_be_away(desk: Client, typed: ServiceRequest):
    service = offer(typed).healthcare_service
    membership = ExpertFactory(service=service).memberships.get()
    today = timezone.localdate()
    Absence.objects.create(membership=membership, started_on=today, ended_on=today)
    assert "absent aujourd’hui" in text(desk.get(at("recipient", typed)))


@pytest.mark.parametrize("sent", ["", "x", "\x00", NOT_THERE])
def test_no_service_or_a_wrong_one_gets_a_sentence(desk: Client, typed: ServiceRequest, sent: str):
    offer(typed)
    page = text(desk.post(at("recipient", typed), {"service": sent}))
    assert page.count("Sélectionnez un service.") == 2
    typed.refresh_from_db()
    assert typed.healthcare_service is None


def test_a_service_that_does_not_answer_this_type_is_refused(desk: Client, typed: ServiceRequest):
    offer(typed)
    desk.post(at("recipient", typed), {"service": str(offer().healthcare_service_id)})
    typed.refresh_from_db()
    assert typed.healthcare_service is None


def test_leaving_the_patient_puts_the_draft_in_the_bin(desk: Client, draft: ServiceRequest):
    answer = desk.post(at("patient", draft))
    assert answer.headers["Location"] == reverse("compose:start")
    draft.refresh_from_db()
    assert draft.state == State.DISCARDED


def test_a_draft_goes_on_where_it_was_left(desk: Client, draft: ServiceRequest):
    assert desk.get(at("resume", draft)).headers["Location"] == at("consent", draft)
    draft.consent_form = ConsentForm.WRITTEN
    draft.save(update_fields=["consent_form"])
    assert desk.get(at("resume", draft)).headers["Location"] == at("type", draft)


def test_a_draft_comes_back_from_the_bin(desk: Client, draft: ServiceRequest):
    desk.post(at("patient", draft))
    for _ in range(2):
        answer = desk.post(at("restore", draft))
        assert answer.headers["Location"] == at("resume", draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_draft_whose_steps_are_done_goes_on_at_the_form(desk: Client, requester: PractitionerRole):
    complete = ServiceRequestFactory(requester=requester)
    assert desk.get(at("resume", complete)).headers["Location"] == at("form", complete)
    assert f'href="{at("form", complete)}"' in text(desk.get(at("type", complete)))


@pytest.mark.parametrize("name", ["resume", "patient", "consent", "type", "recipient"])
def test_somebody_elses_draft_is_not_found(client: Client, typed: ServiceRequest, name: str):
    stranger: PractitionerRole = RoleFactory()
    assert stranger.practitioner.user is not None
    client.force_login(stranger.practitioner.user)
    assert client.get(at(name, typed)).status_code == 404
    if name != "resume":
        assert client.post(at(name, typed), AGREED).status_code == 404
    assert client.post(at("restore", typed)).status_code == 404


@pytest.mark.parametrize("name", ["resume", "patient", "consent", "type", "recipient"])
def test_an_old_tab_of_a_sent_request_says_so_and_changes_nothing(
    desk: Client, requester: PractitionerRole, name: str
):
    sent = ServiceRequestFactory(sent=True, requester=requester)
    answer = desk.get(at(name, sent))
    told = [str(message) for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]
    assert answer.headers["Location"] == reverse("home:index")
    assert told == [
        f"La demande {sent.reference} n’est plus un brouillon\u202f: elle est «\u202fEnvoyée\u202f»."
    ]
    if name != "resume":
        desk.post(at(name, sent), AGREED)
    sent.refresh_from_db()
    assert sent.state == State.SENT
