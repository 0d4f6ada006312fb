"""The people who may sign in, and the rights that an account can carry."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Lower, Replace, Upper
from django.utils import timezone

from telavis.accounts.sessions import SessionStore
from telavis.values.keys import new_key
from telavis.values.names import unaccented

_ACCENTED = "".join(sign for sign in map(chr, range(0xC0, 0x250)) if len(unaccented(sign).encode()) == 1)
_PLAIN = "".join(map(unaccented, _ACCENTED))


def plain_name() -> Func:
    """`full_name` in capitals, without accents nor ligatures: what is searched, and what the index holds."""
    words: Func = Upper("full_name")
    for ligature, letters in (("Œ", "OE"), ("Æ", "AE"), ("ß", "SS")):
        words = Replace(words, Value(ligature), Value(letters))
    return Func(words, Value(_ACCENTED), Value(_PLAIN), function="TRANSLATE", output_field=models.TextField())


class CodeChannel(models.TextChoices):
    """How the code of a sign-in reaches somebody."""

    SMS = "sms", "par SMS"
    MAIL = "mail", "par e-mail"


class Factor(models.TextChoices):
    """What proves, besides a password or in its place, that it is really this person; the strongest first."""

    PASSKEY = "passkey", "clé d’accès"
    APP = "app", "application d’authentification"
    SMS = "sms", "code par SMS"
    MAIL = "mail", "code par e-mail"


class Standing(models.TextChoices):
    """Whether the house is open to somebody who has proved who they are."""

    PENDING = "pending", "en attente de validation"
    OPEN = "open", "ouvert"
    SUSPENDED = "suspended", "suspendu"


def is_open_account(prefix: str = "") -> models.Q:
    """The accounts to which the house is open today; `prefix` leads to the account: ("user__")."""
    lasts = models.Q(**{f"{prefix}expires_on__isnull": True})
    lasts |= models.Q(**{f"{prefix}expires_on__gte": timezone.localdate()})
    return lasts & models.Q(**{f"{prefix}is_active": True, f"{prefix}standing": Standing.OPEN})


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody with a way in. What they may see comes from the directory and from `AccountRight`."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    username = models.CharField("identifiant (en minuscules)", max_length=150, unique=True)
    full_name = models.CharField("nom affiché", max_length=200)
    email = models.EmailField("adresse e-mail", blank=True)
    mobile = models.CharField("téléphone mobile (E.164)", max_length=20, blank=True)
    code_channel = models.CharField(
        "reçoit ses codes", max_length=10, choices=CodeChannel.choices, default=CodeChannel.SMS
    )
    is_active = models.BooleanField("peut se connecter", default=True)
    standing = models.CharField("état", max_length=10, choices=Standing.choices, default=Standing.OPEN)
    expires_on = models.DateField("dernier jour", null=True, blank=True)
    is_demo = models.BooleanField("compte de démonstration", default=False)
    recovered_by = models.CharField(
        "mot de passe retrouvé", max_length=10, choices=CodeChannel.choices, blank=True
    )  # from a new password obtained by a code until it has been shown together with something else
    code_sign_ins = models.PositiveIntegerField("connexions par un code envoyé", default=0)
    passkey_declined_at = models.DateTimeField("a remis la clé d’accès à plus tard le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects: ClassVar[UserManager] = UserManager()

    rights_held: list[str] | None = None
    """What `rights_of` would say, where the account was read with it (telavis.accounts.backends)."""
    refused_before: int = 0
    """How many passwords or codes were refused before the right one, on the account that a check has just given."""

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.CheckConstraint(
                name="user_name_is_in_lower_case", condition=models.Q(username=Lower("username"))
            ),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="user_email_belongs_to_one_account"
            ),
        ]
        indexes = [
            *(
                GinIndex(OpClass(Upper(words), "gin_trgm_ops"), name=f"user_by_part_of_{words}")
                for words in ("username", "email")
            ),
            GinIndex(OpClass(plain_name(), "gin_trgm_ops"), name="user_by_part_of_plain_name"),
            models.Index(fields=["id"], condition=~models.Q(standing="open"), name="user_not_open"),
            models.Index(fields=["mobile"], condition=~models.Q(mobile=""), name="user_by_mobile"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_open(self) -> bool:
        """Every other account may sign in, read what its standing is, and leave."""
        return self.is_active and self.standing == Standing.OPEN and not self.has_expired


class OpenSession(AbstractBaseSession):
    """A session, with whose it is and from where in columns of their own: its owner may read and close it."""

    user = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, related_name="sessions", verbose_name="compte"
    )
    handle = models.UUIDField("nom pour son titulaire", null=True, db_index=True)
    device = models.CharField("appareil", max_length=80, blank=True)
    place = models.CharField("réseau", max_length=40, blank=True)
    acted_at = models.DateTimeField("dernier acte", null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in", "se connecter"
    RECOVER = "recover", "retrouver l’accès"
    RESCUE = "rescue", "revenir par la console du serveur"
    CONFIRM = "confirm", "confirmer que c’est soi"
    PROVE_MAIL = "prove_mail", "prouver une adresse e-mail"
    PROVE_MOBILE = "prove_mobile", "prouver un mobile"


class OneTimeCode(models.Model):
    """Six digits sent to somebody, or the word that the server's console shows, known here by their digest only.

    Without `user` or `subject` nothing was sent and nothing fits: somebody asked for an account that does not exist.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    purpose = models.CharField("pour", max_length=20, choices=CodePurpose.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, verbose_name="compte")
    subject = models.UUIDField("pour qui n’a pas encore de compte", null=True)
    channel = models.CharField("envoyé", max_length=10, choices=CodeChannel.choices, blank=True)
    sent_to = models.CharField("adresse à prouver (empreinte)", max_length=64, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    expires_at = models.DateTimeField("vaut jusqu’à")
    used_at = models.DateTimeField("utilisé le", null=True)

    class Meta:
        verbose_name = "code à usage unique"
        indexes = [models.Index(fields=["created_at"], name="one_time_code_oldest_first")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.created_at:%d/%m/%Y %H:%M}"


class Passkey(models.Model):
    """A key that a device of this person holds; here is only its public half. It proves the device and its owner."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys", verbose_name="compte")
    name = models.CharField("nom", max_length=60)
    credential_id = models.BinaryField("identifiant chez son appareil", max_length=1023)
    credential = models.BinaryField("moitié publique")
    sign_count = models.BigIntegerField("compteur de l’appareil", default=0)
    created_at = models.DateTimeField("ajoutée le", default=timezone.now)
    last_used_at = models.DateTimeField("utilisée le", null=True)

    class Meta:
        verbose_name = "clé d’accès"
        constraints = [
            models.UniqueConstraint(fields=["credential_id"], name="passkey_belongs_to_one_account"),
        ]

    def __str__(self) -> str:
        return self.name


class PasskeyQuestion(models.Model):
    """What a device was asked to sign, for one browser; it is deleted when it is answered."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, verbose_name="qui ajoute une clé (personne : pour entrer)"
    )
    challenge = models.CharField("à signer", max_length=60)
    asked_at = models.DateTimeField("posée le", default=timezone.now)

    class Meta:
        verbose_name = "question à une clé d’accès"
        indexes = [models.Index(fields=["asked_at"], name="passkey_question_oldest_first")]

    def __str__(self) -> str:
        return f"{self.asked_at:%d/%m/%Y %H:%M}"


