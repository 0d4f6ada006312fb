"""A professional's application for an account, what each source says of them, and the texts they accept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.directory.places import Place
from telavis.registrations.workflow import State, States, Verb
from telavis.values.keys import new_key


class Registration(models.Model):
    """One application. The row tells the present, `RegistrationStep` the past."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.BEGUN)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
        verbose_name="compte",
    )
    rpps = models.CharField("RPPS", max_length=11, blank=True)
    place = models.JSONField("lieu d’exercice", default=dict)
    email = models.EmailField("adresse e-mail", blank=True)
    email_proved_at = models.DateTimeField("adresse prouvée le", null=True)
    mobile = models.CharField("téléphone mobile (E.164)", max_length=20, blank=True)
    mobile_proved_at = models.DateTimeField("mobile prouvé le", null=True)
    password = models.CharField("mot de passe (empreinte)", max_length=128, blank=True)
    proofs = models.OneToOneField(
        "documents.Folder",
        null=True,
        on_delete=models.PROTECT,
        related_name="registration",
        verbose_name="justificatifs",
    )
    """What an administrator asked to see; open while it is being joined, gone once the decision is old enough."""
    started_at = models.DateTimeField("commencée le", default=timezone.now)
    submitted_at = models.DateTimeField("envoyée le", null=True)
    asked_at = models.DateTimeField("question posée le", null=True)
    answer_by = models.DateField("réponse attendue jusqu’au", null=True)
    """The last day to answer, told by the reminder; no day before it was sent."""
    decided_at = models.DateTimeField("décidée le", null=True)
    decided_by_id = models.UUIDField("décidée par (compte)", null=True)
    decided_by_label = models.CharField("décidée par", max_length=200, blank=True)

    class Meta:
        verbose_name = "inscription"
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="registration_by_wait"),
            models.Index(fields=["rpps"], name="registration_by_rpps"),
            models.Index(Lower("email"), name="registration_by_address"),
            models.Index(fields=["mobile"], name="registration_by_mobile"),
            models.Index(fields=["started_at"], name="registration_oldest_first"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state__in=States.TO_DECIDE),
                name="registration_to_decide_order",
            ),
            models.Index(
                fields=["decided_at", "id"],
                condition=Q(state__in=States.DECIDED),
                name="registration_decided_order",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=States.TO_DECIDE),
                name="registration_waits_once_for_each_account",
            ),
            models.CheckConstraint(
                name="registration_sent_has_a_time",
                condition=~Q(state__in=[*States.TO_DECIDE, *States.DECIDED]) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_asked_has_a_time",
                condition=~Q(state=State.ASKED) | Q(asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_decided_has_a_time",
                condition=Q(state__in=States.DECIDED, decided_at__isnull=False)
                | (~Q(state__in=States.DECIDED) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_to_decide_has_a_proved_address",
                condition=~Q(state__in=States.TO_DECIDE) | Q(email_proved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Inscription du {self.started_at:%d/%m/%Y}"

    @property
    def workplace(self) -> Place | None:
        return Place(**self.place) if self.place else None

    @property
    def decision(self) -> str:
        """What was decided and by whom; nobody refuses what is closed by itself."""
        if self.state == State.REFUSED and self.decided_by_id is None:
            return "Close sans réponse"
        return f"{State(self.state).label} par {self.decided_by_label}"


class Source(models.TextChoices):
    """Who says so, the strongest last."""

    TYPED = "typed", "Saisi"
    DIRECTORY = "directory", "Annuaire"
    PRO_SANTE_CONNECT = "psc", "Pro Santé Connect"


class Evidence(models.Model):
    """What one source says of the person, when it was asked; empty where it says nothing."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="evidence", verbose_name="inscription"
    )
    source = models.CharField("source", max_length=10, choices=Source.choices)
    rpps = models.CharField("RPPS", max_length=11, blank=True)
    title = models.CharField("civilité", max_length=10, blank=True)
    family_name = models.CharField("nom d’exercice", max_length=100, blank=True)
    given_name = models.CharField("prénom d’exercice", max_length=100, blank=True)
    profession = models.CharField("profession (code G15)", max_length=10, blank=True)
    specialty = models.CharField("spécialité (code)", max_length=20, blank=True)
    places = models.JSONField("lieux d’exercice", default=list)
    detail = models.JSONField("ce que la source a dit d’elle-même", default=dict)
    noted_at = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        verbose_name = "pièce d’une inscription"
        constraints = [
            models.UniqueConstraint(fields=["registration", "source"], name="evidence_is_one_row_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} : {self.given_name} {self.family_name}"

    @property
    def workplaces(self) -> list[Place]:
        return [Place(**place) for place in self.places]


class RegistrationStep(models.Model):
    """One line of the journal. Append-only; ids and labels, no foreign key, so that it outlives what it tells."""

    id = models.BigAutoField(primary_key=True)
    registration_id = models.UUIDField("inscription")
    verb = models.CharField("verbe", max_length=20, choices=Verb.choices)
    from_state = models.CharField("de", max_length=10, choices=State.choices)
    to_state = models.CharField("à", max_length=10, choices=State.choices)
    occurred_at = models.DateTimeField("le")
    user_id = models.UUIDField("compte", null=True)
    user_label = models.CharField("par", max_length=200)
    text = models.CharField("motif, question ou réponse", max_length=1000, blank=True)

    class Meta:
        verbose_name = "ligne du journal d’une inscription"
        indexes = [models.Index(fields=["registration_id", "id"], name="registration_step_in_order")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.verb} {self.occurred_at:%Y-%m-%d %H:%M}"


class TextKind(models.TextChoices):
    """The two boxes of the memo, in their order and words."""

    TERMS = "terms", "Termes et conditions d’utilisation du Portail"
    PRIVACY = "privacy", "Consentement au traitement des données"


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph of a text."""

    is_heading: bool
    text: str


class LegalText(models.Model):
    """One version of a text; once in force it never changes."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField("texte", max_length=10, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField("version")
    in_force_on = models.DateField("en vigueur le")
    body = models.TextField("texte")

    class Meta:
        verbose_name = "texte du site"
        verbose_name_plural = "textes du site"
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="legal_text_version_is_one_text"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"

    @property
    def blocks(self) -> Iterator[Block]:
        """Paragraphs parted by an empty line; one that begins with «## » is a heading."""
        for part in self.body.split("\n\n"):
            text = " ".join(part.split())
            if text:
                yield Block(text.startswith("## "), text.removeprefix("## "))


class TextAcceptance(models.Model):
    """Somebody accepted a version, at a moment. Append-only."""

    id = models.BigAutoField(primary_key=True)
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, verbose_name="texte")
    registration_id = models.UUIDField("inscription", null=True)
    user_id = models.UUIDField("compte", null=True)
    accepted_at = models.DateTimeField("accepté le")

    class Meta:
        verbose_name = "acceptation d’un texte"
        indexes = [
            models.Index(fields=["user_id"], name="text_acceptance_of_an_account"),
            models.Index(fields=["registration_id"], name="text_acceptance_of_sign_up"),
        ]
        constraints = [
            models.CheckConstraint(
                name="text_acceptance_is_somebodys",
                condition=Q(registration_id__isnull=False) | Q(user_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.accepted_at:%d/%m/%Y})"
