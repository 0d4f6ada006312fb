"""The rules of the national identity: what the database refuses, and the same in sentences."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from telavis.patients.models import IdentityStatus, IdentityVersion, InsSource
from telavis.patients.standing import PROVISIONAL, InvalidStanding, ObtainedIns, Standing
from telavis.values.ins import InsOid
from telavis.values.names import nfc
from tests.factories import PatientFactory
from tests.patients.factories import CHECK, WHEN, found_by_service

INS = {"ins_oid": InsOid.TEST, "ins_matricule": "279035121518989", "ins_obtained_at": WHEN}
BY_SERVICE = {**INS, "ins_source": "INSI"}
BY_PAPER = {**INS, "ins_source": "CB"}
PAPER = {"evidence_kind": "CN", "checked_at": WHEN, "checked_by_label": "Dr Martin"}


def versions_with(**columns: Any) -> IdentityVersion:
    return PatientFactory(**{f"identity__{name}": value for name, value in columns.items()}).identity


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"is_doubtful": True, "is_fictitious": True}, "fictitious_or_doubtful_not_both"),
        ({"is_fictitious": True, "is_homonym": True}, "fictitious_has_no_homonym"),
        (
            {"status": "VALI", "is_doubtful": True, **PAPER},
            "doubtful_or_fictitious_is_provisional",
        ),
        ({"is_doubtful": True, **BY_SERVICE}, "provisional_has_no_ins"),
        ({"status": "PROV", **BY_SERVICE}, "provisional_has_no_ins"),
        ({"status": "PROV", **PAPER}, "provisional_was_not_checked"),
        ({"status": "RECUP"}, "retrieved_has_an_ins_unchecked"),
        ({"status": "RECUP", **BY_SERVICE, **PAPER}, "retrieved_has_an_ins_unchecked"),
        ({"status": "VALI"}, "validated_was_checked_without_the_service"),
        ({"status": "VALI", **PAPER, **BY_SERVICE}, "validated_was_checked_without_the_service"),
        ({"status": "QUAL", **BY_SERVICE}, "qualified_was_checked_and_found_by_the_service"),
        ({"status": "QUAL", **PAPER}, "qualified_was_checked_and_found_by_the_service"),
        ({"status": "QUAL", **BY_PAPER, **PAPER}, "qualified_was_checked_and_found_by_the_service"),
        ({"status": "RECUP", **INS}, "ins_says_whence_and_when"),
        ({"status": "VALI", **PAPER, "checked_at": None}, "check_says_what_who_and_when"),
        ({"first_given_name": "Marie"}, "first_given_name_begins_the_list"),
        ({"first_given_name": ""}, "first_given_name_begins_the_list"),
        (
            {"birth_date": date(1950, 6, 1), "birth_date_known": "year"},
            "birth_date_is_completed_by_rule",
        ),
        ({"billing_nir": "", "no_number_reason": ""}, "has_a_number_or_a_reason"),
    ],
)
def test_the_database_refuses_what_a_rule_forbids(columns: dict[str, Any], rule: str):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        versions_with(**columns)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"status": "RECUP", **BY_SERVICE},
        {"status": "RECUP", **BY_PAPER},
        {"status": "VALI", **PAPER},
        {"status": "VALI", **PAPER, **BY_PAPER},
        {"status": "QUAL", **BY_SERVICE, **PAPER},
        {"is_doubtful": True, "is_homonym": True, **PAPER},
        {"is_fictitious": True},
        {"birth_date": date(1950, 12, 31), "birth_date_known": "year"},
        {"given_names": "Jean Pierre Marie", "first_given_name": "Jean Pierre"},
    ],
)
def test_the_database_keeps_what_the_rules_allow(columns: dict[str, Any]):
    version = versions_with(**columns)
    assert (version.transmitted_ins is not None) == (version.status == IdentityStatus.QUALIFIED)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"is_doubtful": True, "is_fictitious": True}, "douteuse ou fictive, jamais les deux"),
        ({"is_fictitious": True, "is_homonym": True}, "n’a pas d’homonyme"),
        ({"is_doubtful": True, "ins": found_by_service()}, "ne garde pas de matricule"),
    ],
)
def test_the_same_rules_are_said_in_sentences(said: dict[str, Any], sentence: str):
    with pytest.raises(InvalidStanding, match=nfc(sentence)):
        Standing(**said)


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (PROVISIONAL, IdentityStatus.PROVISIONAL),
        (Standing(ins=found_by_service()), IdentityStatus.RETRIEVED),
        (Standing(check=CHECK), IdentityStatus.VALIDATED),
        (Standing(ins=found_by_service(), check=CHECK), IdentityStatus.QUALIFIED),
        (Standing(check=CHECK, is_doubtful=True), IdentityStatus.PROVISIONAL),
    ],
)
def test_the_status_follows_from_what_is_known(standing: Standing, status: IdentityStatus):
    assert standing.status == status


def test_doubt_lets_the_number_go_and_keeps_the_paper():
    doubtful = Standing(ins=found_by_service(), check=CHECK).described(
        is_doubtful=True, is_fictitious=False, is_homonym=True
    )
    assert (doubtful.ins, doubtful.check, doubtful.status) == (None, CHECK, IdentityStatus.PROVISIONAL)


def test_a_number_read_on_paper_qualifies_nobody():
    found = found_by_service()
    read = ObtainedIns(found.matricule, InsSource.DATAMATRIX, found.at)
    assert Standing(ins=read, check=CHECK).status == IdentityStatus.VALIDATED
