"""«Récupérer l’INS»: the national service is asked, a person compares what came back, and confirms."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from telavis.gateways.insi.configuration import ins_service
from telavis.gateways.insi.port import Answer, Found, InsService, InsServiceFault, Nobody, Several
from telavis.patients import actions, openings, retrieval
from telavis.patients.models import IdentityVersion
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.values.birth_dates import BirthDate, Known
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue
from telavis.web.compose.access import asked_by_me, back_to
from telavis.web.middleware import ActorRequest

CONFIRM = "confirmer"
HOLDS_FOR = timedelta(minutes=30)
SALT = "telavis.web.compose.ins"
NOBODY = (
    "Le téléservice ne connaît personne sous ces traits. Vérifiez-les sur une pièce d’identité, lettre à lettre, "
    "puis recommencez."
)
SEVERAL = "Plusieurs personnes ont ces traits. Précisez le lieu de naissance, puis recommencez."
ELSEWHERE = (
    "Ce matricule INS est déjà celui d’un autre patient de la plateforme\u202f: rien n’a été enregistré. "
    "Prévenez votre cellule d’identitovigilance."
)
LIKE_ANOTHER = (
    "Avec les traits du téléservice, ce patient ressemble à un autre déjà connu\u202f: rien n’a été enregistré. "
    "Corrigez d’abord l’identité, qui les montrera l’un et l’autre."
)
log = structlog.get_logger("telavis.insi")


@sensitive_post_parameters()
@require_POST
def retrieve(request: ActorRequest, pk: UUID) -> HttpResponse:
    """For those who may correct the identity; where no service is configured there is no such page."""
    service, asked = ins_service(), asked_by_me(request, pk)
    if service is None:
        raise Http404
    if request.POST.get("etape") == CONFIRM:
        return _confirm(request, asked)
    try:
        answer = _ask(request, asked, service)
    except InvalidValue as refusal:
        return _back(request, asked, str(refusal))
    except InsServiceFault as fault:
        log.warning("the INS service gave no answer", cause=str(fault))
        return _back(request, asked, fault.sentence)
    if isinstance(answer, Nobody | Several):
        return _back(request, asked, NOBODY if isinstance(answer, Nobody) else SEVERAL)
    return _compare(request, asked, answer, service)


def _ask(request: ActorRequest, asked: ServiceRequest, service: InsService) -> Answer:
    """The trace is committed, then the service is asked, outside every transaction."""
    question = retrieval.question_about(asked.patient.identity)
    openings.ask_for_ins(asked.patient, by=request.actor)
    return service.search(question)


def _compare(request: ActorRequest, asked: ServiceRequest, found: Found, service: InsService) -> HttpResponse:
    open_patient(asked, by=request.actor)
    version = asked.patient.identity
    pairs = retrieval.compared(version, found)
    differs = any(not pair.is_same for pair in pairs)
    context = {
        "asked": asked,
        "pairs": pairs,
        "differs": differs,
        "may_confirm": not (differs and actions.is_protected(version)),
        "matricule": found.ins,
        "is_simulated": service.is_simulated,
        "sealed": _sealed(request, version, found),
        "back_url": back_to(asked),
    }
    return render(request, "compose/retrieved_ins.html", context)


def _confirm(request: ActorRequest, asked: ServiceRequest) -> HttpResponse:
    try:
        found, read = _opened(request)
    except signing.BadSignature:
        return _back(request, asked, "Cette réponse est trop ancienne\u202f: récupérez l’INS à nouveau.")
    version = asked.patient.identity
    try:
        made = actions.new_version(
            asked.patient,
            retrieval.merged(version, found),
            by=request.actor,
            read=read,
            standing=retrieval.with_ins(version, found, at=timezone.now()),
        )
    except actions.InsOfSomebodyElse:
        return _back(request, asked, ELSEWHERE)
    except actions.PatientLooksKnown:
        return _back(request, asked, LIKE_ANOTHER)
    except (InvalidValue, actions.IdentityChangedMeanwhile, actions.StrictTraitsProtected):
        return _back(request, asked, "L’identité a changé entre-temps\u202f: récupérez l’INS à nouveau.")
    next_step = "" if made.transmitted_ins else " Vérifiez une pièce d’identité pour la qualifier."
    messages.success(request, f"L’INS est enregistrée\u202f: {made.get_status_display()}.{next_step}")
    return redirect(back_to(asked))


def _back(request: ActorRequest, asked: ServiceRequest, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(back_to(asked))


def _sealed(request: ActorRequest, version: IdentityVersion, found: Found) -> str:
    """What came back, for this person, about this version, for a while: nobody can confirm what was not answered."""
    told: dict[str, Any] = {
        **{name: value for name, value in asdict(found).items() if name not in ("ins", "born", "former")},
        "ins": [found.ins.number, found.ins.oid],
        "born": [found.born.day.isoformat(), found.born.known],
        "for": [str(request.actor.user_id), str(version.pk)],
    }
    return signing.dumps(told, salt=SALT)


def _opened(request: ActorRequest) -> tuple[Found, UUID]:
    """What was sealed for this person, and the version that it was compared with."""
    told = signing.loads(request.POST.get("reponse", ""), salt=SALT, max_age=HOLDS_FOR)
    user, read = told.pop("for")
    if user != str(request.actor.user_id):
        raise signing.BadSignature
    (day, known), (number, oid) = told.pop("born"), told.pop("ins")
    born = BirthDate(date.fromisoformat(day), Known(known))
    return Found(ins=MatriculeINS.parse(number, oid), born=born, **told), UUID(read)
