"""The score explains itself; the weights of the form count where it has some."""

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.forms import definition, extension, filled, item


def asked(link_id: str, weight: object = None, **more: object) -> dict[str, object]:
    weighs = [extension(fhir.COMPLETENESS_WEIGHT, valueInteger=weight)] if weight is not None else []
    return item(link_id, "string", required=True, **({"extension": weighs} if weighs else {}), **more)


def test_it_says_what_is_missing_and_why_what_is_unavailable():
    form = definition(asked("poids"), asked("taille"), asked("creatinine"), asked("motif"))
    told = filled(form, motif="chute", creatinine__unavailable="labo fermé").completeness()
    assert told.in_words == (
        "2\u00a0réponses sur 4, dont 1 non disponible\u202f: Creatinine (labo fermé) — manquent\u202f: Poids\u202f; Taille"
    )
    assert told.percent is None


def test_a_reason_that_somebody_typed_stays_as_it_was_typed():
    told = filled(definition(asked("a")), a__unavailable='l\'appareil : "HS"').completeness()
    assert told.in_words.endswith('A (l\'appareil : "HS")')


def test_what_weighs_more_counts_more():
    told = filled(definition(asked("a", 3), asked("b")), a="oui").completeness()
    assert (told.filled, told.expected, told.percent) == (1, 2, 75)
    assert told.score == "1\u00a0réponse sur 2 (75\u202f%)"


def test_equal_weights_are_not_told():
    assert filled(definition(asked("a", 2), asked("b", 2)), a="oui").completeness().percent is None


@pytest.mark.parametrize("weight", [0, -1, 11, True, 1.5, "2"])
def test_a_weight_is_a_small_whole_number(weight):
    with pytest.raises(InvalidDefinition) as refused:
        definition(asked("a", weight))
    assert [fault.link_id for fault in refused.value.faults] == ["a"]
