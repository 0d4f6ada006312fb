"""A house to be walked through: a request in each state that some page needs, who stands before it, every address."""

from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from telavis.accounts.models import User
from telavis.delegations.models import Joining
from telavis.directory.models import Delegation
from telavis.documents.actions import add
from telavis.documents.models import Document
from telavis.patients.models import LikelyDuplicate
from telavis.questionnaires.actions import load_shipped, open_response
from telavis.questionnaires.models import RequestType
from telavis.registrations.models import Registration
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Share
from telavis.web.invitation.joining import KEY as JOINING
from telavis.web.registration.underway import KEY
from tests.documents.files import jpeg
from tests.documents.makers import make_received
from tests.factories import (
    LONG_AGO,
    RoleFactory,
    ServiceRequestFactory,
    coordinator_of,
    requester_of,
)
from tests.registrations.applying import UNKNOWN_NUMBER, an_administrator, begin, reach, with_a_proof
from tests.web.administration import administered
from tests.web.delegates.joining import begun, invited
from tests.web.desks import desk_of
from tests.web.factors.having import OF_ONE, address_of_one
from tests.web.identities import about
from tests.web.identities.conftest import new_desk
from tests.web.signing_in import forget_proof
from tests.web.studio import about as studio

CORRECTING = ("thread:correct", "thread:correct_draft")


@dataclass
class House:
    """A request in each state that some form needs, and who stands before it."""

    draft: ServiceRequest
    taken: ServiceRequest
    on_hold: ServiceRequest
    answered: ServiceRequest
    document: Document
    share: Share
    sent: Registration
    proof: Document
    typed: Registration
    joining: Joining
    delegation: Delegation
    clients: dict[str, Client] = field(default_factory=dict)


def build() -> House:
    load_shipped()
    dermatology = RequestType.objects.get(code="dermatologie")
    draft = ServiceRequestFactory(
        request_type=dermatology, response=open_response(dermatology.questionnaire), urgency=None
    )
    where = {"requester": draft.requester, "healthcare_service": draft.healthcare_service}
    taken = ServiceRequestFactory(taken=True, **where)
    made = House(
        draft,
        taken,
        ServiceRequestFactory(on_hold=True, **where),
        ServiceRequestFactory(answered=True, **where),
        add(draft.folder, SimpleUploadedFile("photo.jpg", jpeg(Random(1))), by=requester_of(draft)),
        actions.share(taken, RoleFactory().practitioner, by=requester_of(taken)),
        *with_a_proof(lambda folder: make_received(folder, requester_of(draft))),
        reach(begin(UNKNOWN_NUMBER)),
        begun(invited(draft.requester)),
        Delegation.objects.create(delegator=draft.requester, delegate=RoleFactory(), started_on=LONG_AGO),
    )
    made.clients = {
        "requester": desk_of(draft.requester),
        "expert": desk_of(taken.taken_by),
        "coordinator": desk_of(coordinator_of(taken.healthcare_service)),
        "colleague": desk_of(made.share.practitioner.roles.first() or RoleFactory()),
        "nobody": Client(),
        "administrator": browser_of(an_administrator().user),
        "identity_desk": new_desk(),
        "applicant": browser_with(KEY, made.typed),
        "invited": browser_with(JOINING, made.joining),
        "waiting": browser_of(made.sent.user),
        "long after": browser_of(made.sent.user),
    }
    forget_proof(made.clients["long after"])
    return made


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def browser_with(key: str, row: Registration | Joining) -> Client:
    """That of the one who is signing up, or who answers an invitation."""
    client = Client()
    session = client.session
    session[key] = str(row.pk)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


OF_MY_DELEGATES = {"delegates:index", "delegates:invite", "delegates:prepare_for"}
BY_WHO_WAITS = {"registration:reply", "registration:state", "registration:proofs", "registration:join_proof"}
OF_A_PROOF = {"registration:proof", "registration:proof_to_decide", "registration:take_back_proof"}
OF_A_REGISTRATION = {
    f"administration:{name}" for name in ("registration", "approve", "refuse", "ask", "ask_proof")
}
BY_EXPERT = {"thread:ask_more", "thread:redirect", "thread:decline", "thread:answer", "thread:draft"}
BY_EXPERT |= {
    "thread:keep_ask_more",
    "thread:take",
    "thread:release",
    "thread:adopt",
    "inbox:take",
    "inbox:index",
}
BY_COORDINATOR = {"thread:mark_in_error", *CORRECTING, "inbox:assign", "inbox:referent"}


