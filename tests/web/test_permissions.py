"""Who may see what: every address × every role × every relation to the object. An address that is not here fails.

Before a page that is about no request there is no relation to it: one person of each role comes.

Three answers close a door: 404 (not visible to them), 403 (visible, the verb is not theirs), the sign-in page (signed
out). 405 closes it too: the address does not take that method from anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from telavis.directory.models import Delegation
from telavis.gateways.insi.simulated import simulated_service
from telavis.service_requests.models import Share
from tests.architecture.test_urls import names
from tests.documents.makers import make_shown
from tests.registrations.applying import sent_registration, with_a_proof
from tests.web.administration.administered import ADMINISTERED, LISTS, administered_address
from tests.web.delegates.joining import invited
from tests.web.factors.having import OF_ONE, OWN, address_of_one
from tests.web.identities import about
from tests.web.personas import SIGNED_OUT, Cast
from tests.web.studio import about as studio
from tests.web.written import rows_written

pytestmark = pytest.mark.django_db

# --- people ------------------------------------------------------------------------------------------------------
REQUESTER = {"requester"}
ASKING = {"requester", "delegate"}
EXPERTS = {"expert_in_charge", "expert", "coordinator", "substitute"}
CLINICIANS = EXPERTS | {"junior"}
MEMBERS = CLINICIANS | {"secretary"}
OTHER_MEMBERS = {"neighbour", "elsewhere"}
READERS = ASKING | {"colleague"} | MEMBERS
ACCOUNTS = {"administrator", "identity_desk", "auditor", "nobody"}
STRANGERS = {"former_colleague", "former_delegate", "former_member", "referent", "stranger"} | OTHER_MEMBERS
ALL_ACCOUNTS = READERS | STRANGERS | ACCOUNTS | {"secretary_of_nobody"}
EVERYBODY = ALL_ACCOUNTS | {SIGNED_OUT}
PROFESSIONALS = ALL_ACCOUNTS - ACCOUNTS - {"secretary_of_nobody"}
"""Who may ask: any health professional; whoever is none asks only for the one they prepare for."""


@dataclass(frozen=True)
class Door:
    """Who gets in. Those in `told_no` see the object and get 403; everybody else gets `closed`."""

    opens_to: set[str]
    told_no: set[str] | None = None
    closed: int = 404


def file_verb(*, opens_to: set[str]) -> Door:
    """A verb on a file: those who see the file and may not are told so."""
    return Door(opens_to, told_no=READERS - opens_to)


ON_FILES: dict[str, Door] = {
    "thread:file": Door(READERS),
    "thread:state": Door(READERS),
    "thread:pdf": Door(READERS),
    "thread:save_pdf": Door(READERS),
    "thread:take": file_verb(opens_to=CLINICIANS),
    "inbox:take": file_verb(opens_to=CLINICIANS),
    "thread:release": file_verb(opens_to={"expert_in_charge", "coordinator"}),
    "thread:ask_more": file_verb(opens_to=CLINICIANS),
    "thread:reply": file_verb(opens_to=REQUESTER),
    "thread:redirect": file_verb(opens_to=EXPERTS),
    "thread:decline": file_verb(opens_to=EXPERTS),
    "thread:cancel": file_verb(opens_to=REQUESTER),
    "thread:recall": file_verb(opens_to=REQUESTER),
    "thread:close": file_verb(opens_to=REQUESTER),
    "thread:reopen": file_verb(opens_to=REQUESTER),
    "thread:mark_in_error": file_verb(opens_to={"coordinator"}),
    "thread:withdraw_consent": file_verb(opens_to=ASKING),
    "thread:write": file_verb(opens_to=REQUESTER | CLINICIANS),
    "thread:keep_ask_more": file_verb(opens_to=CLINICIANS),
    "thread:keep_reply": file_verb(opens_to=REQUESTER),
    "thread:keep_reopen": file_verb(opens_to=REQUESTER),
    "thread:keep_write": file_verb(opens_to=REQUESTER | CLINICIANS),
    "thread:answer": file_verb(opens_to=CLINICIANS),  # a junior drafts; signing is refused by the action
    "thread:draft": file_verb(opens_to=CLINICIANS),
    "thread:adopt": file_verb(opens_to=EXPERTS),  # taking up a junior's draft to sign it
    "thread:correct": file_verb(opens_to={"coordinator"}),
    "thread:correct_draft": file_verb(opens_to={"coordinator"}),
    "thread:share": file_verb(opens_to=REQUESTER | EXPERTS),
    "thread:unshare": file_verb(opens_to=REQUESTER),
    "inbox:assign": Door(
        {"secretary", "coordinator", "referent"}, told_no=READERS - {"secretary", "coordinator"}
    ),
}
ON_DRAFTS: dict[str, Door] = {
    "thread:discard": Door(ASKING),
    "thread:restore": Door(ASKING),
    "compose:resume": Door(ASKING),
    "compose:restore": Door(ASKING),
    "compose:patient": Door(ASKING),
    "compose:correct_identity": Door(ASKING),
    "compose:retrieve_ins": Door(ASKING),
    "compose:consent": Door(ASKING),
    "compose:type": Door(ASKING),
    "compose:recipient": Door(ASKING),
    "compose:form": Door(ASKING),
    "compose:autosave": Door(ASKING),
    "compose:review": Door(ASKING),
    "compose:alarm": Door(ASKING),
    "compose:hand_over": Door({"delegate"}, told_no={"requester"}),
    "compose:send": Door(REQUESTER, told_no={"delegate"}),
    "compose:sent": Door(ASKING),
    "compose:recall": Door(REQUESTER, told_no={"delegate"}),
    "compose:send_now": Door(REQUESTER, told_no={"delegate"}),
}
ON_FOLDERS: dict[str, Door] = {
    "folder:index": Door(READERS),
    "folder:add": Door(set(), told_no=READERS),
    "folder:checked": Door(READERS),
    "folder:uploads": Door(set(), told_no=READERS),
    "folder:upload": Door(set()),  # spoken to by HEAD, PATCH and DELETE only: tests/web/folder/test_tus.py
    "folder:open": Door(READERS),
    "folder:view": Door(READERS),
    "folder:annotate": file_verb(opens_to=CLINICIANS),
    "folder:original": Door(set(), told_no=READERS),
    "folder:thumbnail": Door(READERS),
    "folder:shown": Door(READERS),
    "folder:rename": Door(set(), told_no=READERS),
    "folder:move": Door(set(), told_no=READERS),
    "folder:excuse": Door(set(), told_no=READERS),
    "folder:remove": Door(set(), told_no=READERS),
    "folder:put_back": Door(set(), told_no=READERS),
}
APPLICANTS = {
    f"registration:{name}" for name in ("reply", "proofs", "join_proof", "proof", "take_back_proof")
}
"""To whoever has applied: tests/web/registration."""
ON_NOTHING: dict[str, Door] = {
    "home:index": Door(ALL_ACCOUNTS),
    "home:search": Door(ALL_ACCOUNTS),
    "home:bin": Door(ALL_ACCOUNTS),
    "activity:index": Door(ALL_ACCOUNTS),
    "activity:complements": Door({"coordinator"}),
    "inbox:index": Door(MEMBERS | OTHER_MEMBERS | {"referent"}),  # the referent is led to their own list
    "inbox:referent": Door({"referent"}),
    "compose:start": Door(PROFESSIONALS, closed=403),
    "compose:choose": Door(PROFESSIONALS, closed=403),
    "compose:identity": Door(PROFESSIONALS, closed=403),
    "compose:places": Door(PROFESSIONALS, closed=403),
    "account:index": Door(ALL_ACCOUNTS),
    "account:codes": Door(ALL_ACCOUNTS),
    **dict.fromkeys(
        ("account:password", "account:mail", "account:prove_mail", "account:mobile", "account:prove_mobile"),
        Door(ALL_ACCOUNTS),
    ),
    "account:unlink": Door(set()),  # whoever has linked one: tests/web/account/test_identities.py
    "account:workplace": Door(ALL_ACCOUNTS),
    "account:sessions": Door(ALL_ACCOUNTS),
    "account:close_session": Door(ALL_ACCOUNTS),
    "delegates:index": Door(ALL_ACCOUNTS - ACCOUNTS, closed=403),
    "delegates:prepare_for": Door(ALL_ACCOUNTS - ACCOUNTS, closed=403),
    "delegates:invite": Door(PROFESSIONALS, closed=403),
    "administration:registrations": Door({"administrator"}),
    **{f"administration:{name}": Door({"administrator"}) for name in (*LISTS, "new_organization")},
    "registration:texts": Door(ALL_ACCOUNTS),
    **dict.fromkeys(APPLICANTS, Door(set())),
    **dict.fromkeys(("login:confirm", "login:confirm_code", "login:confirmed"), Door(ALL_ACCOUNTS)),
    "login:confirm_by_provider": Door(set()),  # where there is one: login/test_confirming_elsewhere.py
    **dict.fromkeys(OWN, Door(ALL_ACCOUNTS)),
    "factors:app_picture": Door(set()),  # to whoever is adding an application: tests/web/factors
    "login:link": Door(ALL_ACCOUNTS),  # of an identity just proved in this browser; else one is led home
}
ON_REGISTRATIONS: dict[str, Door] = {
    "administration:registration": Door({"administrator"}),
    "administration:approve": Door({"administrator"}),
    "administration:refuse": Door({"administrator"}),
    "administration:ask": Door({"administrator"}),
    "administration:ask_proof": Door({"administrator"}),
    "registration:proof_to_decide": Door({"administrator"}),
}
ON_DELEGATIONS: dict[str, Door] = {
    "delegates:withdraw": Door(REQUESTER),
    "delegates:end": Door(ASKING),
    "invitation:accept": Door(ALL_ACCOUNTS),  # for whom it is, the action says
}
ON_ADMINISTERED: dict[str, Door] = dict.fromkeys(ADMINISTERED, Door({"administrator"}))
ON_IDENTITIES: dict[str, Door] = dict.fromkeys((*about.ABOUT, *about.LISTS), Door({"identity_desk"}))
ON_THE_STUDIO: dict[str, Door] = {
    **dict.fromkeys(studio.SEEN, Door({"coordinator", "administrator"})),
    **dict.fromkeys((*studio.CHANGED, "studio:begin"), Door({"coordinator"}, told_no={"administrator"})),
    "studio:new_type": Door({"coordinator"}),
    "studio:withdraw": Door({"coordinator", "administrator"}),
}
"""The coordinator of the service, and administrators to see: one person of each kind comes."""
ALIKE: dict[str, set[str]] = {
    "requester": {"stranger", "colleague", "former_colleague", "former_delegate", "former_member"},
    "expert": {"expert_in_charge", "junior", "substitute", "neighbour", "elsewhere"},
}
"""Of one kind before a page that is about no request: what tells them apart is their relation to one."""
ONE_OF_EACH_KIND = EVERYBODY.difference(*ALIKE.values())
ABOUT_NO_REQUEST = {*ON_NOTHING, *ON_REGISTRATIONS, *ON_ADMINISTERED, *ON_IDENTITIES} - {
    *("home:index", "home:search", "inbox:index", "inbox:referent"),  # lists of requests
}
PUBLIC = {
    *("health:alive", "health:ready"),
    *("login:sign_out", "account:close_all_sessions"),  # by POST; whoever presses it is at the door already
    *("login:index", "login:code", "login:forgotten"),
    *("login:forgotten_code", "login:new_password", "login:resend", "login:rescue"),
    # a registration is that of the browser whose session holds its key
    *("registration:start", "registration:workplace", "registration:contact", "registration:mail"),
    *("registration:mobile", "registration:resend", "registration:state"),
    # the link says who invites; what is typed behind it is that of one browser
    *("invitation:index", "invitation:mail", "invitation:mobile", "invitation:resend", "invitation:password"),
    *("login:provider", "login:provider_back", "login:hospitals", "login:unknown"),
    *("login:other", "login:passkey", "login:passkey_question", "login:resume_passkey"),
    *("login:session", "login:resume", "login:resume_code"),  # of this browser, for the person of the page
    *("login:signed_out", "login:leave_provider", "login:left_provider"),
}
DEMONSTRATION_ONLY = {
    *("demo:pieces", "demo:messages", "demo:messages_json"),
    *("demo:pro_sante_connect", "demo:leave_pro_sante_connect"),
}


# --- addresses ---------------------------------------------------------------------------------------------------
def test_every_address_is_listed():
    listed = {*DOORS, *PUBLIC, *DEMONSTRATION_ONLY}
    missing = names() - listed
    assert not missing, f"say who may come to {sorted(missing)}"


def test_nothing_listed_has_gone():
    listed = {*DOORS, *PUBLIC}
    gone = listed - names()
    assert not gone, f"{sorted(gone)} no longer exist"


def test_a_door_about_no_request_tells_nobody_apart_by_their_relation_to_one():
    for name in ABOUT_NO_REQUEST:
        for one, others in ALIKE.items():
            assert {who in DOORS[name].opens_to for who in {one, *others}} in ({True}, {False}), name
            assert DOORS[name].told_no is None, name


# --- the walk ----------------------------------------------------------------------------------------------------
def address_of(name: str, cast: Cast) -> str:
    if name in ON_FOLDERS:
        of_a_folder = name in ("folder:index", "folder:add", "folder:checked", "folder:uploads")
        value = cast.request.folder_id if of_a_folder else make_shown(cast.request.folder).pk
        return reverse(name, args=[value])
    if name in OF_ONE:
        return address_of_one(name, cast.users["requester"])
    if name == "registration:proof_to_decide":
        return reverse(name, args=[with_a_proof()[1].pk])
    if name in ON_REGISTRATIONS:
        return reverse(name, args=[sent_registration().pk])
    if name == "delegates:end":
        return reverse(
            name, args=[Delegation.objects.get(delegate__practitioner__user=cast.users["delegate"]).pk]
        )
    if name in ON_DELEGATIONS:
        return reverse(name, args=[invited(cast.request.requester).pk])
    if name in ON_THE_STUDIO:
        assert cast.request.healthcare_service is not None
        return studio.address_about(name, cast.request.healthcare_service)
    if name in ON_IDENTITIES:
        return about.address_about(name)
    if name in ON_ADMINISTERED:
        return administered_address(name)
    if name in ON_DRAFTS:
        by_reference = name.startswith("thread:")
        return reverse(name, args=[cast.draft.reference if by_reference else cast.draft.pk])
    if name == "thread:unshare":
        return reverse(name, args=[cast.request.reference, Share.objects.get(revoked_at__isnull=True).pk])
    if name == "login:confirm_by_provider":
        return reverse(name, args=["psc"])
    if name in ("account:unlink", "registration:proof", "registration:take_back_proof"):
        return reverse(name, args=[uuid4()])
    if name == "thread:adopt":
        return reverse(name, args=[cast.request.reference, uuid4()])
    return reverse(name, args=[cast.request.reference] if name in ON_FILES else [])


DOORS = {
    **ON_FILES,
    **dict.fromkeys(OF_ONE, Door(REQUESTER)),
    **ON_DRAFTS,
    **ON_FOLDERS,
    **ON_REGISTRATIONS,
    **ON_DELEGATIONS,
    **ON_ADMINISTERED,
    **ON_IDENTITIES,
    **ON_THE_STUDIO,
    **ON_NOTHING,
}
NEEDS_MORE = {
    "delegates:prepare_for",
    "thread:adopt",
    "account:workplace",
    "account:close_session",
    "administration:take_right",
    "administration:ask_merge",
    "identities:merge",
    "identities:compare",
}
"""They are let in, and then what the form names (here nothing) is not there."""


@pytest.fixture(autouse=True)
def national_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one there would be no page to ask it."""
    monkeypatch.setattr("telavis.web.pieces.ins_retrieval.ins_service", simulated_service)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_opens_to_those_named_and_to_nobody_else(name: str, method: str, cast: Cast):
    door, address = DOORS[name], address_of(name, cast)
    wrong = []
    coming = ONE_OF_EACH_KIND if name in {*ABOUT_NO_REQUEST, *ON_THE_STUDIO} else EVERYBODY
    for who in sorted(coming & door.opens_to):
        got = _visit(cast, who, method, address)
        if not _is_right(door, name, who, got):
            wrong.append(f"{who}: {got}")
        if got == 405 and not wrong:
            return  # a view turns a method away before it looks at who comes: nobody else need try
    before = rows_written()
    for who in sorted(coming - door.opens_to):
        got = _visit(cast, who, method, address)
        if not _is_right(door, name, who, got):
            wrong.append(f"{who}: {got}")
    assert not (written := rows_written(since=before)), f"somebody shut out wrote into {written}"
    assert not wrong, f"{method.upper()} {name}: {wrong}"


