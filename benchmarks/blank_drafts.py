"""Inside one database: a draft of each type of request, with nothing answered, and the address of its form."""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402 models exist once Django is set up
from django.utils import timezone  # noqa: E402

from benchmarks.inside import REQUESTER, client_of  # noqa: E402
from telavis.directory.actors import Actor  # noqa: E402
from telavis.directory.models import PractitionerRole  # noqa: E402
from telavis.patients.models import Patient  # noqa: E402
from telavis.questionnaires.models import RequestType  # noqa: E402
from telavis.service_requests import actions  # noqa: E402
from telavis.service_requests.models import ConsentForm, ConsentGiver, ServiceRequest  # noqa: E402
from telavis.services.models import ServiceOffer  # noqa: E402


def main() -> None:
    role = PractitionerRole.objects.filter(practitioner__user__username=REQUESTER).earliest("pk")
    actor = Actor(user=role.practitioner.user, role=role)
    sent = ServiceRequest.objects.filter(requester=role, sent_at__isnull=False).earliest("pk")
    cookie = client_of(REQUESTER).cookies["sessionid"].value
    forms = [
        {"title": each.title, "path": _address(each, sent.patient, actor), "cookie": cookie}
        for each in RequestType.objects.filter(is_open=True)
    ]
    json.dump(forms, sys.stdout)


def _address(request_type: RequestType, patient: Patient, actor: Actor) -> str:
    """By the steps that the pages take, about a patient of theirs."""
    draft = actions.start(patient, by=actor)
    today = timezone.localdate()
    actions.record_consent(draft, form=ConsentForm.ORAL, giver=ConsentGiver.PATIENT, on=today, by=actor)
    actions.choose_type(draft, request_type, by=actor)
    offer = ServiceOffer.objects.filter(request_type=request_type, questionnaire=None).earliest("pk")
    actions.choose_recipient(draft, offer.healthcare_service, by=actor)
    return reverse("compose:form", args=[draft.pk])


if __name__ == "__main__":
    main()
