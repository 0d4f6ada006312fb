"""The steps of a request being composed: where one is, and what comes next."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from telavis.service_requests.models import ConsentForm, ServiceRequest

WORDS = {
    "patient": "Patient",
    "consent": "Consentement",
    "type": "Type",
    "recipient": "Destinataire",
    "form": "Demande",
}
AGREED = (ConsentForm.ORAL, ConsentForm.WRITTEN, ConsentForm.IMPOSSIBLE)


@dataclass(frozen=True)
class Step:
    """What the piece `stepper` shows."""

    word: str
    state: str
    href: str


def steps(current: str, draft: ServiceRequest | None = None) -> list[Step]:
    """All steps in order; one already done, or the next to do, can be reopened from any page."""
    done = done_steps(draft)
    following = next_step(draft)
    return [
        Step(
            word=word,
            state="current" if name == current else "done" if name in done else "later",
            href=step_url(name, draft) if draft and (name in done or name == following) else "",
        )
        for name, word in WORDS.items()
    ]


def done_steps(draft: ServiceRequest | None) -> set[str]:
    if draft is None:
        return set()
    facts = {
        "patient": True,
        "consent": draft.consent_form in AGREED and draft.consent_withdrawn_at is None,
        "type": draft.request_type_id is not None,
        "recipient": draft.healthcare_service_id is not None,
    }
    return {name for name, is_done in facts.items() if is_done}


def next_step(draft: ServiceRequest | None) -> str:
    """The first step that is not done."""
    done = done_steps(draft)
    return next(name for name in WORDS if name not in done)


def step_url(name: str, draft: ServiceRequest) -> str:
    return reverse(f"compose:{name}", args=[draft.pk])


def goes_back(request: HttpRequest) -> bool:
    """Whether «Retour» was pressed: it keeps what «Suivant» would keep, and leads the other way."""
    return request.method == "POST" and request.POST.get("go") == "back"
