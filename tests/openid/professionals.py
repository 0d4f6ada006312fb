"""What Pro Santé Connect says of invented professionals, in the shape of its own UserInfo."""

from typing import Any


def activity(**fields: str) -> dict[str, str]:
    """A liberal practice; unknown fields are empty, as in the real answers."""
    return {
        "codeModeExercice": "L",
        "codeSecteurDactivite": "SA07",
        "numeroSiretSite": "",
        "numeroFinessSite": "",
        "numeroFinessetablissementJuridique": "",
        "raisonSocialeSite": "CABINET DE LA TOUR",
        "enseigneCommercialeSite": "",
        "numeroVoie": "1",
        "indiceRepetitionVoie": "",
        "codeTypeDeVoie": "R",
        "libelleVoie": "PASTEUR",
        "bureauCedex": "",
        "codePostal": "33000",
        "codeCommune": "33063",
        **fields,
    }


def hospital_activity(**fields: str) -> dict[str, str]:
    return activity(
        codeModeExercice="S",
        raisonSocialeSite="CH DE PORT-LAVANDE",
        numeroFinessSite="990000208",
        codePostal="99120",
        codeCommune="",
        bureauCedex="PORT-LAVANDE",
        **fields,
    )


def practice(*activities: dict[str, str], **fields: str) -> dict[str, Any]:
    """One «exercice»: a general practitioner."""
    return {
        "codeProfession": "10",
        "codeCategorieProfessionnelle": "C",
        "codeCiviliteDexercice": "DR",
        "nomDexercice": "ESSAI",
        "prenomDexercice": "ROBERT",
        "codeTypeSavoirFaire": "S",
        "codeSavoirFaire": "SM54",
        "activities": list(activities),
        **fields,
    }


def professional(*practices: dict[str, Any], **claims: Any) -> dict[str, Any]:
    """UserInfo of somebody with these «exercices»; with none, SubjectRefPro is missing as in reality."""
    return {
        "sub": "f:550dc1c8-d97b-4b1e-ac8c-8eb4471cf9dd:810100997245",
        "SubjectNameID": "810100997245",
        "preferred_username": "810100997245",
        "given_name": "ROBERT",
        "family_name": "ESSAI",
        "email_verified": False,
        "SubjectRole": ["10^1.2.250.1.213.1.1.5.5"],
        "otherIds": [],
        **({"SubjectRefPro": {"codeCivilite": "M", "exercices": list(practices)}} if practices else {}),
        **claims,
    }


DOCTOR = professional(practice(activity()))
