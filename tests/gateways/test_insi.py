"""The INS service: what is sent, what is understood, the same of the simulated one and of one behind mutual TLS."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from django.test import override_settings

from telavis import insi_file
from telavis.gateways.insi import configuration
from telavis.gateways.insi.answers import read_answer
from telavis.gateways.insi.client import InsClient, MutualTls
from telavis.gateways.insi.envelope import Software, envelope
from telavis.gateways.insi.port import Found, InsQuestion, InsService, InsServiceFault, Nobody, Several
from telavis.gateways.insi.simulated import answer, simulated_service
from telavis.values.birth_dates import BirthDate
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.invalid import InvalidValue
from telavis.values.nir import NIR
from tests.gateways.insi_server import XML, InsiServer

SOFTWARE = Software(issuer="10B0152872", authorisation="PDP17NF21DD0", instance=UUID(int=7), version="2022")
IDS = (UUID(int=1), UUID(int=2), UUID(int=3))
AT = datetime(2023, 9, 26, 8, 52, 2, 578_000, tzinfo=UTC)
CATARINA = InsQuestion.of(
    birth_name="Tchitchi",
    given_name="Catarina",
    sex="F",
    birth_date=date(1936, 6, 21),
    birth_place_code="63220",
)
ENVELOPE = """<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing">
<soap:Header>
<ctxbam:ContexteBAM xmlns:ctxbam="urn:siram:bam:ctxbam" Version="01_02">
<ctxbam:Id>00000000-0000-0000-0000-000000000001</ctxbam:Id><ctxbam:Temps>2023-09-26T08:52:02.578Z</ctxbam:Temps>
<ctxbam:Emetteur>10B0152872</ctxbam:Emetteur><ctxbam:COUVERTURE/></ctxbam:ContexteBAM>
<ctxlps:ContexteLPS xmlns:ctxlps="urn:siram:lps:ctxlps" Nature="CTXLPS" Version="01_00">
<ctxlps:Id>00000000-0000-0000-0000-000000000002</ctxlps:Id><ctxlps:Temps>2023-09-26T08:52:02.578Z</ctxlps:Temps>
<ctxlps:Emetteur>10B0152872</ctxlps:Emetteur>
<ctxlps:LPS><ctxlps:IDAM R="4">PDP17NF21DD0</ctxlps:IDAM><ctxlps:Version>2022</ctxlps:Version>
<ctxlps:Instance>00000000-0000-0000-0000-000000000007</ctxlps:Instance><ctxlps:Nom>Telavis</ctxlps:Nom></ctxlps:LPS>
</ctxlps:ContexteLPS>
<wsa:Action>urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite</wsa:Action>
<wsa:MessageID>uuid:00000000-0000-0000-0000-000000000003</wsa:MessageID>
</soap:Header>
<soap:Body><RECSANSVITALE xmlns="http://www.cnamts.fr/INSiRecSans"><NomNaissance>D'ARTAGNAN DE L'HERAULT</NomNaissance>
<Prenom>PIERRE-ALAIN</Prenom><Sexe>M</Sexe><DateNaissance>2001-06-17</DateNaissance><LieuNaissance>63220</LieuNaissance>
</RECSANSVITALE></soap:Body></soap:Envelope>"""


@pytest.fixture
def server(certificate: Path) -> Iterator[InsiServer]:
    server = InsiServer(certificate, certificate)
    server.start()
    yield server
    server.stop()


def behind_tls(server: InsiServer, certificate: Path, **changes: object) -> InsClient:
    way = MutualTls(address=server.address, certificate=certificate, key=certificate, authorities=certificate)
    return InsClient(replace(way, **changes), SOFTWARE)  # type: ignore[arg-type]


@pytest.fixture(params=["simulated", "behind TLS"])
def service(request: pytest.FixtureRequest) -> InsService:
    if request.param == "simulated":
        return simulated_service()
    server: InsiServer = request.getfixturevalue("server")
    return behind_tls(server, request.getfixturevalue("certificate"))


def test_the_envelope_is_that_of_the_specification():
    question = InsQuestion.of(
        birth_name="d’Artagnan de l’Hérault",
        given_name="Pierre-Alain",
        sex="M",
        birth_date=date(2001, 6, 17),
        birth_place_code="63220",
    )
    written = envelope(question, SOFTWARE, ids=IDS, at=AT)
    same = [ElementTree.canonicalize(each, strip_text=True) for each in (written.decode(), ENVELOPE)]
    assert same[0] == same[1]


def test_what_somebody_typed_cannot_leave_its_element():
    question = replace(CATARINA, birth_name="A</NomNaissance><Sexe>M</Sexe>&")
    asked = fromstring(envelope(question, SOFTWARE, ids=IDS, at=AT))
    said = asked.findtext(".//{http://www.cnamts.fr/INSiRecSans}NomNaissance")
    assert said == "A</NomNaissance><Sexe>M</Sexe>&"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"birth_name": "Durand2"}, "n’existe pas"),
        ({"given_name": "Jean--Paul"}, "deux traits d’union"),
        ({"sex": "I"}, "féminin et masculin"),
    ],
)
def test_traits_that_the_service_cannot_read_are_refused(wrong: dict[str, str], sentence: str):
    traits = {"birth_name": "Durand", "given_name": "Jeanne", "sex": "F"}
    with pytest.raises(InvalidValue, match=sentence):
        InsQuestion.of(birth_date=date(1954, 3, 12), **{**traits, **wrong})


def test_an_unknown_birth_place_is_left_out():
    question = InsQuestion.of(
        birth_name="A", given_name="B", sex="F", birth_date=date(1954, 3, 12), birth_place_code="99999"
    )
    assert b"LieuNaissance" not in envelope(question, SOFTWARE, ids=IDS, at=AT)


def test_a_person_is_found_with_their_number_under_the_test_oid(service: InsService):
    assert service.search(CATARINA) == Found(
        ins=MatriculeINS(NIR("236066322083656"), InsOid.TEST),
        birth_name="TCHITCHI",
        given_names="CATARINA BELLA",
        sex="F",
        born=BirthDate(date(1936, 6, 21)),
        birth_place_code="63220",
    )


def test_former_numbers_come_with_the_present_one(service: InsService):
    question = replace(
        CATARINA,
        birth_name="ECETINSI",
        given_name="PIERRE-ALAIN",
        sex="M",
        birth_date=date(2009, 7, 14),
    )
    found = service.search(question)
    assert isinstance(found, Found)
    assert found.ins.number == "109076322083489"
    assert [each.number for each in found.former] == ["209076322083439", "209066322012355"]


def test_corsica_is_found(service: InsService):
    question = replace(
        CATARINA,
        birth_name="ADRTROIS",
        given_name="DOMINIQUE",
        birth_date=date(1997, 2, 26),
        birth_place_code="2A020",
    )
    found = service.search(question)
    assert isinstance(found, Found)
    assert found.ins.number == "297022A02077878"


def test_nobody_and_several_are_told_apart(service: InsService):
    assert isinstance(service.search(replace(CATARINA, birth_name="INCONNUE")), Nobody)
    several = replace(
        CATARINA,
        birth_name="DEUXFOIS",
        given_name="ANNE",
        birth_date=date(1970, 1, 15),
        birth_place_code="",
    )
    assert isinstance(service.search(several), Several)
    assert isinstance(service.search(replace(several, birth_place_code="33063")), Found)


ENTITY = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
FOUND = answer(envelope(CATARINA, SOFTWARE, ids=IDS, at=AT))
FAULT = answer(b"<a/>")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "n’est pas lisible"),
        (b"<a/>", "n’est pas lisible"),
        (ENTITY, "n’est pas lisible"),
        (FOUND.replace(b">00<", b">99<"), "code 99"),
        (FOUND.replace(b">56<", b">57<"), "n’est pas lisible"),
        (FOUND.replace(b".4.10", b".4.99"), "n’est pas lisible"),
        (FOUND.replace(b"TIQ", b"TAQ"), "n’est pas lisible"),
        (FOUND.replace(b"TCHITCHI", b""), "n’est pas lisible"),
        (FAULT, "code insi_102"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_fault_with_a_sentence(content: bytes, sentence: str):
    with pytest.raises(InsServiceFault) as refused:
        read_answer(content)
    assert sentence in refused.value.sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ((500, XML, FAULT), "a refusé la demande (code insi_102)"),
        ((502, "text/html", b"<h1>Bad gateway</h1>"), "en panne (réponse 502)"),
        ((200, XML, b" " * 300_000), "ne répond pas comme prévu"),
    ],
)
def test_a_service_in_trouble_is_told_in_a_sentence(
    server: InsiServer, certificate: Path, said: tuple[int, str, bytes], sentence: str
):
    server.answers_with = said
    with pytest.raises(InsServiceFault) as refused:
        behind_tls(server, certificate).search(CATARINA)
    assert sentence in refused.value.sentence


def test_a_silent_service_is_left(server: InsiServer, certificate: Path):
    server.is_silent = True
    with pytest.raises(InsServiceFault) as refused:
        behind_tls(server, certificate, read_seconds=0.2).search(CATARINA)
    assert "ne répond pas à temps" in refused.value.sentence


def test_an_absent_service_is_told(server: InsiServer, certificate: Path):
    with pytest.raises(InsServiceFault) as refused:
        behind_tls(server, certificate, address="https://127.0.0.1:1/insi").search(CATARINA)
    assert "injoignable" in refused.value.sentence
    with pytest.raises(InsServiceFault):
        behind_tls(server, certificate, address="http://127.0.0.1:1/insi").search(CATARINA)
    assert server.asked == []


def test_a_service_that_nobody_vouches_for_hears_nothing(server: InsiServer, certificate: Path):
    with pytest.raises(InsServiceFault) as refused:
        behind_tls(server, certificate, authorities=None).search(CATARINA)
    assert "connexion sécurisée" in refused.value.sentence
    assert server.asked == []


def written(folder: Path, certificate: Path, **changes: str) -> Path:
    said = {
        "address": "https://insi.example/ws",
        "certificate": str(certificate),
        "key": str(certificate),
        "issuer": "10B0152872",
        "authorisation": "PDP17NF21DD0",
        "instance": "00000000-0000-0000-0000-000000000007",
    } | changes
    path = folder / "insi.toml"
    path.write_text("\n".join(f'{name} = "{text}"' for name, text in said.items()))
    return path


def test_the_service_is_configured_by_a_file(tmp_path: Path, certificate: Path):
    said = insi_file.read(str(written(tmp_path, certificate)))
    with override_settings(INSI=said):
        client = configuration.ins_service()
    assert isinstance(client, InsClient)
    assert isinstance(client.transport, MutualTls)
    assert client.software.authorisation == "PDP17NF21DD0"
    assert not client.is_simulated


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issuer": ""}, "write issuer"),
        ({"instance": "seven"}, "UUID"),
        ({"address": "http://insi.example"}, "https"),
        ({"key": "missing.key"}, "no file"),
        ({"colour": "blue"}, "colour is unknown"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_write(
    tmp_path: Path, certificate: Path, changes: dict[str, str], sentence: str
):
    with pytest.raises(insi_file.InsiFault, match=sentence):
        insi_file.read(str(written(tmp_path, certificate, **changes)))


def test_without_a_file_only_a_demonstration_has_a_service():
    with override_settings(INSI={}, DEMO=False):
        assert configuration.ins_service() is None
    with override_settings(INSI={}, DEMO=True):
        simulated = configuration.ins_service()
        assert simulated is not None
        assert simulated.is_simulated
