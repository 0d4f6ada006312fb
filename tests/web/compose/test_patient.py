"""«Recherche d’identité» and «Création de l’identité», as a browser without JavaScript sends them."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.models import PractitionerRole
from telavis.patients.models import Patient
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.values.birth_dates import Known
from telavis.values.keys import new_key
from tests.factories import RoleFactory, UserFactory
from tests.patients.factories import JEANNE, patient

pytestmark = pytest.mark.django_db

SEARCH = {"recherche-last": "Durand", "recherche-given": "Jeanne", "recherche-birth_date": "12/03/1954"}
IDENTITY = {
    "identite-birth_name": "Durand",
    "identite-given_names": "Jeanne",
    "identite-sex": "F",
    "identite-birth_date": "12031954",
    "identite-birth_place_text": "Bordeaux",
    "identite-number": str(JEANNE.billing_nir),
    "identite-no_number_reason": "",
}


def text(response: HttpResponse) -> str:
    return response.content.decode()


def search(desk: Client, **changes: str) -> HttpResponse:
    typed = {**SEARCH, **{f"recherche-{name}": value for name, value in changes.items()}}
    return desk.post(reverse("compose:start"), typed, follow=True)


def is_of_the_page(name: str) -> bool:
    return name in ("cle", "etape", "vu", "doute") or name.startswith("malgre-")


def create(desk: Client, **changes: Any) -> HttpResponse:
    fields = {f"identite-{name}": value for name, value in changes.items() if not is_of_the_page(name)}
    others = {name: value for name, value in changes.items() if is_of_the_page(name)}
    return desk.post(reverse("compose:identity"), {**IDENTITY, **fields, **others})


def tokens_in(response: HttpResponse) -> list[str]:
    return re.findall(r'name="patient"\s+value="([^"]+)"', text(response))


def test_the_page_has_the_words_of_the_memo(desk: Client):
    page = text(desk.get(reverse("compose:start")))
    for word in (
        "Recherche d’identité",
        "Nom",
        "Prénom",
        "Date de naissance",
        "Approchante",
        "Phonétique",
        "Rechercher",
    ):
        assert f"{word}<" in page
    assert "Création de l’identité" not in page


def test_results_refresh_as_the_words_are_typed_and_what_is_unfinished_shows_none(desk: Client):
    patient()
    empty = text(desk.get(reverse("compose:start")))
    assert 'hx-trigger="input delay:600ms"' in empty
    assert 'hx-select="#results"' in empty
    for page in (empty, text(search(desk, birth_date="12/03/")), text(search(desk))):
        assert page.count('id="results"') == 1
    assert "DURAND Jeanne" not in text(search(desk, birth_date="12/03/"))


def test_creation_is_offered_after_a_search_only(desk: Client):
    assert "Création de l’identité" in text(search(desk))
    assert desk.get(reverse("compose:identity")).headers["Location"] == reverse("compose:start")


def test_a_found_patient_is_chosen_and_the_draft_opens(desk: Client, requester: PractitionerRole):
    known = patient()
    found = search(desk)
    assert "DURAND Jeanne" in text(found)
    answer = desk.post(reverse("compose:choose"), {"patient": tokens_in(found)[0]})
    draft = ServiceRequest.objects.get()
    assert answer.headers["Location"] == reverse("compose:resume", args=[draft.pk])
    assert (draft.patient, draft.requester, draft.state) == (known, requester, State.DRAFT)


def test_a_date_completed_by_rule_says_so_in_the_results(desk: Client):
    patient(birth_date=date(1954, 12, 31), birth_date_known=Known.YEAR)
    found = text(search(desk, birth_date=""))
    assert "31/12/1954</time> (jour et mois inconnus) (" in found


def test_choosing_twice_opens_one_draft(desk: Client):
    patient()
    chosen = {"patient": tokens_in(search(desk))[0], "cle": str(new_key())}
    for _ in range(3):
        desk.post(reverse("compose:choose"), chosen)
    assert ServiceRequest.objects.count() == 1


def test_another_patient_from_the_same_page_opens_another_draft(desk: Client):
    patient()
    patient(given_names="Paul")
    key = str(new_key())
    for token in tokens_in(search(desk, given="")):
        desk.post(reverse("compose:choose"), {"patient": token, "cle": key})
    assert {draft.patient.current.given_names for draft in ServiceRequest.objects.all()} == {
        "Jeanne Marie",
        "Paul",
    }


def test_a_patient_that_was_not_shown_cannot_be_chosen(desk: Client, client: Client):
    known = patient()
    other: PractitionerRole = RoleFactory()
    their_desk = Client()
    assert other.practitioner.user is not None
    their_desk.force_login(other.practitioner.user)
    theirs = tokens_in(search(their_desk))[0]
    for forged in (str(known.pk), theirs, "", "x" * 10_000, "\x00"):
        answer = desk.post(reverse("compose:choose"), {"patient": forged})
        assert answer.headers["Location"] == reverse("compose:start")
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last": "", "given": "", "birth_date": ""}, "Saisissez un nom d’au moins deux lettres"),
        ({"last": "D", "given": "", "birth_date": ""}, "Saisissez un nom d’au moins deux lettres"),
        ({"birth_date": "31/02/1954"}, "n’existe pas"),
        ({"birth_date": "12/03/54"}, "quatre chiffres"),
        ({"birth_date": "12/03/2954"}, "avenir"),
        ({"number": "254033306300100"}, "clé ne correspond pas"),
        ({"last": "x" * 10_000}, "100 caractères"),
        ({"last": "Du\x00rand"}, "nul"),
    ],
)
def test_what_cannot_be_searched_gets_a_sentence_twice_and_keeps_the_input(
    desk: Client, typed: dict[str, str], sentence: str
):
    answer = search(desk, **typed)
    assert answer.status_code == 200
    page = text(answer)
    assert page.count(sentence) == 2
    assert 'class="error-summary"' in page
    assert AuditEvent.objects.count() == 0


def test_a_script_is_shown_as_text(desk: Client):
    page = text(search(desk, last="<script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_no_name_stands_in_an_address(desk: Client):
    patient()
    answer = desk.get(reverse("compose:start"), SEARCH)
    assert "DURAND Jeanne" not in text(answer)
    assert not AuditEvent.objects.filter(action=AuditAction.SEARCH_PATIENT).exists()


def test_going_back_to_the_results_shows_them_again(desk: Client):
    patient()
    results = search(desk).request["PATH_INFO"] + "?" + search(desk).request["QUERY_STRING"]
    assert "urand" not in results
    assert "DURAND Jeanne" in text(desk.get(results))
    desk.force_login(RoleFactory().practitioner.user)
    assert "DURAND" not in text(desk.get(results))


def test_the_identity_opens_with_what_was_searched(desk: Client):
    page = text(desk.post(reverse("compose:identity"), {**SEARCH, "etape": "ouvrir"}))
    for value in ("Durand", "Jeanne", "12/03/1954"):
        assert f'value="{value}"' in page
    assert "error-summary" not in page


def test_a_created_patient_gets_a_draft(desk: Client, requester: PractitionerRole):
    create(desk)
    version = ServiceRequest.objects.get().patient.current
    assert version is not None
    assert (version.birth_name, version.billing_nir) == ("Durand", JEANNE.billing_nir)
    assert (version.birth_place_code, version.birth_place_label) == ("33063", "Bordeaux (33, Gironde)")
    assert AuditEvent.objects.get(action=AuditAction.CREATE_PATIENT).role_id == requester.pk


def test_the_form_sent_three_times_makes_one_patient_and_one_draft(desk: Client):
    key = str(new_key())
    answers = {create(desk, cle=key).headers["Location"] for _ in range(3)}
    assert len(answers) == 1
    assert (Patient.objects.count(), ServiceRequest.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birth_name": ""}, "Saisissez le nom de naissance."),
        ({"given_names": ""}, "Saisissez au moins un prénom."),
        ({"sex": ""}, "Dites le sexe"),
        ({"sex": "X"}, "choix valide"),
        ({"birth_date": "31/02/1954"}, "n’existe pas"),
        ({"birth_place_text": ""}, "Saisissez la commune ou le pays"),
        ({"birth_place_text": "Zzyx"}, "Ce lieu n’est pas dans la liste"),
        ({"birth_place_text": "Saint"}, "choisissez dans la liste"),
        ({"number": "254033306300100"}, "clé ne correspond pas"),
        ({"number": ""}, "dites plus bas pourquoi"),
        ({"birth_name": "<script>"}, "n’existe pas dans une identité"),
        ({"birth_name": "Dur\x00and"}, "nul"),
        ({"used_name": "x" * 10_000}, "100 caractères"),
    ],
)
def test_wrong_traits_get_a_sentence_twice_and_make_nobody(
    desk: Client, changes: dict[str, str], sentence: str
):
    answer = create(desk, **changes)
    assert answer.status_code == 200
    assert text(answer).count(sentence) >= 2
    assert 'value="Jeanne"' in text(answer) or "given_names" in changes
    assert not Patient.objects.exists()


def test_a_place_of_several_names_is_chosen_in_a_list(desk: Client):
    page = text(create(desk, birth_place_text="Saint-Denis"))
    assert '<option value="93066">Saint-Denis' in page
    create(desk, birth_place_text="Saint-Denis", birth_place_pick="93066")
    assert Patient.objects.get().current.birth_place_code == "93066"  # type: ignore[union-attr]


def test_a_postcode_is_never_taken_for_the_code_of_another_place(desk: Client):
    page = text(create(desk, birth_place_text="63220"))
    assert "Plusieurs lieux ont ce code" in page
    assert '<option value="63010">Arlanc' in page
    assert '<option value="63220">Mazoires' in page
    assert not Patient.objects.exists()
    create(desk, birth_place_text="33000")
    assert Patient.objects.get().identity.birth_place_label == "Bordeaux (33, Gironde)"


def test_a_birth_abroad_is_accepted_and_a_lost_code_warns_once(desk: Client):
    create(desk, birth_place_text="Algérie")
    lost = {"number": "", "no_number_reason": "foreigner", "birth_place_text": "99988"}
    warned = create(desk, birth_name="Zubeli", **lost)
    (doubt,) = re.findall(r'name="doute"\s+value="([^"]+)"', text(warned))
    assert doubt == "Aucun lieu de naissance connu n’a le code INSEE 99988."
    assert Patient.objects.count() == 1
    create(desk, birth_name="Zubeli", doute=doubt, **lost)
    codes = [each.current.birth_place_code for each in Patient.objects.order_by("created_at") if each.current]
    assert codes == ["99352", "99988"]


def test_no_number_with_its_reason(desk: Client):
    create(desk, number="", no_number_reason="newborn")
    version = Patient.objects.get().current
    assert version is not None
    assert (version.billing_nir, version.no_number_reason) == ("", "newborn")


def test_what_does_not_fit_the_number_warns_once_and_never_blocks(desk: Client):
    page = text(create(desk, sex="M"))
    assert "sexe féminin" in page
    assert not Patient.objects.exists()
    doubt = re.findall(r'name="doute"\s+value="([^"]+)"', page)
    desk.post(reverse("compose:identity"), {**IDENTITY, "identite-sex": "M", "doute": doubt})
    assert Patient.objects.count() == 1


def test_somebody_alike_is_shown_and_may_be_chosen(desk: Client):
    known = patient()
    page = create(desk)
    assert "peut-être déjà connu" in text(page)
    assert Patient.objects.count() == 1
    desk.post(reverse("compose:choose"), {"patient": tokens_in(page)[0]})
    assert ServiceRequest.objects.get().patient == known


def test_somebody_alike_is_created_in_spite_of_it(desk: Client):
    patient()
    page = create(desk)
    why = {"malgre-why": "homonym", "malgre-in_words": "Vue ce matin."}
    create(desk, etape="creer-quand-meme", vu=tokens_in(page), **why)
    made = Patient.objects.order_by("created_at")[1]
    assert (made.apart_reason, made.apart_words) == ("homonym", "Vue ce matin.")


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ({}, "Dites comment vous savez"),
        ({"malgre-why": "other"}, "Précisez cette autre raison"),
        ({"malgre-why": "because"}, "choix valide"),
    ],
)
def test_creating_in_spite_of_somebody_alike_needs_a_reason(desk: Client, why: dict[str, str], sentence: str):
    patient()
    page = create(desk)
    assert "comment le savez-vous" in text(page)
    again = create(desk, etape="creer-quand-meme", vu=tokens_in(page), **why)
    assert text(again).count(sentence) == 2
    assert Patient.objects.count() == 1


def test_whoever_follows_the_first_ten_is_shown_before_creating(desk: Client):
    for _ in range(11):
        patient()
    said = {"etape": "creer-quand-meme", "malgre-why": "homonym"}
    further = create(desk, vu=tokens_in(create(desk)), **said)
    assert len(tokens_in(further)) == 1
    shown = re.findall(r'name="vu" value="([^"]+)"', text(further))
    assert len(shown) == 11
    assert create(desk, vu=shown, **said).status_code == 302


def test_creating_in_spite_of_somebody_never_seen_is_refused(desk: Client):
    patient()
    assert "peut-être déjà connu" in text(create(desk, etape="creer-quand-meme"))
    assert Patient.objects.count() == 1


def test_going_back_to_the_search_loses_nothing(desk: Client):
    back = desk.post(
        reverse("compose:start"),
        {**IDENTITY, "etape": "retour", "identite-birth_name": "Durant", "recherche-phonetic": "on"},
        follow=True,
    )
    page = text(back)
    assert 'value="Durant"' in page
    hidden = dict(re.findall(r'<input type="hidden"\s+name="(identite-[^"]+)"\s+value="([^"]*)"', page))
    assert hidden["identite-birth_place_text"] == "Bordeaux"
    again = desk.post(reverse("compose:identity"), {**hidden, "recherche-last": "Durant", "etape": "ouvrir"})
    assert 'value="Bordeaux"' in text(again)
    assert 'value="Durant"' in text(again)


def test_places_are_suggested_while_typing(desk: Client):
    page = text(desk.post(reverse("compose:places"), {"identite-birth_place_text": "borde"}))
    assert 'data-value="33063"' in page
    assert "Bordeaux (33, Gironde)" in page


def test_somebody_without_a_place_in_the_directory_is_refused(client: Client):
    client.force_login(UserFactory())
    for name in ("start", "choose", "identity", "places"):
        assert client.post(reverse(f"compose:{name}")).status_code == 403
