"""What has changed of an identity between two of its versions, in words and without the values."""

from telavis.patients.models import IdentityVersion

_WORDS = {
    "birth_name": "nom de naissance",
    "used_name": "nom utilisé",
    "given_names": "prénoms",
    "first_given_name": "prénoms",
    "used_given_name": "prénom utilisé",
    "sex": "sexe",
    "birth_date": "date de naissance",
    "birth_date_known": "date de naissance",
    "birth_place_code": "lieu de naissance",
    "billing_nir": "numéro de sécurité sociale",
    "ins_matricule": "matricule INS",
    "status": "état de l’identité",
    "is_doubtful": "identité douteuse",
    "is_fictitious": "identité fictive",
    "is_homonym": "homonyme",
}


def changed_since(sent: IdentityVersion | None, current: IdentityVersion) -> list[str]:
    """The names of what differs, each once, the strict traits first."""
    if sent is None or sent.pk == current.pk:
        return []
    differing = (words for name, words in _WORDS.items() if getattr(sent, name) != getattr(current, name))
    return list(dict.fromkeys(differing))