class AuthenticatorApp(models.Model):
    """An application that shows six digits every thirty seconds, from a secret that is sealed here."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="apps", verbose_name="compte")
    name = models.CharField("nom", max_length=60)
    sealed_secret = models.CharField("secret (scellé)", max_length=200)
    last_step = models.BigIntegerField("dernier pas de temps utilisé")
    created_at = models.DateTimeField("ajoutée le", default=timezone.now)
    last_used_at = models.DateTimeField("utilisée le", null=True)

    class Meta:
        verbose_name = "application d’authentification"

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of ten codes kept on paper, known here by its digest only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name="compte"
    )
    digest = models.CharField("empreinte", max_length=64)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    used_at = models.DateTimeField("utilisé le", null=True)

    class Meta:
        verbose_name = "code de secours"
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_is_drawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%d/%m/%Y}"


class TryKind(models.TextChoices):
    """What is counted."""

    PASSWORD = "password", "mot de passe d’un compte"
    PASSWORD_FROM_ADDRESS = "password_from_address", "mot de passe depuis une adresse réseau"
    CODE = "code", "code d’un compte"
    CODE_SENT = "code_sent", "code envoyé à un compte"
    CODE_ASKED_FROM_ADDRESS = "code_asked_from_address", "code demandé depuis une adresse réseau"
    SIGN_UP_FROM_ADDRESS = "sign_up_from_address", "inscription commencée depuis une adresse réseau"
    INVITATION = "invitation", "invitation envoyée par un professionnel"
    APP_CODE = "app_code", "code d’une application d’authentification"
    RECOVERY_CODE = "recovery_code", "code de secours"
    CODE_FROM_ADDRESS = "code_from_address", "code incorrect depuis une adresse réseau"


class TryCount(models.Model):
    """Tries at one thing by or against one subject; a try is counted here before anything is compared."""

    kind = models.CharField("nature", max_length=30, choices=TryKind.choices)
    subject = models.CharField("compte ou adresse (empreinte)", max_length=64)
    tries = models.PositiveIntegerField("essais de la période", default=0)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    period_ends_at = models.DateTimeField("fin de la période", default=timezone.now)
    refused_at = models.DateTimeField("dernier refus", null=True)
    refused_from = models.CharField("dernier refus, réseau", max_length=40, blank=True)

    class Meta:
        verbose_name = "compte d’essais"
        indexes = [models.Index(fields=["period_ends_at"], name="try_count_oldest_first")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="try_count_is_one_row_for_each_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.failures}"


class Right(models.TextChoices):
    """What an account may do besides what its holder's place in the directory gives."""

    ADMINISTRATOR = "administrator", "administrateur"
    IDENTITY_DESK = "identity_desk", "identitovigilance"
    AUDITOR = "auditor", "auditeur"


