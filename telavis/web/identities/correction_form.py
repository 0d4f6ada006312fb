"""«Corriger l’identité» at the identity desk: the strict traits too, and on which paper they were read, and when."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.patients.models import Evidence, IdentityVersion
from telavis.web.pieces.identity_correction import CorrectionForm
from telavis.web.pieces.value_fields import DayField


class DeskCorrectionForm(CorrectionForm):
    """The paper may have come by post: the day on which it was seen is asked."""

    evidence_kind = forms.ChoiceField(
        label="Pièce d’identité lue",
        required=False,
        choices=[("", "Aucune pièce"), *Evidence.choices],
        help_text="Elle porte les traits tels que vous les saisissez ici.",
    )
    seen_on = DayField(
        label="Vue le",
        required=False,
        help_text="Le jour où la pièce a été lue, comme 12/11/2026.",
    )

    def __init__(self, version: IdentityVersion, data: Mapping[str, Any] | None = None, *, by: Actor) -> None:
        super().__init__(version, data, by=by)
        self.version = version
        del self.fields["scanned"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("evidence_kind") and not cleaned.get("seen_on") and "seen_on" not in self.errors:
            self.add_error("seen_on", "Dites quel jour cette pièce a été lue.")
        if cleaned.get("seen_on") and not cleaned.get("evidence_kind") and "evidence_kind" not in self.errors:
            self.add_error("evidence_kind", "Dites quelle pièce a été lue ce jour-là.")
        return cleaned

    @property
    def may_be_scanned(self) -> bool:
        """A sheet is no paper."""
        return False

    @property
    def typed(self) -> dict[str, str]:
        """What was sent, field by field, as a browser would send it again."""
        names = map(self.add_prefix, self.fields)
        return {name: str(self.data[name]) for name in names if name in self.data}

    def typed_after(self, newer: IdentityVersion) -> dict[str, str]:
        """The same, said of a version that was read since."""
        return {**self.typed, self.add_prefix("read"): str(newer.pk)}

    @property
    def read_key(self) -> UUID | None:
        """The version that the form was filled in from."""
        try:
            return UUID(self.data.get(self.add_prefix("read"), ""))
        except ValueError:
            return None

    @property
    def read_another_version(self) -> bool:
        return self.read_key != self.version.pk

    def seen_at(self, at: datetime) -> datetime:
        """In the middle of that day, which is the same in every French department; never to come.

        To the second of the sending: the same paper read again is another check, which vouches for other traits.
        """
        noon = time(12, at.minute, at.second, at.microsecond)
        return min(at, timezone.make_aware(datetime.combine(self.cleaned_data["seen_on"], noon)))
