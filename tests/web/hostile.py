"""What is typed where, and what no answer may hold."""

from collections.abc import Iterator
from typing import Any

from telavis.service_requests.models import ServiceRequest
from tests.web.administration import administered
from tests.web.attacked import CORRECTING, House
from tests.web.identities import about
from tests.web.studio import about as studio

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"'><img src=x onerror=alert(1)>"
WORDS = f'{SCRIPT} {IMAGE} {{{{ 1111*1111 }}}} #read("/etc/passwd") $ @ref <label> \u202edroite'
HOSTILE = {
    "mark-up of all kinds": WORDS,
    "NUL": "a\x00b",
    "ten thousand characters": "é" * 10_000,
    "five thousand digits": "9" * 5000,
    "another site": "//exemple.invalid/\r\nX-Injected: 1",
}
NEVER_IN_A_PAGE = (SCRIPT, "<img src=x", "1234321", "root:x:")
ANSWERS = {200, 204, 302, 304, 400, 403, 404, 409, 413, 422}

OPINION_FIELDS = (
    *(
        "short_answer",
        "decision",
        "decision_delay",
        "hypothesis",
        "certainty",
        "warning_signs",
        "for_patient",
    ),
    *("sources", "photo_quality", "information_quality", "revision", "reason", "do"),
    *("action-what", "action-who", "action-when", "action-condition"),
)
IDENTITY_FIELDS = tuple(
    f"identite-{name}"
    for name in (
        *("birth_name", "used_name", "given_names", "sex", "birth_date", "birth_place", "birth_place_text"),
        *("scanned", "first_given_name", "evidence_kind", "is_doubtful", "is_fictitious", "is_homonym"),
        *("birth_place_pick", "number", "no_number_reason", '"><script>alert(1)</script>'),
    )
)
SEARCH_FIELDS = tuple(
    f"recherche-{name}" for name in ("last", "given", "birth_date", "number", "approximate", "phonetic")
)
WORDLESS = {
    *("thread:take", "thread:release", "thread:recall", "thread:close", "thread:discard", "thread:restore"),
    *("thread:unshare", "thread:adopt", "inbox:take", "login:sign_out"),
    *("login:passkey_question", "factors:passkey_question", "factors:remove_passkey", "factors:remove_app"),
    *("administration:approve", "account:close_all_sessions"),
    *("registration:join_proof", "registration:take_back_proof"),
    *("compose:hand_over", "delegates:withdraw", "delegates:end", "invitation:accept"),
    *("compose:restore", "compose:patient", "compose:recall", "compose:send_now"),
}
"""They read no field of their own: an unknown one must not matter."""
KEEPING_WORDS = ("thread:keep_reply", "thread:keep_reopen", "thread:keep_write")
FIELDS: dict[str, tuple[str, ...]] = {
    **administered.FIELDS,
    **about.FIELDS,
    **studio.FIELDS,
    **dict.fromkeys(WORDLESS, ("unknown",)),
    "administration:refuse": ("reason",),
    "administration:ask": ("question",),
    "administration:ask_proof": ("wanted",),
    "registration:start": ("rpps", "family_name", "terms", "privacy"),
    "registration:workplace": ("given_name", "profession", "place", "words", "address", "do"),
    "registration:contact": ("email", "mobile", "password"),
    "registration:mail": ("code",),
    "registration:mobile": ("code",),
    "registration:resend": ("channel",),
    "registration:reply": ("text",),
    "registration:texts": ("terms", "privacy"),
    "login:index": ("identifier", "password", "channel", "next"),
    "login:code": ("code",),
    "login:resend": ("channel",),
    "login:forgotten": ("identifier", "channel"),
    "login:forgotten_code": ("code",),
    "login:new_password": ("password", "again"),
    "login:rescue": ("word",),
    "login:session": ("person",),
    "login:confirm": ("password", "channel", "next", "pour"),
    "login:confirm_code": ("code", "again"),
    "login:confirm_passkey": ("credential",),
    "login:passkey": ("credential", "next"),
    "login:resume_passkey": ("person", "credential"),
    "login:other": ("recovery_code",),
    "factors:add_passkey": ("credential", "next"),
    "factors:offer": ("next",),
    "factors:add_app": ("code", "name", "next"),
    "factors:recovery_codes": ("next",),
    "factors:passkey": ("name",),
    "factors:app": ("name",),
    "login:resume": ("person", "password", "channel"),
    "login:resume_code": ("person", "code", "again"),
    "login:hospitals": ("email", "next"),
    "login:link": ("link",),
    "delegates:invite": ("given_name", "family_name", "email", "starts_on", "ends_on"),
    "delegates:prepare_for": ("pour",),
    "invitation:index": ("given_name", "family_name", "mobile"),
    **dict.fromkeys(("invitation:mail", "invitation:mobile"), ("code",)),
    "invitation:resend": ("channel",),
    "invitation:password": ("password", "again"),
    "account:close_session": ("session",),
    "account:codes": ("channel",),
    **dict.fromkeys(("account:mail", "account:mobile"), ("value",)),
    **dict.fromkeys(("account:prove_mail", "account:prove_mobile"), ("code", "again")),
    "account:unlink": ("unknown",),
    "account:workplace": ("workplace",),
    "account:password": ("present", "password", "again"),
    "home:search": ("texte",),
    "inbox:assign": ("member",),
    **dict.fromkeys(
        ("thread:ask_more", "thread:keep_ask_more"), ("text", "asked_items", "revision", "tab", "choose")
    ),
    "thread:write": ("text", "key"),
    **dict.fromkeys(("thread:reply", "thread:reopen"), ("text",)),
    **dict.fromkeys(KEEPING_WORDS, ("text", "revision", "tab", "turn", "choose")),
    "thread:redirect": ("service_text", "service", "reason", "do"),
    "thread:decline": ("reason_code", "reason"),
    **dict.fromkeys(("thread:cancel", "thread:mark_in_error", "thread:withdraw_consent"), ("reason",)),
    **dict.fromkeys(("thread:answer", "thread:draft", *CORRECTING), OPINION_FIELDS),
    "thread:share": ("colleague_text", "colleague", "confirm", "message"),
    "compose:start": (*SEARCH_FIELDS, *IDENTITY_FIELDS, "etape", "cle"),
    "compose:choose": ("patient", "cle"),
    "compose:identity": (
        *(*IDENTITY_FIELDS, *SEARCH_FIELDS),
        *("etape", "doute", "vu", "cle", "malgre-why", "malgre-in_words", "scan"),
    ),
    "compose:places": ("identite-birth_place_text",),
    "compose:correct_identity": (*IDENTITY_FIELDS, "identite-read", "etape", "doute", "vu", "cle"),
    "compose:retrieve_ins": ("etape", "reponse"),
    "compose:consent": ("how", "giver", "on", "reason"),
    "compose:type": ("type",),
    "compose:recipient": ("service", "expert-{service}"),
    "compose:form": ("revision", "overwrite", "tab", "go"),  # and every question: see `fields_of`
    "compose:autosave": ("revision", "overwrite", "tab", "go"),
    "compose:send": ("confirmed", "seen"),
    "folder:add": ("question", "back", "alone"),
    "folder:rename": ("title", "back", "alone"),
    "folder:move": ("sens", "back", "alone"),
    "folder:excuse": ("raison", "back", "alone"),
    "folder:remove": ("back", "alone"),
    "folder:put_back": ("back", "alone"),
}
READ_ONLY = {
    *(administered.READ_ONLY | about.READ_ONLY | studio.READ_ONLY),
    *(
        "health:alive",
        "health:ready",
        "home:index",
        "home:bin",
        "activity:index",
        "activity:complements",
        "delegates:index",
    ),
    *("administration:registrations", "administration:registration", "registration:state"),
    *("registration:proofs", "registration:proof", "registration:proof_to_decide"),
    *("login:provider", "login:provider_back", "login:unknown", "account:sessions"),
    *("factors:index", "factors:app_picture", "login:confirm_by_provider"),
    *("login:confirmed", "login:signed_out", "login:leave_provider", "login:left_provider"),
    *("account:index", "inbox:index", "inbox:referent", "thread:file", "thread:state"),
    *("thread:pdf", "thread:save_pdf", "compose:resume", "compose:review", "compose:alarm", "compose:sent"),
    *("folder:upload", "folder:uploads"),  # told of in headers: tests/web/folder/test_tus.py
    "folder:annotate",  # numbers and words in JSON: tests/web/folder/test_annotating.py
    *(
        "folder:index",
        "folder:checked",
        "folder:open",
        "folder:original",
        "folder:thumbnail",
        "folder:shown",
        "folder:view",
    ),
    *("demo:pieces", "demo:messages", "demo:messages_json"),
    *("demo:pro_sante_connect", "demo:leave_pro_sante_connect"),
}
IN_ADDRESSES = ("apres", "vu", "service", "urgence", "onglet", "etat", "periode", "words", "organization")
IN_ADDRESSES_TOO = (
    *("specialty", "q", "avec", "back", "next", "colonne", "vue", "code", "state", "error"),
    "reste",
)