class AccountRight(models.Model):
    """One right of one account; none of them opens clinical content."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rights", verbose_name="compte")
    right = models.CharField("droit", max_length=20, choices=Right.choices)
    granted_at = models.DateTimeField("accordé le", default=timezone.now)
    granted_by_label = models.CharField("accordé par", max_length=200, blank=True)

    class Meta:
        verbose_name = "droit d’un compte"
        constraints = [
            models.UniqueConstraint(fields=["user", "right"], name="account_right_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_right_display()}"


class ExternalIdentity(models.Model):
    """The same person at an identity provider: Pro Santé Connect, or the directory of a hospital.

    An issuer's subject opens one account, and for ever the same. `facts` is what the provider said last
    (`ProvenIdentity.facts`), read-only: nobody types in it.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="external_identities", verbose_name="compte"
    )
    provider = models.CharField("fournisseur d’identité", max_length=40)
    issuer = models.CharField("émetteur", max_length=300)
    subject = models.CharField("identifiant chez lui", max_length=255)
    facts = models.JSONField("ce qu’il a dit en dernier", default=dict)
    linked_at = models.DateTimeField("relié le", default=timezone.now)
    last_seen_at = models.DateTimeField("vu le", default=timezone.now)

    class Meta:
        verbose_name = "identité externe"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_opens_one_account"),
            models.UniqueConstraint(
                fields=["user", "provider"], name="external_identity_is_one_for_each_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.provider}"


def rights_of(user_id: UUID) -> frozenset[Right]:
    """The rights that an account carries now."""
    values = AccountRight.objects.filter(user_id=user_id).values_list("right", flat=True)
    return frozenset(Right(value) for value in values)
