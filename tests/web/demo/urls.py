"""The site with the pages of the demonstration, as it is on one's own machine."""

from django.urls import include, path

from telavis.urls import urlpatterns as everyday

urlpatterns = [*everyday, path("demo/", include("telavis.web.demo.urls"))]
