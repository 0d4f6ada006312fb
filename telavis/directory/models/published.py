"""What the State publishes of professionals, their mailboxes and establishments: a copy, written by the imports only.

Keys are those of the source, since that is what the next extraction is compared with (docs/decisions/0014). Texts have no
limit of length: the source has none.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.directory.models.house import OrganizationKind


class PublishedProfessional(models.Model):
    """Somebody of the national directory, whether or not they have ever heard of us."""

    national_id = models.TextField("identification nationale (8 + RPPS, 0 + ADELI)", primary_key=True)
    title = models.TextField("code de civilité d’exercice", blank=True)
    family_name = models.TextField("nom d’exercice")
    given_name = models.TextField("prénom d’exercice", blank=True)
    profession = models.TextField("profession (code G15)")
    specialty = models.TextField("spécialité (code)", blank=True)
    fingerprint = models.BigIntegerField("empreinte des lignes publiées")
    first_seen_on = models.DateField("publié depuis le")
    left_on = models.DateField("absent depuis l’extraction du", null=True)
    sort_key = models.TextField("clé de tri")
    words = SearchVectorField("mots de recherche")

    class Meta:
        verbose_name = "professionnel publié"
        indexes = [
            GinIndex(fields=["words"], name="published_professional_words"),
            models.Index(fields=["sort_key", "national_id"], name="published_professional_order"),
            models.Index(
                fields=["national_id"], condition=Q(left_on__isnull=False), name="published_professional_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name} ({self.national_id})"


class PublishedActivity(models.Model):
    """One line of the extraction: what somebody does, and where."""

    pk = models.CompositePrimaryKey("professional_id", "fingerprint")
    professional = models.ForeignKey(
        PublishedProfessional,
        on_delete=models.CASCADE,
        related_name="activities",
        # Both tables are written by one statement list of one transaction; the check would read and lock a row of
        # professionals for each of two million lines.
        db_constraint=False,
        db_index=False,
        verbose_name="professionnel",
    )
    fingerprint = models.BigIntegerField("empreinte de la ligne")
    profession = models.TextField("profession (code G15)")
    category = models.TextField("catégorie professionnelle (code)", blank=True)
    specialty_kind = models.TextField("type de savoir-faire (code)", blank=True)
    specialty = models.TextField("savoir-faire (code)", blank=True)
    practice_mode = models.TextField("mode d’exercice (code)", blank=True)
    sector = models.TextField("secteur d’activité (code)", blank=True)
    role = models.TextField("rôle (code)", blank=True)
    siret = models.TextField("SIRET du site", blank=True)
    finess = models.TextField("FINESS du site", blank=True)
    legal_finess = models.TextField("FINESS de l’entité juridique", blank=True)
    structure_id = models.TextField("identifiant technique de la structure", blank=True)
    structure_name = models.TextField("structure", blank=True)
    address_line = models.TextField("adresse", blank=True)
    postcode = models.TextField("code postal", blank=True)
    town_code = models.TextField("commune (code INSEE)", blank=True)
    town = models.TextField("commune", blank=True)
    phone = models.TextField("téléphone, comme publié", blank=True)

    class Meta:
        verbose_name = "activité publiée"
        verbose_name_plural = "activités publiées"

    def __str__(self) -> str:
        return ", ".join(part for part in (self.structure_name, self.town) if part)


class PublishedMailbox(models.Model):
    """A secure mailbox (MSSanté), of a person or of a structure."""

    mailbox_key = models.TextField("adresse, titulaire et structure", primary_key=True)
    address = models.TextField("adresse MSSanté")
    national_id = models.TextField("identification nationale du titulaire", blank=True)
    structure_id = models.TextField("identifiant de la structure", blank=True)
    kind = models.TextField("type de boîte (PER, ORG)")
    service = models.TextField("service de rattachement", blank=True)
    takes_paperless = models.BooleanField("accepte la dématérialisation")
    fingerprint = models.BigIntegerField("empreinte de la ligne")
    first_seen_on = models.DateField("publiée depuis le")
    left_on = models.DateField("absente depuis l’extraction du", null=True)

    class Meta:
        verbose_name = "boîte MSSanté publiée"
        indexes = [models.Index(fields=["national_id"], name="published_mailbox_of_somebody")]

    def __str__(self) -> str:
        return self.address


class PublishedEstablishment(models.Model):
    """A site of the FINESS register."""

    finess = models.TextField("FINESS", primary_key=True)
    legal_finess = models.TextField("FINESS de l’entité juridique", blank=True)
    name = models.TextField("nom")
    short_name = models.TextField("nom abrégé", blank=True)
    category = models.TextField("catégorie (code)", blank=True)
    category_label = models.TextField("catégorie", blank=True)
    kind = models.CharField("nature", max_length=20, choices=OrganizationKind.choices)
    siret = models.TextField("SIRET", blank=True)
    address_line = models.TextField("adresse", blank=True)
    postcode = models.TextField("code postal", blank=True)
    town_code = models.TextField("commune (code INSEE)", blank=True)
    town = models.TextField("commune", blank=True)
    phone = models.TextField("téléphone, comme publié", blank=True)
    fingerprint = models.BigIntegerField("empreinte de la ligne")
    first_seen_on = models.DateField("publié depuis le")
    left_on = models.DateField("absent depuis l’extraction du", null=True)
    sort_key = models.TextField("clé de tri")
    name_key = models.TextField("nom normalisé")
    search_text = models.TextField("texte de recherche")
    weight = models.PositiveSmallIntegerField("rang de sa nature, les hôpitaux d’abord")

    class Meta:
        verbose_name = "établissement publié"
        indexes = [
            GinIndex(
                fields=["search_text"], opclasses=["gin_trgm_ops"], name="published_establishment_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.finess})"


class ExtractionKind(models.TextChoices):
    """The public files that are read."""

    PROFESSIONALS = "professionals", "professionnels (Annuaire Santé)"
    MAILBOXES = "mailboxes", "boîtes MSSanté"
    ESTABLISHMENTS = "establishments", "établissements (FINESS)"


class DirectoryImport(models.Model):
    """A file that was read to its end, written in the transaction that applied it."""

    kind = models.CharField("contenu", max_length=20, choices=ExtractionKind.choices)
    file_name = models.TextField("fichier")
    encoding = models.CharField("encodage", max_length=20)
    lines = models.PositiveIntegerField("lignes lues")
    added = models.PositiveIntegerField("ajoutés")
    changed = models.PositiveIntegerField("modifiés")
    left = models.PositiveIntegerField("partis")
    refused = models.PositiveIntegerField("lignes refusées")
    finished_at = models.DateTimeField("terminé le", default=timezone.now)

    class Meta:
        verbose_name = "import de l’annuaire"
        verbose_name_plural = "imports de l’annuaire"
        indexes = [models.Index(fields=["kind", "-finished_at"], name="directory_import_latest_first")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.finished_at:%d/%m/%Y %H:%M}"
