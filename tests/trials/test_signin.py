"""Whoever guesses does not come in, and shuts nobody out; whoever asks does not learn who has an account.

The worst case: the attacker knows every password. The clock stands still, so that no limit ends meanwhile.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client
from django.utils import timezone

from telavis.accounts.actions import authenticator_apps, codes, recovery_codes
from telavis.accounts.models import AuthenticatorApp, OneTimeCode, Passkey, RecoveryCode, User
from telavis.cli.letters import tell_of_rescue
from telavis.delegations.models import Invitation
from telavis.directory.actors import actor_for
from telavis.notifications.actions import notify
from telavis.notifications.models import Delivery
from telavis.notifications.security import tell_of_security_change
from tests.device import Device
from tests.factories import RoleFactory, UserFactory
from tests.jobs import work_here
from tests.trials.plugin import FEW, Trial
from tests.trials.robot import Robot
from tests.web.delegates.joining import invited
from tests.web.factors.having import a_passkey, an_app
from tests.web.signing_in import PASSWORD, newest_digits

ADDRESSES, ACCOUNTS, FEWEST, A_VISIT = 200, 100, 5, 20
AN_HOUR = {"code": 25, "app": 5, "paper": 5, "reset": 25, "mail": 25, "mobile": 25}
"""How many guesses at one account are compared in an hour, by the way that they take (docs/domain)."""
REFERENCE = "TE-26-K7M4-9Q"
SIGNED_IN = "/mon-compte/sessions/"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that was held against a secret."""
    seen: list[str] = []
    for module, name in (
        (codes, "constant_time_compare"),
        (authenticator_apps, "_step_of"),
        (recovery_codes, "_digest"),
    ):
        inner = getattr(module, name)
        monkeypatch.setattr(module, name, _noting(inner, seen))
    return seen


def _noting(inner: Callable[..., Any], seen: list[str]) -> Callable[..., Any]:
    def noted(first: Any, typed: str) -> Any:
        seen.append(typed)
        return inner(first, typed)

    return noted


# --- people and ways ----------------------------------------------------------------------------------------------
def people(wanted: int) -> list[tuple[User, Device]]:
    """Each with all that can be guessed, and a passkey."""
    password, made = make_password(PASSWORD), []
    for number in range(wanted):
        user = UserFactory(username=f"cible{number}", password=password, mobile=f"+336000{number:05d}")
        device = Device()
        a_passkey(user, device)
        an_app(user)
        recovery_codes.renew(user, by=actor_for(user))
        made.append((user, device))
    return made


