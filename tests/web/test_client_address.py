"""The address of the person, behind proxies or not."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from telavis.web.client_address import ClientAddressMiddleware


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        (2, "6.6.6.6, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
        (1, "192.0.2.7:4433", "10.0.0.1"),
    ],
)
def test_only_what_a_trusted_proxy_added_is_believed(settings, proxies: int, forwarded: str, address: str):
    settings.TRUSTED_PROXIES = proxies
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    ClientAddressMiddleware(view)(request)
    assert seen == [address]
