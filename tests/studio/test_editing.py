"""A form is changed item by item; whatever is done, it can be read, and can be undone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from telavis.directory.permissions import NotAllowed
from telavis.questionnaires.parsing import parse
from telavis.studio import actions, alarms, conditions
from telavis.studio.actions import Rearrangement
from telavis.studio.calculating import calculated
from telavis.studio.items import OptionFacts, facts_of, with_facts
from telavis.studio.models import FormChange, FormWork
from telavis.studio.outline import must_find
from telavis.values.refused import Refused
from tests.factories import ExpertFactory, ServiceFactory, actor
from tests.studio.working import facts, labels, new_work, part_of, work_on_a_type

pytestmark = pytest.mark.django_db


def mark(work: FormWork, link_id: str) -> str:
    return actions.mark_of(must_find(work.definition, link_id).item)


def test_a_question_gets_its_link_id_from_its_label_once_and_keeps_it():
    work, by = new_work()
    work, link_id = actions.add_item(work, "Durée de la toux", "integer", inside=part_of(work), by=by)
    work = actions.change_item(
        work, link_id, facts("Depuis combien de jours", "integer", unit="j"), seen=mark(work, link_id), by=by
    )
    item = parse(work.definition).by_id["duree_de_la_toux"]
    assert (link_id, item.text, item.unit) == ("duree_de_la_toux", "Depuis combien de jours", "j")


def test_a_question_comes_after_the_one_it_was_asked_for():
    work, by = new_work()
    work, _ = actions.add_item(work, "Fièvre", "boolean", inside=part_of(work), by=by)
    work, _ = actions.add_item(work, "Tabac", "boolean", after="motif", by=by)
    assert labels(work) == ["Motif", "Tabac", "Fièvre"]


def test_up_down_copy_and_removal_can_all_be_undone():
    work, by = new_work()
    work, link_id = actions.add_item(work, "Fièvre", "boolean", inside=part_of(work), by=by)
    for what in (Rearrangement.UP, Rearrangement.DUPLICATE, Rearrangement.REMOVE):
        work, _ = actions.rearrange(work, link_id, what, by=by)
    assert labels(work) == ["Fièvre (copie)", "Motif"]
    told = []
    for _ in range(4):
        work, words = actions.undo(work, by=by)
        told.append(words)
    assert labels(work) == ["Motif"]
    assert told == ["« Fièvre » retirée", "« Fièvre » copiée", "« Fièvre » montée", "« Fièvre » ajoutée"]


def test_what_a_condition_speaks_of_is_not_removed_and_its_answer_stays_offered():
    work, by = new_work()
    work, asked = actions.add_item(work, "Tabac", "choice", inside=part_of(work), by=by)
    work, link_id = actions.add_item(work, "Paquets", "integer", inside=part_of(work), by=by)
    question = parse(work.definition).by_id[asked]
    condition = conditions.condition_of(question, "=", "oui")
    work = actions.edit_item(
        work, link_id, lambda item: conditions.with_condition(item, condition), "condition ajoutée", by=by
    )
    with pytest.raises(Refused, match="Paquets"):
        actions.rearrange(work, asked, Rearrangement.REMOVE, by=by)
    others = facts("Tabac", "choice", options=[OptionFacts("jamais"), OptionFacts("sevré")])
    with pytest.raises(Refused, match="Paquets"):
        actions.change_item(work, asked, others, seen=mark(work, asked), by=by)
    read = parse(work.definition)
    assert conditions.conditions_in_words(read, read.by_id[link_id]) == ["« Tabac » est « oui »"]


def test_an_answer_that_a_formula_reads_stays_offered():
    work, by = new_work()
    work, asked = actions.add_item(work, "Tabac", "choice", inside=part_of(work), by=by)
    work, points = actions.add_item(work, "Points", "integer", inside=part_of(work), by=by)
    formula = f"iif(%resource.repeat(item).where(linkId = '{asked}').answer.value.code = 'oui', 1, 0)"
    work = actions.edit_item(work, points, lambda item: calculated(item, formula, "", None), "calcul", by=by)
    left = [OptionFacts("non", "non"), OptionFacts("sevré")]
    with pytest.raises(Refused, match=r"oui.*décide de .*Points"):
        actions.change_item(
            work, asked, facts("Tabac", "choice", options=left), seen=mark(work, asked), by=by
        )
    left = [OptionFacts("oui", "oui"), OptionFacts("sevré")]
    actions.change_item(work, asked, facts("Tabac", "choice", options=left), seen=mark(work, asked), by=by)


@pytest.mark.parametrize("reader", ["formula", "alarm", "nobody"])
def test_a_unit_stays_while_something_reads_the_number_in_it(reader: str):
    """A clearance calculated from µmol/L would take mg/dL for them, and say nothing."""
    work, by = new_work()

    def change(unit: str) -> FormWork:
        said = facts("Créatinine", "decimal", unit=unit)
        return actions.change_item(work, "creatinine", said, seen=mark(work, "creatinine"), by=by)

    work, _ = actions.add_item(work, "Créatinine", "decimal", inside=part_of(work), by=by)
    work = change("µmol/L")
    if reader == "formula":
        work, _ = actions.add_item(work, "Double", "decimal", inside=part_of(work), by=by)
        formula = "%resource.repeat(item).where(linkId = 'creatinine').answer.value * 2"
        work = actions.edit_item(
            work, "double", lambda item: calculated(item, formula, "", None), "calcul", by=by
        )
    if reader == "alarm":
        high = {"question": "creatinine", "operator": ">", "answerDecimal": 300}
        work = actions.edit_item(
            work, "creatinine", lambda item: alarms.with_alarm(item, "Appelez.", high), "alarme", by=by
        )
    if reader == "nobody":
        assert parse(change("mg/dL").definition).by_id["creatinine"].unit == "mg/dL"
    else:
        with pytest.raises(Refused, match="dans son unité d’avant"):
            change("mg/dL")


def test_options_of_every_type_are_shown_and_stay_what_they_are():
    written = [
        {"valueString": "jamais"},
        {"valueInteger": 3},
        {"valueDate": "2026-01-02"},
        {"valueCoding": {"display": "sevré"}},
        {"valueCoding": {"code": "oui", "display": "Oui"}},
    ]
    item = {"linkId": "tabac", "type": "choice", "text": "Tabac", "answerOption": written}
    shown = facts_of(item)
    assert [each.label for each in shown.options] == ["jamais", "3", "2026-01-02", "sevré", "Oui"]
    assert with_facts(item, shown) == item
    reworded = replace(shown, options=[replace(shown.options[0], label="non"), *shown.options[1:]])
    changed = with_facts(item, reworded)["answerOption"]
    assert changed[0]["valueCoding"]["display"] == "non"
    assert "valueString" not in changed[0]
    assert changed[1:] == written[1:]


def test_a_circle_of_conditions_is_refused_and_nothing_is_written():
    work, by = new_work()
    work, other = actions.add_item(work, "Fièvre", "boolean", inside=part_of(work), by=by)
    read = parse(work.definition)

    def needing(link_id: str) -> dict[str, object]:
        return conditions.condition_of(read.by_id[link_id], "answered" if link_id == "motif" else "=", None)

    work = actions.edit_item(
        work, other, lambda item: conditions.with_condition(item, needing("motif")), "…", by=by
    )
    with pytest.raises(Refused):
        actions.edit_item(
            work, "motif", lambda item: conditions.with_condition(item, needing(other)), "…", by=by
        )
    work.refresh_from_db()
    assert "enableWhen" not in must_find(work.definition, "motif").item


def test_whoever_comes_second_to_an_item_reads_it_again():
    work, by = new_work()
    before = mark(work, "motif")
    actions.change_item(work, "motif", facts("Motif de la demande"), seen=before, by=by)
    with pytest.raises(Refused, match="relisez"):
        actions.change_item(work, "motif", facts("Symptôme"), seen=before, by=by)


@pytest.mark.parametrize("what", [Rearrangement.DUPLICATE, Rearrangement.REMOVE])
def test_what_every_request_says_stays(what: Rearrangement):
    work, by = new_work()
    with pytest.raises(Refused, match="toute demande"):
        actions.rearrange(work, "delai", what, by=by)


def test_nobody_but_a_coordinator_of_the_service_changes_it():
    work, _ = new_work()
    for other in (ExpertFactory(service=work.healthcare_service), ServiceFactory().memberships.get().role):
        with pytest.raises(NotAllowed):
            actions.add_item(work, "Fièvre", "boolean", by=actor(other))


def test_one_work_at_a_time_on_the_form_of_a_service():
    work, by = work_on_a_type()
    assert work.request_type is not None
    with pytest.raises(Refused, match="déjà en cours"):
        actions.start(work.healthcare_service, work.request_type, by=by)


def test_what_stood_before_a_change_is_never_changed():
    work, _ = new_work()
    with transaction.atomic(), pytest.raises(IntegrityError):
        FormChange.objects.filter(work=work).update(words="autre")


def test_a_copy_has_its_own_alarm_and_its_own_formula():
    work, by = new_work()
    work, group = actions.add_item(work, "Constantes", "group", inside=part_of(work), by=by)
    work, heat = actions.add_item(work, "Température", "decimal", inside=group, by=by)
    work, double = actions.add_item(work, "Double", "decimal", inside=group, by=by)
    hot = conditions.condition_of(parse(work.definition).by_id[heat], ">", Decimal(39))
    formula = f"%resource.repeat(item).where(linkId = '{heat}').answer.value * 2"
    work = actions.edit_item(
        work, heat, lambda item: alarms.with_alarm(item, "Appelez.", hot), "alarme", by=by
    )
    work = actions.edit_item(work, double, lambda item: calculated(item, formula, "", None), "calcul", by=by)
    work, _ = actions.rearrange(work, group, Rearrangement.DUPLICATE, by=by)
    twin = parse(work.definition)
    assert twin.by_id[f"{heat}_copie"].red_flags[0].when[0].question == f"{heat}_copie"
    assert twin.calculation(twin.by_id[f"{double}_copie"]).reads == (f"{heat}_copie",)


def test_what_another_coordinator_has_changed_meanwhile_is_read_first():
    """A second condition would go in place of the first, another change be undone, another text be written over."""
    work, by = new_work()
    work, link_id = actions.add_item(work, "Tabac", "boolean", inside=part_of(work), by=by)
    seen, described = mark(work, link_id), actions.mark_of(actions.said_of(work))
    last = actions.last_standing(work).number
    work = actions.edit_item(work, link_id, lambda item: {**item, "required": True}, "obligatoire", by=by)
    said = {**actions.said_of(work), "use_for": "Toux de plus de trois semaines"}
    work = actions.describe(work, **said, seen=described, by=by)
    refused = [
        lambda: actions.edit_item(work, link_id, dict, "condition retirée", seen=seen, by=by),
        lambda: actions.undo(work, seen=last, by=by),
        lambda: actions.describe(work, **{**said, "use_for": "Toux"}, seen=described, by=by),
    ]
    for act in refused:
        with pytest.raises(Refused, match="recommencez"):
            act()
    work.refresh_from_db()
    assert work.use_for == "Toux de plus de trois semaines"
