"""The plain facts of a request, one table after the other."""

from collections.abc import Iterable

from django.utils import timezone

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.patients.models import IdentityVersion
from telavis.reports.content import Action, Answer, Consent, JournalLine, Patient, Person, Service
from telavis.service_requests import models
from telavis.service_requests.journal_words import what_happened, who_did_it, why
from telavis.service_requests.opinion import Decision
from telavis.values.dates import age_in_words
from telavis.values.french import NARROW
from telavis.values.ins import MatriculeINS
from telavis.values.ins_datamatrix import datamatrix_of
from telavis.values.names import display_name
from telavis.values.nir import NIR
from telavis.values.professions import profession_label, specialty_label


def person(role: PractitionerRole) -> Person:
    practitioner = role.practitioner
    return Person(
        name=practitioner.full_name,
        organization=role.organization.name,
        town=role.organization.town,
        rpps=practitioner.rpps,
        profession=_profession(role),
    )


def service(healthcare_service: HealthcareService) -> Service:
    return Service(
        name=healthcare_service.name,
        specialty=healthcare_service.specialty_label,
        organization=healthcare_service.organization.name,
        town=healthcare_service.organization.town,
    )


def patient(version: IdentityVersion) -> Patient:
    ins = version.transmitted_ins
    return Patient(
        name=display_name(version.birth_name, version.first_given_name),
        birth_name=version.birth_name,
        used_name=version.told_used_name,
        given_names=version.given_names,
        sex=version.get_sex_display(),
        birth_date=version.birth_date,
        unknown_of_birth_date=version.unknown_of_birth_date,
        datamatrix=_datamatrix(version, ins) if ins and version.sex in ("F", "M") else "",
        age=age_in_words(version.birth_date, timezone.localdate()),
        birth_place=version.birth_place_label,
        number=_spaced(version.billing_nir),
        no_number_reason=version.get_no_number_reason_display(),
        ins=ins.number.spaced if ins else "",
        ins_oid=ins.oid if ins else "",
        identity_status=version.get_status_display(),
        is_doubtful=version.is_doubtful,
        is_fictitious=version.is_fictitious,
        is_homonym=version.is_homonym,
        version_id=str(version.pk),
        version_number=version.number,
    )


def _datamatrix(version: IdentityVersion, ins: MatriculeINS) -> str:
    return datamatrix_of(
        ins,
        given_names=version.given_names,
        birth_name=version.birth_name,
        sex=version.sex,
        day=version.birth_date,
        birth_place_code=version.birth_place_code,
    ).text


def consent(service_request: models.ServiceRequest) -> Consent:
    return Consent(
        answer=service_request.get_consent_form_display(),
        giver=service_request.get_consent_giver_display(),
        on=service_request.consent_on,
        reason=service_request.consent_reason,
        withdrawn_at=service_request.consent_withdrawn_at,
    )


def answer(row: models.Answer) -> Answer:
    """As it was signed: the name and the number are those that were frozen then."""
    opinion = row.opinion
    return Answer(
        version=row.version,
        signed_by=Person(
            name=row.signed_by_label, rpps=row.signed_by_rpps, profession=_profession(row.signed_by)
        ),
        signed_at=row.signed_at,
        short_answer=opinion.short_answer,
        decision=_decision(row),
        hypothesis=opinion.hypothesis,
        certainty=row.get_certainty_display(),
        actions=tuple(
            Action(line.what, line.who_in_words, line.when, otherwise=line.condition)
            for line in opinion.actions
        ),
        warning_signs=opinion.warning_signs,
        for_patient=opinion.for_patient,
        sources=opinion.sources,
        photo_quality=opinion.photo_quality,
        information_quality=opinion.information_quality,
        correction_reason=row.correction_reason,
    )


def journal(lines: Iterable[models.Transition]) -> tuple[JournalLine, ...]:
    return tuple(
        JournalLine(line.occurred_at, what_happened(line.verb, line.detail), who_did_it(line), why(line))
        for line in lines
    )


def _decision(row: models.Answer) -> str:
    words = row.get_decision_display()
    if row.decision == Decision.CONSULTATION and row.decision_delay:
        return f"{words}, délai{NARROW}: {row.decision_delay}"
    return words


def _profession(role: PractitionerRole) -> str:
    practitioner = role.practitioner
    specialty = specialty_label(practitioner.profession, practitioner.specialty)
    return ", ".join(filter(None, (profession_label(practitioner.profession), specialty)))


def _spaced(number: str) -> str:
    """Grouped for reading; a number that was kept though it is not one stands as it is."""
    return NIR(number).spaced if len(number) == 15 else number
