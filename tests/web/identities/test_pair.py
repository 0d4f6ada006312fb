"""One or two persons: compared side by side, then told apart, or merged after a look at what it would do."""

from datetime import date

from django.test import Client

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import actions, merging
from telavis.patients.models import LikelyDuplicate, Merge, PairState, Patient
from telavis.patients.pairs import own_identities
from telavis.patients.standing import Standing
from telavis.patients.traits import traits_of
from telavis.service_requests.models import ServiceRequest
from tests.factories import ServiceRequestFactory
from tests.patients.factories import CHECK, SOMEBODY, patient
from tests.patients.test_merging import a_desk
from tests.web.desks import statements
from tests.web.identities.conftest import new_desk
from tests.web.registration.signing_up import page


def address(pair: LikelyDuplicate, *parts: str) -> str:
    return "/".join([f"/identites/paires/{pair.pk}", *parts, ""])


def preview(desk: Client, pair: LikelyDuplicate, **query: str) -> dict[str, str]:
    """What the form of the preview sends."""
    plan = desk.get(address(pair, "fusion"), query).context["plan"]
    return {"reste": str(plan.survivor.pk), "seen": plan.mark}


def merge(desk: Client, pair: LikelyDuplicate, **query: str) -> str:
    return page(desk.post(address(pair, "fusion", "decision"), preview(desk, pair, **query), follow=True))


def test_both_stand_side_by_side_and_differences_are_said_in_words(desk: Client):
    one = patient(birth_date=date(1954, 3, 12), used_name="Petit")
    other = patient(birth_name="DURAND", given_names="Jeanne", birth_date=date(1954, 3, 13))
    pair = LikelyDuplicate.objects.create(first=one, second=other, score=30, words="prénom identique")
    shown = desk.get(address(pair))
    said = {line.label: line.difference for line in shown.context["lines"]}
    assert said["Nom de naissance"] == "écrit autrement"
    assert said["Nom utilisé"] == "d’un côté seulement"
    assert said["Prénoms de naissance"] == "diffère"
    assert said["Date de naissance"] == "un chiffre diffère"
    assert said["Sexe"] == said["Lieu de naissance"] == ""
    assert "4 traits diffèrent." in page(shown)
    assert page(shown).count("un chiffre diffère") == 1


def test_opening_a_pair_is_traced_under_both(desk: Client, pair: LikelyDuplicate):
    for part in ((), ("fusion",)):
        desk.get(address(pair, *part))
    opened = AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT, detail__pair=str(pair.pk))
    assert sorted(event.patient_id for event in opened) == sorted([pair.first_id, pair.second_id] * 2)


def test_merged_both_are_shown_and_both_are_traced(desk: Client, pair: LikelyDuplicate):
    merge(desk, pair)
    before = AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT, patient_id=pair.second_id).count()
    desk.get(address(pair))
    opened = AuditEvent.objects.filter(action=AuditAction.OPEN_PATIENT, patient_id=pair.second_id)
    assert opened.count() == before + 1


def test_what_was_said_of_the_absorbed_one_is_examined_again_on_its_own_pair(
    desk: Client, pair: LikelyDuplicate
):
    third = patient(birth_name="Durande")
    said = LikelyDuplicate.objects.create(first=pair.second, second=third, score=29)
    found = LikelyDuplicate.objects.create(first=pair.first, second=third, score=29)
    desk.post(address(said, "deux-personnes"))
    merge(desk, pair)
    assert f'href="{address(said)}"' in page(desk.get(address(found, "fusion")))
    desk.post(address(said, "nouvel-examen"))
    assert "sont fusionnées" in merge(desk, found)


def test_two_persons_are_kept_and_leave_the_queue(desk: Client, pair: LikelyDuplicate):
    answer = desk.post(address(pair, "deux-personnes"), follow=True)
    assert "ne sera plus proposée" in page(answer)
    assert "Aucune paire n’attend" in page(answer)
    pair.refresh_from_db()
    assert (pair.state, pair.settled_by_label) == (PairState.APART, "Camille Vasseur")
    assert "DURANT" in page(desk.get("/identites/deux-personnes/"))


def test_pressed_twice_it_is_said_once(desk: Client, pair: LikelyDuplicate):
    for _ in range(2):
        desk.post(address(pair, "deux-personnes"))
    assert AuditEvent.objects.filter(action=AuditAction.TELL_APART).count() == 2  # a line under each patient


def test_said_by_mistake_they_are_examined_again(desk: Client, pair: LikelyDuplicate):
    desk.post(address(pair, "deux-personnes"))
    assert "de nouveau à examiner" in page(desk.post(address(pair, "nouvel-examen"), follow=True))
    assert desk.get("/identites/").context["rows"] == [pair]


def test_the_preview_says_who_stays_what_differs_and_how_many_requests_follow(
    desk: Client, pair: LikelyDuplicate
):
    ServiceRequestFactory(sent=True, patient=pair.second)
    ServiceRequestFactory(answered=True, patient=pair.second)
    shown = desk.get(address(pair, "fusion"))
    assert shown.context["plan"].survivor == pair.first
    assert "2 demandes" in page(shown).replace("\u00a0", " ")
    assert [line.label for line in shown.context["differing"]] == ["Nom de naissance", "Prénoms de naissance"]
    kept = desk.get(address(pair, "fusion"), {"reste": str(pair.second_id)})
    assert kept.context["plan"].survivor == pair.second
    assert "Aucune demande ne change" in page(kept)


