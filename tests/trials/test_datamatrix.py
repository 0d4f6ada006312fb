"""An INS datamatrix on a photograph taken by hand is read: 95 of a hundred at least."""

from datetime import date
from random import Random

from telavis.documents.scanning.symbols import texts_in
from telavis.values.birth_dates import BirthDate
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.ins_datamatrix import InsDatamatrix
from telavis.values.nir import NIR
from tests.trials.photos import photograph
from tests.trials.plugin import Trial

SHARE_READ = 0.95
NAMES = ("PAT-TROIS", "GARCIA-HAMMADI", "D'ARTAGNAN DE L'HERAULT", "LE GALL", "OEUVRE")


def somebody(chance: Random) -> InsDatamatrix:
    born = date(1930, 1, 1).toordinal() + chance.randrange(30_000)
    day = date.fromordinal(born)
    number = f"2{day:%y%m}33063{chance.randrange(1000):03d}"
    return InsDatamatrix(
        ins=MatriculeINS(NIR.with_key(number), InsOid.TEST),
        given_names=" ".join(
            chance.sample(["JEANNE", "MARIE-LOUISE", "ZOE", "ANNE"], k=chance.randint(1, 3))
        ),
        birth_name=chance.choice(NAMES),
        sex="F",
        born=BirthDate(day),
        birth_place_code="33063",
    )


def test_photographs_taken_by_hand_are_read(trial: Trial):
    read = 0
    for _ in range(trial.count):
        symbol = somebody(trial.random)
        texts = texts_in(photograph(symbol, trial.random), "JPEG") or []
        assert texts in ([symbol.text], []), "what is read is what was written, or nothing"
        read += bool(texts)
    trial.note(read=read, share=round(read / trial.count, 3))
    assert read >= SHARE_READ * trial.count
