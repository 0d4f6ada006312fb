"""The tables of a request: the request, its answers, its exchange, its shares, its journal."""

from telavis.service_requests.models.answer import Answer, AnswerDraft
from telavis.service_requests.models.exchange import Message, MessageKind, ReadMark, Share
from telavis.service_requests.models.journal import SweepMark, Transition
from telavis.service_requests.models.service_request import (
    ConsentForm,
    ConsentGiver,
    ServiceRequest,
    ServiceRequestQuerySet,
    Urgency,
)

__all__ = [
    "Answer",
    "AnswerDraft",
    "ConsentForm",
    "ConsentGiver",
    "Message",
    "MessageKind",
    "ReadMark",
    "ServiceRequest",
    "ServiceRequestQuerySet",
    "Share",
    "SweepMark",
    "Transition",
    "Urgency",
]
