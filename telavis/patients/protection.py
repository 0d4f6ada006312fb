"""What was checked against a paper is changed by the identity desk only, and on another paper."""

from telavis.directory.actors import Actor
from telavis.patients.models import IdentityVersion
from telavis.patients.permissions import is_identity_desk
from telavis.patients.standing import Standing
from telavis.patients.traits import Traits, traits_of


class StrictTraitsProtected(Exception):
    """The strict traits of a validated or qualified identity are changed by the identity desk only."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or "Cette identité a été vérifiée sur une pièce\u202f: votre cellule d’identitovigilance la corrige."
        )


class EvidenceMissing(StrictTraitsProtected):
    """What was checked against a paper is replaced by what another paper, or the national service, says."""


STRICT_TRAITS = frozenset(
    {
        *("birth_name", "first_given_name", "given_names", "sex"),
        *("birth_date", "birth_date_known", "birth_place_code"),
    }
)


def is_protected(version: IdentityVersion, by: Actor) -> bool:
    """Checked against papers: the strict traits are in the hands of the identity desk."""
    return version.was_checked and not is_identity_desk(by)


def check_protection(current: IdentityVersion, was: Standing, becomes: Standing, *, by: Actor) -> None:
    """A check must not vouch for traits that nobody has compared with its paper."""
    if is_protected(current, by):
        raise StrictTraitsProtected
    has_another_ins = becomes.ins is not None and becomes.ins != was.ins
    if current.was_checked and becomes.check == was.check and not has_another_ins:
        raise EvidenceMissing(
            "Cette identité a été vérifiée sur une pièce\u202f: dites sur quelle pièce vous la corrigez."
        )


def changed_traits(current: IdentityVersion, traits: Traits) -> set[str]:
    """The names of the traits that are otherwise."""
    before = traits_of(current)
    return {name for name, value in vars(traits).items() if getattr(before, name) != value}


def standing_after(was: Standing, asked: Standing | None, changed: set[str]) -> Standing:
    """Traits that came with an INS and are then corrected by hand are what somebody says: the INS is let go."""
    becomes = asked or was
    if becomes.ins and becomes.ins == was.ins and changed & STRICT_TRAITS:
        return becomes.without_ins()
    return becomes