def test_no_word_of_a_request_is_on_any_page_of_the_desk(desk: Client, pair: LikelyDuplicate):
    asked = ServiceRequestFactory(answered=True, patient=pair.second)
    pages = [address(pair), address(pair, "fusion"), f"/identites/patients/{pair.second_id}/"]
    for shown in map(page, map(desk.get, pages)):
        assert "1 demande" in shown.replace("\u00a0", " ")
        for word in (asked.reference, asked.headline, str(asked.request_type), str(asked.healthcare_service)):
            assert not word or word not in shown


def test_merged_the_requests_are_those_of_the_survivor(desk: Client, pair: LikelyDuplicate):
    asked = ServiceRequestFactory(sent=True, patient=pair.second)
    assert "sont fusionnées" in merge(desk, pair)
    asked = ServiceRequest.objects.select_related("patient__current").get(pk=asked.pk)
    assert asked.patient.identity.birth_name == "Durand"
    assert "Identités fusionnées" in page(desk.get(address(pair)))


def test_undone_from_the_list_each_is_itself_again(desk: Client, pair: LikelyDuplicate):
    merge(desk, pair)
    made = Merge.objects.get()
    offered = page(desk.get("/identites/fusions/"))
    assert 'Défaire cette fusion<span class="visually-hidden"> DURANT Jeanne</span>' in offered
    undone = f"/identites/fusions/{made.pk}/annulation/"
    assert "est défaite" in page(desk.post(undone, follow=True))
    assert "déjà défaite, par Camille Vasseur" in page(desk.post(undone, follow=True))
    assert Patient.objects.get(pk=pair.second_id).identity.birth_name == "Durant"
    assert desk.get("/identites/").context["rows"] == [pair]


def test_the_surer_identity_stays_and_the_other_way_is_refused_before_it_is_tried(
    desk: Client, pair: LikelyDuplicate
):
    version = pair.second.identity
    actions.new_version(pair.second, traits_of(version), by=SOMEBODY, standing=Standing(check=CHECK))
    assert desk.get(address(pair, "fusion")).context["plan"].survivor == pair.second
    shown = page(desk.get(address(pair, "fusion"), {"reste": str(pair.first_id)}))
    assert "L’identité la plus sûre" in shown
    assert "Fusion…" not in shown


def test_of_two_who_judge_one_pair_the_second_is_told_of_the_first(desk: Client, pair: LikelyDuplicate):
    other = new_desk("Sacha Noir")
    seen = preview(desk, pair)
    other.post(address(pair, "deux-personnes"))
    answer = page(desk.post(address(pair, "fusion", "decision"), seen, follow=True))
    assert "Sacha Noir a dit que ce sont deux personnes" in answer
    assert not Merge.objects.exists()
    other.post(address(pair, "nouvel-examen"))
    assert "sont fusionnées" in page(desk.post(address(pair, "fusion", "decision"), seen, follow=True))
    assert "défaites d’abord leur fusion" in page(other.post(address(pair, "deux-personnes"), follow=True))
    assert "déjà une seule identité" in page(
        other.post(address(pair, "fusion", "decision"), seen, follow=True)
    )
    assert Merge.objects.count() == 1


def test_what_was_corrected_since_the_preview_is_compared_again(desk: Client, pair: LikelyDuplicate):
    seen = preview(desk, pair)
    actions.new_version(
        pair.first, traits_of(pair.first.identity), by=SOMEBODY, standing=Standing(check=CHECK)
    )
    answer = page(desk.post(address(pair, "fusion", "decision"), seen, follow=True))
    assert "ont changé depuis" in answer
    assert not Merge.objects.exists()


def test_a_pair_of_somebody_absorbed_speaks_of_the_survivor_and_is_settled_with_it(
    desk: Client, pair: LikelyDuplicate
):
    third = patient(birth_name="Durande")
    further = LikelyDuplicate.objects.create(first=pair.second, second=third, score=29, words="x")
    merge(desk, pair)
    sides = desk.get(address(further)).context["sides"]
    assert [side["patient"] for side in sides] == [pair.first, third]
    merge(desk, further)
    further.refresh_from_db()
    assert further.state == PairState.MERGED
    made = Merge.objects.get(absorbed=third)
    merging.undo(made, by=a_desk())
    further.refresh_from_db()
    pair.refresh_from_db()
    assert (further.state, pair.state) == (PairState.WAITING, PairState.MERGED)


def test_the_pages_of_a_pair_ask_a_dozen_times_at_most(desk: Client, pair: LikelyDuplicate):
    ServiceRequestFactory(sent=True, patient=pair.second)
    for part in ((), ("fusion",)):
        assert len(statements(lambda part=part: desk.get(address(pair, *part)))) <= 12, part
    merge(desk, pair)
    for each in (address(pair), "/identites/fusions/", f"/identites/patients/{pair.second_id}/"):
        assert len(statements(lambda each=each: desk.get(each))) <= 12, each


def test_own_identities_are_those_before_the_merge(desk: Client, pair: LikelyDuplicate):
    merge(desk, pair)
    assert own_identities([pair.second_id])[pair.second_id].birth_name == "Durant"
    shown = page(desk.get(address(pair)))
    assert "Durant" in shown
    assert "Durand" in shown