def _visit(cast: Cast, who: str, method: str, address: str) -> int | str:
    """Each finds the house as the others found it."""
    with transaction.atomic():
        got = _knock(cast.browser(who), method, address)
        transaction.set_rollback(True)
    return got


def _knock(client: Any, method: str, address: str) -> int | str:
    data = {"file": SimpleUploadedFile("a.txt", b"x")} if method == "post" else {}
    response = getattr(client, method)(address, data)
    if response.streaming:
        list(response.streaming_content)  # read to its end, a file is closed
    if response.status_code == 302 and response.url.startswith("/connexion/"):
        return "sign in"
    return int(response.status_code)


def _is_right(door: Door, name: str, who: str, got: int | str) -> bool:
    if got == 405:
        return True
    if who == SIGNED_OUT:
        return got == "sign in"
    if who in door.opens_to:
        return got in (200, 204, 302, 400, 409, 422) or (got == 404 and name in NEEDS_MORE)
    if door.told_no and who in door.told_no:
        return got == 403
    return got == door.closed


# --- other people's identifiers ----------------------------------------------------------------------------------
UNKNOWN: dict[str, Callable[[], Any]] = {
    **{name: lambda: "TE-26-K7M4-9Q" for name in ON_FILES if name not in ("thread:unshare", "thread:adopt")},
    **{name: uuid4 for name in ON_DRAFTS if name.startswith("compose:")},
    **dict.fromkeys((*ON_FOLDERS, *ON_REGISTRATIONS, *ON_DELEGATIONS, *about.ABOUT), uuid4),
}


# --- what administrators never see -------------------------------------------------------------------------------
def test_a_right_opens_no_clinical_page():
    """Everybody knocks at each of these doors, above: as if what lies behind did not exist, whatever the method."""
    for name, door in {**ON_FILES, **ON_DRAFTS, **ON_FOLDERS}.items():
        assert not ACCOUNTS & (door.opens_to | (door.told_no or set())), name
        assert door.closed == 404, name


@pytest.mark.parametrize("name", sorted(UNKNOWN))
def test_what_does_not_exist_answers_as_what_is_not_theirs(name: str, cast: Cast):
    address = reverse(name, args=[UNKNOWN[name]()])
    client = cast.browser("requester")
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
