"""The addresses of the site, and one empty page: what any page costs before it says anything."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from telavis.urls import urlpatterns as pages_of_the_site


def empty(request: HttpRequest) -> HttpResponse:
    """Signed in like any other page."""
    return HttpResponse("")


urlpatterns = [path("vide/", empty, name="empty"), *pages_of_the_site]
