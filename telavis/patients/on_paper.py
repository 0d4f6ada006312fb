"""What the datamatrix of a paper says otherwise than the traits of an identity."""

from telavis.patients.traits import Traits
from telavis.values.ins_datamatrix import InsDatamatrix
from telavis.values.names import ins_form, normalise


def differing(read: InsDatamatrix, recorded: Traits) -> list[str]:
    """The names of those traits: with any, it may be the sheet of somebody else."""
    same = {
        "nom de naissance": ins_form(recorded.birth_name) == read.birth_name,
        "prénoms": normalise(recorded.given_names) == normalise(read.given_names),
        "sexe": recorded.sex == read.sex,
        "date de naissance": recorded.birth_date == read.born.day,
        "lieu de naissance": read.birth_place_code in ("", recorded.birth_place_code),
    }
    return [name for name, is_same in same.items() if not is_same]
