"""Asking the service: by a transport that takes an envelope and gives the answer; over the network, with both certificates."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from telavis.gateways.insi.answers import read_answer
from telavis.gateways.insi.envelope import ACTION, Software, envelope
from telavis.gateways.insi.port import Answer, InsQuestion, InsServiceFault

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 4.0, 8.0, 12.0
LONGEST_ANSWER = 256 * 1024
CONTENT_TYPE = f'application/soap+xml; charset=utf-8; action="{ACTION}"'
AGAIN = "Rien n’a changé ici\u202f: réessayez dans quelques minutes."

Transport = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class InsClient:
    """The service behind a transport."""

    transport: Transport
    software: Software
    is_simulated: bool = False

    def search(self, question: InsQuestion) -> Answer:
        asked = envelope(question, self.software, ids=(uuid4(), uuid4(), uuid4()), at=datetime.now(UTC))
        return read_answer(self.transport(asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTls:
    """The network, where each side shows its certificate. Files are read at each question: a renewed one is taken."""

    address: str
    certificate: Path
    key: Path
    authorities: Path | None = None
    read_seconds: float = READ_SECONDS

    def __call__(self, asked: bytes) -> bytes:
        if urlsplit(self.address).scheme != "https":
            raise InsServiceFault(f"Le téléservice INSi est mal réglé. {AGAIN}", cause="address is not https")
        try:
            with urllib3.PoolManager(ssl_context=self._context()) as pool:
                response = pool.request(
                    "POST",
                    self.address,
                    body=asked,
                    headers={"Content-Type": CONTENT_TYPE, "User-Agent": "Telavis"},
                    timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=self.read_seconds),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    content = _read(response)
                finally:
                    response.close()
        except NewConnectionError:
            raise InsServiceFault(
                f"Le téléservice INSi est injoignable. {AGAIN}", cause="unreachable"
            ) from None
        except TimeoutError:
            raise InsServiceFault(
                f"Le téléservice INSi ne répond pas à temps. {AGAIN}", cause="timeout"
            ) from None
        except (SSLError, ssl.SSLError) as failure:
            raise InsServiceFault(
                "La connexion sécurisée au téléservice INSi a échoué\u202f: prévenez votre administrateur.",
                cause=f"TLS ({type(failure).__name__})",
            ) from None
        except (OSError, HTTPError) as failure:
            raise InsServiceFault(
                f"Le téléservice INSi est injoignable. {AGAIN}", cause=type(failure).__name__
            ) from None
        return content

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.authorities) if self.authorities else None)
        context.load_cert_chain(self.certificate, self.key)
        return context


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    """A fault of SOAP comes with the status 400 or 500, and an envelope all the same."""
    if "xml" not in response.headers.get("Content-Type", ""):
        raise InsServiceFault(
            f"Le téléservice INSi est en panne (réponse {response.status}). {AGAIN}",
            cause=f"status {response.status} without XML",
        )
    end, content = time.monotonic() + WHOLE_SECONDS, bytearray()
    while chunk := response.read1(64 * 1024, decode_content=True):
        content += chunk
        if len(content) > LONGEST_ANSWER or time.monotonic() > end:
            raise InsServiceFault(
                f"Le téléservice INSi ne répond pas comme prévu. {AGAIN}", cause="too long or too slow"
            )
    return bytes(content)
