"""SMS, by OVH's HTTP interface in production and by the console of a developer."""

import hashlib
import json
import re
import ssl
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from typing import Protocol, TextIO
from urllib.parse import quote, urlsplit

from django.conf import settings

from telavis.environment_readers import CONSOLE
from telavis.gateways.sending import NotSent

TIME_LIMIT = 10.0
LONGEST_ANSWER = 64 * 1024
E164 = re.compile(r"\+[1-9][0-9]{7,14}")


class SmsGateway(Protocol):
    """A way out for SMS."""

    def send(self, *, to: str, text: str) -> None:
        """Hand one SMS over, or raise NotSent. `to` is an E.164 number."""


def _checked(to: str) -> str:
    if not E164.fullmatch(to):
        raise NotSent("numéro de mobile impossible", is_final=True)
    return to


@dataclass(frozen=True)
class ConsoleSms:
    """Writes each SMS where a developer sees it."""

    stream: TextIO | None = None

    def send(self, *, to: str, text: str) -> None:
        print(f"SMS {_checked(to)} {text}", file=self.stream or sys.stderr, flush=True)


@dataclass(frozen=True)
class OvhSms:
    """OVH's SMS interface, over HTTPS only; http.client never follows a redirect.

    https://help.ovhcloud.com/csm/fr-sms-sending-via-api (application, consumer, timestamp and signature headers).
    """

    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)
    service: str
    sender: str = ""
    endpoint: str = "https://eu.api.ovh.com/1.0"
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    def send(self, *, to: str, text: str) -> None:
        job = {
            "message": text,
            "receivers": [_checked(to)],
            "charset": "UTF-8",
            "noStopClause": True,  # not an advertisement
            "priority": "high",
            **({"sender": self.sender} if self.sender else {"senderForResponse": True}),
        }
        answer = self._post(f"/sms/{quote(self.service, safe='')}/jobs", json.dumps(job))
        if to not in answer.get("validReceivers", []):
            raise NotSent("numéro refusé par l’opérateur de SMS", is_final=True)

    def _post(self, path: str, body: str) -> dict[str, list[str]]:
        url = self.endpoint + path
        try:
            status, answer = self._exchange("POST", url, body, self._signed("POST", url, body))
            parsed = json.loads(answer) if status == 200 else None
        except (OSError, HTTPException, ValueError) as failure:
            raise NotSent(f"opérateur de SMS injoignable ({type(failure).__name__})") from None
        if not isinstance(parsed, dict):
            raise NotSent(f"refusé par l’opérateur de SMS ({status})")
        return parsed

    def _signed(self, method: str, url: str, body: str) -> dict[str, str]:
        """The headers that prove who asks, at the time of OVH's own clock."""
        stamp = str(self._time())
        words = "+".join([self.application_secret, self.consumer_key, method, url, body, stamp])
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Ovh-Application": self.application_key,
            "X-Ovh-Consumer": self.consumer_key,
            "X-Ovh-Timestamp": stamp,
            "X-Ovh-Signature": "$1$" + hashlib.sha1(words.encode()).hexdigest(),  # noqa: S324 OVH's own scheme
        }

    def _time(self) -> int:
        status, answer = self._exchange("GET", self.endpoint + "/auth/time", "", {})
        return int(answer) if status == 200 else int(time.time())

    def _exchange(self, method: str, url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise NotSent("l’adresse de l’opérateur de SMS n’est pas en https")
        context = self.tls or ssl.create_default_context()
        connection = HTTPSConnection(parts.hostname, parts.port, timeout=TIME_LIMIT, context=context)
        try:
            connection.request(method, parts.path, body.encode(), headers)
            response = connection.getresponse()
            return response.status, response.read(LONGEST_ANSWER).decode()
        finally:
            connection.close()


def is_available() -> bool:
    """May this site offer «par SMS»? A demonstration shows its SMS on a page."""
    return bool(settings.DEMO or settings.SMS_GATEWAY)


def sms_gateway() -> SmsGateway:
    """The way out that the settings choose."""
    if settings.SMS_GATEWAY == "ovh":
        return OvhSms(**settings.OVH_SMS)
    if settings.SMS_GATEWAY == CONSOLE:
        return ConsoleSms()
    raise NotSent("aucun opérateur de SMS n’est réglé (SMS_GATEWAY)")
