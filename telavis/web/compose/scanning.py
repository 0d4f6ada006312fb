"""«Scanner l’INS»: the datamatrix of a document, by a hand scanner or on a photograph, fills the identity in."""

from datetime import datetime
from io import BytesIO
from typing import Any

from telavis.documents.scanning import UnreadablePhoto, read_datamatrices
from telavis.patients.models import InsSource
from telavis.patients.standing import PROVISIONAL, ObtainedIns, Standing
from telavis.values.ins_datamatrix import GS, InsDatamatrix
from telavis.values.invalid import InvalidValue
from telavis.values.places import find_place
from telavis.values.refused import Refused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.identity_form import IdentityForm

TYPED, PHOTO = "scan", "scan-photo"


class NotScanned(Refused):
    """Nothing could be read; the sentence tells what to do."""


def is_scanning(request: ActorRequest) -> bool:
    """Whatever button was pressed: a hand scanner ends with Enter, which presses the first of the form."""
    return bool(request.POST.get(TYPED, "").strip() or request.FILES.get(PHOTO))


def scanned(request: ActorRequest) -> InsDatamatrix:
    """What the scanner typed, else what the photograph shows; or NotScanned."""
    try:
        typed = request.POST.get(TYPED, "").strip()
        return InsDatamatrix.parse(typed) if typed else _on_photo(request)
    except (InvalidValue, UnreadablePhoto) as refusal:
        raise NotScanned(str(refusal)) from refusal


def _on_photo(request: ActorRequest) -> InsDatamatrix:
    """A page may show other symbols: the first one that is an INS counts."""
    refused: InvalidValue | None = None
    photo = request.FILES.get(PHOTO)
    for text in read_datamatrices(photo or BytesIO()):
        try:
            return InsDatamatrix.parse(text)
        except InvalidValue as refusal:
            refused = refusal
    raise refused or NotScanned("Aucun datamatrix n’a été lu.")


def fields_of(read: InsDatamatrix) -> dict[str, Any]:
    """The fields that it fills. Its number is not that of the bills, which stays as it is."""
    return {
        "birth_name": read.birth_name,
        "given_names": read.given_names,
        "first_given_name": "",
        "sex": read.sex,
        "birth_date": read.born.typed,
        "scanned": read.text.replace(GS, "<GS>"),
        **_place_of(read),
    }


def _place_of(read: InsDatamatrix) -> dict[str, str]:
    """A symbol need not say it: then what was typed or recorded stays."""
    if not read.birth_place_code:
        return {}
    place = find_place(read.birth_place_code)
    return {
        "birth_place": read.birth_place_code,
        "birth_place_text": place.label if place else read.birth_place_code,
    }


def standing_of_scan(form: IdentityForm, *, at: datetime) -> Standing:
    """Retrieved when the traits are those of the paper; else what somebody said."""
    read = form.read_on_paper
    if read is None:
        return PROVISIONAL
    return Standing(ins=ObtainedIns(read.ins, InsSource.DATAMATRIX, at))
