"""Whoever signs has read what was said while they were writing."""

from telavis.directory.actors import Actor
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.workflow import Note, StepRefused, Verb

WORDS = {
    Verb.REPLY: "Le complément est arrivé",
    Verb.REOPEN: "La demande a été rouverte avec une nouvelle question",
    Verb.ANSWER: "Un avis a été signé",
    Verb.CORRECT: "Un avis a été rectifié",
    Verb.ASK_MORE: "Un complément a été demandé",
    Note.WRITE: "Un message est arrivé",
    Note.WITHDRAW_CONSENT: "L’accord du patient a été retiré",
}


class UnreadNews(StepRefused):
    """Something was said that the page of the signatory did not show."""

    def __init__(self, event: str) -> None:
        super().__init__(
            f"Rien n’est signé. {WORDS[event]} pendant que vous écriviez. "  # type: ignore[index]
            "Lisez-le, puis signez de nouveau si votre avis tient toujours."
        )


def check_read(service_request: ServiceRequest, seen: int | None, *, by: Actor) -> None:
    """Under the lock of the request. `seen`: the newest line of the journal that the page showed; None asks nothing."""
    if seen is None:
        return
    lines = Transition.objects.filter(
        service_request_id=service_request.pk, pk__gt=seen, verb__in=list(WORDS)
    )
    last = lines.exclude(user_id=by.user_id).order_by("-pk").values_list("verb", flat=True).first()
    if last:
        raise UnreadNews(last)