WITH_MANY_QUESTIONS = {"compose:form", "compose:autosave"}


def kinds_typed(name: str) -> dict[str, str]:
    """What is typed in all fields of a form at once; a NUL is typed in each alone, but where they are hundreds."""
    if name in WORDLESS:
        return {"mark-up of all kinds": WORDS}
    return {kind: text for kind, text in HOSTILE.items() if kind != "NUL" or name in WITH_MANY_QUESTIONS}


def fields_of(name: str, house: House) -> list[str]:
    named = [each.replace("{service}", str(house.draft.healthcare_service_id)) for each in FIELDS[name]]
    if name in WITH_MANY_QUESTIONS:
        named += questions_of(house.draft)
    return named


def questions_of(draft: ServiceRequest) -> list[str]:
    """Every name that the page of the form could send."""
    return [name for item in _items(draft) for name in _names_of(item)]


def one_question_of_each_kind(draft: ServiceRequest) -> list[str]:
    """The names that its first question of each kind could send."""
    first: dict[tuple[str, bool], dict[str, Any]] = {}
    for item in _items(draft):
        first.setdefault((item["type"], bool(item.get("repeats"))), item)
    return [name for item in first.values() for name in _names_of(item)]


def _names_of(item: dict[str, Any]) -> list[str]:
    link_id = item["linkId"]
    children = [f"{link_id}/0/{child['linkId']}" for child in item.get("item", [])]
    return [link_id, f"{link_id}/other", f"{link_id}/unavailable", *children]


