"""What providers really say, and what they might: every claim may be missing, empty or of another kind."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.accounts.claims import identity_of
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.gateways.openid import psc
from telavis.gateways.openid.client import Proof
from telavis.gateways.openid.faults import AnswerRefused
from telavis.gateways.openid.providers import Provider
from tests.openid.professionals import activity, hospital_activity, practice, professional

PSC = psc.provider(client_id="telavis", client_secret="x", environment="production")
HOSPITAL = Provider(
    id="chu", label="CHU d’Essai", client_id="x", client_secret="x", issuer="https://chu.example", finess="1"
)


def read(claims: dict[str, Any], provider: Provider = PSC) -> ProvenIdentity:
    return identity_of(provider, Proof(claims=claims, acr="eidas1", amr=(), id_token=""))


def test_the_key_is_the_national_identifier():
    identity = read(professional(practice(activity())))
    assert (identity.subject, identity.rpps, identity.issuer) == ("810100997245", "10100997245", PSC.issuer)


def test_a_test_identifier_is_no_number():
    identity = read(professional(practice(activity()), SubjectNameID="ANS20231122132732"))
    assert (identity.subject, identity.rpps) == ("ANS20231122132732", "")


@pytest.mark.parametrize("name", ["otherIds", "otherIDs"])
@pytest.mark.parametrize("number", ["10100997245", "810100997245"])
def test_the_number_may_stand_among_the_other_identifiers(name: str, number: str):
    others = {name: [{"identifiant": number, "origine": "RPPS", "qualite": 1}]}
    assert read(professional(SubjectNameID="ANS2023", **others)).rpps == "10100997245"


def test_several_practices_give_all_their_workplaces():
    identity = read(professional(practice(activity()), practice(hospital_activity())))
    assert [(place.name, place.finess, place.mode) for place in identity.workplaces] == [
        ("CABINET DE LA TOUR", "", "L"),
        ("CH DE PORT-LAVANDE", "990000208", "S"),
    ]
    assert identity.workplaces[0].address_line == "1 rue PASTEUR"
    assert [place.town for place in identity.workplaces] == ["Bordeaux", "PORT-LAVANDE"]


def test_a_place_that_is_told_twice_counts_once():
    assert len(read(professional(practice(activity(), activity()))).workplaces) == 1


def test_a_practice_without_a_place_is_a_profession_all_the_same():
    identity = read(professional(practice()))
    assert (identity.is_professional, identity.workplaces) == (True, ())


def test_nobody_registered_has_no_profession():
    identity = read(professional())
    assert (identity.is_professional, identity.profession, identity.family_name) == (False, "", "ESSAI")


def test_a_student_is_not_yet_what_they_study_to_be():
    assert read(professional(practice(codeCategorieProfessionnelle="E"))).profession == "G16_10"


def test_codes_may_carry_their_nomenclature():
    told = practice(codeProfession="10^1.2.250.1.213.1.1.5.5", codeSavoirFaire="SM15^1.2.250.1.213.2.28")
    identity = read(professional(told))
    assert (identity.profession, identity.specialty) == ("10", "SM15")


def test_what_is_no_specialty_is_not_taken_for_one():
    assert read(professional(practice(codeTypeSavoirFaire="C", codeSavoirFaire="C40"))).specialty == ""


@pytest.mark.parametrize(("code", "title"), [("DR", "Dr"), ("PR", "Pr"), ("M", "Dr"), ("", "Dr")])
def test_the_title_is_the_one_of_the_practice(code: str, title: str):
    assert read(professional(practice(codeCiviliteDexercice=code))).title == title


def test_a_hospital_never_says_that_somebody_is_a_professional():
    told = {"sub": "42", "given_name": "Claire", "family_name": "Martin", "email": "c@chu.example"}
    identity = read({**told, "SubjectNameID": "810100997245", "SubjectRefPro": {}}, HOSPITAL)
    assert (identity.subject, identity.is_professional, identity.rpps) == ("42", False, "")
    assert (identity.workplaces[0].name, identity.email) == ("CHU d’Essai", "c@chu.example")


def test_an_address_that_the_hospital_has_not_verified_is_not_kept():
    assert read({"sub": "42", "email": "c@chu.example", "email_verified": False}, HOSPITAL).email == ""


@pytest.mark.parametrize("subject", ["", " 42", "4\u200b2", "4" * 256, 42, None])
def test_an_identifier_that_would_have_to_be_changed_is_refused(subject: Any):
    with pytest.raises(AnswerRefused):
        read({"sub": subject}, HOSPITAL)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(reference=ANYTHING, practices=ANYTHING, activities=ANYTHING, others=ANYTHING)
def test_whatever_stands_in_a_claim_is_read_or_passed_over(
    reference: Any, practices: Any, activities: Any, others: Any
):
    for told in (
        reference,
        {"exercices": practices},
        {"exercices": [practice() | {"activities": activities}]},
    ):
        identity = read({**professional(), "SubjectRefPro": told, "otherIds": others})
        assert ProvenIdentity.from_facts(identity.facts()) == identity
