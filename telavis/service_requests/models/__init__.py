"""The tables of a request: the request, its answers, its exchange, its shares, its journal."""

from telavis.service_requests.models.annotation import Annotation
from telavis.service_requests.models.answer import Answer, AnswerDraft, AnswerDraftSave
from telavis.service_requests.models.exchange import (
    AskedItem,
    Message,
    MessageKind,
    ReadMark,
    Share,
    WordsDraft,
    WordsDraftSave,
)
from telavis.service_requests.models.journal import SweepMark, Transition
from telavis.service_requests.models.service_request import (
    ConsentForm,
    ConsentGiver,
    ServiceRequest,
    ServiceRequestQuerySet,
    Urgency,
)

__all__ = [
    "Annotation",
    "Answer",
    "AnswerDraft",
    "AnswerDraftSave",
    "AskedItem",
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
    "WordsDraft",
    "WordsDraftSave",
]
