"""«Récupérer l’INS», for whoever may correct an identity: the national service is asked, a person compares what came
back, and confirms."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from telavis.gateways.insi.configuration import ins_service
from telavis.gateways.insi.port import Answer, Found, InsService, InsServiceFault, Nobody, Several
from telavis.patients import actions, openings, retrieval
from telavis.patients.models import IdentityVersion, InsSource, Patient
from telavis.patients.pairs import told_apart_from
from telavis.values.birth_dates import BirthDate, Known
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue
from telavis.web.middleware import ActorRequest

CONFIRM = "confirmer"
HOLDS_FOR = timedelta(minutes=30)
SALT = "telavis.web.pieces.ins_retrieval"
NOBODY = (
    "Le téléservice ne connaît personne sous ces traits. Vérifiez-les sur une pièce d’identité, lettre à lettre, "
    "puis recommencez."
)
SEVERAL = "Plusieurs personnes ont ces traits. Précisez le lieu de naissance, puis recommencez."
INS_OF_ANOTHER = (
    "Ce matricule INS est déjà celui d’un autre patient de la plateforme\u202f: rien n’a été enregistré."
)
TELL_THE_DESK = "Prévenez votre cellule d’identitovigilance."
LIKE_ANOTHER = "Avec les traits du téléservice, ce patient ressemble à un autre déjà connu\u202f: rien n’a été enregistré."
CORRECT_INSTEAD = (
    "Saisissez ces traits par «\u202fCorriger l’identité\u202f»\u202f: la page vous montrera l’autre patient."
)
log = structlog.get_logger("telavis.insi")


@dataclass(frozen=True)
class Retrieval:
    """Of one patient, on one page. `trace` is left when the page shows them."""

    request: ActorRequest
    patient: Patient
    back_url: str
    trace: Callable[[], object]
    lead_to: Callable[[UUID, str], HttpResponse] | None = None
    """Where to go, with which sentence, when all says that this is another patient; else one is told to tell it."""

    def answer(self) -> HttpResponse:
        """Ask and show, or confirm what was shown; where no service is configured there is no such page."""
        service = ins_service()
        if service is None:
            raise Http404
        if self.request.POST.get("etape") == CONFIRM:
            return self._confirm()
        try:
            answer = self._ask(service)
        except InvalidValue as refusal:
            return self._back(str(refusal))
        except InsServiceFault as fault:
            log.warning("the INS service gave no answer", cause=str(fault))
            return self._back(fault.sentence)
        if isinstance(answer, Nobody | Several):
            return self._back(NOBODY if isinstance(answer, Nobody) else SEVERAL)
        return self._compare(answer, service)

    def _ask(self, service: InsService) -> Answer:
        """The trace is committed, then the service is asked, outside every transaction."""
        question = retrieval.question_about(self.patient.identity)
        openings.ask_for_ins(self.patient, by=self.request.actor)
        return service.search(question)

    def _compare(self, found: Found, service: InsService) -> HttpResponse:
        self.trace()
        version = self.patient.identity
        pairs = retrieval.compared(version, found)
        differs = any(not pair.is_same for pair in pairs)
        context = {
            "patient": self.patient,
            "pairs": pairs,
            "differs": differs,
            "may_confirm": not (differs and actions.is_protected(version, self.request.actor)),
            "matricule": found.ins,
            "is_simulated": service.is_simulated,
            "sealed": self._sealed(found),
            "back_url": self.back_url,
        }
        return render(self.request, "components/identity/retrieved_ins.html", context)

    def _confirm(self) -> HttpResponse:
        try:
            found, read = self._opened()
        except signing.BadSignature:
            return self._back("Cette réponse est trop ancienne\u202f: récupérez l’INS à nouveau.")
        version = self.patient.identity
        if _has(version, found):  # pressed twice, or confirmed by somebody else
            messages.info(self.request, "L’INS est déjà enregistrée.")
            return redirect(self.back_url)
        try:
            made = actions.new_version(
                self.patient,
                retrieval.merged(version, found),
                by=self.request.actor,
                read=read,
                unlike=told_apart_from(self.patient),
                standing=retrieval.with_ins(version, found, at=timezone.now()),
            )
        except actions.InsOfSomebodyElse as known:
            return self._other(known.patient.pk, INS_OF_ANOTHER, TELL_THE_DESK)
        except actions.PatientLooksKnown as known:
            return self._other(known.rows[0].id, LIKE_ANOTHER, CORRECT_INSTEAD)
        except (InvalidValue, actions.IdentityChangedMeanwhile, actions.StrictTraitsProtected):
            return self._back("L’identité a changé entre-temps\u202f: récupérez l’INS à nouveau.")
        next_step = "" if made.transmitted_ins else " Vérifiez une pièce d’identité pour la qualifier."
        messages.success(
            self.request, f"L’INS est enregistrée\u202f: {made.get_status_display()}.{next_step}"
        )
        return redirect(self.back_url)

    def _back(self, sentence: str) -> HttpResponse:
        messages.warning(self.request, sentence)
        return redirect(self.back_url)

    def _other(self, key: UUID, sentence: str, advice: str) -> HttpResponse:
        if self.lead_to:
            return self.lead_to(key, sentence)
        return self._back(f"{sentence} {advice}")

    def _sealed(self, found: Found) -> str:
        """What came back, for this person, about this version, for a while: nobody confirms what was not answered."""
        version = self.patient.identity
        told: dict[str, Any] = {
            **{name: value for name, value in asdict(found).items() if name not in ("ins", "born", "former")},
            "ins": [found.ins.number, found.ins.oid],
            "born": [found.born.day.isoformat(), found.born.known],
            "for": [str(self.request.actor.user_id), str(version.pk)],
        }
        return signing.dumps(told, salt=SALT)

    def _opened(self) -> tuple[Found, UUID]:
        """What was sealed for this person, and the version that it was compared with."""
        told = signing.loads(self.request.POST.get("reponse", ""), salt=SALT, max_age=HOLDS_FOR)
        user, read = told.pop("for")
        if user != str(self.request.actor.user_id):
            raise signing.BadSignature
        (day, known), (number, oid) = told.pop("born"), told.pop("ins")
        born = BirthDate(date.fromisoformat(day), Known(known))
        return Found(ins=MatriculeINS.parse(number, oid), born=born, **told), UUID(read)


def _has(version: IdentityVersion, found: Found) -> bool:
    """This very INS, and from the service."""
    theirs = (version.ins_source, version.ins_oid, version.ins_matricule)
    return theirs == (InsSource.SERVICE, found.ins.oid, found.ins.number)
