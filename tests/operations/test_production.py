"""A production on somebody else's server, started for real: it works, it is closed, it comes back by itself."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from telavis.questionnaires.catalogue import shipped
from telavis.supervisor import house
from tests.operations.outside import OutsideServer, outside_server
from tests.operations.running import (
    ADMINISTRATOR,
    PATIENCE,
    Run,
    free_port,
    processes_of,
    production,
    running,
    supervisor,
)
from tests.operations.visitor import Visitor
from tests.smtp_server import SmtpServer, body_of

ADMIN, PASSWORD = ADMINISTRATOR["TELAVIS_ADMIN_USERNAME"], ADMINISTRATOR["TELAVIS_ADMIN_PASSWORD"]
WAYS_IN = "/mon-compte/connexion/"
"""All that a code by mail opens to an administrator: where they set up a factor of their own."""
PAGES = ["/connexion/", "/", "/rien/", "/sante/pret", "/static/rien.css"]


@dataclass(frozen=True)
class Site:
    """One production: what runs, on what, and where its mails arrive."""

    data: Path
    run: Run
    server: OutsideServer
    mails: SmtpServer

    def visitor(self) -> Visitor:
        return Visitor(self.run.port)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Shared by the tests of this file: on a migrated database that holds nothing else, with one administrator.

    A start on an empty one is that of `test_supervisor.py`.
    """
    data, mails = tmp_path_factory.mktemp("data"), SmtpServer()
    mails.start()
    try:
        with outside_server(is_prepared=True) as server:
            told = production(server.address, EMAIL_PORT=str(mails.port))
            with running(data, **told) as run:
                made = supervisor(data, "manage", "create_admin", **told, **ADMINISTRATOR)
                assert made.returncode == 0, made.stderr
                yield Site(data, run, server, mails)
            assert processes_of(data) == []
            assert server.is_running()
            server.execute("SELECT count(*) FROM accounts_user")
    finally:
        mails.stop()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what comes by itself."""
    limit = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.1)


def signed_in(site: Site) -> Visitor:
    """In by password and by the code of the mail that the worker has sent."""
    visitor, before = site.visitor(), len(site.mails.taken)
    visitor.get("/connexion/")
    given = visitor.post("/connexion/", identifier=ADMIN, password=PASSWORD)
    assert (given.status, given.headers["location"]) == (302, "/connexion/code/")
    until(lambda: len(site.mails.taken) > before)
    digits = re.search(r"\b(\d{3}) (\d{3})\b", body_of(site.mails.taken[-1], "plain"))
    assert digits
    visitor.get("/connexion/code/")
    entered = visitor.post("/connexion/code/", code="".join(digits.groups()))
    assert (entered.status, entered.headers["location"]) == (302, WAYS_IN)
    return visitor


def test_nothing_is_embedded(site: Site):
    programs = [" ".join(child.cmdline()) for child in psutil.Process(site.run.process.pid).children()]
    assert len(programs) == 2
    assert not any("postgres" in program for program in programs)
    assert not (site.data / "postgres").exists()
    assert not (site.data / "socket").exists()


def test_the_site_answers_and_the_worker_does_its_jobs(site: Site):
    assert site.visitor().get("/sante/pret").status == 200
    assert signed_in(site).get(WAYS_IN).status == 200
    assert site.mails.receivers[-1] == ADMINISTRATOR["TELAVIS_ADMIN_EMAIL"]


def test_the_forms_of_the_program_are_there(site: Site):
    """Nobody has to know a command for the first question to be asked."""
    with psycopg.connect(site.server.url) as connection:
        published = connection.execute("SELECT code FROM questionnaires_requesttype ORDER BY position")
        assert [code for (code,) in published] == [entry.code for entry in shipped()]


def test_the_demonstration_does_not_exist(site: Site):
    for path in ("/demo/messages/", "/demo/messages.json"):
        assert site.visitor().get(path).status == 404


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_closed(site: Site, path: str):
    told = site.visitor().get(path).headers
    assert int(re.fullmatch(r"max-age=(\d+)", told["strict-transport-security"])[1]) >= 31_536_000  # type: ignore[index]
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"] == "same-origin"
    assert told["cross-origin-opener-policy"] == "same-origin"
    policy = told["content-security-policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    for name in ("camera", "geolocation", "microphone"):
        assert f"{name}=()" in told["permissions-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_tells_with_what_it_was_made(site: Site, path: str):
    answer = site.visitor().get(path)
    assert not re.search(r"\d|python|django", answer.headers.get("server", ""), re.IGNORECASE)
    assert "x-powered-by" not in answer.headers
    assert "Traceback" not in answer.text


def test_a_browser_takes_the_cookies_from_this_host_only_and_shows_them_to_no_script(site: Site):
    visitor = signed_in(site)
    assert {"__Host-sessionid", "__Host-csrftoken"} <= visitor.jar.keys()
    for name, morsel in visitor.jar.items():
        assert morsel["secure"], name
        assert morsel["httponly"], name
        assert morsel["samesite"] == "Lax", name
        assert (morsel["path"], morsel["domain"]) == ("/", ""), name


def test_a_form_from_another_site_is_refused(site: Site):
    visitor = site.visitor()
    visitor.get("/connexion/")
    visitor.token = "x" * 64
    assert visitor.post("/connexion/", identifier=ADMIN, password=PASSWORD).status == 403


def test_the_server_goes_away_and_comes_back(site: Site):
    """Meanwhile it lives, is not ready, says so in French; afterwards nobody has to start anything again."""
    visitor = signed_in(site)
    site.server.stop()
    until(lambda: site.visitor().get("/sante/pret").status == 503)
    assert '"missing": ["database"]' in site.visitor().get("/sante/pret").text
    assert site.visitor().get("/sante/vif").status == 200
    fault = visitor.get(WAYS_IN)
    assert fault.status == 500
    assert "En cas de difficulté" in fault.text
    site.server.start()
    until(lambda: site.visitor().get("/sante/pret").status == 200)
    assert visitor.get(WAYS_IN).status == 200
    signed_in(site)


def test_it_stops_without_waiting_for_a_job_under_way_and_leaves_the_server_running(
    tmp_path_factory: pytest.TempPathFactory,
):
    """The job talks to a mail server that takes the call and says nothing. What is waited for fits in five seconds."""
    assert house.DRAIN + house.DATABASE_STOPS_WITHIN < 5
    data = tmp_path_factory.mktemp("busy")
    with (
        outside_server(is_prepared=True) as server,
        socket.create_server(("127.0.0.1", 0)) as silent,
    ):
        told = production(server.address, EMAIL_PORT=str(silent.getsockname()[1]), PORT=str(free_port()))
        with running(data, **told) as run:
            supervisor(data, "manage", "create_admin", **told, **ADMINISTRATOR)
            visitor = Visitor(run.port)
            visitor.get("/connexion/")
            visitor.post("/connexion/", identifier=ADMIN, password=PASSWORD)
            silent.settimeout(PATIENCE)
            call, _ = silent.accept()
            with call:
                run.stop()
            assert run.process.returncode == 0
        assert processes_of(data) == []
        assert server.is_running()
        assert state_of(server, job="notifications.deliver") == "doing", (
            "it was left, neither done nor failed"
        )
        # What it could not finish is still to be done: its next worker gives it back (documents/test_tasks.py).
        with psycopg.connect(server.url) as connection:
            jobs = connection.execute("SELECT status FROM procrastinate_jobs WHERE task_name LIKE 'notif%'")
            assert {status for (status,) in jobs} in ({"todo"}, {"doing"})


def state_of(server: OutsideServer, *, job: str) -> str:
    asked = "SELECT status FROM procrastinate_jobs WHERE task_name = %s"
    with psycopg.connect(server.address) as connection:
        [(state,)] = connection.execute(asked, [job]).fetchall()
        return str(state)
