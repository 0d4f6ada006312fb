"""The lists of the identity desk: who waits, who was told apart, who was merged."""

from django.test import Client
from django.utils import timezone

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients.models import LikelyDuplicate, PairState, Patient
from tests.factories import UserFactory
from tests.patients.factories import patient
from tests.web.desks import statements
from tests.web.registration.signing_up import page

MORE_THAN_A_PAGE = 27


def many_pairs() -> list[LikelyDuplicate]:
    """One patient and many who look like them, the last the likeliest."""
    one = patient()
    others = [
        patient(birth_name=f"Durand{'abcdefghijklmnopqrstuvwxyzé'[place]}")
        for place in range(MORE_THAN_A_PAGE)
    ]
    return LikelyDuplicate.objects.bulk_create(
        LikelyDuplicate(first=one, second=other, score=30 + place // 2, words=f"ressemblance {place}")
        for place, other in enumerate(others)
    )


def test_the_likeliest_pair_is_first_and_says_why(desk: Client, pair: LikelyDuplicate):
    shown = page(desk.get("/identites/"))
    assert "DURAND Jeanne" in shown
    assert "DURANT Jeanne" in shown
    assert "phonétique" in shown
    assert f"/identites/paires/{pair.pk}/" in shown


def test_twenty_five_at_a_time_without_losing_or_repeating_one(desk: Client):
    made = many_pairs()
    first = desk.get("/identites/")
    second = desk.get(f"/identites/{first.context['next_href']}")
    rows = [*first.context["rows"], *second.context["rows"]]
    assert [row.pk for row in rows] == [row.pk for row in sorted(made, key=lambda row: (-row.score, row.pk))]
    assert len(first.context["rows"]) == 25
    assert not second.context["next_href"]


def test_a_page_continues_after_a_row_that_was_settled_meanwhile(desk: Client):
    many_pairs()
    first = desk.get("/identites/")
    last = first.context["rows"][-1]
    LikelyDuplicate.objects.filter(pk=last.pk).update(
        state=PairState.APART, settled_at=timezone.now(), settled_by_label="x"
    )
    assert len(desk.get(f"/identites/{first.context['next_href']}").context["rows"]) == MORE_THAN_A_PAGE - 25

    told_apart = {"state": PairState.APART, "settled_at": timezone.now(), "settled_by_label": "x"}
    LikelyDuplicate.objects.update(**told_apart)
    address = "/identites/deux-personnes/"
    first = desk.get(address)
    put_back = {"state": PairState.WAITING, "settled_at": None, "settled_by_label": ""}
    LikelyDuplicate.objects.filter(pk=first.context["rows"][-1].pk).update(**put_back)
    assert len(desk.get(address + first.context["next_href"]).context["rows"]) == MORE_THAN_A_PAGE - 25
    assert len(desk.get(f"{address}?apres=x").context["rows"]) == 25


def test_a_pair_of_two_who_stand_on_a_page_before_is_not_shown_again(desk: Client):
    made = many_pairs()
    absorbed = made[-1].second
    likeliest, least = made[-1], made[0]
    Patient.objects.filter(pk=absorbed.pk).update(merged_into=least.second, current=least.second.current)
    first = desk.get("/identites/")
    second = desk.get(f"/identites/{first.context['next_href']}")
    assert first.context["rows"][0] == likeliest
    assert least not in [*first.context["rows"], *second.context["rows"]]


def test_lists_leave_one_trace_with_how_many_and_no_name(desk: Client, pair: LikelyDuplicate):
    for address in ("/identites/", "/identites/deux-personnes/", "/identites/fusions/"):
        desk.get(address)
    (event,) = AuditEvent.objects.filter(action=AuditAction.LIST_PAIRS)
    assert event.detail == {"state": "waiting", "count": 1}


def test_empty_lists_say_what_will_stand_there(desk: Client):
    assert "Aucune paire n’attend" in page(desk.get("/identites/"))
    assert "ne seront plus proposées" in page(desk.get("/identites/deux-personnes/"))
    assert "chaque fusion pourra y être défaite" in page(desk.get("/identites/fusions/"))


def test_home_and_menu_lead_the_identity_desk_there_and_nobody_else(
    desk: Client, pair: LikelyDuplicate, client: Client
):
    shown = page(desk.get("/"))
    assert "paire d’identités à examiner" in shown
    assert "Aucun dossier" not in shown
    assert shown.count('href="/identites/"') == 2
    client.force_login(UserFactory())
    assert "/identites/" not in page(client.get("/"))


def test_a_list_asks_a_dozen_times_at_most(desk: Client):
    many_pairs()
    for address in ("/identites/", "/identites/deux-personnes/", "/identites/fusions/"):
        assert len(statements(lambda address=address: desk.get(address))) <= 12, address
