"""A first visit brings little over the wire: a page with every style sheet and script that it pulls in."""

import gzip
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from benchmarks.report import FIRST_LOAD
from benchmarks.weight import Scales
from telavis.patients.models import LikelyDuplicate
from tests.web.attacked import build, pages_read

pytestmark = pytest.mark.django_db

AT_THE_DOOR = ("/connexion/", "/connexion/oubli/", "/inscription/")
LIGHTEST_STYLE = 5_000


class InThisProcess(Scales):
    """As `make bench` weighs them, but for style sheets and scripts: by gzip, which leaves them a little heavier."""

    def __init__(self, client: Client, known: dict[str, tuple[int, str]]) -> None:
        super().__init__(port=0)
        self.client, self.known = client, known
        self.answers: dict[str, tuple[int, bytes]] = {}

    def shows(self, path: str) -> bool:
        status, _ = self._get(path, {})
        return status == HTTPStatus.OK

    def _get(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        if not path.startswith(settings.STATIC_URL):
            if path not in self.answers:
                answer = self.client.get(path)
                self.answers[path] = answer.status_code, answer.content
            return self.answers[path]
        found = finders.find(path.removeprefix(settings.STATIC_URL))
        if found is None:
            return HTTPStatus.NOT_FOUND, b""
        content = Path(found).read_bytes()
        return HTTPStatus.OK, gzip.compress(content, 6) if "Accept-Encoding" in headers else content


def test_the_first_load_of_each_page_is_light():
    house, known, weighed = build(), {}, {}
    LikelyDuplicate.objects.create(
        first=house.taken.patient, second=house.answered.patient, score=30, words=""
    )
    desks = {**pages_read(house), "nobody": AT_THE_DOOR}
    for who, addresses in desks.items():
        scales = InThisProcess(house.clients[who], known)
        for address in addresses:
            if scales.shows(address):
                weighed[f"{who}, {address}"] = scales.weigh(address, "")
    assert {where: page.first_load for where, page in weighed.items() if page.first_load > FIRST_LOAD} == {}
    assert len(weighed) > 40, "hardly a page was weighed"
    assert all(page.html and page.js and page.css > LIGHTEST_STYLE for page in weighed.values()), (
        "weighed whole"
    )
