"""Patients, every version of their identity, and what the identity desk said of two that look alike."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils import timezone

from telavis.patients.identity_rules import IDENTITY_RULES
from telavis.patients.vocabulary import ApartReason, Evidence, IdentityStatus, InsSource, NoNumberReason, Sex
from telavis.values.birth_dates import BirthDate, Known
from telavis.values.ins import MatriculeINS
from telavis.values.keys import new_key
from telavis.values.names import glued

__all__ = [
    "ApartReason",
    "Evidence",
    "IdentityStatus",
    "IdentityVersion",
    "InsSource",
    "LikelyDuplicate",
    "Merge",
    "NameWord",
    "NoNumberReason",
    "PairState",
    "Patient",
    "Sex",
]


LAST_NAME = Replace(F("search_last"), Value(" "), Value(""), output_field=models.TextField())
"""In one word: «Legall» finds «Le Gall»."""


class Patient(models.Model):
    """A patient, shared by the whole platform. The traits are those of the `current` version."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    current = models.ForeignKey(
        "patients.IdentityVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="version courante",
    )
    """Their own; absorbed, that of the survivor, so that whoever reads it is led there (docs/decisions/0034)."""
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="absorbed", verbose_name="fusionné avec"
    )
    """The survivor in the end, however many merges lie between."""
    ins_oid = models.CharField("OID de l’INS", max_length=30, blank=True)
    ins_matricule = models.CharField("matricule INS", max_length=15, blank=True)
    creation_key = models.UUIDField("clé du formulaire de création", default=new_key, unique=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    apart_reason = models.CharField(
        "créé malgré une ressemblance, car", max_length=20, choices=ApartReason.choices, blank=True
    )
    apart_words = models.CharField("en mots", max_length=500, blank=True)

    # Derived from the current version, for the search only (telavis.patients.search_keys).
    billing_nir = models.CharField("n° de sécurité sociale", max_length=15, blank=True)
    birth_date = models.DateField("date de naissance", null=True)
    search_last = models.TextField("noms normalisés", blank=True)
    search_given = models.TextField("prénoms normalisés", blank=True)
    search_keys = ArrayField(models.BigIntegerField(), verbose_name="clés de recherche", default=list)
    search_keys_version = models.PositiveSmallIntegerField("version des clés", default=0)
    sort_key = models.TextField("clé de tri", blank=True)

    class Meta:
        verbose_name = "patient"
        indexes = [
            models.Index(fields=["birth_date"], name="patient_by_birth_date"),
            models.Index(fields=["billing_nir"], name="patient_by_number"),
            models.Index(
                fields=["birth_date"],
                include=["id", "search_last", "search_given"],
                name="patient_born_that_day",
            ),
            GinIndex(fields=["search_keys"], fastupdate=False, name="patient_by_search_keys"),
            models.Index(fields=["search_keys_version"], name="patient_by_keys_version"),
            GinIndex(
                OpClass(LAST_NAME, name="gin_trgm_ops"), fastupdate=False, name="patient_by_part_of_last_name"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ins_oid", "ins_matricule"],
                condition=~Q(ins_matricule=""),
                name="patient_ins_is_of_one_person",
            ),
            models.CheckConstraint(
                name="patient_ins_has_both_parts",
                condition=Q(ins_oid="", ins_matricule="") | (~Q(ins_oid="") & ~Q(ins_matricule="")),
            ),
            models.CheckConstraint(
                name="patient_is_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
            models.CheckConstraint(
                name="patient_merged_leaves_the_ins_to_the_survivor",
                condition=Q(merged_into=None) | Q(ins_matricule=""),
            ),
            models.CheckConstraint(
                name="patient_apart_for_another_reason_says_which",
                condition=~Q(apart_reason="other") | ~Q(apart_words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"patient {self.pk}"

    @property
    def identity(self) -> "IdentityVersion":
        """The current version. It is null only in the instant between the two rows of a creation."""
        if self.current is None:
            raise Patient.DoesNotExist("a patient always has a version")
        return self.current

    @property
    def own_identity(self) -> "IdentityVersion":
        """What was last said of this row, absorbed since or not."""
        if self.merged_into_id is None:
            return self.identity
        return self.versions.latest("number")

    @property
    def surviving_id(self) -> UUID:
        return self.merged_into_id or self.pk


class NameWord(models.Model):
    """A word of somebody's name, kept once whoever bears it, with the marks of how it sounds and of its slips."""

    word = models.TextField("mot", primary_key=True, db_collation="C")
    is_last = models.BooleanField("d’un nom")
    is_given = models.BooleanField("d’un prénom")
    marks = ArrayField(models.BigIntegerField(), verbose_name="marques")
    version = models.PositiveSmallIntegerField("version des marques")

    class Meta:
        verbose_name = "mot de nom"
        indexes = [
            GinIndex(fields=["marks"], fastupdate=False, name="name_word_by_marks"),
            models.Index(fields=["version"], name="name_word_by_version"),
        ]

    def __str__(self) -> str:
        return self.word


class IdentityVersion(models.Model):
    """The traits of a patient from one moment on. Append-only: a request keeps the one it was sent with."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="versions", verbose_name="patient"
    )
    number = models.PositiveIntegerField("version")
    status = models.CharField(
        "statut", max_length=5, choices=IdentityStatus.choices, default=IdentityStatus.PROVISIONAL
    )
    birth_name = models.CharField("nom de naissance", max_length=100)
    used_name = models.CharField("nom utilisé", max_length=100, blank=True)
    first_given_name = models.CharField("premier prénom de naissance", max_length=100)
    given_names = models.CharField("prénoms de naissance", max_length=100)
    used_given_name = models.CharField("prénom utilisé", max_length=100, blank=True)
    sex = models.CharField("sexe", max_length=1, choices=Sex.choices)
    birth_date = models.DateField("date de naissance, complétée")
    birth_date_known = models.CharField(
        "ce que l’on sait de la date",
        max_length=10,
        choices=[(each.value, each.words) for each in Known],
        default=Known.WHOLE.value,
    )
    birth_place_code = models.CharField("lieu de naissance (code INSEE)", max_length=5)
    birth_place_label = models.CharField("lieu de naissance", max_length=150)
    billing_nir = models.CharField("n° de sécurité sociale", max_length=15, blank=True)
    no_number_reason = models.CharField(
        "motif sans numéro", max_length=20, choices=NoNumberReason.choices, blank=True
    )
    ins_oid = models.CharField("OID de l’INS", max_length=30, blank=True)
    ins_matricule = models.CharField("matricule INS", max_length=15, blank=True)
    ins_source = models.CharField("INS obtenue par", max_length=5, choices=InsSource.choices, blank=True)
    ins_obtained_at = models.DateTimeField("INS obtenue le", null=True)
    evidence_kind = models.CharField("pièce vérifiée", max_length=2, choices=Evidence.choices, blank=True)
    checked_at = models.DateTimeField("vérifiée le", null=True)
    checked_by_id = models.UUIDField("vérifiée par (compte)", null=True)
    checked_by_label = models.CharField("vérifiée par", max_length=200, blank=True)
    is_fictitious = models.BooleanField("identité fictive", default=False)
    is_doubtful = models.BooleanField("identité douteuse", default=False)
    is_homonym = models.BooleanField("identité homonyme", default=False)
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)
    recorded_by_id = models.UUIDField("par (compte)", null=True)
    recorded_by_label = models.CharField("par", max_length=200)

    class Meta:
        verbose_name = "version d’identité"
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="identity_version_number_is_unique"),
            *IDENTITY_RULES,
        ]

    def __str__(self) -> str:
        return f"identité {self.pk} (version {self.number})"

    @property
    def transmitted_ins(self) -> MatriculeINS | None:
        """The number that may leave the platform: that of a qualified identity, and of no other."""
        if self.status != IdentityStatus.QUALIFIED:
            return None
        return MatriculeINS.parse(self.ins_matricule, self.ins_oid)

    @property
    def told_used_name(self) -> str:
        """The used name when it tells more than the birth name."""
        return self.used_name.upper() if glued(self.used_name) != glued(self.birth_name) else ""

    @property
    def born(self) -> BirthDate:
        return BirthDate(self.birth_date, Known(self.birth_date_known))

    @property
    def unknown_of_birth_date(self) -> str:
        """What to say beside the date: «jour et mois inconnus»; "" when it is whole."""
        return "" if self.birth_date_known == Known.WHOLE else Known(self.birth_date_known).words

    @property
    def was_checked(self) -> bool:
        """Against papers: its strict traits are in the hands of the identity desk."""
        return bool(self.evidence_kind)


class PairState(models.TextChoices):
    WAITING = "waiting", "à examiner"
    APART = "apart", "deux personnes"
    MERGED = "merged", "fusionnées"


class LikelyDuplicate(models.Model):
    """Two patients who look like one person. Kept once settled, so that nobody is asked twice."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    first = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", verbose_name="créé le premier"
    )
    second = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", verbose_name="et l’autre")
    score = models.FloatField("ressemblance")
    words = models.CharField("ce qui se ressemble", max_length=300)
    found_at = models.DateTimeField("vu le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=PairState.choices, default=PairState.WAITING)
    settled_at = models.DateTimeField("décidé le", null=True)
    settled_by_id = models.UUIDField("par (compte)", null=True)
    settled_by_label = models.CharField("par", max_length=200, blank=True)

    class Meta:
        verbose_name = "doublon possible"
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(state="waiting"), name="duplicate_waiting_by_score"
            ),
            models.Index(
                fields=["-settled_at", "id"], condition=Q(state="apart"), name="duplicate_told_apart_by_when"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_is_proposed_once"),
            models.CheckConstraint(
                name="duplicate_is_of_two_in_order", condition=Q(first__lt=models.F("second"))
            ),
            models.CheckConstraint(
                name="duplicate_settled_says_when_and_by_whom",
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False) & ~Q(settled_by_label="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} et {self.second_id}, {self.get_state_display()}"


class Merge(models.Model):
    """One patient absorbed by another, and perhaps undone. Nothing of the absorbed one is rewritten."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    survivor = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="merges", verbose_name="identité gardée"
    )
    absorbed = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="merged_by", verbose_name="identité absorbée"
    )
    merged_at = models.DateTimeField("fusionnées le", default=timezone.now)
    merged_by_id = models.UUIDField("par (compte)", null=True)
    merged_by_label = models.CharField("par", max_length=200)
    undone_at = models.DateTimeField("défait le", null=True)
    undone_by_id = models.UUIDField("défait par (compte)", null=True)
    undone_by_label = models.CharField("défait par", max_length=200, blank=True)

    class Meta:
        verbose_name = "fusion de deux identités"
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merge_absorbs_a_patient_once"
            ),
            models.CheckConstraint(
                name="merge_is_of_two_patients", condition=~Q(survivor=models.F("absorbed"))
            ),
            models.CheckConstraint(
                name="merge_undone_says_by_whom",
                condition=Q(undone_at=None, undone_by_label="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by_label="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} dans {self.survivor_id}"
