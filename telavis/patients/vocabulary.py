"""The words of an identity: its sex, its status, where its number comes from, which paper was checked."""

from django.db import models


class Sex(models.TextChoices):
    FEMALE = "F", "féminin"
    MALE = "M", "masculin"
    INDETERMINATE = "I", "indéterminé"


class IdentityStatus(models.TextChoices):
    """The four trust levels of the French national identity rules (RNIV)."""

    PROVISIONAL = "PROV", "identité provisoire"
    RETRIEVED = "RECUP", "identité récupérée"
    VALIDATED = "VALI", "identité validée"
    QUALIFIED = "QUAL", "identité qualifiée"


class InsSource(models.TextChoices):
    """How an INS came here, by the codes of FR Core."""

    SERVICE = "INSI", "téléservice INSi"
    DATAMATRIX = "CB", "datamatrix d’un document"


class Evidence(models.TextChoices):
    """The paper against which an identity was checked, by the codes of FR Core."""

    IDENTITY_CARD = "CN", "carte nationale d’identité"
    PASSPORT = "PA", "passeport"
    RESIDENCE_PERMIT = "CS", "carte de séjour"
    FAMILY_BOOK = "LE", "livret de famille (mineur)"
    BIRTH_CERTIFICATE = "AN", "extrait d’acte de naissance"
    ELECTRONIC = "IE", "identification électronique (eIDAS)"
    TRUSTED_PARTY = "TC", "tiers de confiance"


class ApartReason(models.TextChoices):
    """Why somebody is created beside a patient who looks like them."""

    OTHER_PAPER = "other_paper", "la pièce d’identité est celle d’une autre personne"
    TWIN = "twin", "jumeau ou jumelle"
    SAME_NUMBER = "same_number", "membre de la famille, inscrit sous le même numéro"
    HOMONYM = "homonym", "homonyme\u202f: même nom, mêmes prénoms, autre personne"
    OTHER = "other", "autre raison"


class NoNumberReason(models.TextChoices):
    """Why somebody has no social security number."""

    NEWBORN = "newborn", "nouveau-né pas encore immatriculé"
    FOREIGNER = "foreigner", "personne étrangère sans numéro français"
    STATE_AID = "state_aid", "aide médicale de l’État (AME)"
    DETAINED = "detained", "personne détenue"
    UNAVAILABLE = "unavailable", "numéro non communiqué ce jour"
