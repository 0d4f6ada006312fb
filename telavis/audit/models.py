"""The journal of accesses: who opened, searched, downloaded or changed what, for whom, and when."""

from django.db import models


class AuditAction(models.TextChoices):
    SIGN_IN = "sign_in", "connexion"
    SIGN_OUT = "sign_out", "déconnexion"
    CONFIRM = "confirm", "confirmation d’identité"
    CHANGE_CONTACT = "change_contact", "changement d’adresse ou de mobile"
    CHANGE_PASSWORD = "change_password", "changement de mot de passe"
    RECOVER = "recover", "récupération d’un compte"
    DELEGATE = "delegate", "délégation"
    LINK_IDENTITY = "link_identity", "identité reliée à un compte"
    UNLINK_IDENTITY = "unlink_identity", "identité détachée d’un compte"
    ADD_FACTOR = "add_factor", "moyen de connexion ajouté"
    REMOVE_FACTOR = "remove_factor", "moyen de connexion retiré"
    SEARCH_PATIENT = "search_patient", "recherche d’un patient"
    SEARCH_FILES = "search_files", "recherche parmi ses dossiers"
    OPEN_PATIENT = "open_patient", "ouverture d’une identité"
    CREATE_PATIENT = "create_patient", "création d’une identité"
    CHANGE_PATIENT = "change_patient", "modification d’une identité"
    ASK_INS = "ask_ins", "appel au téléservice INSi"
    MERGE_PATIENTS = "merge_patients", "fusion de deux identités"
    PART_PATIENTS = "part_patients", "fusion d’identités défaite"
    TELL_APART = "tell_apart", "identités dites de deux personnes"
    EXAMINE_AGAIN = "examine_again", "identités à examiner de nouveau"
    PROPOSE_PAIR = "propose_pair", "identités à comparer"
    LIST_PAIRS = "list_pairs", "liste d’identités semblables"
    OPEN_REQUEST = "open_request", "ouverture d’un dossier"
    OPEN_DOCUMENT = "open_document", "ouverture d’un document"
    ADD_DOCUMENT = "add_document", "ajout d’un document"
    REMOVE_DOCUMENT = "remove_document", "retrait d’un document"
    EXCUSE_DOCUMENT = "excuse_document", "photo dite impossible à refaire"
    OPEN_ORIGINAL = "open_original", "enregistrement d’un fichier d’origine"
    MAKE_PDF = "make_pdf", "création du PDF"
    ADMINISTER = "administer", "administration"


class AuditEvent(models.Model):
    """One access. Append-only; keeps ids and labels rather than foreign keys, and nothing clinical."""

    id = models.BigAutoField(primary_key=True)
    occurred_at = models.DateTimeField("le")
    action = models.CharField("action", max_length=30, choices=AuditAction.choices)
    user_id = models.UUIDField("compte", null=True)
    user_label = models.CharField("par", max_length=200)
    role_id = models.UUIDField("situation d’exercice", null=True)
    role_label = models.CharField("depuis", max_length=300, blank=True)
    on_behalf_of_id = models.UUIDField("pour (situation)", null=True)
    on_behalf_of_label = models.CharField("pour", max_length=300, blank=True)
    object_kind = models.CharField("nature de l’objet", max_length=40, blank=True)
    object_id = models.UUIDField("objet", null=True)
    object_label = models.CharField("objet en mots", max_length=200, blank=True)
    service_request_id = models.UUIDField("demande", null=True)
    patient_id = models.UUIDField("patient", null=True)
    address = models.GenericIPAddressField("adresse réseau", null=True)
    http_request_id = models.CharField("requête HTTP", max_length=64, blank=True)
    detail = models.JSONField("précisions", default=dict)

    class Meta:
        verbose_name = "accès tracé"
        indexes = [
            models.Index(fields=["service_request_id", "id"], name="audit_by_request"),
            models.Index(fields=["patient_id", "id"], name="audit_by_patient"),
            models.Index(fields=["user_id", "id"], name="audit_by_user"),
            models.Index(
                fields=["user_id", "id"],
                condition=models.Q(action="search_patient"),
                name="audit_of_searches",
            ),
            models.Index(
                fields=["id"], condition=models.Q(action="administer"), name="audit_of_administration"
            ),
            models.Index(
                fields=["object_id", "id"], condition=models.Q(action="administer"), name="audit_by_object"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M} {self.user_label} : {self.get_action_display()}"
