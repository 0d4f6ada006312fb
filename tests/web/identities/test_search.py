"""Finding an identity, and comparing two that the night did not propose."""

import re
from datetime import date

from django.test import Client

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients.models import LikelyDuplicate, PairState, Patient
from telavis.values.birth_dates import Known
from tests.patients.factories import patient
from tests.patients.test_merging import merged
from tests.web.desks import statements
from tests.web.registration.signing_up import page


def find(desk: Client, address: str, **typed: str) -> str:
    return page(desk.post(address, {f"recherche-{name}": text for name, text in typed.items()}, follow=True))


def two_unlike() -> tuple[Patient, Patient]:
    return patient(), patient(birth_name="Zubeli", given_names="Anne", birth_date=date(1990, 1, 2))


def test_an_identity_is_found_and_leads_to_its_history(desk: Client):
    known = patient()
    found = find(
        desk, "/identites/recherche/", last="Durant", given="Jeanne", approximate="on", phonetic="on"
    )
    assert f'href="/identites/patients/{known.pk}/"' in found
    assert "Une identité trouvée" in found
    event = AuditEvent.objects.get(action=AuditAction.SEARCH_PATIENT)
    assert (event.detail["count"], "Durant" in str(event.detail)) == (1, False)


def test_what_nobody_knows_of_a_date_stands_beside_it(desk: Client):
    patient(birth_date=date(1950, 12, 31), birth_date_known=Known.YEAR)
    assert "31/12/1950 (jour et mois inconnus)" in find(desk, "/identites/recherche/", last="Durand")


def test_a_search_that_says_too_little_is_refused(desk: Client):
    assert "À corriger" in find(desk, "/identites/recherche/", last="D")
    assert "Aucune identité trouvée" in find(desk, "/identites/recherche/", last="Inconnue")


def test_two_that_somebody_reported_are_compared_as_if_the_night_had_found_them(desk: Client):
    one, other = two_unlike()
    found = find(desk, f"/identites/patients/{one.pk}/autre/", last="Zubeli")
    assert "Comparer" in found
    answer = desk.post(f"/identites/patients/{one.pk}/comparaison/", {"avec": str(other.pk)}, follow=True)
    assert "Une ou deux personnes" in page(answer)
    assert re.search("Relevé [^:]+: nom différent", page(answer)), "it need not bring them closer"
    pair = LikelyDuplicate.objects.get()
    assert (pair.first, pair.second, pair.state) == (one, other, PairState.WAITING)
    assert desk.get("/identites/").context["rows"] == [pair]


def test_reported_again_it_is_the_pair_that_is_there(desk: Client, pair: LikelyDuplicate):
    for _ in range(2):
        desk.post(f"/identites/patients/{pair.second_id}/comparaison/", {"avec": str(pair.first_id)})
    assert LikelyDuplicate.objects.get() == pair
    desk.post(f"/identites/paires/{pair.pk}/deux-personnes/")
    again = desk.post(
        f"/identites/patients/{pair.second_id}/comparaison/", {"avec": str(pair.first_id)}, follow=True
    )
    assert "Camille Vasseur a dit" in page(again)


def test_one_who_is_that_one_already_is_not_offered_and_said_to_be(desk: Client):
    kept, gone = two_unlike()
    merged(kept, gone)
    assert "Aucune autre identité" in find(desk, f"/identites/patients/{kept.pk}/autre/", last="Zubeli")
    answer = desk.post(f"/identites/patients/{kept.pk}/comparaison/", {"avec": str(gone.pk)}, follow=True)
    assert "déjà une seule identité" in page(answer)
    assert not LikelyDuplicate.objects.exists()


def test_the_search_asks_few_questions(desk: Client):
    one, _ = two_unlike()
    for address in ("/identites/recherche/", f"/identites/patients/{one.pk}/autre/"):
        assert len(statements(lambda address=address: desk.get(address))) <= 12