def after_the_password(user: User, address: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post("/connexion/", {"identifier": user.username, "password": PASSWORD, "channel": "mail"})
    return client


def by_code(user: User, address: str) -> tuple[Client, str, str]:
    client = after_the_password(user, address)
    client.post("/connexion/code/nouveau/", {"channel": "mail"})
    return client, "/connexion/code/", "code"


def by_app(user: User, address: str) -> tuple[Client, str, str]:
    return after_the_password(user, address), "/connexion/code/", "code"


def by_paper(user: User, address: str) -> tuple[Client, str, str]:
    return after_the_password(user, address), "/connexion/autrement/", "recovery_code"


def by_reset(user: User, address: str) -> tuple[Client, str, str]:
    client = Client(REMOTE_ADDR=address)
    client.post("/connexion/oubli/", {"identifier": user.username, "channel": "mail"})
    work_here("login.send_recovery_code")
    return client, "/connexion/oubli/code/", "code"


def by_mail(user: User, address: str) -> tuple[Client, str, str]:
    """Their own account, and the address of somebody else."""
    client = Client(REMOTE_ADDR=address)
    client.force_login(user)
    client.post("/mon-compte/adresse/", {"value": f"nouvelle.{user.username}@exemple.fr"})
    return client, "/mon-compte/adresse/code/", "code"


def by_mobile(user: User, address: str) -> tuple[Client, str, str]:
    client = Client(REMOTE_ADDR=address)
    client.force_login(user)
    client.post("/mon-compte/mobile/", {"value": "06 39 98 00 78"})
    return client, "/mon-compte/mobile/code/", "code"


WAYS = {
    "code": by_code,
    "app": by_app,
    "paper": by_paper,
    "reset": by_reset,
    "mail": by_mail,
    "mobile": by_mobile,
}


def is_in(way: str, client: Client, user: User) -> bool:
    """What the guess was for has come true."""
    if way == "reset":
        return client.get("/connexion/oubli/mot-de-passe/").status_code == 200
    if way in ("mail", "mobile"):
        now = User.objects.get(pk=user.pk)
        return (now.email, now.mobile) != (user.email, user.mobile)
    return client.get(SIGNED_IN).status_code == 200


def passkey_opens(user: User, device: Device) -> bool:
    client = Client(REMOTE_ADDR="192.0.2.1")
    options = client.post("/connexion/cle/question/").json()
    client.post("/connexion/cle/", {"credential": json.dumps(device.answer(options))})
    return client.get(SIGNED_IN).status_code == 200


# --- guessing -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_guesses_from_many_addresses_over_many_accounts_open_nothing(trial: Trial, compared: list[str]):
    """A case is one browser on one of the ways; in full it guesses twenty times."""
    each = A_VISIT if trial.count > FEW else 1
    targets = people(min(ACCOUNTS, max(FEWEST, trial.count // 10)))
    guesses, opened = 0, []
    told: dict[str, int] = dict.fromkeys(WAYS, 0)
    with time_machine.travel(timezone.now(), tick=False):
        for visit in range(trial.count):
            way = list(WAYS)[visit % len(WAYS)]
            user, _ = targets[trial.random.randrange(len(targets))]
            client, path, field = WAYS[way](user, _address(trial))
            before = len(compared)
            for _ in range(each):
                client.post(path, {field: f"{trial.random.randrange(10**6):06d}"})
            told[way] += len(compared) - before
            guesses += each
            if is_in(way, client, user):
                opened.append(f"{way} of {user}")
        shut_out = [str(user) for user, device in targets if not passkey_opens(user, device)]
    trial.note(guesses=guesses, accounts=len(targets), addresses=ADDRESSES, compared=told)
    trial.note(
        odds_of_one_hit=f"{sum(told.values()) / 10**6:.2%}", opened=len(opened), owners_shut_out=len(shut_out)
    )
    assert (opened, shut_out) == ([], [])
    assert all(number <= AN_HOUR[way] * len(targets) for way, number in told.items())


def _address(trial: Trial) -> str:
    number = trial.random.randrange(ADDRESSES)
    return f"198.51.{100 + number // 250}.{number % 250 + 1}"


@pytest.mark.django_db(transaction=True)
def test_five_hundred_guesses_at_once_in_one_session_get_five_comparisons(trial: Trial, compared: list[str]):
    at_once = 500 if trial.count > FEW else FEW
    (user, device), found = people(1)[0], {}
    for number, (way, begin) in enumerate(WAYS.items(), 1):
        address = f"198.51.100.{number}"  # each its own: sixty wrong codes close an address
        client, path, field = begin(user, address)
        before = len(compared)
        _together(client, address, path, field, iter(range(at_once)))
        found[way] = len(compared) - before
        assert not is_in(way, client, user), way
    trial.note(at_once=at_once, compared=found, owner_comes_in=passkey_opens(user, device))
    assert set(found.values()) == {5}
    assert passkey_opens(user, device)


def _together(client: Client, address: str, path: str, field: str, guesses: Iterator[int]) -> None:
    """Sixteen at a time, with the cookies of one browser."""
    lock = Lock()

    def share(_: int) -> None:
        mine = Client(REMOTE_ADDR=address)
        mine.cookies = client.cookies
        while True:
            with lock:
                guess = next(guesses, None)
            if guess is None:
                break
            mine.post(path, {field: f"{guess:06d}"})
        connections.close_all()

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(share, range(16)))


# --- asking -------------------------------------------------------------------------------------------------------
ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "sign-in": ("/connexion/", {"password": "pas le bon, mais long", "channel": "mail"}),
    "reset": ("/connexion/oubli/", {"channel": "mail"}),
}


@pytest.mark.django_db
def test_the_time_of_an_answer_does_not_tell_who_has_an_account(trial: Trial):
    """Shown, not asserted: a busy machine is no fault of the code."""
    each = max(5, trial.count // 4)
    password = make_password(PASSWORD)
    for number in range(each):
        UserFactory(username=f"existe{number:04d}", password=password)
    for what, (path, typed) in ASKED.items():
        took: dict[str, list[float]] = {"existe": [], "manque": []}
        _ask(path, {**typed, "identifier": "echauffement"}, "203.0.113.1")
        for number in range(each):
            for kind in trial.random.sample(list(took), 2):
                fields = {**typed, "identifier": f"{kind}{number:04d}"}
                took[kind].append(_ask(path, fields, f"10.{len(kind)}.{number // 250}.{number % 250}"))
        trial.note(**{what: _told_apart(took["existe"], took["manque"])})
        assert len(took["existe"]) == len(took["manque"]) == each


def _ask(path: str, fields: dict[str, str], address: str) -> float:
    client = Client(REMOTE_ADDR=address)
    began = time.perf_counter()
    client.post(path, fields)
    return (time.perf_counter() - began) * 1000


def _told_apart(known: list[float], unknown: list[float]) -> str:
    """Medians, 95th percentiles, and how often a known one takes longer (Mann and Whitney; 50 % tells nothing)."""
    pairs = len(known) * len(unknown)
    longer = sum((a > b) + (a == b) / 2 for a in known for b in unknown)
    z = (longer - pairs / 2) / math.sqrt(pairs * (len(known) + len(unknown) + 1) / 12)
    halves, tails = (
        " / ".join(f"{figure(times):.1f}" for times in (known, unknown))
        for figure in (statistics.median, _p95)
    )
    return (
        f"existing / unknown account, n={len(known)} each, ms: median {halves}, p95 {tails}; "
        f"an existing one is the slower in {longer / pairs:.0%} of pairs, z={z:+.2f}"
    )


def _p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]


# --- the machine that reads mails ---------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_robot_that_follows_and_sends_everything_in_every_mail_consumes_nothing(trial: Trial):
    """Codes on their way, the news of a file, a rescue, a factor, and the invitation of a delegate."""
    user, _ = people(1)[0]
    underway = [(way, *WAYS[way](user, "192.0.2.9"), newest_digits()) for way in ("code", "reset", "mail")]
    invitation = invited(RoleFactory())
    tell_of_rescue(user, former_email="")
    tell_of_security_change(user, "Une clé d’accès vient d’être ajoutée à votre compte.")
    notify(
        to=[user], kind="answered", title="une réponse", text="Une réponse vous attend.", reference=REFERENCE
    )
    before, mails, robot = _state(invitation), list(Delivery.objects.order_by("queued_at")), Robot()
    for mail in mails:
        robot.read(f"{mail.body} {mail.body_html}")
    trial.note(mails=len(mails), links=robot.links, forms_sent_twice=robot.forms)
    assert _state(invitation) == before
    assert min(robot.links, robot.forms) > 0
    for way, client, path, field, digits in underway:
        client.post(path, {field: digits})
        assert is_in(way, client, user), way


def _state(invitation: Invitation) -> list[object]:
    """All that a link could consume."""
    kinds = (OneTimeCode, Passkey, AuthenticatorApp, RecoveryCode, User)
    rows: list[object] = [list(kind.objects.order_by("pk").values()) for kind in kinds]
    return [*rows, Invitation.objects.filter(pk=invitation.pk).values().get()]
