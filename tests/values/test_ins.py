"""The national health identity is a number under an OID, and never a number alone."""

import pytest

from telavis.values.ins import InsOid, InvalidINS, MatriculeINS


def test_the_official_test_patient_is_fictitious():
    matricule = MatriculeINS.parse("279035121518989", "1.2.250.1.213.1.4.10")
    assert matricule.oid is InsOid.TEST
    assert matricule.is_fictitious
    assert str(matricule) == "279035121518989"


def test_the_same_number_under_another_oid_is_another_identity():
    real = MatriculeINS.parse("277010115400329", "urn:oid:1.2.250.1.213.1.4.8")
    assert not real.is_fictitious
    assert real != MatriculeINS.parse("277010115400329", "1.2.250.1.213.1.4.11")


@pytest.mark.parametrize(
    ("number", "oid", "word"),
    [
        ("279035121518988", "1.2.250.1.213.1.4.10", "Ce matricule INS contient une erreur"),
        ("279035121518989", "1.2.250.1.213.1.4.12", "OID"),
        ("279035121518989", "", "OID"),
    ],
)
def test_a_wrong_number_or_oid_is_refused(number, oid, word):
    with pytest.raises(InvalidINS, match=word):
        MatriculeINS.parse(number, oid)
