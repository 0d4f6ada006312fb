"""The log line of a request."""

import json
import logging

import pytest
from django.test import Client

from telavis import logs


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, logger="telavis.request")
    return lambda: [record.msg for record in caplog.records if record.name == "telavis.request"]


def test_an_answer_carries_the_id_that_was_given(client: Client):
    response = client.get("/sante/vif", headers={"X-Request-ID": "abcdef-123456"})
    assert response["X-Request-ID"] == "abcdef-123456"


@pytest.mark.parametrize(
    "hostile", ["short", "with space in it", 'quote"quote"quote', "x" * 65, "a\tb-12345678"]
)
def test_an_id_that_is_not_well_formed_is_replaced(client: Client, hostile: str):
    response = client.get("/sante/vif", headers={"X-Request-ID": hostile})
    assert response["X-Request-ID"] != hostile
    assert len(response["X-Request-ID"]) == 36


def test_the_line_tells_route_and_status_and_nothing_of_the_query(client: Client, lines):
    client.get("/sante/vif?nom=MARQUE-CLINIQUE", headers={"X-Request-ID": "abcdef-123456"})
    (line,) = lines()
    assert {"method": "GET", "route": "health:alive", "status": 200, "user": None}.items() <= line.items()
    assert line["request_id"] == "abcdef-123456"
    assert "MARQUE-CLINIQUE" not in str(line)


def test_an_exception_is_told_by_its_place_without_its_message(capsys: pytest.CaptureFixture[str]):
    handler = logging.StreamHandler()
    handler.setFormatter(logs.configuration(level="INFO")["formatters"]["json"]["()"]())
    record_of = logging.getLogger("telavis.trial").makeRecord
    try:
        raise ValueError("MARQUE-CLINIQUE")
    except ValueError as error:
        told = record_of(
            "telavis.trial",
            logging.ERROR,
            __file__,
            1,
            "failed",
            (),
            (type(error), error, error.__traceback__),
        )
    line = json.loads(handler.format(told))
    assert line["exception"]["type"] == "ValueError"
    assert "test_request_log.py" in line["exception"]["at"][0]
    assert "MARQUE-CLINIQUE" not in json.dumps(line)
