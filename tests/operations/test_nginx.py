"""The nginx example of deploy/, as it stands but for names and ports, in front of a web server."""

import http.client
import json
import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from telavis.environment import BASE_DIR
from tests.operations.running import free_port
from tests.programs import NO_NGINX, find_nginx


class Mirror(BaseHTTPRequestHandler):
    """Answers with the headers and the number of bytes that it received."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        size = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        answer = json.dumps({"headers": dict(self.headers), "size": size}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET  # noqa: N815 the name that the base class looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Proxy:
    """A running nginx, and what is behind it."""

    def __init__(self, home: Path) -> None:
        self.home, self.https, self.http = home, free_port(), free_port()
        self.behind = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
        self.program = find_nginx() or pytest.fail(NO_NGINX, pytrace=False)
        make_certificate(home)
        (home / "static").mkdir()
        (home / "static" / "site.css").write_text("body{}")
        self.config = home / "nginx.conf"
        self.config.write_text(self.written())

    def written(self) -> str:
        """The example, with the names and ports of this test in the place of its own."""
        example = (BASE_DIR / "deploy" / "nginx.conf.example").read_text()
        for theirs, ours in {
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.https} ssl;",
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{self.behind.server_port};",
            "/etc/ssl/telavis": str(self.home),
            "/var/log/nginx": str(self.home),
            "/srv/telavis/staticfiles": str(self.home / "static"),
            "/srv/telavis/deploy": str(BASE_DIR / "deploy"),
        }.items():
            assert theirs in example
            example = example.replace(theirs, ours)
        places = "".join(
            f"{kind}_temp_path {self.home}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # unpacked rather than installed, nginx has no /var/log/nginx for its own default
        logs = f"access_log {self.home}/access.log;"
        user = "user root;" if os.geteuid() == 0 else ""
        return f"{user} daemon off; pid {self.home}/pid; error_log {self.home}/error.log; events {{}} http {{ {places} {logs} {example} }}"

    def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        context = ssl.create_default_context(cafile=self.home / "fullchain.pem")
        connection = http.client.HTTPSConnection("localhost", self.https, context=context, timeout=10)
        named = {name.replace("_", "-"): word for name, word in headers.items()}
        connection.request(method, path, body, {"Host": "telavis.example", **named})
        answer = connection.getresponse()
        try:
            return answer.status, answer.read(), {name.lower(): word for name, word in answer.getheaders()}
        finally:
            connection.close()


def make_certificate(home: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (home / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    no_password = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    (home / "key.pem").write_bytes(private)


@contextmanager
def started(home: Path, *, answering: bool = True) -> Iterator[Proxy]:
    """nginx in front of the mirror, or of nobody."""
    proxy = Proxy(home)
    if answering:
        threading.Thread(target=proxy.behind.serve_forever, daemon=True).start()
    else:
        proxy.behind.server_close()
    process = subprocess.Popen(
        [proxy.program, "-c", str(proxy.config), "-p", str(proxy.home)], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(proxy.https)
        yield proxy
    finally:
        process.terminate()
        process.wait(10)
        if answering:
            proxy.behind.shutdown()
            proxy.behind.server_close()


def wait_for(port: int) -> None:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with started(tmp_path_factory.mktemp("nginx")) as proxy:
        yield proxy


def test_nginx_accepts_the_example(proxy: Proxy):
    tried = subprocess.run(
        [proxy.program, "-t", "-c", str(proxy.config), "-p", str(proxy.home)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr


def test_a_request_reaches_us_with_what_we_believe_of_it(proxy: Proxy):
    status, answer, _ = proxy.ask("/dossiers/", X_Forwarded_For="6.6.6.6", X_Forwarded_Proto="http")
    seen = json.loads(answer)["headers"]
    assert status == 200
    assert (seen["Host"], seen["X-Forwarded-For"], seen["X-Forwarded-Proto"]) == (
        "telavis.example",
        "127.0.0.1",
        "https",
    )
    assert len(seen["X-Request-ID"]) == 32


def test_a_file_that_is_too_large_is_left_to_us_to_refuse(proxy: Proxy):
    status, answer, _ = proxy.ask("/", method="POST", body=b"x" * 30_000_000)
    assert (status, json.loads(answer)["size"]) == (200, 30_000_000)


def test_static_files_are_served_for_a_year(proxy: Proxy):
    status, answer, headers = proxy.ask("/static/site.css")
    assert (status, answer) == (200, b"body{}")
    assert "immutable" in headers["cache-control"]


def test_plain_http_is_sent_to_https(proxy: Proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=10)
    connection.request("GET", "/connexion/", headers={"Host": "telavis.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://telavis.example/connexion/")
    connection.close()


def test_the_log_keeps_no_query(proxy: Proxy):
    proxy.ask("/dossiers/?nom=MARQUE-CLINIQUE")
    limit = time.monotonic() + 5
    log = proxy.home / "telavis.log"
    while "/dossiers/" not in log.read_text() and time.monotonic() < limit:
        time.sleep(0.05)
    assert "MARQUE-CLINIQUE" not in log.read_text()


def test_when_we_are_away_a_page_in_french_says_so(tmp_path: Path):
    with started(tmp_path, answering=False) as proxy:
        status, answer, _ = proxy.ask("/")
    assert status == 502
    assert "Vos brouillons et vos dossiers sont en sécurité" in answer.decode()
