"""A page, or only the part of it that htmx refreshes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from telavis.web.session_limits import BACKGROUND


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str
) -> HttpResponse:
    """The whole page for a person who comes, the partial `fragment` of it for htmx."""
    wants_a_part = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    response = render(request, f"{template}#{fragment}" if wants_a_part else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_read_by_a_person(request: HttpRequest) -> bool:
    """Somebody asked for this page to read it: no HEAD, no prefetch, no polling, no background save."""
    return request.method == "GET" and not any(
        header in request.headers for header in ("Sec-Purpose", "Purpose", "HX-Request", BACKGROUND)
    )
