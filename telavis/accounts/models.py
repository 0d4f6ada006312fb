"""The people who may sign in, and the rights that an account can carry."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.values.keys import new_key


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
    is_active = models.BooleanField("compte ouvert", default=True)
    is_demo = models.BooleanField("compte de démonstration", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects: ClassVar[UserManager] = UserManager()

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

    def __str__(self) -> str:
        return self.full_name or self.username


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


def rights_of(user_id: UUID) -> frozenset[Right]:
    """The rights that an account carries now."""
    values = AccountRight.objects.filter(user_id=user_id).values_list("right", flat=True)
    return frozenset(Right(value) for value in values)