def _items(draft: ServiceRequest) -> Iterator[dict[str, Any]]:
    assert draft.response is not None
    return _all_of(draft.response.questionnaire.definition["item"])


def _all_of(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _all_of(item.get("item", []))


class Watched(dict[str, Any]):
    """What a request comes with, and whether a page has read what stands behind the «?» of its address."""

    readings = 0

    @property
    def query_was_read(self) -> bool:
        """The door has looked there first, for a NUL."""
        return self.readings > 1

    def __getitem__(self, name: str) -> Any:
        self.readings += name == "QUERY_STRING"
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.readings += name == "QUERY_STRING"
        return super().get(name, default)


def check(response: Any, what: str) -> None:
    assert response.status_code in ANSWERS or what.startswith("health:ready"), (
        f"{what}: {response.status_code}"
    )
    assert "X-Injected" not in response.headers, what
    assert not response.get("Location", "").startswith(("//", "http")), f"{what}: leads to another site"
    if response.streaming:
        list(response.streaming_content)
        return
    if not response.get("Content-Type", "").startswith(("text/", "application/json")):
        return
    if response["Content-Type"].startswith("application/json"):
        assert response["X-Content-Type-Options"] == "nosniff"  # no browser takes it for a page
        return
    body = response.content.decode()
    for mark in NEVER_IN_A_PAGE:
        assert mark not in body, f"{what}: {mark} in the page"
    if "</html>" in body:
        assert "En cas de difficulté" in body, f"{what}: nobody is told whom to write to"
    if response.status_code >= 400 and response["Content-Type"].startswith("text/html"):
        assert 'lang="fr"' in body, f"{what}: {response.status_code} without a French page"
