"""The rules of the national identity (RNIV) as constraints of the database; their names are the rules.

What a person can break is said to them in a sentence by `standing.py` first; the rest `Standing` makes so.
"""

from django.db.models import BooleanField, CheckConstraint, F, Func, Q

from telavis.patients.vocabulary import IdentityStatus, InsSource
from telavis.values.birth_dates import Known

NO_INS = Q(ins_oid="", ins_matricule="", ins_source="", ins_obtained_at=None)
WHOLE_INS = ~Q(ins_oid="") & ~Q(ins_matricule="") & ~Q(ins_source="") & Q(ins_obtained_at__isnull=False)
UNCHECKED = Q(evidence_kind="", checked_at=None, checked_by_label="")
CHECKED = ~Q(evidence_kind="") & Q(checked_at__isnull=False) & ~Q(checked_by_label="")


def _rule(name: str, condition: Q) -> CheckConstraint:
    return CheckConstraint(name=f"identity_version_{name}", condition=condition)


def _when(status: IdentityStatus, then: Q) -> Q:
    return ~Q(status=status) | then


IDENTITY_RULES = [
    _rule("has_a_number_or_a_reason", ~Q(billing_nir="") | ~Q(no_number_reason="")),
    _rule("fictitious_or_doubtful_not_both", ~(Q(is_fictitious=True) & Q(is_doubtful=True))),
    _rule("fictitious_has_no_homonym", ~(Q(is_fictitious=True) & Q(is_homonym=True))),
    _rule(
        "doubtful_or_fictitious_is_provisional",
        Q(is_doubtful=False, is_fictitious=False) | Q(status=IdentityStatus.PROVISIONAL),
    ),
    _rule("ins_says_whence_and_when", NO_INS | WHOLE_INS),
    _rule("check_says_what_who_and_when", UNCHECKED | CHECKED),
    _rule("provisional_has_no_ins", _when(IdentityStatus.PROVISIONAL, NO_INS)),
    _rule(
        "provisional_was_not_checked",
        _when(IdentityStatus.PROVISIONAL, UNCHECKED | Q(is_doubtful=True) | Q(is_fictitious=True)),
    ),
    _rule("retrieved_has_an_ins_unchecked", _when(IdentityStatus.RETRIEVED, WHOLE_INS & UNCHECKED)),
    _rule(
        "validated_was_checked_without_the_service",
        _when(IdentityStatus.VALIDATED, CHECKED & ~Q(ins_source=InsSource.SERVICE)),
    ),
    _rule(
        "qualified_was_checked_and_found_by_the_service",
        _when(IdentityStatus.QUALIFIED, CHECKED & WHOLE_INS & Q(ins_source=InsSource.SERVICE)),
    ),
    _rule(
        "first_given_name_begins_the_list",
        ~Q(first_given_name="")
        & Q(
            Func(F("given_names"), F("first_given_name"), function="starts_with", output_field=BooleanField())
        ),
    ),
    _rule(
        "birth_date_is_completed_by_rule",
        Q(birth_date_known=Known.WHOLE.value)
        | Q(birth_date_known=Known.NO_DAY.value, birth_date__day=1)
        | Q(birth_date_known=Known.NO_MONTH.value, birth_date__month=1)
        | Q(
            birth_date_known__in=(Known.YEAR.value, Known.ABOUT.value),
            birth_date__month=12,
            birth_date__day=31,
        ),
    ),
]
