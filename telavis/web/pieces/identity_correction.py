"""«Corriger l’identité»: the traits of a patient who is known, to correct or to complete."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms

from telavis.directory.actors import Actor
from telavis.patients.models import Evidence, IdentityVersion, InsSource
from telavis.patients.protection import STRICT_TRAITS, is_protected
from telavis.patients.standing import Check, InvalidStanding, ObtainedIns, Standing, standing_of
from telavis.patients.traits import first_of, traits_of
from telavis.values.nir import NIR
from telavis.values.places import Place, PlaceKind
from telavis.web.pieces.identity_form import IdentityForm, number_or_reason

ATTRIBUTES = ("is_doubtful", "is_fictitious", "is_homonym")
STRICT_FIELDS = (
    *("birth_name", "first_given_name", "given_names", "sex", "birth_date"),
    *("birth_place", "birth_place_text", "birth_place_pick"),
)

EVIDENCE_MISSING = "Ces traits ont été vérifiés sur pièce\u202f: dites sur quelle pièce vous avez lu ceux qui les remplacent."


class CorrectionForm(IdentityForm):
    """Its `traits` go to the next version; strict ones that were checked against papers are not asked."""

    read = forms.UUIDField(widget=forms.HiddenInput)

    evidence_kind = forms.ChoiceField(
        label="Pièce d’identité vérifiée aujourd’hui",
        required=False,
        choices=[("", "Aucune nouvelle pièce"), *Evidence.choices],
        help_text="Vous avez vu cette pièce, et elle porte les mêmes traits.",
    )
    is_doubtful = forms.BooleanField(
        label="Identité douteuse\u202f: la personne n’est peut-être pas celle qu’elle dit être",
        required=False,
    )
    is_fictitious = forms.BooleanField(label="Identité fictive\u202f: anonymat ou formation", required=False)
    is_homonym = forms.BooleanField(
        label="Homonyme\u202f: une autre personne a presque les mêmes traits", required=False
    )

    def __init__(
        self,
        version: IdentityVersion,
        data: Mapping[str, Any] | None = None,
        *,
        by: Actor,
        begun: Mapping[str, Any] | None = None,
    ) -> None:
        """Filled in with what the version says, but for what was `begun` or read on a document."""
        super().__init__(data, initial={**_initial(version), **(begun or {})})
        self.before, self.was = traits_of(version), standing_of(version)
        self.is_protected = is_protected(version, by)
        if self.is_protected:
            for name in STRICT_FIELDS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_standing(cleaned)
        if not self.errors and self.is_protected:
            self.traits = replace(self.before, used_name=cleaned["used_name"], **number_or_reason(cleaned))
        elif not self.errors:
            self.traits = replace(self.traits, used_given_name=self.before.used_given_name)
            self._check_evidence(cleaned)
        return cleaned

    @property
    def may_be_scanned(self) -> bool:
        """Neither what was checked nor what the national service gave is replaced by what a sheet says."""
        return not self.is_protected and not (self.was.ins and self.was.ins.source == InsSource.SERVICE)

    def standing(self, *, by: Actor, at: datetime) -> Standing:
        """What is said of the identity from now on; a paper is checked by whoever sends the form."""
        kind = self.cleaned_data["evidence_kind"]
        check = Check(Evidence(kind), self.seen_at(at), by.user_id, by.user_label) if kind else self.was.check
        described = replace(self._described(self.cleaned_data), check=check)
        return described if described.is_uncertain else replace(described, ins=self._ins(at))

    def seen_at(self, at: datetime) -> datetime:
        """When the paper was: while the form is being sent."""
        return at

    def _ins(self, at: datetime) -> ObtainedIns | None:
        """That of the document just scanned, as long as the traits are its own; else the one already there."""
        read = self.read_on_paper if self.may_be_scanned else None
        was_read_before = self.was.ins and read and self.was.ins.matricule == read.ins
        if read is None or (was_read_before and self.traits == self.before):
            return self.was.ins
        return ObtainedIns(read.ins, InsSource.DATAMATRIX, at)

    def _described(self, cleaned: dict[str, Any]) -> Standing:
        return self.was.described(**{name: bool(cleaned.get(name)) for name in ATTRIBUTES})

    def _check_evidence(self, cleaned: dict[str, Any]) -> None:
        is_replaced = any(getattr(self.before, name) != getattr(self.traits, name) for name in STRICT_TRAITS)
        if self.was.check and is_replaced and not cleaned["evidence_kind"]:
            self.add_error("evidence_kind", EVIDENCE_MISSING)

    def _check_standing(self, cleaned: dict[str, Any]) -> None:
        try:
            self._described(cleaned)
        except InvalidStanding as refusal:
            self.add_error("is_fictitious", str(refusal))
        if cleaned.get("is_fictitious") and cleaned.get("evidence_kind"):
            self.add_error("evidence_kind", "Une identité fictive n’a pas de pièce à vérifier.")

    def _place(self, cleaned: dict[str, Any]) -> Place | None:
        """A birth place left as it was stays, even when our lists have lost it."""
        code, label = self.before.birth_place_code, self.before.birth_place_label
        shown = (cleaned.get("birth_place_pick"), cleaned.get("birth_place"), cleaned["birth_place_text"])
        if shown == ("", code, label):
            return Place(code=code, name=label, kind=PlaceKind.UNKNOWN)
        return super()._place(cleaned)


def _initial(version: IdentityVersion) -> dict[str, Any]:
    return {
        "read": version.pk,
        "birth_name": version.birth_name,
        "used_name": version.used_name,
        "given_names": version.given_names,
        "first_given_name": _unless_first_word(version),
        "sex": version.sex,
        "birth_date": version.born.typed,
        "birth_place": version.birth_place_code,
        "birth_place_text": version.birth_place_label,
        "number": NIR.parse(version.billing_nir).spaced if version.billing_nir else "",
        "no_number_reason": version.no_number_reason,
        **{name: getattr(version, name) for name in ATTRIBUTES},
    }


def _unless_first_word(version: IdentityVersion) -> str:
    """It is asked only when the first word does not say it."""
    return "" if version.first_given_name == first_of(version.given_names, "") else version.first_given_name