def client_for(name: str, house: House) -> Client:
    if name in BY_WHO_WAITS | OF_A_PROOF - {"registration:proof_to_decide"}:
        return house.clients["waiting"]
    if name.startswith("registration:") and name not in (
        "registration:texts",
        "registration:proof_to_decide",
    ):
        return house.clients["applicant"]
    if name.startswith("administration:") or name == "registration:proof_to_decide":
        return house.clients["administrator"]
    if name.startswith("identities:"):
        return house.clients["identity_desk"]
    if name.startswith("invitation:") and name != "invitation:accept":
        return house.clients["invited"]
    if name.startswith("login:confirm"):
        return house.clients["long after"]
    if name.startswith("login:") and name != "login:sign_out":
        return house.clients["nobody"]
    if name in BY_EXPERT:
        return house.clients["expert"]
    if name.startswith("studio:"):
        return house.clients["coordinator"]
    return house.clients["coordinator" if name in BY_COORDINATOR else "requester"]


def address_of(name: str, house: House) -> str:
    if name.startswith("compose:"):
        with_key = name not in ("compose:start", "compose:choose", "compose:identity", "compose:places")
        sent = name in ("compose:sent", "compose:recall", "compose:send_now")
        return reverse(name, args=[(house.taken if sent else house.draft).pk] if with_key else [])
    if name in administered.ADMINISTERED:
        return administered.administered_address(name)
    if name.startswith("identities:"):
        return about.address_about(name)
    if name.startswith("studio:"):
        assert house.taken.healthcare_service is not None
        return studio.address_about(name, house.taken.healthcare_service)
    if name in OF_ONE:
        user = requester_of(house.draft).user
        assert user is not None
        return address_of_one(name, user)
    if name in OF_A_PROOF:
        return reverse(name, args=[house.proof.pk])
    if name in OF_A_REGISTRATION:
        return reverse(name, args=[house.sent.pk])
    if name in ("folder:index", "folder:add", "folder:checked", "folder:uploads"):
        return reverse(name, args=[house.draft.folder_id])
    if name.startswith("folder:"):
        return reverse(name, args=[house.document.pk])
    if name == "thread:unshare":
        return reverse(name, args=[house.taken.reference, house.share.pk])
    if name == "thread:adopt":
        return reverse(name, args=[house.taken.reference, uuid4()])
    if name.startswith("thread:") or name in ("inbox:take", "inbox:assign"):
        states = dict.fromkeys(("thread:reply", "thread:keep_reply"), house.on_hold)
        states |= dict.fromkeys(("thread:reopen", "thread:keep_reopen"), house.answered)
        states |= dict.fromkeys((*CORRECTING, "thread:close"), house.answered)
        states |= dict.fromkeys(("thread:discard", "thread:restore"), house.draft)
        return reverse(name, args=[states.get(name, house.taken).reference])
    if name == "delegates:end":
        return reverse(name, args=[house.delegation.pk])
    if name.startswith(("invitation:", "delegates:")) and name not in OF_MY_DELEGATES:
        return reverse(name, args=[house.joining.invitation_id])
    if name == "account:unlink":
        return reverse(name, args=[uuid4()])
    if name in ("login:provider", "login:provider_back", "login:confirm_by_provider"):
        return reverse(name, args=["pro-sante-connect"])
    return reverse(name)


def pages_read(house: House) -> dict[str, list[str]]:
    """The pages that show words of somebody, by who reads them."""
    requests = [house.taken, house.on_hold, house.answered]
    files = [reverse("thread:file", args=[each.reference]) for each in requests]
    verbs = [
        reverse(f"thread:{verb}", args=[each.reference])
        for verb in ("ask_more", "reply", "write", "reopen", "redirect", "decline", "correct", "share")
        for each in requests
    ]
    steps = ("patient", "consent", "type", "recipient", "form", "review")
    composing = [reverse(f"compose:{step}", args=[house.draft.pk]) for step in steps]
    lists = [
        "/",
        "/corbeille/",
        "/activite/",
        "/mon-compte/",
        reverse("folder:index", args=[house.draft.folder_id]),
    ]
    inbox = ["/reception/", "/reception/?onglet=toutes", "/reception/?onglet=repondues"]
    sent = [reverse("compose:sent", args=[house.taken.pk])]
    return {
        "requester": [*files, *verbs, *composing, *lists, *sent],
        "expert": [*files, *verbs, *inbox, *lists[:2]],
        "coordinator": [*files, *verbs, *inbox, reverse("inbox:assign", args=[house.taken.reference])],
        "colleague": [files[0], *lists[:1]],
        "administrator": [
            "/administration/inscriptions/",
            reverse("administration:registration", args=[house.sent.pk]),
            *(f"/administration/{place}/" for place in ("etablissements", "services", "journal")),
            reverse("administration:service", args=[house.taken.healthcare_service_id]),
            reverse("administration:organization", args=[house.taken.healthcare_service.organization_id]),
        ],
        "identity_desk": [
            *("/identites/", "/identites/fusions/"),
            *(
                reverse(f"identities:{name}", args=[LikelyDuplicate.objects.get().pk])
                for name in ("pair", "merging")
            ),
            reverse("identities:patient", args=[house.taken.patient_id]),
        ],
        "applicant": ["/inscription/lieu/", "/inscription/compte/", "/inscription/adresse/"],
        "waiting": ["/inscription/suivi/"],
    }
